"""From stints to movements: on which days each person begins to count and no longer counts, each person once."""

from __future__ import annotations

from collections.abc import Sequence

from sojourn.engine.connect import listed, quoted
from sojourn.tables.custody.steps import COUNTED, WHO, Step, texts

_SCOPES = {"facility": "person, facility_code", "country": "person"}
_CONVENTIONS = ("midnight", "any_time")


def movement_steps() -> Sequence[Step]:
    """The temporary tables from `stint_path` to `stint_moves`."""
    return (
        Step("scope_value", f"SELECT unnest({listed(sorted(_SCOPES))})", of_values=True),
        Step("convention_value", f"SELECT unnest({listed(sorted(_CONVENTIONS))})", of_values=True),
        *(Step(f"held_by_{scope}", _held_days(scope)) for scope in _SCOPES),
        Step("stint_spans", _spans(), frees=tuple(f"held_by_{scope}" for scope in _SCOPES)),
        Step("stint_moves", _movements(), frees=("stint_spans",)),
    )


def _held_days(scope: str) -> str:
    """For each counted stint the day on which it begins to count, the first on which it no longer does, and both of
    those before it: of the same person, in the same facility where the scope says so.

    The one-day stint counts at some time of its day, and at no midnight.
    """
    whose = f"PARTITION BY {_SCOPES[scope]}"
    before = f"""({whose} ORDER BY book_in, until NULLS LAST, facility_code NULLS LAST, stay, stint_number
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"""
    ends = ", ".join(
        f"max({name}) OVER {before} AS {name}_before, max({name}) OVER ({whose}) AS {name}_at_last"
        for name in _CONVENTIONS
    )
    return f"""
        WITH days AS (
            SELECT person, stay, stint_number, book_in, until, {", ".join(COUNTED)}, CAST(book_in AS DATE) AS came,
                coalesce(CAST(until AS DATE), DATE 'infinity') AS ended,
                CASE WHEN came < ended THEN ended END AS midnight, ended + 1 AS any_time
            FROM stint_path WHERE held IS NOT NULL)
        SELECT person, {", ".join(COUNTED)}, came, {", ".join(_CONVENTIONS)}, count(*) OVER ({whose}) AS several, {ends}
        FROM days"""


def _spans() -> str:
    """For each scope and convention the days on which each person begins to count and no longer counts, each once."""
    return " UNION ALL ".join(
        f"SELECT CAST({quoted(scope)} AS scope_value) AS scope, "
        f"CAST({quoted(convention)} AS convention_value) AS convention, * FROM ({select})"
        for scope in _SCOPES
        for convention in _CONVENTIONS
        for select in _united(scope, convention)
    )


def _united(scope: str, convention: str) -> Sequence[str]:
    """Spans of one person that overlap or touch are one, described by its first stint; most people have one only."""
    facility = "facility_code" if scope == "facility" else "NULL AS facility_code"
    shown = f"{facility}, {', '.join(WHO)}"
    begins = f"{convention} IS NOT NULL AND ({convention}_before IS NULL OR came > {convention}_before)"
    end = f"lead({convention}_before) OVER (PARTITION BY {_SCOPES[scope]} ORDER BY came)"
    return (
        f"SELECT came, {convention} AS gone, {shown} FROM held_by_{scope} WHERE several = 1 AND {convention} IS NOT NULL",
        f"""SELECT came, coalesce({end}, {convention}_at_last) AS gone, {shown}
            FROM held_by_{scope} WHERE several > 1 AND {begins}""",
    )


def _movements() -> str:
    """Who came and who is gone, counted by day and group."""
    group = f"scope, convention, {', '.join(COUNTED)}"
    return f"""
        SELECT {group}, date, count(*) FILTER (WHERE comes) AS came, count(*) FILTER (WHERE NOT comes) AS gone
        FROM (
            SELECT {group}, came AS date, true AS comes FROM stint_spans
            UNION ALL SELECT {group}, gone, false FROM stint_spans WHERE isfinite(gone)) AS moves
        GROUP BY {group}, date"""


def movement_rows() -> str:
    """The rows of `detention_movements`, in the order in which a question about one facility reads them."""
    order = ", ".join(("scope", "convention", "facility_code", "date", *WHO))
    return f"""
        SELECT {texts(("scope", "convention"))}, date, {texts(COUNTED)}, came, gone
        FROM (SELECT * FROM stint_moves ORDER BY {order}) AS sorted"""
