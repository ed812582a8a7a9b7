"""Columns that a later release rewrote in nearly every row: found in a sample, so that rows need not be kept for them."""

from __future__ import annotations

from collections.abc import Sequence

from sojourn.compare.sides import Engine

LARGE, ENOUGH = 100_000, 1_000
"""Rows from which a table is sampled, and matched rows from which a sample tells something."""
_WINDOWS, _ROWS, _SHARE = 8, 2_500, 0.9


def rewritten_as_a_whole(engine: Engine, older: str, newer: str, key: str, columns: Sequence[str]) -> list[str]:
    """The columns that differ in nine of ten matched rows of a sample.

    A join that kept every such row with all its columns would keep two whole releases. The sample takes the keys
    between a few bounds, because files are mostly in the order of their keys and the rest of them is then not read.
    """
    found = engine.row(f"SELECT min({key}) AS first, max({key}) AS last, count({key}) AS rows FROM {older}")
    if found["rows"] < LARGE or not isinstance(found["first"], int):
        return []
    step = (found["last"] - found["first"] + 1) / _WINDOWS
    wide = step * _WINDOWS * _ROWS / found["rows"]
    bounds = [(int(low), int(low + wide)) for low in (found["first"] + at * step for at in range(_WINDOWS))]
    inside = " OR ".join(f"{key} BETWEEN {low} AND {high}" for low, high in bounds)
    counts = ", ".join(f"count(*) FILTER (WHERE o.{one} IS DISTINCT FROM n.{one}) AS {one}" for one in columns)
    told = ", ".join([key, *columns])
    sample = engine.row(
        f"""SELECT count(*) AS matched_rows, {counts} FROM (SELECT {told} FROM {older} WHERE {inside}) AS o
        JOIN (SELECT {told} FROM {newer} WHERE {inside}) AS n ON o.{key} = n.{key}"""
    )
    rows = sample["matched_rows"]
    return [one for one in columns if rows >= ENOUGH and sample[one] >= _SHARE * rows]
