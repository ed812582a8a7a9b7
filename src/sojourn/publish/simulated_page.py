"""The tables of docs/simulate-tables.md: `python -m sojourn.publish.simulated_page > docs/simulate-tables.md`.

Seeds are fixed, so that the page is the same wherever it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sojourn.draw.simulation import LIMITS
from sojourn.draw.simulation.bounds import PLACES, Fit, fits
from sojourn.draw.simulation.dated_places import periods
from sojourn.draw.simulation.fairness import Judged, judge
from sojourn.draw.simulation.replay import LEVEL, REQUESTS, histories
from sojourn.draw.simulation.rounds import Packing
from sojourn.draw.simulation.scenario import Option, Scenario
from sojourn.draw.simulation.what_if import SUPPOSED_SIZES
from sojourn.stats.waiting import longest_wait, share_within

SHARES: Final = ((0, 1), (3, 10), (1, 2), (6, 10), (1, 1))
SEATS: Final = (6, 12, 25, 400)
EQUAL: Final = (1.0,) * 6


def page() -> str:
    """The page."""
    parts = (_places(), _mixtures(), _requests(), _one_draw(), _long_run(), _sets(), _histories())
    limits = "\n".join(f"- {limit}" for limit in LIMITS)
    head = "# Tables of simulated waits\n\nMade by `python -m sojourn.publish.simulated_page`; read [how and why](simulate.md) first."
    return "\n\n".join([head, limits, *("\n".join(part) for part in parts)]) + "\n"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _places() -> Iterator[str]:
    yield "## Places a day were reported, not published as a table\n"
    rows = [(str(one.first), f"{one.places:,}", one.rule, one.status, one.publisher, one.note) for one in periods()]
    yield from _table(("from", "places a day", "rule", "status", "who says so", "note"), rows)


def _mixtures() -> Iterator[str]:
    yield f"## The mean wait tells no rule from another; the end does\n\n{LEVEL:,} wait for {PLACES:,} places a day, as many arrive, single people; one run of 730 days measured. Days.\n"
    days = 900
    scenario = Scenario("level", (PLACES,) * days, LEVEL, (float(PLACES),) * days, (), vary=False, warm_up=170)
    columns = (
        "share for the longest waiting",
        "mean",
        "median",
        "90 %",
        "99 %",
        "longest",
        "longest by form",
        "within 56 days",
    )
    yield from _table(columns, (_mixture(judge(scenario, Option("it", reserved=share), 0, 1)) for share in SHARES))


def _mixture(one: Judged) -> list[str]:
    form = "none" if one.longest_form is None else f"{one.longest_form:.0f}"
    days = [f"{one.figures[name].middle:.0f}" for name in ("mean", "median", "p90", "p99", "longest")]
    return [f"{one.option.share:.2f}", *days, form, f"{100 * one.figures['share_within'].middle:.0f} %"]


def _requests() -> Iterator[str]:
    days = REQUESTS[1] / PLACES
    yield f"## At the requests of July 2024 the longest wait would be more than six months\n\n{REQUESTS[1]:,} wait for {PLACES:,} places a day, in closed form: mean {days:.0f} days under every rule.\n"
    rows = [
        (f"{top / bottom:.2f}", _end(top / bottom, days), f"{100 * share_within(top / bottom, days, 1, 56):.0f} %")
        for top, bottom in SHARES
    ]
    yield from _table(("share for the longest waiting", "longest wait, days", "within 56 days"), rows)


def _end(share: float, days: float) -> str:
    return "none" if share == 0 else f"{longest_wait(share, days, 1):.0f}"


def _one_draw() -> Iterator[str]:
    yield (
        "## Passing over who does not fit puts large households behind\n\nOne draw, the pool 50 times the places; the share placed of households of 1 to 6 people"
        f" relative to 1, households of each size weighted {', '.join(f'{one:.0f}' for one in SUPPOSED_SIZES)} (supposed).\n"
    )
    rows = [
        _sizes(seats, packing, 1, 2_000_000 // (50 * seats) // 2, SUPPOSED_SIZES)
        for seats in SEATS
        for packing in ("skip", "stop")
    ]
    yield from _table(_SIZED, rows)


def _long_run() -> Iterator[str]:
    yield (
        "## Holding who does not fit is fair to size, unless single people are rare\n\nAs above, over 400 days of a steady load. With households of"
        " 1 to 6 people equally frequent and six places, singles fill every gap: no rule that leaves no place empty is fair to all sizes there.\n"
    )
    run: tuple[tuple[Packing, tuple[float, ...]], ...] = (
        ("hold", SUPPOSED_SIZES),
        ("skip", SUPPOSED_SIZES),
        ("hold", EQUAL),
    )
    rows = [_sizes(seats, packing, 400, 10 if seats < 400 else 1, sizes) for packing, sizes in run for seats in SEATS]
    yield from _table(_SIZED, rows)


_SIZED: Final = ("places a day", "rule", "sizes", "2", "3", "4", "5", "6", "widest 95 % interval", "idle places")


def _sizes(seats: int, packing: Packing, days: int, seeds: int, sizes: tuple[float, ...]) -> list[str]:
    scenario = Scenario("sizes", (seats,) * days, 50 * seats, (float(seats),) * days, (), sizes)
    one = judge(scenario, Option(packing, packing=packing), 0, seeds)
    widest = max((chance.high - chance.low) / 2 for chance in one.by_size)
    named = "equal" if sizes == EQUAL else "supposed"
    idle = one.figures["idle_share"]
    shares = [f"{chance.relative:.2f}" for chance in one.by_size[1:]]
    return [f"{seats}", packing, named, *shares, f"± {widest:.2f}", f"{100 * idle.middle:.1f} %"]


def _sets() -> Iterator[str]:
    shares = [0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0]
    found = fits(shares)
    yield f"## What was said of waits fits many rules\n\nPeople waiting, in thousands, that fit each statement and both together, in closed form at {PLACES:,} places a day.\n"
    rows = [(f"{share:.2f}", *(_people(each[at]) for each in found.values())) for at, share in enumerate(shares)]
    yield from _table(("share for the longest waiting", *found), rows)


def _people(one: Fit) -> str:
    people = one.people()
    return "none" if people is None else f"{people[0] / 1000:.0f}-{people[1] / 1000:.0f}"


def _histories() -> Iterator[str]:
    found = histories(0)
    names = list(found[0].figures)
    yield "## No history with one rule and one way of asking agrees with all that was said\n\nFrom 26 May 2023 to 31 August 2024, the places of the table above, a pool that grows from the requests of May 2023 to those of July 2024. Bold: agrees with what was said.\n"
    rows = [
        (
            f"{one.share:.2f}",
            f"{one.people_per_request:.2f}",
            *(_told(one.figures[name], bold=name in one.agrees) for name in names),
        )
        for one in found
    ]
    yield from _table(("share for the longest waiting", "people per request", *names), rows)


def _told(figure: float, *, bold: bool) -> str:
    text = f"{figure:.2f}" if figure <= 1 else f"{figure:.0f}"
    return f"**{text}**" if bold else text


if __name__ == "__main__":
    print(page(), end="")
