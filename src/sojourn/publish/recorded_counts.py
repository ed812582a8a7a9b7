"""The counts of a record that a replay is judged by: appointments of the newest edition, and encounters at the south-west border."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sojourn.draw.simulation.counts import TOTAL, Counts, read_counts
from sojourn.measures.entry.editions import TABLE, edition
from sojourn.measures.releases import NoRelease, provenance
from sojourn.reading.raw import sha256_of
from sojourn.record.opened import Record

_SQL: Final = """
    SELECT release, month, citizenship, sum(encounters) AS border,
        coalesce(sum(encounters) FILTER (WHERE component = 'Office of Field Operations'), 0) AS ports
    FROM encounters WHERE border = 'Southwest Land Border' GROUP BY ALL ORDER BY ALL"""

Keyed = dict[tuple[str, str, str], int]


@dataclass(frozen=True)
class Recorded:
    """Counts with the releases and the SHA-256 of the files that they come from."""

    counts: Counts
    releases: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    invented: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The form in JSON."""
        return {"releases": list(self.releases), "files": list(self.files), "invented": self.invented}


def of_file(path: Path) -> Recorded:
    """The counts of a CSV file (read_counts)."""
    return Recorded(read_counts(path), files=(sha256_of(path),))


def of_record(record: Record) -> Recorded:
    """The counts of a record; what it does not have stays unknown."""
    keyed = _encounters(record)
    newest = edition(record, None)
    if not isinstance(newest, NoRelease):
        keyed |= {("appointments", f"{month:%Y-%m}", TOTAL): count for month, count in newest.months.items()}
        keyed |= {
            ("appointments", f"{month:%Y-%m}", nationality): count
            for (month, nationality), count in newest.cells.items()
        }
    found = [] if isinstance(newest, NoRelease) else [provenance(record, (newest.release,), TABLE, "")]
    found.append(provenance(record, tuple(record.releases(table="encounters")), "encounters", _SQL))
    releases = tuple(name for one in found for name in one.releases)
    return Recorded(
        Counts(keyed), releases, tuple(sorted({file for one in found for file in one.files})), record.invented
    )


def _encounters(record: Record) -> Keyed:
    """Each month from one release: the one with the most citizenships, since another only repeats or groups them."""
    rows = record.query(_SQL)
    detail: dict[tuple[str, Any], int] = {}
    for row in rows:
        detail[row["release"], row["month"]] = detail.get((row["release"], row["month"]), 0) + 1
    best: dict[Any, str] = {}
    for release, month in sorted(detail, key=lambda key: (detail[key], key)):
        best[month] = release
    keyed: Keyed = {}
    for row in rows:
        if best[row["month"]] == row["release"]:
            for series in ("border", "ports"):
                for nationality in (str(row["citizenship"] or "NOT KNOWN"), TOTAL):
                    key = (series, f"{row['month']:%Y-%m}", nationality)
                    keyed[key] = keyed.get(key, 0) + int(row[series])
    return keyed
