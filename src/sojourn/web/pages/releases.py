"""What the record holds: releases with their defects, and the ledger with what was refused and why."""

from __future__ import annotations

from collections import Counter
from typing import Final

from sojourn.publish import ledgers
from sojourn.web.asked import Asked, Page, Route


def releases(asked: Asked) -> Page:
    """Every release, its days, tables, files and known defects."""
    with asked.site.record() as record:
        return Page("releases.html", {"releases": ledgers.releases(record)["releases"]})


def ledger(asked: Asked) -> Page:
    """The account by table: rows in = loaded + repaired + quarantined, and the reasons of the quarantine, without any row."""
    with asked.site.record() as record:
        document = ledgers.ledger(record)
        refused = [] if asked.site.public else record.quarantine()  # a reason may hold the text of a cell
    reasons = Counter(str(row["reason"]).split(":")[0] for row in refused)
    return Page("ledger.html", {"lines": _summed(document["ledger"]), "total": document["total"], "reasons": reasons})


def _summed(lines: list[dict[str, object]]) -> list[tuple[str, str, int, int, int, int]]:
    """The sums of each release and table."""
    sums: dict[tuple[str, str], Counter[str]] = {}
    for line in lines:
        counts = sums.setdefault((str(line["release"]), str(line["table"])), Counter())
        counts.update({name: int(str(line[name])) for name in ("rows", "loaded", "repaired", "quarantined")})
    return [
        (*key, one["rows"], one["loaded"], one["repaired"], one["quarantined"]) for key, one in sorted(sums.items())
    ]


ROUTES: Final = (
    Route("/releases", releases, kept=True),
    Route("/ledger", ledger, kept=True),
)
