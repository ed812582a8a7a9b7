"""Simulations as text: what was supposed, the options side by side, the bars, the sets, and always the limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sojourn.draw.simulation import LIMITS
from sojourn.draw.simulation.bounds import STATEMENTS, Fit
from sojourn.draw.simulation.fairness import Band, Chance, Judged
from sojourn.draw.simulation.replay import Replay
from sojourn.draw.simulation.what_if import WhatIf
from sojourn.publish.recorded_counts import Recorded
from sojourn.publish.terminal import INVENTED_NOTICE, printable, table, wrapped


def what_if_text(one: WhatIf) -> str:
    """Options side by side."""
    scenario = one.scenario
    supposed = (
        f"Supposed: {scenario.title}. {len(scenario.places):,} days, of which the first {scenario.warm_up:,} are not measured; "
        f"{sum(scenario.places):,} places, {scenario.pool:,} people waiting at the start, {sum(scenario.arrivals):,.0f} arriving."
    )
    bands = (
        f"Middle value of {one.seeds} runs (seed {one.seed}), with the lowest and highest in brackets. Waits are in days, "
        "of households that were placed."
    )
    lines = [wrapped(printable(supposed)), wrapped(bands), "", table(_COLUMNS, map(_row, one.judged))]
    for title, chances in (
        ("size", [(j, j.by_size) for j in one.judged]),
        ("kind", [(j, j.by_kind) for j in one.judged]),
    ):
        lines += _chances(title, chances)
    return "\n".join([*lines, "", *_limits()])


_COLUMNS = ("option", "mean", "median", "90 %", "99 %", "longest", "by form", "in time", "late share", "Gini", "idle")


def _row(one: Judged) -> list[str]:
    figures = one.figures
    if "mean" not in figures:
        return [printable(one.option.name), *("none placed" if at == 0 else "" for at in range(len(_COLUMNS) - 1))]
    days = [_days(figures[name]) for name in ("mean", "median", "p90", "p99", "longest")]
    form = "" if one.longest_form is None else f"{one.longest_form:.0f}"
    shares = [_per_cent(figures[name]) for name in ("share_within", "share_of_waiting_beyond")]
    return [
        printable(one.option.name),
        *days,
        form,
        *shares,
        f"{figures['gini'].middle:.2f}",
        _per_cent(figures["idle_share"]),
    ]


def _days(band: Band) -> str:
    return f"{band.middle:.0f} ({band.low:.0f}-{band.high:.0f})"


def _per_cent(band: Band) -> str:
    return f"{100 * band.middle:.0f} % ({100 * band.low:.0f}-{100 * band.high:.0f})"


def _chances(of: str, found: Sequence[tuple[Judged, Sequence[Chance]]]) -> list[str]:
    names = next((tuple(one.of for one in each) for _, each in found if each), ())
    if not names:
        return []
    rows = [[printable(judged.option.name), *map(_chance, each)] for judged, each in found if each]
    title = f"Share placed in one round, by {of}, relative to the first {of}, with 95 % intervals:"
    return ["", wrapped(title), table(("option", *map(printable, names)), rows)]


def _chance(one: Chance) -> str:
    return f"{one.relative:.2f}" if one.low == one.high else f"{one.relative:.2f} ({one.low:.2f}-{one.high:.2f})"


def replay_text(one: Replay, recorded: Recorded) -> str:
    """Months, bars, sets and histories, with what they come from."""
    lines = [INVENTED_NOTICE] if recorded.invented else []
    lines += [
        "Places by date, and appointments processed:",
        "",
        table(("month", "places", "processed", "ratio"), _months(one)),
        "",
    ]
    for bar in one.bars:
        lines += [wrapped(f"{bar.id} {bar.status}: {bar.asks}."), wrapped(f"{bar.why}.", "   ")]
    lines += ["", *sets_text(one.sets), "", *_histories(one)]
    files = ", ".join(sha256[:12] for sha256 in recorded.files) or "none"
    source = f"Releases: {', '.join(recorded.releases) or 'none'}; files SHA-256 {files}."
    return "\n".join([*lines, "", *_limits(), "", wrapped(source, "  ", "")])


def _months(one: Replay) -> Iterator[list[str]]:
    for row in one.months:
        processed, ratio = row["processed"], row["ratio"]
        told = ["not given", ""] if processed is None else [f"{processed:,}", f"{ratio:.3f}"]
        yield [row["month"], f"{row['places']:,}", *told]


def sets_text(sets: dict[str, tuple[Fit, ...]]) -> list[str]:
    """The pools that fit, by share for the longest waiting."""
    said = [wrapped(f"- {one.id}: {one.text} ({one.publisher}; of {one.of})", "  ", "") for one in STATEMENTS]
    shares = [fit.share for fit in next(iter(sets.values()))]
    rows = [[f"{share:.2f}", *(_people(each[at]) for each in sets.values())] for at, share in enumerate(shares)]
    title = "People waiting (in thousands, at 1,450 places a day) that fit what was said, in a steady state:"
    return [wrapped(title), *said, "", table(("share of the longest waiting", *sets), rows)]


def _people(fit: Fit) -> str:
    people = fit.people()
    return "none" if people is None else f"{people[0] / 1000:.0f}-{people[1] / 1000:.0f}"


def _histories(one: Replay) -> list[str]:
    names = list(one.histories[0].figures)
    rows = [
        [
            f"{each.share:.2f}",
            f"{each.people_per_request:.2f}",
            *(
                f"{each.figures[name]:.{0 if each.figures[name] > 2 else 2}f}{' *' if name in each.agrees else ''}"
                for name in names
            ),
        ]
        for each in one.histories
    ]
    whole = [each for each in one.histories if {"ten weeks", "nine months"} <= set(each.agrees)]
    found = (
        "No history here, with one share and one number of people per request throughout, agrees with all that was said."
        if not any({"about two thirds", "more than two thirds"} & set(each.agrees) for each in whole)
        else "Some histories agree with all that was said."
    )
    title = "Histories from 26 May 2023 to 31 August 2024 (a star: agrees with what was said of that time):"
    return [wrapped(title), "", table(("share", "people per request", *names), rows), wrapped(found)]


def _limits() -> list[str]:
    return ["Limits:", *(wrapped(f"- {one}", "  ", "") for one in LIMITS)]
