"""The page docs/findings/groups-2016-2018.md: novel groups by month with their members, as far as that may leave the machine.

`python -m sojourn.publish.group_findings RECORD > docs/findings/groups-2016-2018.md` renews it. The days and the small
members stay on the machine (tier P2); `sojourn groups` shows them there.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from sojourn.disclosure.gate import pass_gate
from sojourn.errors import GateError
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.measures.departures.detected import Found, found
from sojourn.record.opened import Record
from sojourn.tiers import SMALLEST_CELL
from sojourn.words.figures import number

SETTINGS: Final[Mapping[str, str]] = {"period": "FY2016..FY2018", "rate": "1", "permutations": "1000", "seed": "1"}
"""What is asked: three fiscal years, one false alarm a year, a thousand permutations."""


def groups_page(record: Record, settings: Mapping[str, str] = SETTINGS) -> str:
    """The page of one record and one set of parameters of the measure.

    Raises:
        GateError: the record does not cover the years, or the answers may not leave the machine.
    """
    asked = measure("grouped_removals")
    seen = found(record, asked.values(settings))
    if not isinstance(seen, Found):
        raise GateError(
            seen[1], where="grouped_removals", todo="build the record from the removals of FY2016 to FY2018"
        )
    by_month = asked.ask(record, settings, ("month",))
    members = asked.ask(record, {**settings, "least": str(SMALLEST_CELL)}, ("month", "citizenship"))
    shown = pass_gate([by_month, members]).only_findings()
    return "\n".join([*_head(seen, shown[0]), *_table(seen, *shown), *_foot(seen, shown)]) + "\n"


def _head(seen: Found, by_month: Finding) -> Iterator[str]:
    detection = seen.detection
    yield f"# {len(seen.begun)} novel groups among the removals of {seen.chosen.period}, by month"
    yield ""
    yield (
        f"In the ICE removals of {seen.chosen.period} ({number(by_month.denominator)} rows) {len(seen.begun)} groups of people of one or "
        f"several nationalities departed together far above what is usual. At the threshold used, permuted rows have "
        f"{detection.rate_per_year:g} such group a year, so at most {seen.expected_false:.0f} of them are expected to be "
        f"coincidence. {number(by_month.numerator)} removals were in them "
        f"({100 * (by_month.numerator or 0) / (by_month.denominator or 1):.2f} %)."
    )
    yield ""
    yield (
        "A group is a coincidence of departures that the rest of the record does not explain. The rows name no flight and no "
        "destination. Departures that come in like numbers about once a month (most to Mexico, Guatemala, Honduras and El "
        "Salvador) are scheduled and not listed. Method and error rates: [groups](../groups.md), [power](../groups-power.md)."
    )
    yield ""
    yield (
        f"Nationalities are named where {SMALLEST_CELL} or more of them departed in groups in the month; the day and smaller "
        "members stay on the machine of whoever has the rows: `sojourn groups --period FY2017`."
    )
    yield ""


def _table(seen: Found, by_month: Finding, members: Finding) -> Iterator[str]:
    begun = Counter(group.first.replace(day=1) for group in seen.begun)
    named: dict[date, list[str]] = defaultdict(list)
    for month, citizenship, people in sorted(members.rows, key=lambda row: (row[0], -_count(row[2]), row[1])):
        named[month].append(f"{_as_words(citizenship)} {people}")
    yield "| month | groups that began | removals in groups | members of 11 or more |"
    yield "|---|---|---|---|"
    for month, people in by_month.rows:
        yield f"| {month:%Y-%m} | {begun[month]} | {people} | {', '.join(named[month])} |"
    yield ""


def _count(cell: int | str) -> int:
    """A shown count for sorting; what is hidden stands last."""
    return cell if isinstance(cell, int) else 0


def _as_words(citizenship: str) -> str:
    return citizenship.title().replace(" And ", " and ").replace(" Of", " of")


def _foot(seen: Found, shown: tuple[Finding, ...]) -> Iterator[str]:
    threshold = seen.detection.threshold
    yield (
        f"Evidence from {threshold:.1f} nats on, {number(seen.parameters['permutations'])} permutations, seed "
        f"{seen.parameters['seed']}; counts are complete, so their range is the number itself. Both tables passed the "
        "[disclosure gate](../publish.md) together."
    )
    yield ""
    for one in shown:
        yield f"- Sojourn {one.id}: {one.measure}, release {', '.join(one.provenance.releases)}"
    yield f"- files SHA-256 {', '.join(file[:12] for file in shown[0].provenance.files)}"
    yield ""
    yield "Made by `python -m sojourn.publish.group_findings RECORD`."


if __name__ == "__main__":
    sys.stdout.write(groups_page(Record(Path(sys.argv[1]))))
