"""Queries end: one thread watches all that run, since one for each query costs a tenth of the time of a page."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Final

import duckdb


class _Watch:
    """Connections with what runs on them, and when it is to be stopped."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._running: dict[int, tuple[float, duckdb.DuckDBPyConnection]] = {}
        self._numbers = count()
        self._wakes = 0.0
        self._thread: threading.Thread | None = None

    def begin(self, connection: duckdb.DuckDBPyConnection, seconds: float) -> int:
        """Watch what runs on a connection from now on; its number ends it."""
        end, number = time.monotonic() + seconds, next(self._numbers)
        with self._changed:
            self._running[number] = end, connection
            if self._thread is None or not self._thread.is_alive():  # a process that was forked has none of its own
                self._wakes = end
                self._thread = threading.Thread(target=self._watch, name="time limit", daemon=True)
                self._thread.start()
            elif end < self._wakes:
                self._changed.notify()
        return number

    def end(self, number: int) -> None:
        """No longer watch; it is not stopped after this."""
        with self._changed:
            self._running.pop(number, None)

    def _watch(self) -> None:
        with self._changed:
            while True:
                now = time.monotonic()
                for number, (end, connection) in list(self._running.items()):
                    if end <= now:
                        del self._running[number]
                        connection.interrupt()
                self._wakes = min([now + _IDLE, *(end for end, _ in self._running.values())])  # an end may be never
                self._changed.wait(self._wakes - now)


_IDLE: Final = 3600.0
"""Seconds after which the thread looks again at the latest."""
_WATCH: Final = _Watch()


@contextmanager
def time_limit(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Stop what runs on a connection when the time is up."""
    number = _WATCH.begin(connection, seconds)
    try:
        yield
    finally:
        _WATCH.end(number)
