"""What is declared of the court release: tables, columns, lists, placeholders and groups hold together."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "src" / "sojourn" / "sources" / "eoir_cases"
SOURCE = tomllib.loads((FOLDER / "source.toml").read_text(encoding="utf-8"))
FAMILIES: dict[str, dict[str, str]] = {entry["id"]: entry for entry in SOURCE["family"]}
HEADER = ["published", "column", "presence", "aliases", "note", "kind"]
HEADER += ["missing", "lookup", "keep", "since", "until"]
KINDS = {"id", "date", "integer", "yes_no", "code", "text", "clock", "month"}
OF_A_PERSON = re.compile(
    r"attorneyid|atty_nbr|attycode|_name$|ij_name|ins_ta$|zip|address\d|alien_city|updated_city|dccity|docket"
    r"|screeneridn|stra\d|_time$|_time_st",
    re.IGNORECASE,
)
OF_A_COURT = {"BASE_CITY_NAME"}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _all_columns() -> list[tuple[str, dict[str, str]]]:
    return [(name, row) for name in FAMILIES for row in _rows(FOLDER / "columns" / f"{name}.csv")]


COLUMNS = _all_columns()
LOOKUPS = {row["file"]: row for row in _rows(FOLDER / "lookups.csv")}
JUDGES = _rows(FOLDER / "placeholder_judges.csv")
PLACES = _rows(FOLDER / "detained_places.csv")
GROUPS = _rows(FOLDER / "decision_groups.csv")
EVERY_FAMILY = pytest.mark.parametrize("family", FAMILIES)


def _of(family: str) -> list[dict[str, str]]:
    return [row for name, row in COLUMNS if name == family]


def _stored(family: str) -> list[str]:
    return [row["column"] for row in _of(family) if row["column"]]


def _parted(text: str) -> list[str]:
    return [part for part in text.split(" | ") if part]


def _squeezed(text: str) -> str:
    return text.replace("_", " ").casefold()


def _is_placeholder(code: str, name: str = "") -> bool:
    cells = {"code": code, "name": " ".join(name.split())}
    flags = {"code": re.NOFLAG, "name": re.IGNORECASE}
    return any(re.fullmatch(row["pattern"], cells[row["field"]], flags[row["field"]]) for row in JUDGES)


def _is_detained(label: str) -> bool:
    text = label.upper()
    for row in PLACES:
        text = text.replace(row["words"], " ") if row["shows"] == "not_detained" else text
    words = [re.escape(row["words"]) for row in PLACES if row["shows"] == "detained"]
    return re.search(rf"(?<![A-Z0-9])({'|'.join(words)})(?![A-Z0-9])", text) is not None


def test_nineteen_tables_are_declared_each_with_its_columns() -> None:
    """A table without declaration would be passed over."""
    files = {path.stem for path in (FOLDER / "columns").glob("*.csv")}

    assert len(FAMILIES) == 19
    assert files == set(FAMILIES)
    assert len({entry["table"] for entry in FAMILIES.values()}) == 19
    assert all(name == entry["published"].lower() for name, entry in FAMILIES.items())


def test_every_file_of_columns_has_the_same_header() -> None:
    """The reader takes cells by these names."""
    found = {path.name: path.read_text(encoding="utf-8").splitlines()[0] for path in (FOLDER / "columns").iterdir()}

    assert set(found.values()) == {",".join(HEADER)}


def test_cells_hold_words_of_short_lists() -> None:
    """A mistyped word would silently switch a rule off."""
    assert {row["kind"] for _, row in COLUMNS} <= KINDS
    assert {row["presence"] for _, row in COLUMNS} == {"always", "sometimes", "documented"}
    assert {row["keep"] for _, row in COLUMNS} == {"yes", "no", "band"}
    assert all(re.fullmatch(r"(20\d\d-[01]\d)?", row[key]) for _, row in COLUMNS for key in ("since", "until"))


@EVERY_FAMILY
def test_no_two_columns_share_a_spelling(family: str) -> None:
    """A header cell must lead to one column."""
    names = [_squeezed(name) for row in _of(family) for name in (row["published"], *_parted(row["aliases"]))]

    assert len(names) == len(set(names))


@EVERY_FAMILY
def test_our_names_are_snake_case_and_used_once(family: str) -> None:
    """Two headers in one column would overwrite each other."""
    names = _stored(family)

    assert len(names) == len(set(names))
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)] == []


@EVERY_FAMILY
def test_meanings_are_written_once_and_without_full_stop(family: str) -> None:
    """One note for two columns explains neither."""
    notes = [row["note"] for row in _of(family)]

    assert len(notes) == len(set(notes))
    assert [note for note in notes if not note or note.endswith(".") or "\n" in note] == []


@EVERY_FAMILY
def test_the_key_and_the_parents_are_columns_that_are_always_there(family: str) -> None:
    """Without them a row can neither be found nor joined."""
    entry = FAMILIES[family]
    parents = [part.split(" -> ")[0] for part in _parted(entry["parents"])]
    always = {row["column"] for row in _of(family) if row["presence"] == "always" and row["column"]}

    assert always == {name for name in (entry["key"], *parents) if name}


@EVERY_FAMILY
def test_a_parent_is_the_key_of_a_declared_table(family: str) -> None:
    """A join to a column that does not exist finds nothing."""
    keys = {f"{entry['table']}.{entry['key']}" for entry in FAMILIES.values()}
    named = {part.split(" -> ")[1] for part in _parted(FAMILIES[family]["parents"])}

    assert named <= keys


@EVERY_FAMILY
def test_keys_are_ids(family: str) -> None:
    """Joins compare numbers, not padded text."""
    kinds = {row["kind"] for row in _of(family) if row["presence"] == "always" and row["column"]}

    assert kinds <= {"id"}


def test_what_is_dropped_has_no_column_and_says_why() -> None:
    """Leaving out is a decision, and decisions have reasons."""
    for name, row in COLUMNS:
        assert (row["keep"] == "no") == (row["column"] == ""), (name, row["published"])
        assert (row["keep"] == "no") == row["note"].startswith("not stored: "), (name, row["published"])


def test_nothing_that_names_or_finds_a_person_is_kept() -> None:
    """Ids of lawyers, names, addresses and times of day stay at the door."""
    smelling = [row for _, row in COLUMNS if OF_A_PERSON.search(row["published"])]
    kept = {row["published"] for row in smelling if row["keep"] != "no"}

    assert len(smelling) >= 30
    assert kept == OF_A_COURT


def test_only_the_month_of_birth_is_cut_to_a_band() -> None:
    """A band that is forgotten publishes ages."""
    banded = [(name, row["column"], row["kind"]) for name, row in COLUMNS if row["keep"] == "band"]
    of_birth = [row["published"] for _, row in COLUMNS if "birth" in row["published"].lower()]

    assert banded == [("a_tblcase", "birth_band", "month")]
    assert of_birth == ["C_BIRTHDATE"]


def test_zero_is_missing_only_in_the_old_release_fields() -> None:
    """A rule that takes every zero for empty destroys bonds of zero and flags."""
    expected = {("release_month", "00"), ("release_year", "0000")}

    assert {(row["column"], row["missing"]) for _, row in COLUMNS if row["missing"]} == expected


def test_every_lookup_that_a_column_names_is_declared_with_that_code() -> None:
    """A misspelt list would leave the codes undecoded."""
    named = {row["lookup"] for _, row in COLUMNS if row["lookup"]}
    declared = {f"{name}.{row['code']}" for name, row in LOOKUPS.items()}

    assert len(named) >= 25
    assert named <= declared
    assert {row["kind"] for _, row in COLUMNS if row["lookup"]} == {"code"}


def test_lookups_are_named_once_and_store_no_address() -> None:
    """What must not be stored must not be the code or the label either."""
    names = [_squeezed(name) for name, row in LOOKUPS.items() for name in (name, *_parted(row["aliases"]))]

    assert len(LOOKUPS) == 78
    assert len(names) == len(set(names))
    for row in LOOKUPS.values():
        used = {row[key] for key in ("code", "label", "case_type", "kind", "active")}
        assert not used & set(_parted(row["keep_not"])), row["file"]


def test_the_court_decisions_are_read_with_case_type_and_kind() -> None:
    """The letter alone has made 4 million orders of removal into zero bonds."""
    found = LOOKUPS["tblLookupCourtDecision"]
    expected = ("strDecCode", "strDecDescription", "strCaseType", "strDecType", "blnActive")

    assert tuple(found[key] for key in ("code", "label", "case_type", "kind", "active")) == expected


@pytest.mark.parametrize(
    ("family", "names"),
    [
        ("a_tblcase", "case_id state nationality custody updated_site birth_band sex lpr detention_office priority"),
        ("b_tblproceeding", "proceeding_id charging_date court hearing_location judge decision other_completion"),
        ("b_tblproceeding", "appeal_reserved completion_date in_absentia appeal_due_date institutional_hearing"),
        ("tbl_court_appln", "application_id proceeding_id case_id application received_date decision"),
        ("b_tblproceedcharges", "charge_id case_id proceeding_id charge charge_status"),
        ("tbl_schedule", "hearing_id generation calendar_type hearing_date adjournment_reason elapsed_days session_id"),
        ("d_tblassociatedbond", "bond_id court court_name judge decision completion_date initial_bond new_bond"),
        ("d_tblassociatedbond", "requested_date charging_date hearing_location"),
        ("tblappeal", "appeal_id category appeal_type filed_date filed_by attorney_date board_decision_date pro_bono"),
        ("tbl_custodyhistory", "custody_id case_id custody detained_date released_date"),
        ("tbl_repsassigned", "representation_id level side parent_table parent_id government_assigned_date"),
        ("tbl_repsassigned", "board_appearance_date appearance_date primary_attorney"),
        ("tbl_lead_rider", "lead_case_id rider_case_id"),
        ("tbl_court_motions", "extra_1 extra_2"),
    ],
)
def test_columns_that_measures_name_are_there(family: str, names: str) -> None:
    """The measures are written against these names."""
    assert set(names.split()) <= set(_stored(family))


@pytest.mark.parametrize(
    "code", ["AAA", "CLR", "IAD", "IJ1", "J10", "MC1", "SJ5", "V10", "V28", "VJ1", "VJN", "X05", "X39"]
)
def test_a_placeholder_code_is_no_judge(code: str) -> None:
    """A ranking that has all judges as one judge is nonsense."""
    assert _is_placeholder(code)


@pytest.mark.parametrize(
    "code", ["CAT", "JAD", "VJO", "VJE", "VJM", "VJA", "VJB", "VJH", "VDA", "J8B", "BC2", "V09", "IJ"]
)
def test_the_code_of_a_named_judge_is_no_placeholder(code: str) -> None:
    """VJO is a judge with 58,000 completed proceedings under another code."""
    assert not _is_placeholder(code)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("<All Judges>", True),
        ("Visiting  Judge 28", True),
        ("Memphis Visiting Judge 1", True),
        ("Oakdale Detail Judge 1", True),
        ("New Ij #9", True),
        ("Status Judge Docket 1", True),
        ("Invented, Vera (Visiting Judge)", False),
        ("Invented, Vera (Temp)", False),
        ("Judge, Vera", False),
    ],
)
def test_a_name_shows_a_placeholder_whose_code_is_new(name: str, expected: bool) -> None:
    """New placeholder codes appear; a person who visits stays a person."""
    assert _is_placeholder("QQQ", name) is expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("INVENTED DETENTION FACILITY", True),
        ("Invented Corr. Inst.", True),
        ("FCI INVENTED", True),
        ("INVENTED NON-DETAINED JUVENILE", False),
        ("INVENTED ADJUDICATION CENTER", False),
        ("INVENTED FOSTER CARE - TRANSITIONAL FOSTER CARE", False),
        ("CORRINE, INVENTED", False),
        ("INVENTED - Asylum Rule Docket - ARD", False),
    ],
)
def test_words_show_a_place_of_detention(label: str, expected: bool) -> None:
    """The custody fields are weak evidence; the place is better."""
    assert _is_detained(label) is expected


def test_each_decision_of_an_application_and_of_a_bond_has_one_group() -> None:
    """A letter in two groups would be counted twice, one in none would be lost."""
    letters = {field: "".join(sorted(row["code"] for row in GROUPS if row["field"] == field)) for field in _fields()}
    grants = {row["code"] for row in GROUPS if row["group"] == "grant"}
    granted = {row["code"] for row in GROUPS if row["group"] == "granted"}

    assert letters == {"tbl_Court_Appln.APPL_DEC": "ACDFGILMOPRSTW", "D_TblAssociatedBond.DEC": "ACDEFGIJLNORSW"}
    assert grants == set("FGCIP")
    assert granted == set("CRGF")


def _fields() -> set[str]:
    return {row["field"] for row in GROUPS}


@pytest.mark.real
def test_every_column_of_the_real_headers_is_declared_once(real_files: Path) -> None:
    """A column that is not declared is not stored, and nobody would notice."""
    path = real_files / "court" / "headers_release2026-04.json"
    headers: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    declared = {name: [row["published"] for row in _of(name.lower())] for name in headers}

    assert len(headers) == 18
    for name, header in headers.items():
        assert [column for column in declared[name] if column in header] == header, name


@pytest.mark.real
def test_every_table_has_as_many_columns_as_the_release_of_july_2026(real_files: Path) -> None:
    """The header of the hearings was never seen; its width was."""
    widths = {row["file"]: row["columns"] for row in _counted(real_files)}
    hearings = [row["published"] for row in _of("tbl_schedule") if "documentation" not in row["note"]]

    assert int(widths["tbl_schedule.csv"]) == len(hearings) == 30


@pytest.mark.real
def test_every_lookup_file_of_the_release_is_declared(real_files: Path) -> None:
    """A list that is not declared cannot decode."""
    tables = {entry["published"] for entry in FAMILIES.values()}
    files = {row["file"].removesuffix(".csv") for row in _counted(real_files)}

    assert files - tables == set(LOOKUPS)


@pytest.mark.real
def test_declared_columns_of_lookups_stand_in_their_real_headers(real_files: Path) -> None:
    """Names known from other hands are held against those that were seen."""
    path = real_files / "court" / "lookup_headers_release2026-04.json"
    headers: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))

    assert len(headers) == 14
    for name, header in headers.items():
        row = LOOKUPS[name]
        used = [row[key] for key in ("code", "label", "case_type", "kind", "active")] + _parted(row["keep_not"])
        assert {column for column in used if column} <= set(header), name


@pytest.mark.real
def test_the_places_of_louisiana_are_told_apart(real_files: Path) -> None:
    """Jena, Oakdale and the parish jails are the places of the story."""
    expected = {"ACD", "ASD", "NOA", "NOJ", "NOL", "ADC"}
    rows = _rows(real_files / "court" / "louisiana_codes.csv")
    places = {row["code"]: row["label"] for row in rows if row["kind"] == "hearing_location"}

    assert len(places) == 24
    assert {code for code, label in places.items() if not _is_detained(label)} == expected


@pytest.mark.real
def test_codes_and_names_of_placeholders_agree_on_the_real_list(real_files: Path) -> None:
    """A name pattern that fits a person would strike a judge from every table."""
    expected = {"PC1", "TTT", "YO1", "YO2"}
    path = real_files / "court" / "lookups" / "tblLookupJudge.json"
    judges: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    by_code = {code for code in judges if _is_placeholder(code)}
    by_name = {code for code, name in judges.items() if _is_placeholder("QQQ", name)}

    assert by_code - by_name == expected
    assert by_name <= by_code


def _counted(real_files: Path) -> list[dict[str, str]]:
    rows = _rows(real_files / "court" / "files_rows_columns_release2026-07.csv")
    return [row for row in rows if row["file"]]
