"""A scenario: how many wait and arrive, in what households, under which options; read from a TOML file or made in code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import inf
from pathlib import Path
from typing import Final, Literal, get_args

from sojourn.draw.simulation.dated_places import FIRST_DAY, LAST_DAY, places_by_day
from sojourn.draw.simulation.rounds import Packing
from sojourn.errors import BadDraw, BadParameter
from sojourn.reading.entries import Entry, read_entries

Order = Literal["draw", "race"]
Requests = Literal["standing", "daily"]

MOST_DAYS: Final = 10_000
MOST_PEOPLE: Final = 20_000_000
SEE: Final = "see docs/simulate.md for a scenario"


@dataclass(frozen=True)
class Option:
    """One way to give places away.

    `reserved` is the share for the longest waiting; the rest goes by `draw` (equal for all) or by `race` (the faster the
    likelier). With `daily` requests only those who asked on that day take part; a `standing` request counts every day.
    """

    name: str
    order: Order = "draw"
    reserved: tuple[int, int] = (0, 1)
    packing: Packing = "hold"
    requests: Requests = "standing"

    @property
    def share(self) -> float:
        """The share for the longest waiting."""
        return self.reserved[0] / self.reserved[1]


@dataclass(frozen=True)
class Kind:
    """People of one kind: their weight among arrivals, their speed in a race, in how many of 1,000 days they ask."""

    name: str
    weight: float = 1
    speed: float = 1
    asks: int = 1000


@dataclass(frozen=True)
class Scenario:
    """What is supposed.

    `pool` are the people who wait before the first day, with the ages that a steady state under each option has; `arrivals`
    are people on each day, as a Poisson count of households where they `vary`; `sizes` are the weights of households of 1, 2,
    ... people. `places` are those of each day. The first `warm_up` days are run and not measured.
    `oldest` is how many days anyone can have waited at the start.
    """

    title: str
    places: tuple[int, ...]
    pool: int
    arrivals: tuple[float, ...]
    options: tuple[Option, ...]
    sizes: tuple[float, ...] = (1.0,)
    kinds: tuple[Kind, ...] = (Kind("everyone"),)
    vary: bool = True
    warm_up: int = 0
    hold_days: int = 10
    bucket_days: int = 1
    within: int = 56
    first: date | None = None
    oldest: int | None = None

    def __post_init__(self) -> None:
        _check(self)

    @cached_property
    def mean_size(self) -> float:
        """People in a household, on average."""
        return sum(size * weight for size, weight in enumerate(self.sizes, 1)) / sum(self.sizes)

    def with_options(self, options: Sequence[Option]) -> Scenario:
        """The same, under other options."""
        return replace(self, options=tuple(options))


def _check(scenario: Scenario) -> None:
    if not 1 <= len(scenario.places) <= MOST_DAYS or min(scenario.places) < 0:
        raise _bad(scenario, f"it has {len(scenario.places)} days, or places below zero", f"give 1 to {MOST_DAYS} days")
    if len(scenario.arrivals) != len(scenario.places):
        raise _bad(scenario, f"it has arrivals of {len(scenario.arrivals)} days", "give as many as days of places")
    people = scenario.pool + sum(scenario.arrivals)
    if min(scenario.pool, *scenario.arrivals) < 0 or not max(people, *scenario.places) <= MOST_PEOPLE:
        raise _bad(scenario, f"it has {people:,.0f} people", f"give 0 to {MOST_PEOPLE:,} people and places")
    if not _are_weights(scenario.sizes) or len(scenario.sizes) > 50:
        raise _bad(scenario, "the weights of the sizes are none", "give up to 50 weights from 0, not all 0")
    if any(one.weight < 0 or one.speed <= 0 or not 0 <= one.asks <= 1000 for one in scenario.kinds):
        raise _bad(scenario, "a kind has a weight, speed or asks that cannot be", "weight >= 0, speed > 0, asks 0-1000")
    if not _are_weights([one.weight for one in scenario.kinds]) or len(scenario.kinds) > 100:
        raise _bad(scenario, "the kinds have no weight", "give 1 to 100 kinds, not all of weight 0")
    if not (0 <= scenario.warm_up < len(scenario.places) and 1 <= scenario.bucket_days <= MOST_DAYS):
        raise _bad(
            scenario, "the warm-up is not below the days, or a bucket has no day", "change warm_up or bucket_days"
        )
    if any(len({one.name for one in named}) < len(named) for named in (scenario.options, scenario.kinds)):
        raise _bad(scenario, "two options or two kinds have one name", "name each differently")


def _are_weights(values: Sequence[float]) -> bool:
    return bool(values) and min(values) >= 0 and 0 < sum(values) < inf


def _bad(scenario: Scenario, what: str, todo: str) -> BadDraw:
    return BadDraw(what, where=f"scenario {scenario.title[:60]!r}", todo=todo)


def read_scenario(path: Path) -> Scenario:
    """The scenario in a TOML file (docs/simulate.md).

    Raises:
        BadDraw: a key is missing, unknown or of the wrong kind, or its numbers cannot be.
        UnreadableFile: it cannot be opened.
    """
    entry = read_entries(path, BadDraw, SEE)
    first = entry.day("first")
    places = _places(entry, first)
    pool = _whole(entry, "pool")
    scenario = Scenario(
        title=entry.text("title"),
        places=places,
        pool=pool,
        arrivals=_arrivals(entry, places, pool),
        options=tuple(_option(one) for one in entry.entries("option")) or (Option("draw"),),
        sizes=_weights(entry),
        kinds=tuple(_kind(one) for one in entry.entries("kind")) or (Kind("everyone"),),
        vary=entry.flag("vary", default=True),
        warm_up=entry.whole("warm_up") or 0,
        hold_days=_whole(entry, "hold_days", 10),
        bucket_days=_whole(entry, "bucket_days", 1),
        within=_whole(entry, "within", 56),
        first=first,
        oldest=entry.whole("oldest"),
    )
    entry.done()
    return scenario


def _places(entry: Entry, first: date | None) -> tuple[int, ...]:
    days = entry.whole("days")
    places = entry.whole("places")
    if days is None or not 1 <= days <= MOST_DAYS:
        raise entry.refuse("the key 'days' is missing or too large", f"give 1 to {MOST_DAYS}")
    if places is not None:
        return (places,) * days
    if first is None or not FIRST_DAY <= first <= LAST_DAY:
        raise entry.refuse("there are no places", f"give places, or as first a day from {FIRST_DAY} to {LAST_DAY}")
    return places_by_day(first, days)


def _arrivals(entry: Entry, places: tuple[int, ...], pool: int) -> tuple[float, ...]:
    end = entry.whole("pool_at_end")
    if end is None:
        return (entry.number("arrivals"),) * len(places)
    return arrivals_to(places, pool, end)


def arrivals_to(places: Sequence[int], pool: int, end: int) -> tuple[float, ...]:
    """The arrivals with which the pool goes in equal steps from its start to its end, while all places are used."""
    step = (end - pool) / len(places)
    return tuple(max(one + step, 0.0) for one in places)


def _whole(entry: Entry, key: str, default: int | None = None) -> int:
    number = entry.whole(key)
    if number is None:
        number = default
    if number is None:
        raise entry.refuse(f"the key {key!r} is missing")
    return number


def _weights(entry: Entry) -> tuple[float, ...]:
    try:
        return tuple(float(word) for word in entry.names("sizes")) or (1.0,)
    except ValueError as error:
        raise entry.refuse(
            f"the sizes are no numbers ({error})", "give a list of weights, one for each size"
        ) from error


def _option(entry: Entry) -> Option:
    option = Option(
        name=entry.text("name"),
        order=entry.choice("order", get_args(Order), "draw"),
        reserved=share_of(entry.text("reserved", "0"), entry.where),
        packing=entry.choice("packing", get_args(Packing), "hold"),
        requests=entry.choice("requests", get_args(Requests), "standing"),
    )
    entry.done()
    return option


def _kind(entry: Entry) -> Kind:
    kind = Kind(entry.text("name"), entry.number("weight", 1), entry.number("speed", 1), _whole(entry, "asks", 1000))
    entry.done()
    return kind


def share_of(text: str, where: str) -> tuple[int, int]:
    """A share such as 3/10, 0 or 1 as two whole numbers.

    Raises:
        BadParameter: it is none.
    """
    top, _, bottom = text.partition("/")
    if not (top.isascii() and top.isdigit() and (bottom or "1").isascii() and (bottom or "1").isdigit()):
        raise BadParameter(f"{text[:60]!r} is no share", where=where, todo="write it as 3/10, 0 or 1")
    share = int(top), int(bottom or "1")
    if not 0 <= share[0] <= share[1] <= 1_000_000 or not share[1]:
        raise BadParameter(f"{text[:60]!r} is no share of 0 to 1", where=where, todo="write it as 3/10, 0 or 1")
    return share


def option_of(text: str) -> Option:
    """An option in words: race, draw, first come, mixture 3/10; with `, skip`, `, stop` or `, daily` after it.

    Raises:
        BadParameter: the words are none of these.
    """
    rule, *more = (word.strip() for word in text.split(","))
    packing: Packing = "skip" if "skip" in more else "stop" if "stop" in more else "hold"
    requests: Requests = "daily" if "daily" in more else "standing"
    known = {
        "race": Option(text, "race", (0, 1), packing, requests),
        "draw": Option(text, "draw", (0, 1), packing, requests),
    }
    known["first come"] = Option(text, "draw", (1, 1), packing, requests)
    if rule.startswith("mixture "):
        known[rule] = Option(
            text, "draw", share_of(rule.removeprefix("mixture ").strip(), "--what-if"), packing, requests
        )
    if rule not in known or not set(more) <= {"hold", "skip", "stop", "daily", "standing"}:
        raise BadParameter(
            f"{text[:60]!r} is no option",
            where="--what-if",
            todo="choose race, draw, first come or mixture 3/10, and after a comma skip, stop or daily",
        )
    return known[rule]
