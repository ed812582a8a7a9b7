"""Published draws for the pages: each round as its folder tells it, with what its verification found.

Only the published folder is read (`log.jsonl`, `key.txt`, `round-N/*.json`), and no file of a kit. Codes of a round are shown
where all its checks hold, and nowhere else.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sojourn.draw.beacon import chain
from sojourn.draw.canonical import digest, read_file
from sojourn.draw.kit.codes import short_code
from sojourn.draw.log import Log, read_log
from sojourn.draw.strict import is_hash
from sojourn.draw.verify import Check, Verification, verify
from sojourn.errors import BadDraw, UnknownName
from sojourn.words.said import said

State = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Round:
    """One round as it was published.

    `head` and `beacon` are None where they cannot be relied on or are not there yet; `ended` is `drawn`, `void` or empty.
    A `sealed` list that lies `opened` is for its auditors. `codes` are the short codes of those who have a place, of a sealed round those of all who were drawn.
    """

    number: int
    head: Mapping[str, Any] | None
    commitment: str
    frozen_at: datetime | None
    speaks_at: datetime | None
    beacon: Mapping[str, Any] | None
    ended: str
    ended_at: datetime | None
    reason: str
    given_back: int
    sealed: bool
    opened: bool
    codes: tuple[str, ...]
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Whether all its checks hold."""
        return Verification(self.checks).holds


@dataclass(frozen=True)
class Draw:
    """One published folder: its name, the key that lies in it (empty where none does), its rounds, the last first."""

    name: str
    key: str
    rounds: tuple[Round, ...]
    verification: Verification

    @property
    def is_for_auditors(self) -> bool:
        """Whether it opens what is sealed for everyone else."""
        return any(one.opened for one in self.rounds)


@dataclass
class Draws:
    """The published folders that were named when the site was started.

    A folder is verified when it is first asked for and again when a file in it changes, one folder at a time.
    """

    folders: tuple[Path, ...] = ()
    _kept: dict[Path, tuple[State, Draw]] = field(default_factory=dict, repr=False)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def folder(self, number: str) -> Path:
        """The folder of a number, counted from 1 in the order in which they were named.

        Raises:
            UnknownName: there is none.
        """
        if not (number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= len(self.folders)):
            raise UnknownName(
                said("there is no draw {number:name}", number=repr(number[:20])),
                todo=said("choose one from the list of draws"),
            )
        return self.folders[int(number[:4]) - 1]

    def shown(self, number: str, *, public: bool) -> Draw:
        """The draw of a number. On a public site the folder of the auditors is refused: it opens what is sealed.

        Raises:
            UnknownName: there is no such draw.
            BadDraw: its log cannot be read or was altered, or it may not be shown.
        """
        folder = self.folder(number)
        with self._one_at_a_time:
            state = _state(folder)
            if folder not in self._kept or self._kept[folder][0] != state:
                self._kept[folder] = (state, _draw(folder))
            draw = self._kept[folder][1]
        if public and draw.is_for_auditors:
            raise BadDraw(
                said("a sealed list lies open in it"),
                where=folder.name,
                todo=said("show the folder for everyone, not the auditors'"),
            )
        return draw


def without_path(checks: Sequence[Check], folder: Path) -> Verification:
    """Checks whose messages do not tell where the folder lies on this machine."""
    return Verification(tuple(Check(one.round, one.what, one.wrong.replace(f"{folder}/", "")) for one in checks))


def _state(folder: Path) -> State:
    """Name, time and size of each file, which change when something is published."""
    found = ((one, one.stat()) for one in sorted(folder.rglob("*")) if one.is_file())
    return tuple((str(path.relative_to(folder)), stat.st_mtime_ns, stat.st_size) for path, stat in found)


def _draw(folder: Path) -> Draw:
    try:
        log, verification = read_log(folder / "log.jsonl"), verify(folder)
    except BadDraw as error:
        raise BadDraw(error.what, where=error.where.replace(f"{folder}/", ""), todo=error.todo) from None
    told = without_path(verification.checks, folder)
    numbers = sorted({line.round for line in log.lines}, reverse=True)
    rounds = (_round(folder, log, one, tuple(check for check in told.checks if check.round == one)) for one in numbers)
    return Draw(folder.name, _key(folder), tuple(rounds), told)


def _key(folder: Path) -> str:
    path = folder / "key.txt"
    text = path.read_text(encoding="ascii", errors="replace").strip() if path.is_file() else ""
    return text if is_hash(text) else ""


def _round(folder: Path, log: Log, number: int, checks: tuple[Check, ...]) -> Round:
    """A round; its list is told only where the list is what its head says, its codes where everything holds."""
    inside = folder / f"round-{number}"
    listed = read_file(inside / "list.json") if checks and not checks[0].wrong else {}
    head = listed.get("head")
    frozen, drawn, void = (log.of(kind, number) for kind in ("freeze", "draw", "void"))
    ended, again = drawn or void, len(log.all_of("reassign", number))
    holds = not any(check.wrong for check in checks)
    sealed = bool(head and head["auditors"])
    return Round(
        number,
        head,
        digest(head) if head else "",
        frozen.at if frozen else None,
        chain(head["beacon"]).time_of(head["beacon_round"]) if head else None,
        read_file(inside / "beacon.json") if drawn and head and holds else None,
        "drawn" if drawn else "void" if void else "",
        ended.at if ended else None,
        str(void.told.get("reason", "")) if void else "",
        again,
        sealed,
        sealed and "entries" in listed,
        _codes(inside, 0 if "sealed" in listed else again) if drawn and head and holds else (),
        checks,
    )


def _codes(inside: Path, again: int) -> tuple[str, ...]:
    """The codes with a place once what was given back is given out `again`; of sealed outcomes, of all that were drawn.

    Of a sealed round nothing is published of what was given back.
    """
    placed: set[str] = set()
    for name in ("outcomes", *(f"reassignment-{number}" for number in range(1, again + 1))):
        document = read_file(inside / f"{name}.json")
        placed -= set(document.get("gone", ()))
        placed |= {token for token, site, *_ in document["drawn"] if site}
    return tuple(sorted(short_code(one) for one in placed))
