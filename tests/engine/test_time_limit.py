"""Each query is stopped at its own time, whatever else runs, and one that has ended stops nothing."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from math import inf

import duckdb
import pytest

from sojourn.engine import time_limit as watching
from sojourn.engine.connect import connect
from sojourn.engine.time_limit import time_limit

ENDLESS = "SELECT count(*) FROM range(1000000000) AS a, range(1000000) AS b WHERE (a.range * b.range) % 7 = 3"


def stopped_after(seconds: float) -> float:
    """When a query without an end is stopped."""
    connection, start = connect(), time.monotonic()
    with pytest.raises(duckdb.InterruptException), time_limit(connection, seconds):
        connection.execute(ENDLESS).fetchall()
    connection.close()
    return time.monotonic() - start


def test_each_of_several_queries_is_stopped_at_its_own_time() -> None:
    """The one that may run longest began first, so the watch must wake earlier than it had planned."""
    with ThreadPoolExecutor(3) as pool:
        long, short, shorter = pool.map(stopped_after, (2.0, 0.6, 0.2))

    assert shorter >= 0.2
    assert short >= 0.6
    assert long >= 2.0
    assert shorter < long


def test_a_query_that_has_ended_is_not_stopped_later() -> None:
    """The next query on the same connection has its own time."""
    connection = connect()
    with time_limit(connection, 0.1):
        connection.execute("SELECT 1").fetchall()
    start = time.monotonic()
    with pytest.raises(duckdb.InterruptException), time_limit(connection, 0.5):
        connection.execute(ENDLESS).fetchall()

    assert time.monotonic() - start >= 0.5


def test_time_without_an_end_does_not_end_the_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    """A comparison on the command line has all the time it needs, and the next query is still stopped."""
    monkeypatch.setattr(watching, "_WATCH", watching._Watch())
    first = connect()
    with time_limit(first, inf):
        time.sleep(0.05)
        assert stopped_after(0.2) >= 0.2
        assert first.execute("SELECT 1").fetchone() == (1,)
    first.close()
