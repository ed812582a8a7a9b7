"""The elements of a JSON text, one after the other, with the text of each as it stands in the file.

The text is one array, of which each member is an element, or objects one after another (JSON Lines, or one single
object). Only as much is held as the longest element needs. Numbers stay the text that they are. Source: RFC 8259.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sojourn.errors import UnreadableFile
from sojourn.reading.limits import MIB, Limits
from sojourn.reading.raw import blocks

_BLANKS = " \t\r\n"
AT_ONCE = 16 * MIB
"""Characters that are read before an element is tried again; a whole day of an aircraft has fewer."""
_MAY_FOLLOW = frozenset(",]{") | frozenset(_BLANKS)
"""What shows that an element has ended."""


@dataclass(frozen=True)
class Element:
    """One element: its number counted from 1, its text, and what it says.

    Numbers are texts as they stand in the file; an object that has a key twice is a `Twice`.
    """

    number: int
    text: str
    value: Any


class Twice(dict[str, Any]):
    """An object in which a key stands twice, so that it has two readings."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    return read if len(read) == len(pairs) else Twice(read)


_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_object)


def start_of_json(path: Path, limits: Limits) -> str:
    """The start of a text whose first character opens an object or an array; empty for all others."""
    start = next(blocks(path, limits), b"").removeprefix(codecs.BOM_UTF8).lstrip(_BLANKS.encode())
    return start.decode("utf-8", "replace") if start.startswith((b"{", b"[")) else ""


def elements(path: Path, limits: Limits) -> Iterator[Element]:
    """The elements of a text, packed with gzip or not, in their order.

    Raises:
        UnreadableFile: the text is no JSON, is cut short, or is no UTF-8; the message says where.
    """
    yield from _Elements(path, limits).read()


class _Elements:
    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = path
        self._stream = blocks(path, limits)
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._ended = False
        self._text = ""
        self._at = 0
        self._line = 1
        self._column = 1
        self._number = 0

    def read(self) -> Iterator[Element]:
        """All elements."""
        if self._next_character() == "[":
            self._at += 1
            yield from self._members()
            return
        while self._next_character():
            yield self._element()

    def _members(self) -> Iterator[Element]:
        closed = self._next_character() == "]"
        while not closed:
            yield self._element()
            following = self._next_character()
            if following not in {",", "]"}:
                raise self._broken(self._at, "a comma or ] is missing" if following else "", cut=not following)
            closed = following == "]"
            self._at += not closed
        self._at += 1
        if self._next_character():
            raise self._broken(self._at, "text follows the end of the array")

    def _next_character(self) -> str:
        """The next character that is no blank; empty at the end of the text."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _BLANKS:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def _element(self) -> Element:
        self._next_character()
        self._number += 1
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                place = error.pos - self._at
                if self._more():
                    continue
                cut = error.msg.startswith("Unterminated") or place >= len(self._text.rstrip(_BLANKS))
                raise self._broken(place, error.msg, cut=cut) from error
            except RecursionError as error:
                raise self._broken(self._at, "values stand too deep in one another") from error
            if self._text[end : end + 1] not in _MAY_FOLLOW and self._more():  # a number may go on
                continue
            text, self._at = self._text[self._at : end], end
            return Element(self._number, text, value)

    def _more(self) -> bool:
        """Read on, at least as much again as waits, so that a long element is not tried too often; False at the end."""
        self._pass(self._text[: self._at])
        waiting, self._at = self._text[self._at :], 0
        pieces: list[str] = []
        while not self._ended and sum(map(len, pieces)) <= max(AT_ONCE, len(waiting)):
            block = next(self._stream, b"")
            self._ended = not block
            pieces.append(self._decoded(block))
        self._text = waiting + "".join(pieces)
        return len(self._text) > len(waiting)

    def _decoded(self, block: bytes) -> str:
        try:
            return self._decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            raise self._broken(self._at, f"bytes after it are no UTF-8 ({error.reason})") from error

    def _pass(self, done: str) -> None:
        ends = done.count("\n")
        self._line += ends
        self._column = len(done) - done.rfind("\n") if ends else self._column + len(done)

    def _broken(self, at: int, what: str, *, cut: bool = False) -> UnreadableFile:
        self._pass(self._text[:at])
        where = f"line {self._line:,}, column {self._column:,}, element {self._number:,}"
        told = f"its JSON is cut short at {where}" if cut else f"its JSON is broken at {where}: {what}"
        return UnreadableFile(told, where=str(self._path), todo="fetch it again")
