"""The 78 lookup files of a release: published codes and labels, invented names, plausible rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from sojourn.lookalike.court.reference import codes, judges, rosters, rows_of

Entry = dict[str, str]
"""One row of a lookup, by role (`code`, `label`, `kind`, `active`) or by column name."""

FILLER = 12
"""Rows of a list that nothing refers to, at most; their labels say that they are invented."""
DAY = "2006-05-15 00:00:00.000"
NEW_JUDGE = ("NJ9", "Quillmere, Sunniva")
NEW_PLACE = ("NH9", "NEW HEARING LOCATION (INVENTED)")
RENAMED_JUDGE = "GAC"
DROPPED_JUDGE = "TRN"
RELABELLED = ("tblAdjournmentcodes", "99", "DATA ENTRY ERROR - CORRECTED")


def files(*, next_month: bool) -> dict[str, list[list[str]]]:
    """Every lookup: its header, then its rows."""
    return {row["list"]: _file(row, next_month=next_month) for row in rows_of("lookups")}


def changes() -> list[dict[str, str]]:
    """What the next month's lookups have otherwise."""
    old = {judge.code: judge.name for judge in judges()}
    return [
        {"list": "tblLookupJudge", "code": NEW_JUDGE[0], "change": "new", "to": NEW_JUDGE[1]},
        {"list": "tblLookupJudge", "code": DROPPED_JUDGE, "change": "gone", "from": old[DROPPED_JUDGE]},
        {
            "list": "tblLookupJudge",
            "code": RENAMED_JUDGE,
            "change": "renamed",
            "from": old[RENAMED_JUDGE],
            "to": _renamed(),
        },
        {"list": "tblLookupHloc", "code": NEW_PLACE[0], "change": "new", "to": NEW_PLACE[1]},
        {
            "list": RELABELLED[0],
            "code": RELABELLED[1],
            "change": "renamed",
            "from": codes(RELABELLED[0])["99"],
            "to": RELABELLED[2],
        },
    ]


def _renamed() -> str:
    name = next(judge.name for judge in judges() if judge.code == RENAMED_JUDGE)
    return "Mossreach-" + name


def _file(row: dict[str, str], *, next_month: bool) -> list[list[str]]:
    columns = row["columns"].split(";")
    entries = list(_entries(row["list"], int(row["rows"]), next_month=next_month))
    return [
        columns,
        *([_cell(row, column, number, entry) for column in columns] for number, entry in enumerate(entries, 1)),
    ]


def _cell(row: dict[str, str], column: str, number: int, entry: Entry) -> str:
    if column in entry:
        return entry[column]
    for role in ("code", "label", "kind"):
        if column == row[role]:
            return entry.get(role, "")
    folded = column.casefold()
    if column == row["active"] or folded == "blnactive":
        return entry.get("active", "1")
    if folded.startswith("idn") or column == "ID":
        return str(number)
    if folded.startswith("bln"):
        return "0"
    return DAY if folded.startswith("datcreated") else ""


def _entries(name: str, rows: int, *, next_month: bool) -> Iterator[Entry]:
    if name in _SPECIAL:
        yield from _SPECIAL[name](next_month)
    elif codes(name):
        for code, label in codes(name).items():
            yield {
                "code": code,
                "label": _label(name, code, label, next_month=next_month),
                "active": _active(name, code),
            }
    else:
        for number in range(1, min(rows, FILLER) + 1):
            yield {"code": f"Z{number}", "label": f"INVENTED {number}"}


def _label(name: str, code: str, label: str, *, next_month: bool) -> str:
    return RELABELLED[2] if next_month and (name, code) == RELABELLED[:2] else label


def _active(name: str, code: str) -> str:
    return "0" if (name, code) == ("tblLookupCourtAppDecisions", "O") else "1"


def _decisions(_: bool) -> Iterator[Entry]:
    for row in rows_of("decisions"):
        columns = {"strCaseType": row["case_type"], "strDecType": row["kind"], "strDecCode": row["code"]}
        yield columns | {"label": row["label"], "active": row["active"]}


def _judges(next_month: bool) -> Iterator[Entry]:
    for judge in judges():
        if next_month and judge.code == DROPPED_JUDGE:
            continue
        name = _renamed() if next_month and judge.code == RENAMED_JUDGE else judge.name
        yield {"code": judge.code, "label": name}
    if next_month:
        yield {"code": NEW_JUDGE[0], "label": NEW_JUDGE[1]}


@cache
def _names() -> dict[str, str]:
    return {judge.code: judge.name for judge in judges()}


def _judges_by_court(_: bool) -> Iterator[Entry]:
    for court, eras in rosters().items():
        for code in dict.fromkeys(code for era in eras for code in era):
            yield {"code": code, "label": _names()[code].upper(), "kind": court}


def _courts(_: bool) -> Iterator[Entry]:
    for row in rows_of("courts"):
        yield {
            "code": row["code"],
            "label": "IMMIGRATION COURT",
            "BASE_CITY": row["name"],
            "BASE_STATE": row["state"],
            "BASE_ZIP_1": row["zip"],
        }
    yield {
        "code": "BIA",
        "label": "BOARD OF IMMIGRATION APPEALS                      ",
        "BASE_CITY": "FALLS CHURCH",
        "BASE_STATE": "VA",
    }
    yield {
        "code": "CIJ",
        "label": "OFFICE OF THE CHIEF IMMIGRATION JUDGE",
        "BASE_CITY": "FALLS CHURCH",
        "BASE_STATE": "VA",
    }


def _places(next_month: bool) -> Iterator[Entry]:
    known = dict(codes("tblLookupHloc"))
    for row in rows_of("courts"):
        known.setdefault(row["code"], f"{row['name']} (INVENTED)")
    for row in rows_of("places"):
        known.setdefault(row["code"], row["name"])
    for code, label in known.items():
        yield {"code": code, "label": label}
    yield {"code": "IAD", "label": "IAD HLOC (SECOND ROW)"}  # one code in two rows, as published
    if next_month:
        yield {"code": NEW_PLACE[0], "label": NEW_PLACE[1]}


_SPECIAL: dict[str, Callable[[bool], Iterator[Entry]]] = {
    "tblLookupCourtDecision": _decisions,
    "tblLookupJudge": _judges,
    "tblLookupJudgeBaseCity": _judges_by_court,
    "tblLookupBaseCity": _courts,
    "tblLookupHloc": _places,
}
