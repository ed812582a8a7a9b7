"""Files that people write: TOML of which every key is known, and every error says where it is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

from sojourn.errors import InputError
from sojourn.reading.limits import system_errors

Word = TypeVar("Word", bound=str)
Moment = TypeVar("Moment", bound=date)


def read_entries(path: Path, error: type[InputError], todo: str) -> Entry:
    """The top of a TOML file.

    Args:
        path: the file.
        error: what is raised where the file is not as it must be.
        todo: what a person can do about it.

    Raises:
        InputError: of the kind given: it is no TOML.
        UnreadableFile: it cannot be opened.
    """
    with system_errors(str(path)):
        text = path.read_bytes()
    try:
        document = tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as cause:
        raise error(f"it is not valid TOML ({cause})", where=str(path), todo=todo) from cause
    return Entry(document, str(path), error, todo)


class Entry:
    """One table of a file; every key must be asked for, and what is left over is an error of the kind `error`."""

    def __init__(self, table: Mapping[str, Any], where: str, error: type[InputError], todo: str) -> None:
        self._left = dict(table)
        self._error, self._todo = error, todo
        self.where = where

    def refuse(self, what: str, todo: str = "") -> InputError:
        """The error that something about this entry is wrong."""
        return self._error(what, where=self.where, todo=todo or self._todo)

    def _take(self, key: str, kind: type | tuple[type, ...], default: Any) -> Any:
        value = self._left.pop(key, default)
        if value is None:
            raise self.refuse(f"the key {key!r} is missing")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.refuse(f"the key {key!r} has a value of the wrong kind: {value!r}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A text; a missing one is an error unless there is a default."""
        return str(self._take(key, str, default))

    def number(self, key: str, default: float | None = None) -> float:
        """A finite number."""
        number = float(self._take(key, (int, float), default))
        if not isfinite(number):
            raise self.refuse(f"the key {key!r} is no finite number")
        return number

    def whole(self, key: str) -> int | None:
        """A whole number that is not below zero; None where there is none."""
        if key not in self._left:
            return None
        number = int(self._take(key, int, None))
        if number < 0:
            raise self.refuse(f"the key {key!r} is below zero: {number}")
        return number

    def choice(self, key: str, choices: Sequence[Word], default: str | None = None) -> Word:
        """One of some words."""
        word = self.text(key, default)
        if word not in choices:
            raise self.refuse(f"the key {key!r} is {word!r}", f"choose one of {', '.join(map(repr, choices))}")
        return choices[choices.index(word)]

    def day(self, key: str) -> date | None:
        """A date without a time; None where there is none."""
        given: date | None = self._left.pop(key, None)
        if given is not None:
            self._is_day(key, given)
        return given

    def days(self, key: str) -> tuple[date, date] | None:
        """The first and the last day of a range, given as one date or as a list of two; None where there is none."""
        limits = self._limits(key)
        if limits is None:
            return None
        for one in limits:
            self._is_day(key, one)
        return self._in_order(key, *limits)

    def times(self, key: str) -> tuple[datetime, datetime] | None:
        """The earliest and the latest local time, given as one time or as a list of two; None where there is none."""
        limits = self._limits(key)
        if limits is None:
            return None
        if not all(isinstance(one, datetime) and one.tzinfo is None for one in limits):
            raise self.refuse(f"the key {key!r} is no local time", "write 2025-08-27T18:00:00 without quotes and zone")
        return self._in_order(key, *limits)

    def _limits(self, key: str) -> tuple[Any, Any] | None:
        given = self._left.pop(key, None)
        if given is None:
            return None
        limits = given if isinstance(given, list) else [given, given]
        if len(limits) != 2:
            raise self.refuse(
                f"the key {key!r} has {len(limits)} entries", "give one, or the first and the last of two"
            )
        return limits[0], limits[1]

    def _is_day(self, key: str, given: Any) -> None:
        if not isinstance(given, date) or isinstance(given, datetime):
            raise self.refuse(f"the key {key!r} is no date: {given!r}", "write 2025-08-27 without quotes")

    def _in_order(self, key: str, first: Moment, last: Moment) -> tuple[Moment, Moment]:
        if last < first:
            raise self.refuse(f"the key {key!r} ends before it begins: {first} to {last}", "put the earlier one first")
        return first, last

    def flag(self, key: str, default: bool) -> bool:
        """Yes or no."""
        return bool(self._take(key, bool, default))

    def texts(self, key: str) -> dict[str, str]:
        """A table of texts by name."""
        return {name: str(value) for name, value in self._take(key, dict, {}).items()}

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """A table of lists of texts by name."""
        given = self._take(key, dict, {})
        if not all(isinstance(values, list) for values in given.values()):
            raise self.refuse(f"each entry of {key!r} must be a list")
        return {name: tuple(map(str, values)) for name, values in given.items()}

    def names(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(map(str, self._take(key, list, [])))

    def entries(self, key: str) -> list[Entry]:
        """The tables of a list of tables."""
        tables = self._take(key, list, [])
        if not all(isinstance(table, dict) for table in tables):
            raise self.refuse(f"{key!r} must be a list of tables, [[{key}]]")
        names = [str(table.get("id") or table.get("label") or number) for number, table in enumerate(tables, 1)]
        return [
            Entry(table, f"{self.where}, {key} {name}", self._error, self._todo)
            for table, name in zip(tables, names, strict=True)
        ]

    def done(self) -> None:
        """Refuse what nobody asked for."""
        if self._left:
            raise self.refuse(f"the key {min(self._left)!r} is not known")
