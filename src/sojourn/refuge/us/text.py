"""The document of deadlines as text for a terminal."""

from __future__ import annotations

from typing import Any

from sojourn.refuge.lines import wrapped
from sojourn.refuge.words import sentence


def deadlines_text(document: dict[str, Any]) -> str:
    """The text: notices, then for each person each clock with its answer first."""
    language = document["language"]
    parts = [document["title"], *map(wrapped, document["notices"])]
    for person in document["people"]:
        parts += ["", sentence(language, "us.deadlines.person", label=person["label"])]
        for clock in person["clocks"]:
            parts += ["", *_clock(clock, language)]
    return "\n".join(parts)


def _clock(clock: dict[str, Any], language: str) -> list[str]:
    lines = [clock["title"].upper(), *(wrapped(says, 2) for says in clock["says"])]
    lines += _listed("candidates", [_candidate(one) for one in clock["candidates"]], language)
    lines += _listed("statements", [_statement(one) for one in clock["statements"]], language)
    if clock["unknown"]:
        lines += _listed("unknown", [[one["ask"], one["found"]] for one in clock["unknown"]], language)
    if clock["ruled_out"]:
        out = [[f"{one['says']} ({one['citation']})", one["not_verified"]["says"]] for one in clock["ruled_out"]]
        lines += _listed("ruled_out", out, language)
    return [*lines, *_listed("ask", [[clock["ask_a_lawyer"]]], language)]


def _candidate(one: dict[str, Any]) -> list[str]:
    """The day with its standing, the workings, the rule, the orders, and that it is not verified."""
    return [f"{one['day_says']}: {one['standing_says']}.", *one["workings"], *_rule(one)]


def _statement(one: dict[str, Any]) -> list[str]:
    circuit = [one["circuit"]["says"]] if one["circuit"] else []
    return [*_rule(one), *circuit, f"({one['standing_says']})"]


def _rule(one: dict[str, Any]) -> list[str]:
    orders = [part for order in one["orders"] for part in (order["says"], order["not_verified"]["says"])]
    return [f"{one['says']} ({one['citation']})", one["not_verified"]["says"], *orders]


def _listed(heading: str, entries: list[list[str]], language: str) -> list[str]:
    """A heading and its entries, each with a dash, each sentence on a line of its own."""
    if not entries:
        return []
    return [
        f"  {sentence(language, f'us.deadlines.{heading}')}",
        *(line for parts in entries for line in _entry(parts)),
    ]


def _entry(parts: list[str]) -> list[str]:
    return [wrapped(part, 4, "  - " if at == 0 else "    ") for at, part in enumerate(parts)]
