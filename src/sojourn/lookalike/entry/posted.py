"""CBP's files of encounters by month: nationwide by area, and the southwest border to a later month."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from sojourn.lookalike.draws import stream
from sojourn.lookalike.entry.world import LAST, NATIONALITIES, encounters, months
from sojourn.lookalike.truth import Account, Fault, Made, PartTruth, Truth, made
from sojourn.sources.declare import families

_NATIONWIDE = (
    *("fiscal_year", "month_grouping", "month_abbv", "component", "land_border_region", "area_of_responsibility"),
    *("aor_abbv", "demographic", "citizenship", "title_of_authority", "encounter_type", "encounter_count"),
)
_SOUTHWEST = (
    *("Fiscal Year", "Month Grouping", "Month (abbv)", "Component", "Demographic", "Citizenship Grouping"),
    *("Title of Authority", "Encounter Type", "Encounter Count"),
)
_GROUPS = ("Mexico", "Honduras", "El Salvador", "Guatemala")
"""Nationalities that the file of the southwest border names."""
_PORTS, _PATROL = "Office of Field Operations", "U.S. Border Patrol"
Cells = tuple[str, ...]


def write_nationwide(rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:
    """Write the encounters of FY2023 and FY2024; rows beyond those of the southwest border are of other borders."""
    cells = list(_nationwide(seed))
    cells += [_elsewhere(at, seed) for at in range(max(0, rows - len(cells)))]
    return [
        _write("nationwide-by-area", "invented_cbp_encounters.csv.gz", _NATIONWIDE, cells, folder, seed, faults=faults)
    ]


def write_southwest(rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:
    """Write the encounters of FY2022 to August 2025, of which the last rows."""
    cells = list(_southwest(seed))[-rows:]
    return [_write("southwest-border", "invented_sbo-encounters.csv", _SOUTHWEST, cells, folder, seed, faults=faults)]


def _nationwide(seed: int) -> Iterator[Cells]:
    for month in months(date(2022, 10, 1), date(2024, 9, 1)):
        when = (f"{_fiscal(month)}.0", "FYTD", f"{month:%b}".upper())
        for nationality in NATIONALITIES:
            who = ("Single Adults", nationality.upper(), "Title 8")
            at_ports = encounters(month, nationality, seed)
            yield (
                *when,
                _PORTS,
                "Southwest Land Border",
                "San Diego Field Office",
                "San Diego",
                *who,
                "Inadmissibles",
                f"{at_ports}.0",
            )
            between = _between(month, nationality, seed)
            yield (*when, _PATROL, "Southwest Land Border", "Yuma Sector", "YUM", *who, "Apprehensions", f"{between}.0")


def _elsewhere(at: int, seed: int) -> Cells:
    """A row of the northern border."""
    month = list(months(date(2022, 10, 1), date(2024, 9, 1)))[at % 24]
    count = int(stream(seed, "elsewhere", str(at)).integers(0, 40))
    when = (f"{_fiscal(month)}.0", "FYTD", f"{month:%b}".upper())
    place = (_PORTS, "Northern Land Border", "Buffalo Field Office", "Buffalo")
    return (
        *when,
        *place,
        "FMUA",
        NATIONALITIES[at % len(NATIONALITIES)].upper(),
        "Title 8",
        "Inadmissibles",
        f"{count}.0",
    )


def _southwest(seed: int) -> Iterator[Cells]:
    for month in months(date(2021, 10, 1), LAST):
        year = _fiscal(month)
        group = "Remaining" if month.month == 9 else "FYTD"
        when = (f"{year} (FYTD)" if year == 2025 else str(year), group, f"{month:%b}".upper())
        kinds: tuple[tuple[str, str, Callable[[date, str, int], int]], ...] = (
            (_PORTS, "Inadmissibles", encounters),
            (_PATROL, "Apprehensions", _between),
        )
        for component, kind, count in kinds:
            for named in (*_GROUPS, "Other"):
                inside = [named] if named != "Other" else [one for one in NATIONALITIES if one not in _GROUPS]
                total = sum(count(month, one, seed) for one in inside)
                yield (*when, component, "Single Adults", named, "Title 8", kind, str(total))


def _between(month: date, nationality: str, seed: int) -> int:
    """Encounters between ports."""
    return int(stream(seed, "between", str(month), nationality).integers(20, 4000))


def _fiscal(month: date) -> int:
    return month.year + (month.month >= 10)


def _write(
    family_id: str, name: str, headers: Sequence[str], cells: list[Cells], folder: Path, seed: int, *, faults: bool
) -> Made:
    family = families()[f"cbp_encounters/{family_id}"]
    planted = _plant(cells, headers) if faults else []
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows(cells)
    path = folder / name
    data = text.getvalue().encode()
    path.write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
    account = Account(len(cells), len(cells) - len(planted), 0, len(planted))
    part = PartTruth("", family.table, account, _answers(cells, headers))
    return made(path, Truth(path.name, family.source, family.id, seed, [part], planted))


def _plant(cells: list[Cells], headers: Sequence[str]) -> list[Fault]:
    """A month that is none and a count that is none, in rows of the Border Patrol."""
    component = next(at for at, name in enumerate(headers) if name.casefold() == "component")
    rows = [at for at, row in enumerate(cells) if row[component] == _PATROL][:2]
    planted = []
    for at, column, text in zip(rows, (2, len(headers) - 1), ("XYZ", "n/a"), strict=False):
        cells[at] = (*cells[at][:column], text, *cells[at][column + 1 :])
        planted.append(Fault("unreadable cell", "", at + 2, headers[column], text, "quarantined"))
    return planted


def _answers(cells: Sequence[Cells], headers: Sequence[str]) -> dict[str, int]:
    """Encounters at ports of the southwest border, all months."""
    component = next(at for at, name in enumerate(headers) if name.casefold() == "component")
    kept = [row for row in cells if row[component] == _PORTS and "Northern Land Border" not in row]
    return {"at_southwest_ports": sum(int(float(row[-1])) for row in kept)}
