"""A claims file: sentences with their sources, the measures that test them, and what is missing where none can.

The format is TOML and is described in docs/claims.md; a key that the format does not know is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from sojourn.errors import BadClaims
from sojourn.reading.entries import Entry, read_entries

Comparison = Literal["at_least", "at_most", "about", "more_than", "fewer_than", "fell_by_at_least", "fell_by_about"]


@dataclass(frozen=True)
class Reading:
    """One way to read a claim: a measure, its parameters, a comparison.

    Readings that do not decide stand beside the verdict. `vary` lists other values of parameters; if one of them
    gives another verdict, the verdict depends on the choice.
    """

    label: str
    measure: str
    parameters: Mapping[str, str]
    comparison: Comparison
    value: float
    tolerance: float
    decides: bool
    vary: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Missing:
    """What the record lacks to decide, and the release that would have it."""

    needs: str
    why: str


@dataclass(frozen=True)
class Nearby:
    """A figure that somebody published near the claim; source and date always beside it."""

    figure: str
    publisher: str
    published: str


@dataclass(frozen=True)
class Claim:
    """A sentence, who said it and when, and how it is tested."""

    id: str
    sentence: str
    said_by: str
    published: str
    readings: tuple[Reading, ...]
    missing: tuple[Missing, ...]
    nearby: tuple[Nearby, ...]


@dataclass(frozen=True)
class ClaimsFile:
    """The claims of one text."""

    title: str
    about: str
    claims: tuple[Claim, ...]


def read_claims(path: Path) -> ClaimsFile:
    """The claims in a file.

    Raises:
        BadClaims: it is no TOML, or an entry lacks a key, has an unknown one or one of the wrong kind.
        UnreadableFile: it cannot be opened.
    """
    entry = read_entries(path, BadClaims, "see docs/claims.md")
    claims = tuple(_claim(one) for one in entry.entries("claim"))
    made = ClaimsFile(entry.text("title"), entry.text("about", ""), claims)
    entry.done()
    if not claims:
        raise BadClaims("it has no [[claim]]", where=str(path), todo="see docs/claims.md")
    ids = [claim.id for claim in claims]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise BadClaims(f"two claims are called {twice[0]!r}", where=str(path), todo="give each claim its own id")
    return made


def _claim(entry: Entry) -> Claim:
    claim = Claim(
        id=entry.text("id"),
        sentence=entry.text("sentence"),
        said_by=entry.text("said_by"),
        published=entry.text("published"),
        readings=tuple(map(_reading, entry.entries("reading"))),
        missing=tuple(map(_missing, entry.entries("missing"))),
        nearby=tuple(map(_nearby, entry.entries("nearby"))),
    )
    entry.done()
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", claim.id):
        raise BadClaims(
            f"{claim.id!r} is no id",
            where=entry.where,
            todo="use small letters and digits, with single hyphens between",
        )
    if not claim.readings and not claim.missing:
        raise BadClaims(
            "it has neither a reading nor what is missing",
            where=entry.where,
            todo="add [[claim.reading]] or [[claim.missing]]",
        )
    return claim


def _reading(entry: Entry) -> Reading:
    comparison = entry.text("comparison")
    if comparison not in get_args(Comparison):
        raise BadClaims(
            f"{comparison!r} is no comparison",
            where=entry.where,
            todo=f"choose one of {', '.join(get_args(Comparison))}",
        )
    reading = Reading(
        label=entry.text("label"),
        measure=entry.text("measure"),
        parameters=entry.texts("parameters"),
        comparison=comparison,  # type: ignore[arg-type]  # checked above
        value=entry.number("value"),
        tolerance=entry.number("tolerance", 0.0),
        decides=entry.flag("decides", True),
        vary=entry.lists("vary"),
    )
    entry.done()
    if reading.tolerance < 0:
        raise BadClaims("the tolerance is below zero", where=entry.where, todo="see docs/claims.md")
    return reading


def _missing(entry: Entry) -> Missing:
    missing = Missing(entry.text("needs"), entry.text("why"))
    entry.done()
    return missing


def _nearby(entry: Entry) -> Nearby:
    nearby = Nearby(entry.text("figure"), entry.text("publisher"), entry.text("published"))
    entry.done()
    return nearby
