"""The invented world as tables of an engine: the lists that the SQL of this package draws from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import duckdb

from sojourn.engine.connect import connect, quoted
from sojourn.lookalike.court import reference as ref
from sojourn.lookalike.court.leanings import year_leanings

RELEASE_DAY = date(2026, 7, 1)
"""The day that names the first release; its rows end on the day before."""
NEXT_RELEASE_DAY = date(2026, 8, 3)
NEW_SHARE = 0.004
"""Cases that the next month adds; the published monthly growth of the case table."""


@dataclass(frozen=True)
class World:
    """One invented world at one month: how many cases, which seed, how many oddities, which of the two releases."""

    cases: int
    seed: int
    faults: float = 1.0
    next_month: bool = False

    @property
    def release_day(self) -> date:
        """The day that names the release."""
        return NEXT_RELEASE_DAY if self.next_month else RELEASE_DAY

    @property
    def horizon(self) -> date:
        """The last day that any row of the release tells of."""
        return self.release_day.replace(day=1) - timedelta(days=1)

    @property
    def total(self) -> int:
        """Cases of this release, with those that the next month adds."""
        return self.cases + (max(2, round(self.cases * NEW_SHARE)) if self.next_month else 0)


def engine(world: World, *, memory_mib: int = 900) -> duckdb.DuckDBPyConnection:
    """An engine of one thread with the macros and lists of this world; equal worlds draw equal rows."""
    connection = connect(memory_mib=memory_mib)
    connection.execute(script("macros", world))
    for name, values in (
        ("first_case", 0),
        ("end_case", 0),
        ("cases", world.cases),
        ("cities", len(ref.rows_of("cities"))),
    ):
        connection.execute(f"SET VARIABLE {name} = {values}")
    connection.execute(f"SET VARIABLE horizon = DATE '{RELEASE_DAY - timedelta(days=1)}'")
    _lists(connection)
    return connection


@cache
def script(name: str, world: World) -> str:
    """One SQL script of this package, for this world."""
    text = (ref.FOLDER / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    # far from the keys that are drawn for, and not near the term of another seed
    term = (world.seed * 0x9E3779B97F4A7C15 + 0x1234567) % 2**61
    return text.replace("{seed_term}", str(term)).replace("{faults}", repr(float(world.faults)))


def _lists(connection: duckdb.DuckDBPyConnection) -> None:
    picks: dict[str, ref.Weights] = {name: ref.weights(name) for name in ref.listed_weights()}
    picks |= {"year": ref.year_weights(), "court": ref.court_weights(), "nationality": ref.nationality_weights()}
    picks |= {"place": ref.place_weights(), "unlisted_nationality": ref.unlisted_nationality_weights()}
    for name, listed in picks.items():
        _pick(connection, name, listed)
    _judges(connection)
    courts = [
        (number, row["code"], row["name"], float(row["leaning"]), float(row["detained"]))
        for number, row in enumerate(ref.rows_of("courts"), 1)
    ]
    _table(connection, "courts", ("number", "code", "name", "leaning", "detained"), courts)
    nations = [(row["code"], row["language"], float(row["leaning"])) for row in ref.rows_of("nationalities")]
    _table(connection, "nationalities", ("code", "language", "leaning"), nations)
    cities = [(number, row["city"], row["state"], row["zip"]) for number, row in enumerate(ref.rows_of("cities"), 1)]
    _table(connection, "cities", ("number", "city", "state", "zip"), cities)
    _years(connection)


def _years(connection: duckdb.DuckDBPyConnection) -> None:
    leanings = year_leanings()
    years = [
        (int(row["fiscal_year"]), leanings[int(row["fiscal_year"])], float(row["russia_grant_rate"] or "-1") / 100)
        for row in ref.rows_of("years")
    ]
    _table(connection, "years", ("fy", "leaning", "russia_rate"), years)
    connection.execute("UPDATE years SET russia_rate = NULL WHERE russia_rate < 0")
    known = [
        (row["court"], int(row["fiscal_year"]), int(row["grants"]) / int(row["decisions"]))
        for row in ref.rows_of("louisiana")
    ]
    _table(connection, "louisiana", ("court", "fy", "grant_rate"), known)


def _judges(connection: duckdb.DuckDBPyConnection) -> None:
    numbers = {row["code"]: number for number, row in enumerate(ref.rows_of("courts"), 1)}
    runs = [
        (numbers[court] * ref.SLOTS + era * ref.ERA_SEATS + held.index(judge), judge, held.count(judge))
        for court, eras in ref.rosters().items()
        for era, held in enumerate(eras)
        for judge in dict.fromkeys(held)
    ]
    _spread(connection, "judge_slots", "judge", [(first, first + seats, judge) for first, judge, seats in runs])
    _table(connection, "judges", ("code", "leaning"), [(one.code, one.leaning) for one in ref.judges()])


def _pick(connection: duckdb.DuckDBPyConnection, name: str, listed: ref.Weights) -> None:
    ranges = [
        (group * ref.SLOTS + first, group * ref.SLOTS + end, value) for group, value, first, end in ref.slots(listed)
    ]
    _spread(connection, f"pick_{name}", "value", ranges)


def _spread(
    connection: duckdb.DuckDBPyConnection, name: str, value: str, ranges: Sequence[tuple[int, int, str]]
) -> None:
    """A table with one row for each slot of these ranges."""
    _table(connection, "ranges", ("first", "past", "value"), ranges)
    connection.execute(
        f"CREATE TABLE {name} AS SELECT unnest(range(first, past))::INTEGER AS slot, value AS {value} FROM ranges; DROP TABLE ranges"
    )


def _table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str | int | float]],
) -> None:
    values = ", ".join(
        "(" + ", ".join(quoted(cell) if isinstance(cell, str) else repr(cell) for cell in row) + ")" for row in rows
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM (VALUES {values}) AS listed ({', '.join(columns)})"
    )
