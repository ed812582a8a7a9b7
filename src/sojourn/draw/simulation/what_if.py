"""One scenario under several options, side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sojourn.draw.simulation import LIMITS
from sojourn.draw.simulation.fairness import Judged, judge
from sojourn.draw.simulation.scenario import Kind, Scenario, option_of

SCHEMA: Final = "sojourn.simulate/1"
OPTIONS: Final = ("race, skip", "draw", "mixture 3/10", "mixture 1/2", "first come")
"""What is compared where nothing else is asked for."""

SUPPOSED_SIZES: Final = (45.0, 22.0, 14.0, 10.0, 5.0, 4.0)
"""Weights of households of 1 to 6; supposed, since the sizes of groups were never published."""


@dataclass(frozen=True)
class WhatIf:
    """A scenario with its options judged."""

    scenario: Scenario
    judged: tuple[Judged, ...]
    seed: int
    seeds: int

    def as_dict(self) -> dict[str, Any]:
        """The form in JSON."""
        return {
            "schema": SCHEMA,
            "limits": list(LIMITS),
            "scenario": _described(self.scenario),
            "seed": self.seed,
            "seeds": self.seeds,
            "options": [_option(one) for one in self.judged],
        }


def what_if(scenario: Scenario, seed: int, seeds: int, said: Callable[[str], None] = lambda _: None) -> WhatIf:
    """Judge each option of a scenario over the same arrivals."""
    return WhatIf(
        scenario, tuple(judge(scenario, option, seed, seeds, said) for option in scenario.options), seed, seeds
    )


def usual() -> Scenario:
    """The scenario that is run where none is given: the level of requests of May 2023 at a tenth of its size."""
    days, places = 730, 145
    return Scenario(
        title="8,100 people wait for 145 places a day: a tenth of the level of May 2023; household sizes and kinds are supposed",
        places=(places,) * days,
        pool=8_100,
        arrivals=(float(places),) * days,
        options=tuple(map(option_of, OPTIONS)),
        sizes=SUPPOSED_SIZES,
        kinds=(Kind("slow phone", 9, 1, 700), Kind("fast phone", 1, 5, 950)),
        warm_up=180,
    )


def _described(scenario: Scenario) -> dict[str, Any]:
    return {
        "title": scenario.title,
        "days": len(scenario.places),
        "warm_up": scenario.warm_up,
        "pool": scenario.pool,
        "people_arriving": sum(scenario.arrivals),
        "places_in_all": sum(scenario.places),
        "sizes": list(scenario.sizes),
        "kinds": [
            {"name": one.name, "weight": one.weight, "speed": one.speed, "asks": one.asks} for one in scenario.kinds
        ],
        "within": scenario.within,
    }


def _option(one: Judged) -> dict[str, Any]:
    return {
        "name": one.option.name,
        "order": one.option.order,
        "reserved": list(one.option.reserved),
        "packing": one.option.packing,
        "requests": one.option.requests,
        "pool_days": one.pool_days,
        "longest_form": one.longest_form,
        "figures": {name: band.as_dict() for name, band in one.figures.items()},
        "by_size": [chance.as_dict() for chance in one.by_size],
        "by_kind": [chance.as_dict() for chance in one.by_kind],
    }
