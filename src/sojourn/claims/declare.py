"""A claims file: sentences with their sources, the measures that test them, and what is missing where none can.

The format is TOML and is described in docs/claims.md; a key that the format does not know is an error.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any, Literal, get_args

from sojourn.errors import BadClaims
from sojourn.reading.limits import system_errors

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
    with system_errors(str(path)):
        text = path.read_bytes()
    try:
        document = tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadClaims(f"it is not valid TOML ({error})", where=str(path), todo="see docs/claims.md") from error
    entry = _Entry(document, str(path))
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


class _Entry:
    """One table of the file; every key must be asked for, and what is left over is an error."""

    def __init__(self, table: Mapping[str, Any], where: str) -> None:
        self._left = dict(table)
        self.where = where

    def _take(self, key: str, kind: type | tuple[type, ...], default: Any) -> Any:
        value = self._left.pop(key, default)
        if value is None:
            raise BadClaims(f"the key {key!r} is missing", where=self.where, todo="see docs/claims.md")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise BadClaims(
                f"the key {key!r} has a value of the wrong kind: {value!r}", where=self.where, todo="see docs/claims.md"
            )
        return value

    def text(self, key: str, default: str | None = None) -> str:
        return str(self._take(key, str, default))

    def number(self, key: str, default: float | None = None) -> float:
        number = float(self._take(key, (int, float), default))
        if not isfinite(number):
            raise BadClaims(f"the key {key!r} is no finite number", where=self.where, todo="see docs/claims.md")
        return number

    def flag(self, key: str, default: bool) -> bool:
        return bool(self._take(key, bool, default))

    def texts(self, key: str) -> dict[str, str]:
        return {name: str(value) for name, value in self._take(key, dict, {}).items()}

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        given = self._take(key, dict, {})
        if not all(isinstance(values, list) for values in given.values()):
            raise BadClaims(f"each entry of {key!r} must be a list", where=self.where, todo="see docs/claims.md")
        return {name: tuple(map(str, values)) for name, values in given.items()}

    def entries(self, key: str) -> list[_Entry]:
        tables = self._take(key, list, [])
        if not all(isinstance(table, dict) for table in tables):
            raise BadClaims(f"{key!r} must be a list of tables, [[{key}]]", where=self.where, todo="see docs/claims.md")
        names = [str(table.get("id") or table.get("label") or number) for number, table in enumerate(tables, 1)]
        return [_Entry(table, f"{self.where}, {key} {name}") for table, name in zip(tables, names, strict=True)]

    def done(self) -> None:
        if self._left:
            raise BadClaims(f"the key {min(self._left)!r} is not known", where=self.where, todo="see docs/claims.md")


def _claim(entry: _Entry) -> Claim:
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


def _reading(entry: _Entry) -> Reading:
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


def _missing(entry: _Entry) -> Missing:
    missing = Missing(entry.text("needs"), entry.text("why"))
    entry.done()
    return missing


def _nearby(entry: _Entry) -> Nearby:
    nearby = Nearby(entry.text("figure"), entry.text("publisher"), entry.text("published"))
    entry.done()
    return nearby
