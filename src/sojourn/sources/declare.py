"""What a source declares: its families of layouts, their columns and the vocabularies.

A source is one folder beside this file: `source.toml` (publisher, licence, families), `columns/<family>.csv`
(each published header and the column it fills), `README.md`, and `read.py` only where rows do not stand under
one header. Nothing here reads an agency file.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from sojourn.errors import BadDeclaration, UnknownName
from sojourn.shipped import rows_of

FOLDER = Path(__file__).parent


def normal(header: str) -> str:
    """A header as it is compared: case, outer blanks and runs of blanks do not count."""
    return " ".join(header.replace("\xa0", " ").replace("_", " ").split()).casefold()


@dataclass(frozen=True)
class Mapped:
    """One published header and the column that it fills; `column` is empty where the cell is not stored."""

    published: str
    column: str
    always: bool
    aliases: tuple[str, ...]
    note: str

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every spelling, normalised."""
        return tuple(normal(name) for name in (self.published, *self.aliases))


@dataclass(frozen=True)
class Family:
    """One layout of one table, as one request or publication delivers it.

    `publication` names the family under whose id the release goes, where several families make one publication.
    `rounding` is the rule of `rounding.py` by which its publisher rounds or hides small counts.
    """

    id: str
    source: str
    table: str
    title: str
    obtained_through: str
    request: str
    coverage: str
    scope: str
    split: str
    person_id: str
    key_date: str
    defects: tuple[str, ...]
    columns: tuple[Mapped, ...] = field(repr=False)
    form: str = "rows"
    sheet: str = ""
    published: str = ""
    aliases: str = ""
    key: str = ""
    parents: str = ""
    publication: str = ""
    rounding: str = ""

    def lookup(self) -> dict[str, Mapped]:
        """Normalised spelling to declaration."""
        return self._lookup

    @cached_property
    def _lookup(self) -> dict[str, Mapped]:
        return {name: mapped for mapped in self.columns for name in mapped.names}

    @cached_property
    def required(self) -> tuple[Mapped, ...]:
        """The headers that every file of the family carries."""
        return tuple(mapped for mapped in self.columns if mapped.always)


@dataclass(frozen=True)
class Source:
    """One publisher's family of files."""

    id: str
    title: str
    publisher: str
    official: bool
    licence: str
    grain: str
    families: tuple[Family, ...]


@dataclass(frozen=True)
class Vocabulary:
    """The values that a coded column may have.

    `standard` maps each published value to the value stored; `empty` lists placeholders that mean no value.
    """

    name: str
    standard: dict[str, str]
    empty: frozenset[str]

    @property
    def known(self) -> frozenset[str]:
        """Every published and every stored value."""
        return frozenset(self.standard) | frozenset(self.standard.values())

    @cached_property
    def stored(self) -> dict[str, str]:
        """The value stored for each published and each stored value, by its letters alone, large or small."""
        published = {value.casefold(): kept for value, kept in self.standard.items()}
        return published | {kept.casefold(): kept for kept in self.standard.values()}

    @property
    def changed(self) -> dict[str, str]:
        """The published values that are stored under another spelling."""
        return {value: kept for value, kept in self.standard.items() if value != kept}


def _columns(path: Path) -> tuple[Mapped, ...]:
    rows = rows_of(path)
    mapped = tuple(
        Mapped(
            row["published"],
            row["column"],
            row["presence"] == "always",
            tuple(alias.strip() for alias in row["aliases"].split(" | ") if alias.strip()),
            row["note"],
        )
        for row in rows
    )
    spellings = [name for one in mapped for name in one.names]
    if len(spellings) != len(set(spellings)):
        twice = sorted({name for name in spellings if spellings.count(name) > 1})
        raise BadDeclaration(f"the spelling {twice[0]!r} is declared twice", where=str(path))
    return mapped


def _family(folder: Path, source_id: str, entry: dict[str, object]) -> Family:
    texts = {key: value for key, value in entry.items() if isinstance(value, str)}
    defects = entry.get("defects", [])
    assert isinstance(defects, list)
    columns = texts.pop("columns", texts["id"])
    return Family(
        source=source_id,
        defects=tuple(str(defect) for defect in defects),
        columns=_columns(folder / "columns" / f"{columns}.csv"),
        **texts,
    )


def _source(folder: Path) -> Source:
    declared = tomllib.loads((folder / "source.toml").read_text(encoding="utf-8"))
    families = tuple(_family(folder, declared["id"], entry) for entry in declared["family"])
    return Source(
        id=declared["id"],
        title=declared["title"],
        publisher=declared["publisher"],
        official=declared["official"],
        licence=declared["licence"],
        grain=declared["grain"],
        families=families,
    )


@cache
def sources() -> dict[str, Source]:
    """Every source that is declared, by id."""
    folders = sorted(path.parent for path in FOLDER.glob("*/source.toml"))
    return {source.id: source for source in map(_source, folders)}


@cache
def families() -> dict[str, Family]:
    """Every family, by `source/family`."""
    return {f"{source.id}/{family.id}": family for source in sources().values() for family in source.families}


def source(name: str) -> Source:
    """The source of this name.

    Raises:
        UnknownName: there is none.
    """
    try:
        return sources()[name]
    except KeyError:
        known = ", ".join(sources())
        raise UnknownName(f"no source is called {name!r}", todo=f"known sources: {known}") from None


@cache
def headers_of_table(table: str) -> frozenset[str]:
    """Every normalised spelling that any family of one table declares.

    Columns wander between the files of one release, so a header is foreign to a file only when no family of
    the same table knows it.
    """
    return frozenset(
        name
        for family in families().values()
        if family.table == table and family.form == "rows"
        for mapped in family.columns
        for name in mapped.names
    )


@cache
def column_of_header(table: str) -> dict[str, Mapped]:
    """Normalised spelling to declaration, over all families of one table; used for wandering columns."""
    found: dict[str, Mapped] = {}
    for family in families().values():
        if family.table == table and family.form == "rows":
            for name, mapped in family.lookup().items():
                found.setdefault(name, mapped)
    return found


@cache
def vocabulary(name: str) -> Vocabulary:
    """One vocabulary from `vocabularies/<name>.csv` (`published,standard,note`)."""
    path = FOLDER / "vocabularies" / f"{name}.csv"
    standard: dict[str, str] = {}
    empty: set[str] = set()
    for row in rows_of(path):
        if row["standard"]:
            standard[row["published"]] = row["standard"]
        elif row["note"].startswith("no value: "):
            empty.add(row["published"])
        else:
            raise BadDeclaration(f"{row['published']!r} has neither a standard nor a reason", where=str(path))
    return Vocabulary(name, standard, frozenset(empty))


@dataclass(frozen=True)
class UnreadLayout:
    """A published layout that Sojourn recognises and does not read yet."""

    agency: str
    table: str
    release: str
    headers: frozenset[str]


@cache
def unread_layouts() -> tuple[UnreadLayout, ...]:
    """The layouts of `unread_headers.csv`."""
    path = FOLDER / "unread_headers.csv"
    return tuple(
        UnreadLayout(
            row["agency"],
            row["table"],
            row["release"],
            frozenset(normal(name) for name in row["columns"].split(" | ")),
        )
        for row in rows_of(path)
    )
