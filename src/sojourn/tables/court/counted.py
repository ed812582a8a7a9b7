"""Decisions and completions of a release counted when it is built, so that a page adds up some hundred rows of a small table.

Each of these tables counts by what one kind of page is about: a court, a judge, a nationality, or all three where only the
decisions are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sojourn.engine.connect import quoted
from sojourn.tables.court.derived import COURT_COMPLETIONS, COURT_DECISIONS, FIRST_CHARGING, GRANTS, LAST_CASE_TYPES
from sojourn.tables.declare import Column, Table

_ATTRIBUTION = Column(
    "attribution", "code", "own: by the own proceeding of each application; last: by the last one of its case"
)
_JUDGE = Column("judge", "code", "judge of that proceeding")
_COURT = Column("court", "code", "court (base city) of that proceeding", "place")
_NATIONALITY = COURT_DECISIONS.column("nationality")
_HEARD = (
    Column("completion_year", "year", "US federal fiscal year in which the judge completed it", "day"),
    Column("detained_place", "yes_no", "whether its hearing location is, by its name, a place of detention"),
    *(COURT_DECISIONS.column(name) for name in ("represented", "decision", "other_relief")),
)
"""What every count of decisions stands apart by."""
_DEFINED = (
    *(COURT_DECISIONS.column(name) for name in ("last_of_case", "last_decided_of_case", "last_case_type")),
    Column("charged_since_1997", "yes_no", "whether the charging document is of 1 October 1997 or later"),
)
"""What only some definitions of a decision ask for."""
_APPLICATIONS = Column("applications", "integer", "rows of court_decisions that are so and were completed")


def _counted(name: str, words: str, grain: str, sides: Sequence[Column]) -> Table:
    """A table of decisions by both attributions; an application is counted once under each that was completed."""
    return Table(
        name=name,
        title=f"The rows of court_decisions counted{words}",
        grain=f"one row per attribution, {grain}, fiscal year and everything else that a definition asks of a row",
        columns=(_ATTRIBUTION, *sides, *_HEARD, *_DEFINED, _APPLICATIONS),
        mandatory=("attribution", "applications"),
        compact=True,
    )


COURT_DECISIONS_COUNTED = _counted(
    "court_decisions_counted", ", so that a page about all courts reads some ten thousand rows", "court", (_COURT,)
)
COURT_DECISIONS_BY_JUDGE = _counted(
    "court_decisions_counted_by_judge",
    " by judge, so that a page about a judge reads some hundred of them",
    "judge and court",
    (_JUDGE, _COURT),
)
COURT_DECISIONS_BY_NATIONALITY = _counted(
    "court_decisions_counted_by_nationality",
    " by nationality, so that a page about one reads some hundred of them",
    "nationality",
    (_NATIONALITY,),
)

COURT_DECISIONS_ALIKE = Table(
    name="court_decisions_alike",
    title="Decisions on asylum counted by what makes cases alike, so that judges of a court are soon compared",
    grain="one row per attribution, court, judge and nationality, fiscal year, custody, representation, letter and other relief",
    columns=(_ATTRIBUTION, _COURT, _JUDGE, _NATIONALITY, *_HEARD, _APPLICATIONS),
    mandatory=("attribution", "applications"),
    compact=True,
)
"""By the own proceeding every application that was granted, denied or given other relief; by the last one of its case the
applications alone that the definition by the last of each case counts."""

COURT_COMPLETIONS_BY_JUDGE = Table(
    name="court_completions_counted_by_judge",
    title="The completed rows of court_completions counted by judge, so that a page about one reads some hundred of them",
    grain="one row per judge, court, fiscal year, step, order and absence",
    columns=(
        *(COURT_COMPLETIONS.column(name) for name in ("judge", "court")),
        Column("completion_year", "year", "US federal fiscal year of the completion", "day"),
        *(COURT_COMPLETIONS.column(name) for name in ("step", "ordered_removed", "in_absentia")),
        Column("proceedings", "integer", "rows of court_completions that are so"),
    ),
    mandatory=("proceedings",),
    compact=True,
)

DECISIONS_COUNTED: Final = (COURT_DECISIONS_COUNTED, COURT_DECISIONS_BY_NATIONALITY, COURT_DECISIONS_BY_JUDGE)
"""The tables of decisions by both attributions, the smallest first."""
COUNTED: Final = (*DECISIONS_COUNTED, COURT_DECISIONS_ALIKE, COURT_COMPLETIONS_BY_JUDGE)
"""Every table of this module; each is sorted by its columns as they stand."""
_DECIDED: Final = (*GRANTS, "D")
"""The letters of grants and denials."""


def counted_decisions(table: Table, decisions: str) -> str:
    """The rows of one of `DECISIONS_COUNTED`, from those of `court_decisions`."""
    at = table.columns.index(_HEARD[0])
    sides = " UNION ALL ".join(
        f"""SELECT '{side}' AS attribution, {_apart(side, [column.name for column in table.columns[1:at]])},
            {", ".join(column.name for column in _DEFINED[:-1])},
            coalesce(charging_date >= {FIRST_CHARGING}, false) AS charged_since_1997
        FROM {decisions} WHERE {side}_completion_date IS NOT NULL"""
        for side in ("own", "last")
    )
    return f"(SELECT *, count(*) AS applications FROM ({sides}) AS completed GROUP BY ALL)"


def decisions_alike(decisions: str) -> str:
    """The rows of `court_decisions_alike`, from those of `court_decisions`."""
    own, last = (f"decision IN ({', '.join(map(quoted, letters))})" for letters in ((*_DECIDED, "L"), _DECIDED))
    last = f"last_of_case AND last_case_type IN {LAST_CASE_TYPES} AND charging_date >= {FIRST_CHARGING} AND {last}"
    sides = " UNION ALL ".join(
        f"""SELECT '{side}' AS attribution, {_apart(side, ("court", "judge", "nationality"))} FROM {decisions}
        WHERE {side}_completion_date IS NOT NULL AND {kept}"""
        for side, kept in (("own", own), ("last", last))
    )
    return f"(SELECT *, count(*) AS applications FROM ({sides}) AS decided GROUP BY ALL)"


def completions_by_judge(completions: str) -> str:
    """The rows of `court_completions_counted_by_judge`, from those of `court_completions`."""
    return f"""(
        SELECT judge, court, CAST(us_fiscal_year(completion_date) AS SMALLINT) AS completion_year, step, ordered_removed,
            in_absentia, count(*) AS proceedings
        FROM {completions} WHERE completion_date IS NOT NULL GROUP BY ALL)"""


def _apart(side: str, names: Sequence[str]) -> str:
    """The columns that a count begins with: what it is by, and `_HEARD`."""
    by = [name if name == "nationality" else f"{side}_{name} AS {name}" for name in names]
    year = f"CAST(us_fiscal_year({side}_completion_date) AS SMALLINT) AS completion_year"
    told = (column.name for column in _HEARD[2:])
    return ", ".join((*by, year, f"{side}_detained_place AS detained_place", *told))
