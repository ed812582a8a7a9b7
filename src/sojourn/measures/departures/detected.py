"""The novel groups of a release: found once over all its days, so that every question about it sees the same groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sojourn.engine.deadline import Deadline
from sojourn.findings import Caveat, Status
from sojourn.groups.departures import departures, statement
from sojourn.groups.nouns import Departures, Group
from sojourn.groups.novel import DAYS_OF_YEAR, Detection, find_groups
from sojourn.groups.permutation import Work
from sojourn.measures.declare import Parameter, Period
from sojourn.measures.departures.limits import within
from sojourn.measures.releases import RELEASE, Chosen, NoRelease, choose, span
from sojourn.record.opened import Record
from sojourn.words.said import Said, said

LEAST_DAYS = 28
"""Days below which nothing can be usual."""

PARAMETERS = (
    Parameter("period", "period", "FY2017, 2017-06, or two with .. between; empty means the whole release"),
    Parameter(
        "citizenship",
        "country",
        "only groups with a member of this citizenship, in ICE's spelling (HAITI)",
        vocabulary="country",
    ),
    Parameter("rate", "number", "false alarms a year that are put up with", "1"),
    Parameter("permutations", "number", "how often the citizenships are dealt anew, at most 10,000", "200"),
    Parameter("seed", "number", "the same seed gives the same groups", "1"),
    RELEASE,
)
MOST_PERMUTATIONS = 10_000


@dataclass(frozen=True)
class Found:
    """The groups that touch the period asked for, with the removals from which they were found."""

    chosen: Chosen
    departures: Departures
    detection: Detection
    groups: tuple[Group, ...]
    parameters: Mapping[str, Any]
    asked_period: Period | None
    sql: str

    @property
    def begun(self) -> tuple[Group, ...]:
        """The groups that begin in the period."""
        return tuple(one for one in self.groups if one.first >= self.chosen.covered.first)

    @property
    def expected_false(self) -> float:
        """Groups in the period that coincidence alone would bring, at most."""
        return self.detection.rate_per_year * self.chosen.covered.days / DAYS_OF_YEAR

    @property
    def removals(self) -> int:
        """All removals of the period, with a citizenship or without."""
        first, covered = self.departures.days[0].astype(object), self.chosen.covered
        days = slice((covered.first - first).days, (covered.last - first).days + 1)
        return int(self.departures.counts[days].sum() + self.departures.unknown[days].sum())

    @property
    def caveats(self) -> tuple[Caveat, ...]:
        """What holds for every answer about novel groups."""
        return (
            *self.chosen.caveats,
            Caveat(
                said(
                    "A group is a coincidence of departures that the rest of the record does not explain. "
                    "The rows name no flight, carrier or destination, and no person."
                )
            ),
            Caveat(
                said(
                    "Nationalities that leave in like numbers about once a month are scheduled: their departures are not listed here."
                )
            ),
            Caveat(said("Departures confirmed after the release ends are missing from its last months.")),
        )


def found(record: Record, asked: Mapping[str, Any]) -> Found | tuple[Status, str]:
    """The groups, or the status and the reason why there is no answer.

    Raises:
        BadParameter: too many permutations, or a rate that so few of them cannot show.
        LimitReached: it takes longer than the record lets a search go on.
    """
    within("novel groups", asked, permutations=MOST_PERMUTATIONS)
    chosen = choose(record, "removals", asked["period"], asked["release"])
    if isinstance(chosen, NoRelease):
        return "not covered", chosen.reason
    release = chosen.release
    if not record.has("removals", "citizenship", release.id):
        return "not determinable", no_citizenship(release.id)
    first, last = span(record, release, "removals")
    if (last - first).days + 1 < LEAST_DAYS:
        reason = said(
            "release {release} covers fewer than {days:number} days: nothing in it is usual",
            release=release.id,
            days=LEAST_DAYS,
        )
        return "not determinable", reason
    rows = departures_of(record, release.id, first, last)
    if not rows.counts.any():
        return "not determinable", said("release {release} names no citizenship", release=release.id)
    settings = {name: asked[name] or 0 for name in ("seed", "permutations", "rate")}
    detection = record.remember(
        ("novel groups", release.id, *settings.values()), lambda: _detected(rows, settings, Deadline(record.searching))
    )
    parameters = {**asked, "period": str(chosen.period), "release": release.id}
    groups = tuple(one for one in detection.groups if _asked_for(one, chosen.covered, asked["citizenship"]))
    return Found(chosen, rows, detection, groups, parameters, asked["period"], statement(record, release.id))


def departures_of(record: Record, release: str, first: date, last: date) -> Departures:
    """The removals of a release by day and citizenship, counted once."""
    return record.remember(("departures", release, first, last), lambda: departures(record, release, first, last))


def no_citizenship(release: str) -> Said:
    """Why a release cannot say of which countries people were."""
    return said("release {release} has no column for {names}", release=release, names="citizenship")


def _detected(rows: Departures, settings: Mapping[str, int], deadline: Deadline) -> Detection:
    return find_groups(
        rows,
        seed=settings["seed"],
        permutations=settings["permutations"],
        rate_per_year=float(settings["rate"]),
        work=Work(deadline=deadline),
    )


def _asked_for(group: Group, covered: Period, citizenship: str | None) -> bool:
    of = {member.citizenship for member in group.members}
    return group.first <= covered.last and group.last >= covered.first and (citizenship is None or citizenship in of)
