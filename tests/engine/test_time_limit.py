"""Each query is stopped at its own time, whatever else runs, and one that has ended stops nothing."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

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
