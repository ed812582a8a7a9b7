"""What is wrong with ICE's biweekly workbooks: inside each pull, and between a pull and the one before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.releases import provenance
from sojourn.measures.statistics.pulls import (
    ROWS,
    Listed,
    Pull,
    before_in_year,
    day_of,
    error_of,
    is_anomalous,
    origins,
    paired,
    pulls,
    repeats,
)
from sojourn.record.opened import Record
from sojourn.tiers import Told
from sojourn.words.figures import number
from sojourn.words.said import Said, joined, said

_TOTALS = """
    SELECT release, cell, sheet, what, value FROM (
        SELECT release, cell, sheet, value, CASE
            WHEN block LIKE 'ICE Removals%' AND row_label = 'Total' THEN 'removals'
            WHEN block LIKE 'ICE Initial Book-Ins by%Criminality%' AND row_label = 'Total' AND column_label = 'Total' THEN 'initial book-ins'
            WHEN block LIKE 'ICE Final%' AND row_label = 'Total' AND column_label = 'Total' AND block NOT LIKE '%Reason%' THEN 'final book-outs'
        END AS what
        FROM official_statistics WHERE value IS NOT NULL) AS totals
    WHERE what IS NOT NULL ORDER BY release, what, cell"""
"""Totals of the fiscal year to date, which can only grow."""

_INCLUSIVE = {"recovered": 0, "inclusive": 1}
_COLUMNS = (said("what"), said("where"), said("facility or total"), said("figure"), said("in words"))
_EVERY = (
    *(said("pull"), said("fiscal year"), said("days"), said("facilities"), said("rows that do not fit")),
    *(said("facilities in both"), said("average fell"), said("fewer nights"), said("vanished"), said("new")),
    said("why it cannot be differenced from the pull before"),
)

Row = tuple[Any, ...]


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    every = pulls(record)
    if not every:
        nothing = said("the record has no workbook of ICE's detention statistics")
        return MEASURE.unanswered(record, asked, "not covered", nothing)
    if not asked["pull"]:
        return _overview(record, asked, every)
    mine = [one for one in every if asked["pull"] in (one.release, day_of(one.release))]
    if not mine:
        return MEASURE.unanswered(record, asked, "not covered", _no_pull(asked["pull"], every))
    before = _before(record, mine[0], asked["earlier"])
    if isinstance(before, Said):
        return MEASURE.unanswered(record, asked, "not covered", before)
    return _one(record, {**asked, "pull": day_of(mine[0].release)}, mine[0], before)


def _no_pull(named: str, every: list[Pull]) -> Said:
    known = ", ".join(day_of(one.release) for one in every)
    return said("no pull {name}; the record has {known}", name=repr(named), known=known)


def _before(record: Record, mine: Pull, named: str | None) -> Pull | Said | None:
    """The pull to compare with: the one named, else the last one of the same fiscal year; a text says why not."""
    every = pulls(record)
    if not named:
        return before_in_year(record, mine)
    found = next((one for one in every if named in (one.release, day_of(one.release))), None)
    if found is None:
        return _no_pull(named, every)
    if found.first != mine.first or found.days >= mine.days:
        return said(
            "pull {name} is not an earlier one of the fiscal year of {pull}", name=named, pull=day_of(mine.release)
        )
    return found


def refused(record: Record, earlier: Pull, later: Pull) -> str:
    """Why no average of the days between two pulls can be had; empty where it can."""
    if earlier.first != later.first:
        return said("another fiscal year")
    rounded = [day_of(one.release) for one in (earlier, later) if one.rounded]
    if rounded:
        return said(
            "pull {pulls} is rounded: an average between would be off by up to {error:number} people",
            pulls=", ".join(rounded),
            error=error_of(earlier.days, later.days, rounded=True),
        )
    if repeats(record, earlier.release, later.release):
        return said("it carries most figures of the pull before again")
    if is_anomalous(record, earlier.release, later.release):
        return said("too many facilities have fewer nights than before: the file changed, not the facilities")
    before = before_in_year(record, earlier)
    if before and is_anomalous(record, before.release, earlier.release):
        return said("the figures of pull {pull} are anomalous themselves", pull=day_of(earlier.release))
    return ""


def _overview(record: Record, asked: Mapping[str, Any], every: list[Pull]) -> Finding:
    rows: list[Row] = []
    before: dict[str, Pull] = {later.release: earlier for earlier, later in pairwise(every)}
    for one in every:
        earlier = before.get(one.release)
        rows.append((*_account(one), *(_against(record, earlier, one) if earlier else _ALONE)))
    usable = sum(not row[-1] for row in rows)
    return Finding(
        **_frame(record, asked, every)
        | _counted(
            usable,
            said("pulls that can be differenced from the pull before"),
            len(every),
            said("pulls in the record"),
        ),
        columns=_EVERY,
        rows=tuple(rows),
        sentence=said(
            "{pulls:number} pulls of ICE's detention statistics; {usable:number} can be differenced from the pull before, "
            "{foreign:number} rows carry a figure that does not fit their file.",
            pulls=len(every),
            usable=usable,
            foreign=sum(len(one.foreign) for one in every),
        ),
        details={"pulls": len(every), "differenced": usable},
    )


_ALONE = (None, None, None, None, None, said("no earlier pull of its fiscal year in the record"))


def _account(one: Pull) -> Row:
    days = "rounded" if one.rounded else one.days
    return day_of(one.release), f"FY{one.first.year + 1}", days, len(one.once), len(one.foreign)


def _against(record: Record, earlier: Pull, later: Pull) -> Row:
    if earlier.first != later.first:
        return _ALONE
    if earlier.days == later.days:
        return (None, None, None, None, None, said("it is of the same day as pull {day}", day=day_of(earlier.release)))
    pairs = paired(record, earlier.release, later.release)
    counts = (len(pairs.both), pairs.fell, len(pairs.fewer()), len(pairs.vanished), len(pairs.new))
    return (*counts, refused(record, earlier, later))


def _frame(record: Record, asked: Mapping[str, Any], used: list[Pull]) -> dict[str, Any]:
    names = {one.release for one in used}
    releases = tuple(one for one in record.releases(table="official_averages") if one.id in names)
    return {
        "measure": MEASURE.id,
        "parameters": dict(asked),
        "unit": MEASURE.unit,
        "definition": MEASURE.definition,
        "provenance": provenance(record, releases, "official_averages", ROWS),
        "caveats": _CAVEATS,
        "told": Told.of(("place",), ("day",)),
    }


def _counted(value: int, unit: Said, of: int, of_is: Said) -> dict[str, Any]:
    """The parts of a finding whose value is a complete count."""
    return {
        "value": value,
        "unit": unit,
        "numerator": value,
        "denominator": of,
        "denominator_is": of_is,
        "interval": Interval(value, value, said("complete count")),
    }


def _one(record: Record, asked: dict[str, Any], mine: Pull, before: Pull | None) -> Finding:
    rows = [*_inside(record, mine), *_twins(record, mine)]
    if before is None:
        return _first(record, asked, mine, rows)
    pairs = paired(record, before.release, mine.release)
    fewer = pairs.fewer(_INCLUSIVE[asked["day_count"]])
    rows += [*_between(record, before, mine), *map(_fewer, fewer)]
    sound = [pair for pair in fewer if not (pair[0].defect or pair[1].defect)]
    other = pairs.fewer(1 - _INCLUSIVE[asked["day_count"]])
    why = refused(record, before, mine)
    return Finding(
        **_frame(record, {**asked, "earlier": day_of(before.release)}, [before, mine]),
        value=float(len(fewer)),
        numerator=len(fewer),
        denominator=len(pairs.both),
        denominator_is=said("facilities with a figure in both pulls, paired by name, city and state"),
        interval=Interval(
            min(len(sound), len(other), len(fewer)),
            max(len(other), len(fewer)),
            said(
                "lowest without the rows that do not fit their file, highest where each divisor is taken as recovered or one day longer"
            ),
        ),
        columns=_COLUMNS,
        rows=tuple(rows),
        sentence=joined(
            [
                said(
                    "Between pulls {earlier} and {later}, {fewer:number} of {both:number} facilities have fewer nights so far in the "
                    "later one, which cannot be; the average to date fell at {fell:number}.",
                    earlier=day_of(before.release),
                    later=asked["pull"],
                    fewer=len(fewer),
                    both=len(pairs.both),
                    fell=pairs.fell,
                ),
                said("Not differenced: {why}.", why=why) if why else said("Their averages can be differenced."),
            ]
        ),
        details={"fell": pairs.fell, "vanished": len(pairs.vanished), "new": len(pairs.new), "sound": len(sound)},
    )


def _first(record: Record, asked: dict[str, Any], mine: Pull, rows: list[Row]) -> Finding:
    """A pull without an earlier one: what is wrong inside it."""
    counted = _counted(
        len(mine.foreign),
        said("facilities with a figure that does not fit"),
        len(mine.once),
        said("facilities with a figure"),
    )
    sentence = said(
        "Pull {pull}: {facilities:number} facilities with figures, {foreign:number} of them with a figure that does not fit the "
        "file; the record has no earlier pull of its fiscal year.",
        pull=asked["pull"],
        facilities=len(mine.once),
        foreign=len(mine.foreign),
    )
    frame = _frame(record, asked, [mine]) | counted
    return Finding(**frame, columns=_COLUMNS, rows=tuple(rows), sentence=sentence)


def _inside(record: Record, mine: Pull) -> Iterator[Row]:
    """Rows of a pull that carry another edition's figure, and where that figure stands as a facility's own."""
    for one in mine.foreign:
        found = origins(record, one)
        told = "; ".join(f"the figure of {row.name} in pull {day_of(row.release)}, row {row.line}" for row in found)
        nowhere = "no pull of the record has it as a facility's own"
        yield "foreign row", f"row {one.line}", one.name, round(one.average, 4), f"{one.defect}; {told or nowhere}"
    for sheet in record.sheets:
        if sheet.release == mine.release:
            for defect in sheet.defects:
                if "comes from elsewhere" not in defect:
                    yield "defect of the file", sheet.sheet.strip(), None, None, defect


def _twins(record: Record, mine: Pull) -> Iterator[Row]:
    """Other files of the same day, and pulls of another day with the same figures."""
    day = day_of(mine.release).partition("+")[0]
    for other in pulls(record):
        if other.release == mine.release or other.first != mine.first:
            continue
        if day_of(other.release).partition("+")[0] == day:
            total = sum(one.average for one in other.once.values())
            own = sum(one.average for one in mine.once.values())
            told = f"pull {day_of(other.release)} has the same day and adds up to {number(total)} people, this one to {number(own)}"
            yield "duplicate pull", day_of(other.release), None, round(total, 2), told
        elif repeats(record, other.release, mine.release):
            same = paired(record, other.release, mine.release).same
            told = f"{same} facilities have the same average as in pull {day_of(other.release)}"
            yield "repeated pull", day_of(other.release), None, same, told


def _between(record: Record, before: Pull, mine: Pull) -> Iterator[Row]:
    """Totals that fell, and facilities that only one of two pulls lists."""
    totals: dict[tuple[str, str], dict[str, Any]] = {}
    for row in record.query(_TOTALS):
        totals.setdefault((row["release"], row["what"]), row)
    for what in ("removals", "initial book-ins", "final book-outs"):
        earlier, later = totals.get((before.release, what)), totals.get((mine.release, what))
        if earlier and later and later["value"] < earlier["value"]:
            told = (
                f"{number(later['value'])} {what} so far, {number(earlier['value'])} in pull {day_of(before.release)}"
            )
            yield "total that fell", f"{later['sheet']} {later['cell']}", what, later["value"], told
    pairs = paired(record, before.release, mine.release)
    for kind, ones, where in (("vanished facility", pairs.vanished, before), ("new facility", pairs.new, mine)):
        for one in ones:
            told = f"with a figure in pull {day_of(where.release)} and without one in the other"
            yield kind, f"row {one.line}", one.name, round(one.average, 2), told


def _fewer(pair: tuple[Listed, Listed]) -> Row:
    earlier, later = pair
    told = f"{number(round(earlier.nights))} nights in {earlier.days} days, then {number(round(later.nights))} in {later.days}"
    flaw = earlier.defect or later.defect
    return (
        "fewer nights",
        f"row {later.line}",
        later.name,
        round(later.average, 2),
        told + (f" ({flaw})" if flaw else ""),
    )


_CAVEATS = (
    Caveat(
        said(
            "The workbooks give no facility code: facilities are paired by name, city and state, and a cut name with the longer one."
        )
    ),
    Caveat(
        said(
            "A facility is listed only where somebody was held on the day of the pull, so to vanish is no proof of closing."
        )
    ),
    Caveat(said("The divisor is recovered from the figures: an average times its days is a whole number of nights.")),
)

MEASURE = Measure(
    id="statistics_pulls",
    estimators=("complete_count",),
    definition=Definition(
        question="What is wrong with ICE's biweekly detention statistics, and do successive pulls contradict each other?",
        counted="facilities with a figure in both pulls, and those of them with fewer nights so far in the later one",
        not_counted="facilities that only one pull lists, or that one lists without a figure",
        date_basis="the fiscal year to the pull; the days are the divisor that makes the averages whole nights",
        estimator="count of facilities whose average times days is smaller than before",
    ),
    unit="facilities with fewer nights than before",
    parameters=(
        Parameter("pull", "text", "the day of a pull (2025-07-07); empty lists every pull of the record"),
        Parameter("earlier", "text", "the pull to compare with; empty means the last one before in the fiscal year"),
        Parameter(
            "day_count",
            "choice",
            "divisors as recovered, or one day longer, as the published 96 facilities of July 2025 were counted",
            "recovered",
            choices=tuple(_INCLUSIVE),
        ),
    ),
    tables=("official_averages", "official_statistics"),
    answer=_answer,
    dimensions={},
    example="-p pull=2025-07-07",
)
