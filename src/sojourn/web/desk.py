"""The desk of a clinic behind the site: its kit, made there or opened anew for each page, and forms that count once each."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any, Final

from sojourn.draw.kit.store import Kit, create, present
from sojourn.draw.policy import Policy
from sojourn.errors import BadDraw, BadParameter
from sojourn.words.said import said

TWICE: Final = 5.0
"""Seconds in which a form that comes again was sent by a second click: the browser shows only the answer to the last one."""
MOST_KEPT: Final = 4096
"""Forms that are remembered as sent."""
_NUMBER: Final = re.compile(r"[\w-]{16,64}", re.ASCII)


@dataclass
class _Sent:
    """A form that was sent: what it said, as a hash; when; and the answer, until it is too late for a second click."""

    said: bytes
    at: float
    answer: Any


class Desk:
    """The desk of the kit in one file, which is made at the desk where it is not there yet.

    Raises:
        BadDraw: the file is no kit, or there is no folder to make it in.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime] = present) -> None:
        self._path, self._clock = path, clock
        self._sent: OrderedDict[str, _Sent] = OrderedDict()
        self._one_at_a_time = threading.Lock()
        if self.is_made:
            self.open().close()
        elif not path.absolute().parent.is_dir():
            raise BadDraw(
                said("there is no folder to make the kit in"),
                where=str(path),
                todo=said("name a file in a folder of yours"),
            )

    @property
    def is_made(self) -> bool:
        """Whether there is a file."""
        return self._path.exists()

    def open(self) -> Kit:
        """The kit anew: a connection is for one thread.

        Raises:
            BadDraw: the file is missing, or is no kit.
        """
        return Kit(self._path, self._clock)

    def make(self, policy: Policy) -> Kit:
        """The kit, made in the file that the desk was started with.

        Raises:
            BadDraw: there is a file already.
            NoSpace: the folder cannot be written.
        """
        return create(self._path, policy, self._clock)

    def once(self, number: str, form: bytes, act: Callable[[], Any]) -> Any:
        """What `act` answers, which is done once for the number of a form; a second click gets the first one's answer.

        A form that was refused may be sent again. What was answered is forgotten with the first form after `TWICE`.

        Raises:
            BadParameter: the form has no number, or was sent before.
            SojournError: as `act` raises.
        """
        if not _NUMBER.fullmatch(number):
            raise BadParameter(said("the form has no number"), todo=said("open the page of the kit again"))
        with self._one_at_a_time:
            self._forget()
            before = self._sent.get(number)
            if before is None:
                answer = act()
                self._sent[number] = _Sent(form, monotonic(), answer)
                return answer
            if before.answer is not None and before.said == form:
                return before.answer
        raise BadParameter(
            said("this form was sent already: it was done once, and nothing was done again"),
            todo=said("open the page of the kit again for the next"),
        )

    def _forget(self) -> None:
        """Let go of answers, some of which have a recovery code, and of the oldest numbers."""
        for one in self._sent.values():
            if monotonic() - one.at > TWICE:
                one.answer = None
        while len(self._sent) > MOST_KEPT:
            self._sent.popitem(last=False)
