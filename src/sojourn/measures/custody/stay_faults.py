"""What is wrong or odd in the stints and stays of a release, each fault graded and counted, nothing mended in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.answers import Unanswerable
from sojourn.measures.custody.question import CustodyQuestion, question
from sojourn.measures.custody.transfers import follows
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.releases import RELEASE
from sojourn.record.opened import Record
from sojourn.words.said import said

_ROWS, _STINTS, _STAYS = said("rows of the release"), said("stints"), said("stays")
_NOTE, _WARNING = said("note"), said("warning")
LONG_HOURS = 24
"""Hours from which a contradiction is more than the order in which papers were entered."""

_PATH = f"""
    SELECT count(*) AS row_count,
        count(stint_number) AS stints,
        count(CASE WHEN duplicate = 'identical' THEN 1 END) AS identical,
        count(CASE WHEN duplicate = 'same start' THEN 1 END) AS same_start,
        count(CASE WHEN ddp_duplicate THEN 1 END) AS by_project,
        count(CASE WHEN ddp_duplicate AND duplicate IS NOT NULL THEN 1 END) AS by_both,
        count(CASE WHEN duplicate IS NOT NULL AND NOT ddp_duplicate THEN 1 END) AS by_us_alone,
        count(CASE WHEN duplicate IS NULL AND ddp_duplicate THEN 1 END) AS by_project_alone,
        count(CASE WHEN stint_number IS NOT NULL AND length = 'zero' THEN 1 END) AS zero,
        count(CASE WHEN stint_number IS NOT NULL AND length = 'negative' THEN 1 END) AS negative,
        count(CASE WHEN overlap_hours > 0 AND overlap_hours < {LONG_HOURS} THEN 1 END) AS overlap_short,
        count(CASE WHEN overlap_hours >= {LONG_HOURS} THEN 1 END) AS overlap_long,
        count(CASE WHEN rebook THEN 1 END) AS rebooks,
        count(CASE WHEN stint_number IS NOT NULL AND facility_code IS NULL THEN 1 END) AS no_code,
        count(CASE WHEN stint_number IS NOT NULL AND book_out IS NULL THEN 1 END) AS open_stints
    FROM detention_path WHERE release = $release"""

_MIDDLE = """
    SELECT count(*) AS open_middle
    FROM (SELECT stay_number AS open_stay, stint_number FROM detention_path
        WHERE release = $release AND stint_number IS NOT NULL AND book_out IS NULL) AS open_stints
    JOIN (SELECT stay_number, stints FROM detention_stays WHERE release = $release) AS stays ON stay_number = open_stay
    WHERE stint_number < stints"""

_STAY = f"""
    SELECT count(*) AS stays,
        count(CASE WHEN truncated_hours > 0 AND truncated_hours < {LONG_HOURS} THEN 1 END) AS truncated_short,
        count(CASE WHEN truncated_hours >= {LONG_HOURS} THEN 1 END) AS truncated_long,
        count(CASE WHEN truncated_hours < 0 AND truncated_hours > -{LONG_HOURS} THEN 1 END) AS paperwork_short,
        count(CASE WHEN truncated_hours <= -{LONG_HOURS} THEN 1 END) AS paperwork_long,
        count(CASE WHEN late_hours > 0 AND late_hours < {LONG_HOURS} THEN 1 END) AS late_short,
        count(CASE WHEN late_hours >= {LONG_HOURS} THEN 1 END) AS late_long,
        count(CASE WHEN late_hours < 0 AND late_hours > -{LONG_HOURS} THEN 1 END) AS early_short,
        count(CASE WHEN late_hours <= -{LONG_HOURS} THEN 1 END) AS early_long,
        count(CASE WHEN open_disagrees THEN 1 END) AS disagree,
        count(CASE WHEN NOT has_id THEN 1 END) AS no_id,
        count(CASE WHEN truncated_hours >= {LONG_HOURS} OR truncated_hours <= -{LONG_HOURS} OR late_hours >= {LONG_HOURS}
            OR late_hours <= -{LONG_HOURS} OR overlap_hours >= {LONG_HOURS} OR open_disagrees THEN 1 END) AS contradicted
    FROM detention_stays WHERE release = $release"""

_STITCHED = """
    SELECT count(CASE WHEN out_before IS NULL OR -elapsed_hours(book_in, out_before) > $gap THEN 1 END) AS stitched
    FROM (
        SELECT book_in, max(coalesce(book_out, CAST('2100-01-01' AS TIMESTAMP))) OVER (
            PARTITION BY person_number ORDER BY book_in, stay_number, stint_number
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS out_before
        FROM detention_path
        WHERE release = $release AND stint_number IS NOT NULL
    ) AS gaps"""
"""A new stay wherever more than so many hours lie after all that ended before; hours are rounded up, as 24.1 are more."""

_FAULTS: tuple[tuple[str, str, str, str], ...] = (
    ("identical", said("repeats another row in every cell but the bond's"), _ROWS, _NOTE),
    ("same_start", said("same person, stay, facility and book-in as another row"), _ROWS, _NOTE),
    ("by_project", said("a duplicate by the rules of the Deportation Data Project"), _ROWS, ""),
    ("by_both", said("  a duplicate by both rules"), _ROWS, ""),
    ("by_us_alone", said("  by ours alone"), _ROWS, _NOTE),
    ("by_project_alone", said("  by theirs alone (they keep one row a day, ours one a moment)"), _ROWS, _NOTE),
    ("no_id", said("without a person id: a person and a stay of its own"), _ROWS, _WARNING),
    ("no_code", said("without a facility code"), _STINTS, _WARNING),
    ("zero", said("ends when it begins"), _STINTS, _NOTE),
    ("negative", said("ends before it begins"), _STINTS, _WARNING),
    ("overlap_short", said("overlaps an earlier stint of the stay, under 24 hours"), _STINTS, _NOTE),
    ("overlap_long", said("overlaps an earlier stint of the stay, 24 hours or more"), _STINTS, _WARNING),
    ("rebooks", said("a new entry in the facility of the stint before, at most 24 hours later"), _STINTS, _NOTE),
    ("open_stints", said("has no book-out"), _STINTS, ""),
    ("open_middle", said("has no book-out although another stint follows in the stay"), _STINTS, _WARNING),
    ("truncated_short", said("began before its first stint, under 24 hours"), _STAYS, _NOTE),
    ("truncated_long", said("began 24 hours or more before its first stint"), _STAYS, _WARNING),
    ("paperwork_short", said("began after its first stint, under 24 hours"), _STAYS, _NOTE),
    ("paperwork_long", said("began 24 hours or more after its first stint"), _STAYS, _WARNING),
    ("late_short", said("ended after its last stint, under 24 hours"), _STAYS, _NOTE),
    ("late_long", said("ended 24 hours or more after its last stint"), _STAYS, _WARNING),
    ("early_short", said("ended before its last stint, under 24 hours"), _STAYS, _NOTE),
    ("early_long", said("ended 24 hours or more before its last stint"), _STAYS, _WARNING),
    ("disagree", said("open by the stay and closed by its stints, or the other way round"), _STAYS, _WARNING),
)
"""Each fault: its count, in words, what it is counted among, and its grade (empty: no fault, shown beside the others)."""


def _answer(record: Record, given: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    asked = question(record, MEASURE, given, ())
    if isinstance(asked, Unanswerable):
        return MEASURE.unanswered(record, given, asked.status, asked.reason)
    counts: dict[str, int] = {}
    for sql in (_PATH, _MIDDLE, _STAY, _STITCHED):
        counts |= asked.query(sql, gap=given["gap_hours"])[0]
    return _finding(asked, counts)


def _finding(asked: CustodyQuestion, counts: Mapping[str, int]) -> Finding:
    stays, contradicted = counts["stays"], counts["contradicted"]
    share = contradicted / stays
    flagged = counts["identical"] + counts["same_start"]
    return asked.finding(
        _STAY,
        value=share,
        numerator=contradicted,
        denominator=stays,
        denominator_is=said(
            "stays of the release; the numerator contradict their stints, or have stints that overlap, by a day or more"
        ),
        interval=Interval(share, share, said("complete count")),
        columns=(said("fault"), said("grade"), said("count"), said("among"), said("of"), said("share")),
        rows=tuple(_rows(counts, asked.parameters["gap_hours"])),
        caveats=tuple(_caveats(asked, counts)),
        told=asked.told_of((), setting="held"),
        sentence=said(
            "{contradicted:number} of {stays:number} stays ({share:percent}) in {release} contradict their stints, or "
            "have stints that overlap, by a day or more. Our rules flag {flagged:number} of {rows:number} rows "
            "as duplicates, those of the Deportation Data Project {by_project:number}; {by_both:number} are the same rows.",
            contradicted=contradicted,
            stays=stays,
            share=share,
            release=asked.release,
            flagged=flagged,
            rows=counts["row_count"],
            by_project=counts["by_project"],
            by_both=counts["by_both"],
        ),
        details=dict(counts),
    )


def _rows(counts: Mapping[str, int], gap: int) -> Iterator[tuple[Any, ...]]:
    totals: dict[str, int] = {_ROWS: counts["row_count"], _STINTS: counts["stints"], _STAYS: counts["stays"]}
    for name, words, among, grade in _FAULTS:
        yield words, grade, counts[name], totals[among], among, _share(counts[name], totals[among])
    stitched = said("stays by gaps of more than {gap:number} hours alone, whatever the release says of stays", gap=gap)
    yield stitched, "", counts["stitched"], counts["stays"], _STAYS, _share(counts["stitched"], counts["stays"])


def _share(count: int, total: int) -> float | None:
    return round(count / total, 6) if total else None


def _caveats(asked: CustodyQuestion, counts: Mapping[str, int]) -> Iterator[Caveat]:
    yield Caveat(
        said(
            "Duplicates are flagged and left out of counts of people, never dropped; rows without an id are never flagged."
        )
    )
    yield Caveat(
        said(
            "Our rules keep {ours:number} stints, those of the Deportation Data Project {theirs:number}.",
            ours=counts["stints"],
            theirs=counts["row_count"] - counts["by_project"],
        )
    )
    if not follows(asked):
        yield Caveat(
            said("The release gives no person id, so faults between the stints of one person cannot be seen."),
            "warning",
        )
    elif not asked.tells("stay_book_in"):
        yield Caveat(said("The release does not mark stays: all of them come from the gaps between stints."), "warning")
    yield Caveat(said("A stay that began before its first stint may have begun before the release does."))


MEASURE = Measure(
    id="stay_faults",
    estimators=("complete_count",),
    definition=Definition(
        question="What is wrong in the stints and stays of a release?",
        counted="rows, stints and stays of the whole release that show a fault, by our rules and by a second rule set that the rows name",
        not_counted="rows in the quarantine, which the ledger counts",
        date_basis="the whole release, whatever the day",
        estimator="complete count; a contradiction of 24 hours or more is a warning, a shorter one a note",
    ),
    unit="share of stays",
    parameters=(
        Parameter(
            "gap_hours",
            "number",
            "hours without a stint after which a new stay begins, where stays are told by gaps",
            "24",
        ),
        RELEASE,
    ),
    tables=("detention_stints", "detention_path", "detention_stays"),
    answer=_answer,
    dimensions={},
    example="-p gap_hours=24",
)
