"""What the sources declare: every family, column, vocabulary and README holds together."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.errors import BadDeclaration, UnknownName
from sojourn.sources import declare
from sojourn.sources.declare import (
    FOLDER,
    Family,
    families,
    normal,
    source,
    sources,
    unread_layouts,
    vocabulary,
)
from sojourn.sources.own import own_readers
from sojourn.tables import TABLES

EVERY_FAMILY = [pytest.param(family, id=name) for name, family in families().items()]
VOCABULARIES = sorted(path.stem for path in (FOLDER / "vocabularies").glob("*.csv"))


@pytest.mark.parametrize("family", EVERY_FAMILY)
def test_every_column_of_a_family_is_in_its_table(family: Family) -> None:
    """A misspelt column would be dropped without a word."""
    known = {column.name for column in TABLES[family.table].columns}

    assert {mapped.column for mapped in family.columns if mapped.column} <= known


@pytest.mark.parametrize("family", EVERY_FAMILY)
def test_no_two_headers_of_a_family_fill_one_column(family: Family) -> None:
    """Only one of them could be stored."""
    filled = [mapped.column for mapped in family.columns if mapped.column]

    assert len(filled) == len(set(filled))


@pytest.mark.parametrize("family", EVERY_FAMILY)
def test_no_two_headers_of_a_family_share_a_spelling(family: Family) -> None:
    """A spelling must lead to one header."""
    spellings = [name for mapped in family.columns for name in mapped.names]

    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize("family", EVERY_FAMILY)
def test_a_family_always_has_the_mandatory_columns_of_its_table(family: Family) -> None:
    """Without them none of its rows could be loaded."""
    always = {mapped.column for mapped in family.required}

    assert set(TABLES[family.table].mandatory) <= always


@pytest.mark.parametrize("family", EVERY_FAMILY)
def test_a_family_names_a_date_that_its_table_has(family: Family) -> None:
    """Releases are dated by it."""
    dates = {column.name for column in TABLES[family.table].columns if column.kind in {"date", "moment"}} | {""}

    assert family.key_date in dates


@pytest.mark.parametrize("family", EVERY_FAMILY)
def test_a_header_that_is_not_stored_says_why(family: Family) -> None:
    """Leaving out is a decision, and decisions have reasons."""
    silent = [
        mapped.published
        for mapped in family.columns
        if not mapped.column and not mapped.note.startswith("not stored: ")
    ]

    assert silent == []


@pytest.mark.parametrize("family", EVERY_FAMILY)
def test_a_person_id_is_stored_only_where_it_can_be_trusted(family: Family) -> None:
    """The declaration about ids and the columns must say the same."""
    stored = "person_key" in {mapped.column for mapped in family.columns}

    assert stored == (family.person_id == "hashed")


@pytest.mark.parametrize("family", EVERY_FAMILY)
def test_the_words_of_a_family_come_from_short_lists(family: Family) -> None:
    """A mistyped word would silently switch a rule off."""
    assert family.form in {"rows", "own", "json", "court"}
    assert family.split in {"fiscal_year", "publication", "piece"}
    assert family.person_id in {"none", "hashed", "number_truncated"}


@pytest.mark.parametrize("name", sources())
def test_the_readme_of_a_source_names_its_families(name: str) -> None:
    """A newcomer reads the folder in five minutes."""
    text = (FOLDER / name / "README.md").read_text(encoding="utf-8")
    missing = [family.id for family in source(name).families if not _named(family, text)]

    assert missing == []


def _named(family: Family, text: str) -> bool:
    """By id, title or end of the id; by table or source where the source has no other family of the table."""
    single = [one for one in source(family.source).families if one.table == family.table] == [family]
    endings = {"-" + "-".join(family.id.split("-")[-count:]) for count in range(1, 4)}
    words = {family.id, family.title, *endings, *({family.source, f"`{family.table}`"} if single else set())}
    return any(word in text for word in words)


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_vocabulary_loads_and_its_standards_stand(name: str) -> None:
    """A standard that is itself changed to another would depend on the order of rows."""
    loaded = vocabulary(name)

    assert {loaded.standard[value] for value in loaded.standard.values() if value in loaded.standard} <= set(
        loaded.standard.values()
    )
    assert all(loaded.standard.get(value, value) == value for value in loaded.standard.values())


def test_every_vocabulary_that_a_table_names_exists() -> None:
    """A column with a vocabulary cannot be read without it."""
    named = {column.vocabulary for table in TABLES.values() for column in table.columns if column.vocabulary}

    assert named <= set(VOCABULARIES)


def test_the_three_sexes_of_the_record_are_a_closed_list() -> None:
    """Anything else in that column means that cells have moved."""
    assert vocabulary("sex").known == {"Male", "Female", "Unknown"}


def test_a_value_with_neither_standard_nor_reason_is_no_declaration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty standard must be meant."""
    (tmp_path / "vocabularies").mkdir()
    (tmp_path / "vocabularies" / "odd.csv").write_text("published,standard,note\nX,,\n")
    monkeypatch.setattr(declare, "FOLDER", tmp_path)

    with pytest.raises(BadDeclaration, match="'X' has neither a standard nor a reason"):
        vocabulary("odd")


def test_a_spelling_declared_twice_is_no_declaration(tmp_path: Path) -> None:
    """Two headers that differ only in blanks are one."""
    path = tmp_path / "twice.csv"
    path.write_text("published,column,presence,aliases,note\nGender,sex,always,,\ngender ,sex,always,,\n")

    with pytest.raises(BadDeclaration, match="'gender' is declared twice"):
        declare._columns(path)


@pytest.mark.parametrize(
    ("spelled", "compared"),
    [
        ("  Departed   Date ", "departed date"),
        ("Departed_Date", "departed date"),
        ("A\xa0B\nC", "a b c"),
        ("", ""),
    ],
)
def test_headers_are_compared_without_case_and_blanks(spelled: str, compared: str) -> None:
    """Releases differ in these and mean the same."""
    assert normal(spelled) == compared


def test_layouts_that_are_not_read_yet_are_listed() -> None:
    """A known file is passed over with its name, not as a stranger."""
    layouts = unread_layouts()

    assert layouts
    assert all(len(layout.headers) >= 2 and layout.agency and layout.table for layout in layouts)


def test_every_family_with_its_own_reader_has_one() -> None:
    """`form = "own"` without a reader in read.py is found here and not in a build."""
    expected = {family for family in families().values() if family.form == "own"}

    assert set(own_readers()) == expected


def test_an_unknown_source_is_answered_with_the_known_ones() -> None:
    """Names are mistyped."""
    with pytest.raises(UnknownName, match="ice_removals"):
        source("ice_removal")
