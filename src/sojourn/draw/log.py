"""The record of all rounds: a chain of hashes to which lines are only added, one draw a round, void rounds included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from sojourn.draw.canonical import AS_PUBLISHED, canonical, digest, read_document
from sojourn.errors import BadDraw

Kind = Literal["freeze", "draw", "void", "reassign"]
KINDS: Final = frozenset({"freeze", "draw", "void", "reassign"})


@dataclass(frozen=True)
class Line:
    """One thing that happened: `what` is the digest of the document it is about, `told` what else is to be known."""

    number: int
    previous: str
    kind: str
    round: int
    at: datetime
    what: str
    told: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """The published form."""
        return {
            "number": self.number,
            "previous": self.previous,
            "kind": self.kind,
            "round": self.round,
            "at": self.at.isoformat(),
            "what": self.what,
            "told": dict(self.told),
        }


class Log:
    """The lines so far."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self.lines = list(lines)

    def add(self, kind: Kind, number: int, at: datetime, what: str, **told: Any) -> Line:
        """Add a line.

        Raises:
            BadDraw: it would draw or freeze a round twice, draw without a frozen list, draw a void round, freeze a round before
                the one before has ended, leave one out, or be older than the line before.
        """
        had = {line.kind for line in self.lines if line.round == number}
        needed: Mapping[str, set[str]] = {"freeze": set(), "draw": {"freeze"}, "void": {"freeze"}, "reassign": {"draw"}}
        again = kind != "reassign" and kind in had
        ended = kind in {"draw", "void"} and had & {"draw", "void"}
        if self.lines and at < self.lines[-1].at:
            raise BadDraw(f"{at.isoformat()} is before the last line", where="log", todo="set the clock right")
        if again or ended or not needed[kind] <= had or (kind == "freeze" and number != self._next()):
            raise BadDraw(
                f"round {number} cannot have {kind}: it has had {', '.join(sorted(had)) or 'nothing'}",
                where="log",
                todo="freeze the next round; what was drawn or void stays",
            )
        previous = digest(self.lines[-1].as_dict()) if self.lines else ""
        line = Line(len(self.lines), previous, kind, number, at, what, told)
        self.lines.append(line)
        return line

    def _next(self) -> int:
        """The round that may be frozen: the first, or the one after a round that was drawn or void."""
        ended = sum(line.kind in {"draw", "void"} for line in self.lines)
        return ended + 1

    def all_of(self, kind: Kind, number: int) -> list[Line]:
        """The lines of a kind and round."""
        return [line for line in self.lines if line.kind == kind and line.round == number]

    def of(self, kind: Kind, number: int) -> Line | None:
        """The first line of a kind and round."""
        return next((line for line in self.lines if line.kind == kind and line.round == number), None)

    def as_bytes(self) -> bytes:
        """The published form: one canonical document a line."""
        return b"".join(canonical(line.as_dict()) + b"\n" for line in self.lines)


def read_log(path: Path) -> Log:
    """The log of a file, with its chain checked by adding each line anew.

    Raises:
        BadDraw: the file cannot be read; a line is missing, altered, out of order, or says what no log can.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadDraw(f"it cannot be read ({error.strerror})", where=str(path), todo=AS_PUBLISHED) from error
    log = Log()
    for number, text in enumerate(content.removesuffix(b"\n").split(b"\n") if content else [], 1):
        where = f"{path}, line {number}"
        line = read_document(text, where)
        try:
            at = datetime.fromisoformat(line["at"])
            if line["kind"] not in KINDS or at.tzinfo is None:
                raise BadDraw(f"{line['kind']!r} at {line['at']} is no line of a log", where=where, todo=_ALTERED)
            added = log.add(line["kind"], line["round"], at, line["what"], **line["told"])
        except (KeyError, TypeError, ValueError) as error:
            raise BadDraw(f"it is no line of a log ({error})", where=where, todo=_ALTERED) from error
        if canonical(added.as_dict()) != text:
            raise BadDraw("it does not follow from the line before", where=where, todo=_ALTERED)
    return log


_ALTERED: Final = "the log was altered: do not trust what follows"
