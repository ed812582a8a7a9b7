"""What the record holds: releases with their defects, what changed from one to the next, and the ledger with what was refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from sojourn.compare import Comparison, compare, publishable, successive
from sojourn.compare.sides import oldest_first
from sojourn.errors import LimitReached, UnknownName
from sojourn.publish import ledgers
from sojourn.publish.comparison import comparison_said
from sojourn.record.opened import Record, Release
from sojourn.sources.declare import sources
from sojourn.tables.court.declare import SOURCE as COURT_SOURCE
from sojourn.web.asked import Asked, Page, Route, Shown
from sojourn.web.site import Question
from sojourn.words.said import said

BETWEEN: Final = "/releases/{source}/{earlier}/{later}"
Pairs = tuple[tuple[Release, Release], ...]


@dataclass(frozen=True)
class Account:
    """The ledger of one release, over its tables, and why rows of it were refused."""

    rows: int
    loaded: int
    repaired: int
    quarantined: int
    reasons: tuple[tuple[str, int], ...]


def releases(asked: Asked) -> Page:
    """Every release: its days, tables, files, ledger, refused rows and known defects, and the one before to compare with."""
    with asked.site.record() as record:
        document = ledgers.releases(record)
        before = {later.id: earlier for earlier, later in pairs(record)}
        accounts = _accounts(record, public=asked.site.public)
    return Page(
        "releases.html",
        {
            "releases": document["releases"],
            "drift": document["drift"],
            "accounts": accounts,
            "before": {later: named(earlier) for later, earlier in before.items()},
            "named": {one["id"]: one["id"].partition("/")[2] for one in document["releases"]},
        },
    )


def pairs(record: Record) -> Pairs:
    """The releases that follow each other."""
    return record.remember(("successive releases",), lambda: tuple(successive(record)))


def named(release: Release) -> str:
    """A release as the address of its comparison names it."""
    return release.id.partition("/")[2]


def between(asked: Asked) -> Page:
    """What changed between two releases of a source."""
    source = asked.path["source"]
    if source not in sources():
        raise UnknownName(
            said("there is no source {source:name}", source=repr(source[:40])),
            todo=said("choose from the list of releases"),
        )
    with asked.site.record() as record:
        found = _compared(record, source, asked.path["earlier"], asked.path["later"])
        others = oldest_first(record.releases(source))
    shown = publishable(found) if asked.site.public else found
    return _page(asked, shown, others, hides=shown != found)


def chosen(asked: Asked) -> Page:
    """The same for two releases that a form names by their ids."""
    earlier, later = (asked.first(name).partition("/") for name in ("earlier", "later"))
    if not earlier[2] or earlier[0] != later[0]:
        raise UnknownName(
            said("two releases of one source are compared"), todo=said("choose both on the page of a comparison")
        )
    path = {"source": earlier[0], "earlier": earlier[2], "later": later[2]}
    return between(Asked(asked.site, asked.words, path, asked.query, asked.key))


def _compared(record: Record, source: str, earlier: str, later: str) -> Comparison:
    """The comparison, made once for a record that is open."""

    def make() -> Comparison:
        return compare(record, source, earlier, later, seconds=record.seconds)

    try:
        return record.remember(("comparison", source, earlier, later), make)
    except LimitReached as error:
        command = f"sojourn compare {source} {earlier} {later}"
        raise LimitReached(
            said("these releases are too large to be compared while a page waits"),
            todo=said("run `{command:name}` on this machine", command=command),
        ) from error


def _page(asked: Asked, found: Comparison, others: list[Release], *, hides: bool) -> Page:
    older, newer = found.pair.older.release, found.pair.newer.release
    figures = _figures(asked, older, newer) if found.pair.source == COURT_SOURCE else []
    first, *sections = comparison_said(found)
    values: dict[str, Any] = {
        "title": sources()[found.pair.source].title,
        "older": older,
        "newer": newer,
        "others": others,
        "first": first,
        "sections": sections,
        "whole": said("Rows of both releases"),
        "captioned": _captioned,
        "figures": figures,
        "hides": hides,
    }
    answers = [one.finding for one in figures if one.finding]
    return Page("compare.html", values, answers, tier=found.tier)


def _captioned(title: str, number: int) -> str:
    """The caption of a table: the section that it is of, and its number on the page."""
    return said("{title} [{number:number}]", title=title, number=number)


def _figures(asked: Asked, older: Release, newer: Release) -> list[Shown]:
    """The share denied by the older release, by the newer one as released, and with the rows that were withdrawn."""
    return asked.show(
        Question.of("asylum_outcomes", release=older.id),
        Question.of("asylum_outcomes", release=newer.id),
        Question.of("asylum_outcomes", release=newer.id, tally="with_withdrawn"),
    )


def ledger(asked: Asked) -> Page:
    """The account by table: rows in = loaded + repaired + quarantined, and the reasons of the quarantine, without any row."""
    with asked.site.record() as record:
        document = ledgers.ledger(record)
        refused = {} if asked.site.public else _refused(record)
    reasons = sum(refused.values(), Counter[str]())
    return Page("ledger.html", {"lines": _summed(document["ledger"]), "total": document["total"], "reasons": reasons})


def _refused(record: Record) -> dict[str, Counter[str]]:
    """Why rows were refused, by file; what follows a colon may be the text of a cell."""
    found: dict[str, Counter[str]] = {}
    for row in record.quarantine():
        found.setdefault(row["file"], Counter())[str(row["reason"]).split(":")[0]] += 1
    return found


def _accounts(record: Record, *, public: bool) -> dict[str, Account]:
    """The ledger of each release; on a public page without the reasons, in which the text of a cell may stand."""
    refused = {} if public else _refused(record)
    sums: dict[str, Counter[str]] = {}
    for release, _, *counts in _summed(ledgers.ledger(record)["ledger"]):
        sums.setdefault(release, Counter()).update(dict(zip(_COUNTS, counts, strict=True)))
    return {
        one.id: Account(
            **{name: sums.get(one.id, Counter())[name] for name in _COUNTS},
            reasons=tuple(sum((refused.get(file, Counter()) for file in one.files), Counter[str]()).most_common(12)),
        )
        for one in record.releases()
    }


_COUNTS: Final = ("rows", "loaded", "repaired", "quarantined")


def _summed(lines: list[dict[str, object]]) -> list[tuple[str, str, int, int, int, int]]:
    """The sums of each release and table."""
    sums: dict[tuple[str, str], Counter[str]] = {}
    for line in lines:
        counts = sums.setdefault((str(line["release"]), str(line["table"])), Counter())
        counts.update({name: int(str(line[name])) for name in _COUNTS})
    return [
        (*key, one["rows"], one["loaded"], one["repaired"], one["quarantined"]) for key, one in sorted(sums.items())
    ]


ROUTES: Final = (
    Route("/releases", releases, kept=True),
    Route("/releases/compare", chosen),
    Route(BETWEEN, between),
    Route("/ledger", ledger, kept=True),
)
