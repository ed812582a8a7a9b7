"""The record of all rounds: a chain of hashes to which lines are only added, one draw a round, void rounds included."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from sojourn.draw.canonical import canonical, digest
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
            BadDraw: it would draw or freeze a round twice, draw without a frozen list, or draw a void round.
        """
        had = {line.kind for line in self.lines if line.round == number}
        needed: Mapping[str, set[str]] = {"freeze": set(), "draw": {"freeze"}, "void": {"freeze"}, "reassign": {"draw"}}
        again = kind != "reassign" and kind in had
        ended = kind in {"draw", "void"} and had & {"draw", "void"}
        if again or ended or not needed[kind] <= had:
            raise BadDraw(
                f"round {number} cannot have {kind}: it has had {', '.join(sorted(had)) or 'nothing'}",
                where="log",
                todo="freeze the next round; what was drawn or void stays",
            )
        previous = digest(self.lines[-1].as_dict()) if self.lines else ""
        line = Line(len(self.lines), previous, kind, number, at, what, told)
        self.lines.append(line)
        return line

    def of(self, kind: Kind, number: int) -> Line | None:
        """The first line of a kind and round."""
        return next((line for line in self.lines if line.kind == kind and line.round == number), None)

    def as_bytes(self) -> bytes:
        """The published form: one canonical document a line."""
        return b"".join(canonical(line.as_dict()) + b"\n" for line in self.lines)


def read_log(path: Path) -> Log:
    """The log of a file, with its chain checked by adding each line anew.

    Raises:
        BadDraw: a line is missing, altered, out of order, or says what no log can.
    """
    log = Log()
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path}, line {number}"
        try:
            line = json.loads(text)
            at = datetime.fromisoformat(line["at"])
            if line["kind"] not in KINDS or at.tzinfo is None:
                raise BadDraw(f"{line['kind']!r} at {line['at']} is no line of a log", where=where, todo=_ALTERED)
            added = log.add(line["kind"], line["round"], at, line["what"], **line["told"])
        except (KeyError, TypeError, ValueError) as error:
            raise BadDraw(f"it is no line of a log ({error})", where=where, todo=_ALTERED) from error
        if canonical(added.as_dict()) != text.encode():
            raise BadDraw("it does not follow from the line before", where=where, todo=_ALTERED)
    return log


_ALTERED: Final = "the log was altered: do not trust what follows"
