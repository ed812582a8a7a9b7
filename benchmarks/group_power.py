"""What the detector of novel groups finds of planted groups, and what it finds where there are none.

`python benchmarks/group_power.py RECORD > docs/groups-power.md`, from the environment of `./check`; it takes some minutes.
RECORD holds the releases of removals named below. A planted group is laid upon one permuted quarter of the real rows (labels
dealt within weekday and quarter, nothing taken out), on a day from Monday to Thursday, and scanned with what is usual and the
threshold of the real run. No row of the releases is printed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from sojourn.groups.departures import departures
from sojourn.groups.nouns import Departures
from sojourn.groups.novel import DAYS_OF_YEAR, Detection, find_groups
from sojourn.groups.parts import Part, parts_of
from sojourn.groups.permutation import dealt
from sojourn.groups.windows import best_windows, member_evidence, scanned
from sojourn.record.opened import Record
from sojourn.stats.proportions import wilson

DRAWS = 400
PERMUTED = 200
AFRICA = ("GHANA", "GUINEA", "LIBERIA", "NIGERIA", "SENEGAL")
CHINA = "CHINA, PEOPLES REPUBLIC OF"


@dataclass(frozen=True)
class Planted:
    """A group: people by nationality, whether half of them leave on the next day, and what the prototype found of it."""

    kind: str
    people: Mapping[str, int]
    split: bool = False
    prototype: str = ""


@dataclass(frozen=True)
class Rows:
    """A release with the rate at which it is scanned, and the groups that are planted in it."""

    title: str
    release: str
    first: date
    last: date
    rate: float
    planted: tuple[Planted, ...]


def one(kind: str, name: str, sizes: Mapping[int, str]) -> tuple[Planted, ...]:
    """Groups of one nationality, with what the prototype found of each size."""
    return tuple(Planted(kind, {name: size}, prototype=found) for size, found in sizes.items())


SEATTLE = Rows(
    "Seattle area, 30 November 2011 to 2 July 2019",
    "ice_removals/uw-v-dhs-seattle@2019-07-05",
    date(2011, 11, 30),
    date(2019, 7, 2),
    0.48,
    (
        *one("rare", "RUSSIA", {3: "52 %", 4: "85 %", 5: "96 %", 8: "100 %"}),
        *one("middling", "INDIA", {5: "77 %", 8: "98 %"}),
        *one("middling", CHINA, {5: "73 %"}),
        *one("middling", "HAITI", {20: "37 %"}),
        *one("scheduled", "HONDURAS", {15: "", 30: "0 %", 60: ""}),
        *one("scheduled", "GUATEMALA", {30: "0 %", 60: ""}),
        *one("scheduled", "MEXICO", {30: "0 %", 60: ""}),
        Planted("rare, two days", {"RUSSIA": 5}, split=True),
        Planted("rare, two days", {"RUSSIA": 8}, split=True),
        Planted("two nationalities", {"RUSSIA": 3, "INDIA": 3}),
        Planted("three nationalities", {"RUSSIA": 3, "INDIA": 4, CHINA: 4}),
    ),
)
NATION = Rows(
    "The whole country, fiscal years 2016 to 2018",
    "ice_removals/2019-ICFO-53623",
    date(2015, 10, 1),
    date(2018, 9, 30),
    1.0,
    (
        *one("rare", "RUSSIA", {3: "", 5: "", 8: "", 12: "", 30: "", 60: ""}),
        *one("rare", "NEPAL", {3: "", 5: "", 8: "", 12: ""}),
        *one("middling, with charters", "GHANA", {5: "", 8: "", 12: "", 30: ""}),
        *one("middling, with charters", "BANGLADESH", {5: "", 8: "", 12: "", 30: ""}),
        *one("frequent", "INDIA", {8: "", 12: "", 20: "", 30: ""}),
        *one("scheduled", "HAITI", {30: "", 60: ""}),
        *one("scheduled", "HONDURAS", {60: ""}),
        Planted("two days", {"GHANA": 12}, split=True),
        Planted("two days", {"GHANA": 30}, split=True),
        *(Planted("five nationalities", dict.fromkeys(AFRICA, each)) for each in (3, 6, 12)),
        Planted("five nationalities, two days", dict.fromkeys(AFRICA, 12), split=True),
    ),
)


def planted_in(part: Part, counts: np.ndarray, group: Planted, day: int) -> np.ndarray:
    """The counts of a block with a group laid upon a day (and the next)."""
    laid = counts.copy()
    for name, size in group.people.items():
        later = size // 2 if group.split else 0
        column = part.usual.citizenships.index(name)
        laid[day, column] += size - later
        laid[day + 1, column] += later
    return laid


def found(part: Part, counts: np.ndarray, group: Planted, day: int, least: float) -> bool:
    """Whether a window over the day is found that has a nationality of the group as its member."""
    columns = [part.usual.citizenships.index(name) for name in group.people]
    for window in best_windows(scanned(counts, part.block.weekday, part.usual, 2), least):
        if window.first <= day <= window.last:
            length = window.last - window.first + 1
            members = member_evidence(counts, part.block.weekday, part.usual, length)[window.first]
            return bool(members[columns].any())
    return False


def power(parts: list[Part], group: Planted, least: float, seed: int) -> tuple[int, int]:
    """In how many of so many draws a planted group was found."""
    random = np.random.default_rng(seed)
    usable = [
        part for part in parts if set(group.people) <= set(part.usual.citizenships) and len(part.block.weekday) > 30
    ]
    hits = 0
    for draw in range(DRAWS):
        part = usable[random.integers(len(usable))]
        counts = dealt(part.block, seed, draw, 1)[0].astype(np.float64)
        day = int(random.choice(np.flatnonzero(part.block.weekday[:-1] < 4)))
        hits += found(part, planted_in(part, counts, group, day), group, day, least)
    return hits, DRAWS


def false_alarms(parts: list[Part], detection: Detection, seed: int) -> tuple[int, float]:
    """Groups found at the threshold in fresh permutations of the rows without the groups, and the years scanned."""
    number = 0
    for part, block in zip(parts, detection.background, strict=True):
        for first in range(0, PERMUTED, 20):
            evidences = scanned(dealt(block, seed, first, 20).astype(np.float64), block.weekday, part.usual, 2)
            number += sum(len(best_windows([each[at] for each in evidences], detection.threshold)) for at in range(20))
    return number, PERMUTED * detection.days / DAYS_OF_YEAR


def anew(rows: Departures, parts: list[Part], detection: Detection, seed: int) -> Departures:
    """Departures of one fresh permutation of the rows without the groups."""
    counts = np.zeros_like(rows.counts)
    for part, block in zip(parts, detection.background, strict=True):
        days = np.arange(part.start, part.start + len(block.weekday))
        counts[np.ix_(days, np.array(part.columns))] = dealt(block, seed, 0, 1)[0]
    return Departures(rows.days, rows.citizenships, counts, rows.unknown)


def whole_runs(rows: Departures, parts: list[Part], detection: Detection, runs: int) -> tuple[int, float]:
    """Groups that the whole detector finds in permuted rows, all that is learnt included, and the years scanned."""
    number = 0
    for seed in range(runs):
        permuted = anew(rows, parts, detection, 10_000 + seed)
        number += len(find_groups(permuted, seed=seed, permutations=60, rate_per_year=detection.rate_per_year).groups)
    return number, runs * detection.days / DAYS_OF_YEAR


def rate(number: int, years: float) -> str:
    """A rate a year with its exact 95 % interval.

    Source: F. Garwood, Biometrika 28 (1936) 437-442.
    """
    from scipy.stats import chi2  # noqa: PLC0415 - scipy only where it is needed

    low = chi2.ppf(0.025, 2 * number) / 2 if number else 0.0
    high = chi2.ppf(0.975, 2 * number + 2) / 2
    return f"{number:,} in {years:,.0f} years: {number / years:.2f} a year ({low / years:.2f}-{high / years:.2f})"


def page(rows: Rows, record: Record, runs: int) -> Iterator[str]:
    """The lines of one release."""
    counted = departures(record, rows.release, rows.first, rows.last)
    detection = find_groups(counted, seed=1, permutations=400, rate_per_year=rows.rate)
    parts = parts_of(counted, detection.usual)
    yield f"## {rows.title}\n"
    yield (
        f"{detection.removals:,} removals in {detection.days:,} days; {len(detection.groups)} groups at a stated rate of "
        f"{rows.rate:g} false alarms a year (evidence of {detection.threshold:.2f} nats or more after penalties).\n"
    )
    yield "| in permuted rows without the groups | groups found |\n|---|---|"
    yield f"| {PERMUTED} fresh permutations at that threshold | {rate(*false_alarms(parts, detection, 777))} |"
    yield f"| the whole detector on {runs} of them | {rate(*whole_runs(counted, parts, detection, runs))} |\n"
    yield "| planted | people | found | 95 % interval | prototype |\n|---|---|---|---|---|"
    for seed, group in enumerate(rows.planted, start=100):
        hits, draws = power(parts, group, detection.threshold, seed)
        low, high = wilson(hits, draws)
        people = ", ".join(f"{name.title().split(',')[0]} {size}" for name, size in group.people.items())
        cells = (
            group.kind,
            people,
            f"{100 * hits / draws:.0f} %",
            f"{100 * low:.0f}-{100 * high:.0f} %",
            group.prototype,
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def main() -> None:
    """Print the page."""
    record = Record(Path(sys.argv[1]))
    print("# What the detector of novel groups finds, and what it finds where nothing is\n")
    print(
        "Made by `python benchmarks/group_power.py RECORD`. Groups are planted in permuted quarters of real rows; "
        f"{DRAWS} draws each; intervals after Wilson, those of rates exact. The prototype was a beta-binomial test of one "
        "nationality at p <= 1e-6 with 0.48 false alarms a year on the Seattle rows. A scheduled nationality is one whose "
        "planted people drown in its own charters; `docs/groups.md` has the method.\n"
    )
    for rows, runs in ((SEATTLE, 10), (NATION, 3)):
        print("\n".join(page(rows, record, runs)), flush=True)


if __name__ == "__main__":
    main()
