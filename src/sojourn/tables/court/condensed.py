"""Small tables made of those of one release: each holds what one kind of question needs, so that a page reads little.

`court_completions_counted` counts proceedings, `court_waits` cases with an asylum application by how long they waited,
and `court_last_bonds` keeps the bond proceeding of each case that was decided last.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sojourn.engine.connect import quoted
from sojourn.tables.court.declare import court_tables
from sojourn.tables.court.derived import COURT_COMPLETIONS, COURT_DECISIONS, GRANTS
from sojourn.tables.declare import Column, Table

SIDES: Final = ("court", "nationality")
"""What proceedings are counted by; once by each, since both together would leave nearly every row as it is."""

COURT_COMPLETIONS_COUNTED = Table(
    name="court_completions_counted",
    title="The rows of court_completions counted, so that a page about a court or a nationality reads some thousand rows",
    grain="one row per court or nationality, fiscal year, step and everything else that a measure asks of a proceeding",
    columns=(
        Column(
            "counted_by",
            "code",
            "court or nationality: each proceeding is counted once by its court, once by the other",
        ),
        COURT_COMPLETIONS.column("step"),
        *(
            replace(
                COURT_COMPLETIONS.column(side),
                meaning=f"{COURT_COMPLETIONS.column(side).meaning}, in rows counted by {side}; absent in all others",
            )
            for side in SIDES
        ),
        Column(
            "completion_year", "year", "US federal fiscal year of the completion; absent where it is pending", "day"
        ),
        *(
            COURT_COMPLETIONS.column(name)
            for name in (
                *("case_type", "custody", "detained_place", "ordered_removed", "in_absentia"),
                *("closed_before", "represented"),
            )
        ),
        Column("proceedings", "integer", "rows of court_completions that are so"),
    ),
    mandatory=("counted_by", "proceedings"),
    compact=True,
)

COURT_LAST_BONDS = Table(
    name="court_last_bonds",
    title="The last decision on bond of each case",
    grain="one row per case with a decided bond proceeding: that decided last; of several on one day that entered last",
    columns=(
        *(
            court_tables()["court_bonds"].table().column(name)
            for name in ("court", "judge", "completion_date", "decision", "new_bond")
        ),
    ),
    mandatory=(),
    compact=True,
)

COURT_WAITS = Table(
    name="court_waits",
    title="Cases with an asylum application by when their wait for a decision began and ended",
    grain="one row per court, nationality, kind of place and days of the wait, with the number of cases that are so",
    columns=(
        Column("court", "code", "court (base city) of the last proceeding of the case", "place"),
        replace(COURT_DECISIONS.column("last_detained_place"), name="detained_place"),
        COURT_DECISIONS.column("first_charging_date"),
        COURT_DECISIONS.column("nationality"),
        Column(
            "received_date", "date", "day on which the court received the first asylum application of the case", "day"
        ),
        Column(
            "end_date",
            "date",
            "day of the first grant or denial of asylum; without one, the day on which the last of all applications ended "
            "otherwise; absent where one is open",
            "day",
        ),
        Column("decided", "yes_no", "whether asylum was ever granted or denied"),
        Column("cases", "integer", "cases that are so"),
    ),
    mandatory=("decided", "cases"),
    compact=True,
)

COURT_WAITS_BY_NATIONALITY = Table(
    name="court_waits_by_nationality",
    title="The cases of court_waits counted by nationality alone, from the charging document",
    grain="one row per nationality and days of the wait, with the number of cases that are so",
    columns=tuple(
        COURT_WAITS.column(name) for name in ("nationality", "end_date", "decided", "first_charging_date", "cases")
    ),
    mandatory=("decided", "cases"),
    compact=True,
)

CONDENSED: Final = (COURT_COMPLETIONS_COUNTED, COURT_WAITS, COURT_WAITS_BY_NATIONALITY, COURT_LAST_BONDS)
"""Every table of this module; each is sorted by its columns as they stand."""

DECIDED: Final = f"decision IN ({', '.join(map(quoted, (*GRANTS, 'D')))})"
"""Asylum was granted or denied."""
OPEN: Final = "(decision IS NULL OR decision IN ('T', 'R', 'S'))"
"""Nothing yet, moved with the case, reserved, or closed without an end: the person may still get a decision."""


def counted_completions(completions: str) -> str:
    """The rows of `court_completions_counted`, from those of `court_completions`."""
    told = ", ".join(column.name for column in COURT_COMPLETIONS_COUNTED.columns[5:-1])
    sides = " UNION ALL ".join(
        f"""SELECT {quoted(side)} AS counted_by, step,
            {", ".join(name if name == side else f"NULL AS {name}" for name in SIDES)},
            CAST(us_fiscal_year(completion_date) AS SMALLINT) AS completion_year, {told}
        FROM {completions}"""
        for side in SIDES
    )
    return f"(SELECT *, count(*) AS proceedings FROM ({sides}) AS sides GROUP BY ALL)"


def last_bonds(bonds: str) -> str:
    """The rows of `court_last_bonds`, from those of `court_bonds`."""
    return f"""(
        SELECT b.court, b.judge, b.completion_date, b.decision, b.new_bond
        FROM {bonds} AS b
        JOIN (
            SELECT same_day.case_id, max(same_day.bond_id) AS bond_id
            FROM {bonds} AS same_day
            JOIN (
                SELECT case_id, max(completion_date) AS latest FROM {bonds}
                WHERE completion_date IS NOT NULL GROUP BY case_id
            ) AS ended ON ended.case_id = same_day.case_id AND ended.latest = same_day.completion_date
            GROUP BY same_day.case_id
        ) AS chosen ON chosen.bond_id = b.bond_id)"""


def waits(decisions: str) -> str:
    """The rows of `court_waits`, from those of `court_decisions`, in which a case has one last proceeding.

    Of a case that a release prints twice, the first court and nationality by alphabet stand, and not one of them by chance.
    """
    return f"""(
        SELECT court, detained_place, first_charging_date, nationality, received_date,
            coalesce(decided_day, ended_day) AS end_date, decided_day IS NOT NULL AS decided, count(*) AS cases
        FROM (
            SELECT min(last_court) AS court, min(last_detained_place) AS detained_place,
                min(first_charging_date) AS first_charging_date, min(nationality) AS nationality,
                min(received_date) AS received_date, min(CASE WHEN {DECIDED} THEN own_completion_date END) AS decided_day,
                CASE WHEN count(CASE WHEN {OPEN} THEN 1 END) = 0 THEN max(own_completion_date) END AS ended_day
            FROM {decisions} WHERE case_id IS NOT NULL GROUP BY case_id) AS waited
        GROUP BY ALL)"""


def waits_by_nationality(waits: str) -> str:
    """The rows of `court_waits_by_nationality`, from those of `court_waits`."""
    names = [column.name for column in COURT_WAITS_BY_NATIONALITY.columns[:-1]]
    return f"(SELECT {', '.join(names)}, CAST(sum(cases) AS BIGINT) AS cases FROM {waits} GROUP BY ALL)"
