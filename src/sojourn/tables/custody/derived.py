"""The derived tables of detention, from the stints of one release: what is stored of each step (rules: docs/custody.md).

Hours are added as whole microseconds, so two builds of one release write the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from sojourn.engine.connect import quoted
from sojourn.shipped import rows_of
from sojourn.tables.custody.movements import movement_rows, movement_steps
from sojourn.tables.custody.stays import DETENTION_MOVEMENTS, DETENTION_PATH, DETENTION_STAYS
from sojourn.tables.custody.steps import ATTRIBUTES, WHO, Rules, Step, texts
from sojourn.tables.custody.stitching import stitching_steps

SETTLED_ROWS = 20
"""Book-ins that make a day count as one of the release (or 1 in 100 of its rows): single days may be typing errors."""
UNKNOWN = "unknown"
_HOUR = 3_600_000_000


def settled_days(stints: str) -> str:
    """First and last day on which so many were booked in that it is no typing error; one row, `first` and `last`.

    Where most rows are on days with few others (a small release), what lies beyond the outermost rows does not count.
    """
    few = f"least({SETTLED_ROWS}, total / 100)"
    days = f"SELECT CAST(book_in AS DATE) AS day, count(*) AS rows FROM {stints} GROUP BY 1"
    return f"""
        WITH counted AS (
            SELECT day, rows, sum(rows) OVER () AS total, sum(rows) OVER (ORDER BY day) AS so_far,
                sum(rows) OVER (ORDER BY day DESC) AS to_come
            FROM ({days}) AS days
        ), judged AS (SELECT *, rows >= {few} AS settled FROM counted)
        SELECT CASE WHEN is_large THEN first_settled ELSE first_of_few END AS first,
            CASE WHEN is_large THEN last_settled ELSE last_of_few END AS last
        FROM (
            SELECT 2 * sum(rows) FILTER (WHERE settled) >= sum(rows) AS is_large,
                min(day) FILTER (WHERE settled) AS first_settled, max(day) FILTER (WHERE settled) AS last_settled,
                min(day) FILTER (WHERE so_far >= {few}) AS first_of_few,
                max(day) FILTER (WHERE to_come >= {few}) AS last_of_few
            FROM judged) AS found"""


def steps(stints: str, end: str, rules: Rules | None = None) -> Sequence[Step]:
    """The temporary tables, in their order. `end` is the SQL of the moment at which the release ends.

    `stints` has every column of `detention_stints` with its absence, and where each row comes from.
    """
    stitching = stitching_steps(stints, end, rules or Rules())
    return (*stitching, Step("held_longest", _longest()), *movement_steps())


def selects() -> Mapping[str, str]:
    """The derived tables, in the order in which they are stored, from the temporary tables."""
    return {
        DETENTION_PATH.name: _path_rows(),
        DETENTION_STAYS.name: _stay_rows(),
        DETENTION_MOVEMENTS.name: movement_rows(),
    }


def _path_rows() -> str:
    """The rows of `detention_path`: each stay with its stints in their order, then what was left out of it."""
    return f"""
        SELECT person AS person_number, stay AS stay_number, stint_number, {texts(("facility_code",))},
            book_in, book_out, until, {texts(("release_reason", *WHO))}, birth_year, duplicate, ddp_duplicate, length,
            {_hours("gap")} AS gap_hours, {_hours("overlap")} AS overlap_hours,
            CASE WHEN NOT left_out THEN coalesce(facility_code = facility_before AND gap <= {24 * _HOUR}, false) END AS rebook
        FROM (SELECT * FROM stint_path ORDER BY stay, stint_number NULLS LAST, left_out_number) AS sorted"""


def _hours(microseconds: str) -> str:
    return f"{microseconds} / {_HOUR}.0"


def _longest() -> str:
    """The facility in which most of each stay was spent; of equals the later one."""
    return """
        SELECT stay, arg_max_null(facility_code, (held, latest)) AS longest_facility FROM (
            SELECT stay, facility_code, sum(coalesce(held, 0)) AS held, max(stint_number) AS latest
            FROM stint_path WHERE NOT left_out GROUP BY stay, facility_code) AS spent
        GROUP BY stay"""


@cache
def exits() -> Mapping[str, str]:
    """Release reason, as the vocabulary spells it, to the group of exits to which it belongs."""
    return {row["reason"]: row["exit"] for row in rows_of(Path(__file__).with_name("exits.csv"))}


def _exit(reason: str) -> str:
    """The group of a reason; a transfer ends no stay, so it says as little as a reason that is missing."""
    groups = " ".join(f"WHEN {quoted(reason)} THEN {quoted(group)}" for reason, group in exits().items())
    return f"CASE {reason} {groups} ELSE {quoted(UNKNOWN)} END"


def _stay_rows() -> str:
    """The rows of `detention_stays`."""
    last = ", ".join(f"arg_max({name}, stint_number) AS {name}" for name in ATTRIBUTES)
    return f"""
        WITH gathered AS (
            SELECT person, stay, any_value(has_id) AS has_id,
                any_value(stay_book_in) AS stay_in, max(stay_book_out) AS stay_out,
                bool_or(stay_book_out_blank) AS blank,
                min(book_in) FILTER (WHERE NOT left_out) AS first_book_in,
                max(book_out) FILTER (WHERE NOT left_out) AS last_out,
                max(book_out) FILTER (WHERE held IS NOT NULL) AS last_sound_out,
                count(*) FILTER (WHERE NOT left_out AND book_out IS NULL) > 0 AS is_open,
                arg_max(stay_release_reason, stint_number) AS stay_reason,
                arg_max_null(release_reason, stint_number) AS reason,
                count(stint_number) AS stints,
                count(*) FILTER (WHERE facility_code <> facility_before) AS transfers,
                arg_min_null(facility_code, stint_number) AS first_facility,
                arg_max_null(facility_code, stint_number) AS last_facility,
                {last}, coalesce(sum(overlap), 0) AS overlap, count(*) FILTER (WHERE left_out) AS duplicates
            FROM stint_path GROUP BY person, stay
        ), closed AS (
            SELECT *, coalesce(stay_out, CASE WHEN NOT is_open THEN last_out END) AS ended,
                CASE WHEN NOT is_open THEN last_sound_out END AS last_book_out
            FROM gathered)
        SELECT person AS person_number, stay AS stay_number, coalesce(stay_in, first_book_in) AS entered, ended,
            first_book_in, last_book_out,
            CASE WHEN ended IS NOT NULL THEN {_exit("CAST(coalesce(stay_reason, reason) AS VARCHAR)")} END AS exit,
            stints, transfers, {texts(("first_facility", "longest_facility", "last_facility"))}, {texts(WHO)}, birth_year, has_id,
            {_hours("(epoch_us(first_book_in) - epoch_us(stay_in))")} AS truncated_hours,
            {_hours("(epoch_us(stay_out) - epoch_us(last_book_out))")} AS late_hours,
            CASE WHEN is_open THEN stay_out IS NOT NULL ELSE stay_out IS NULL AND blank END AS open_disagrees,
            {_hours("overlap")} AS overlap_hours, duplicates
        FROM closed JOIN held_longest USING (stay) ORDER BY stay"""
