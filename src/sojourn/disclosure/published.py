"""What a publication has given away: its counts by key, those that it hid, and the equations between them.

It is written beside everything that passes the gate, so that the next publication can be audited together with it. It
never has a count that was hidden.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sojourn.breakdown import Key, Span
from sojourn.errors import BadPublication
from sojourn.reading.limits import system_errors

SCHEMA = "sojourn.published/1"
FILE = "published.json"
"""Name of the file in the folder of a publication."""


@dataclass(frozen=True)
class Equation:
    """A count that is the sum of others."""

    whole: Key
    parts: tuple[Key, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        """All counts of the equation."""
        return (self.whole, *self.parts)


@dataclass(frozen=True)
class Publication:
    """Counts that were shown, keys of counts that were hidden and of those that only follow, and the equations."""

    shown: Mapping[Key, int] = field(default_factory=dict)
    hidden: frozenset[Key] = frozenset()
    implied: frozenset[Key] = frozenset()
    equations: tuple[Equation, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The publication as JSON; counts are named by their place in the list."""
        keys = sorted({*self.shown, *self.hidden, *self.implied}, key=str)
        place = {key: at for at, key in enumerate(keys)}
        return {
            "schema": SCHEMA,
            "counts": [{**_key_as_dict(key), **self._state(key)} for key in keys],
            "equations": [[place[one] for one in equation.keys] for equation in self.equations],
        }

    def _state(self, key: Key) -> dict[str, Any]:
        if key in self.shown:
            return {"state": "shown", "value": self.shown[key]}
        return {"state": "hidden" if key in self.hidden else "implied"}


def read_publication(folder: Path) -> Publication:
    """The publication in a folder.

    Raises:
        BadPublication: the folder has no such file, or the file is not what Sojourn writes.
    """
    path = folder / FILE
    with system_errors(str(path)):
        text = path.read_text(encoding="utf-8")
    try:
        return _publication(json.loads(text))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise BadPublication(
            f"it is no list of published counts ({type(error).__name__})",
            where=str(path),
            todo="name a folder that `sojourn publish` wrote, as it wrote it",
        ) from None


def _publication(document: Mapping[str, Any]) -> Publication:
    if document["schema"] != SCHEMA:
        raise ValueError(document["schema"])
    counts = document["counts"]
    keys = [_key(one) for one in counts]
    states = {state: list(_of(state, keys, counts)) for state in ("shown", "hidden", "implied")}
    if sum(map(len, states.values())) != len(keys):
        raise ValueError("a count has no state")
    return Publication(
        {keys[at]: int(counts[at]["value"]) for at in states["shown"]},
        frozenset(keys[at] for at in states["hidden"]),
        frozenset(keys[at] for at in states["implied"]),
        tuple(Equation(keys[whole], tuple(keys[part] for part in parts)) for whole, *parts in document["equations"]),
    )


def _of(state: str, keys: list[Key], counts: list[Mapping[str, Any]]) -> Iterator[int]:
    return (at for at in range(len(keys)) if counts[at]["state"] == state)


def _key_as_dict(key: Key) -> dict[str, Any]:
    return {
        "universe": key.universe,
        "release": key.release,
        "event": key.event,
        "where": dict(sorted(key.where)),
        "span": [day.isoformat() for day in key.span] if key.span else None,
    }


def _key(one: Mapping[str, Any]) -> Key:
    span: Span | None = None
    if one["span"] is not None:
        first, last = map(date.fromisoformat, one["span"])
        span = (first, last)
    where = frozenset((str(name), str(value)) for name, value in one["where"].items())
    return Key(str(one["universe"]), str(one["release"]), str(one["event"]), where, span)
