"""A moment by which work in Python has to be done; the engine's own queries are stopped by `time_limit`."""

from __future__ import annotations

import time
from math import inf

from sojourn.errors import LimitReached
from sojourn.words.said import said


class Deadline:
    """Work that goes on in steps asks between them whether it may go on; threads of one piece of work share it."""

    def __init__(self, seconds: float = inf) -> None:
        """With the seconds that are left from now; without an end where none are given."""
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Go on.

        Raises:
            LimitReached: the time is up.
        """
        if time.monotonic() >= self._end:
            raise LimitReached(said("the search took too long and was stopped"), todo=said("ask for less at once"))
