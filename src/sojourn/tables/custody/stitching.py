"""From rows to stays: people and stays are numbered, repeated rows flagged, and stints put in the order of their stay.

Every step gives the same rows whatever the order of its input. Rules: docs/custody.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from sojourn.tables.custody.steps import ATTRIBUTES, Rules, Step
from sojourn.tables.custody.stints import DETENTION_STINTS

BOND = ("bond_posted_date", "bond_posted_amount", "bond_set_date", "bond_set_amount")
"""What may differ between rows that are otherwise the same: a bond is entered later."""
_REPEATED = {
    "facility": ("facility_code",),
    "reason": ("release_reason", "stay_release_reason"),
    "citizenship": ("citizenship",),
    "sex": ("sex",),
    "criminality": ("criminality",),
}
"""Types of few values and their columns: numbers are sorted and grouped three times as fast as texts."""


_KEPT = (
    "book_in, book_out, stay_book_in, stay_book_out, facility_code, release_reason, stay_release_reason, "
    + ", ".join(ATTRIBUTES)
)


def stitching_steps(stints: str, end: str, rules: Rules) -> Sequence[Step]:
    """The temporary tables up to `stint_path`: every row in its stay, and how the rows of a stay follow each other."""
    return (
        *(Step(f"{name}_value", _values(stints, columns), of_values=True) for name, columns in _REPEATED.items()),
        Step("stint_sheets", _sheets(stints)),
        Step("stint_people", _people(stints)),
        Step("stint_rows", _rows(stints), frees=("stint_people",)),
        Step("stint_starts", _starts(rules.gap_hours)),
        Step("stint_stays", _numbered_stays()),
        Step("stint_placed", _placed(), frees=("stint_rows", "stint_starts", "stint_stays")),
        Step("stint_alike", _alike()),
        Step("stint_flags", _flags(stints), frees=("stint_alike",)),
        Step("stint_untils", _untils(rules)),
        Step("stint_path", _path(end, rules), frees=("stint_placed", "stint_untils")),
    )


def _sheets(stints: str) -> str:
    """Every sheet with its number, so that a row's place is one whole number."""
    return f"""
        SELECT file, sheet, row_number() OVER (ORDER BY file, sheet) AS sheet_number
        FROM (SELECT DISTINCT file, sheet FROM {stints}) AS sheets"""


def _people(stints: str) -> str:
    return f"""
        SELECT person_key, row_number() OVER (ORDER BY person_key) AS person
        FROM (SELECT DISTINCT person_key FROM {stints} WHERE person_key IS NOT NULL) AS people"""


def _values(stints: str, columns: Sequence[str]) -> str:
    """Every value of some columns in the order of the alphabet, which becomes the order of the type."""
    each = " UNION ".join(f"SELECT {name} AS value FROM {stints} WHERE {name} IS NOT NULL" for name in columns)
    return f"SELECT value FROM ({each} UNION SELECT '') AS given ORDER BY value"


def _rows(stints: str) -> str:
    """The rows with what is needed of them; each one without an id becomes a person, numbered by what it says."""
    typed = ", ".join(f"CAST({name} AS {kind}_value) AS {name}" for kind, names in _REPEATED.items() for name in names)
    cells = f"""s.* REPLACE ({typed}), sheet_number * {2**40} + line AS place,
        coalesce(stay_book_out_absence = 'blank', false) AS stay_book_out_blank"""
    columns = f"place, person, has_id, stay_book_out_blank, {_KEPT}"
    return f"""
        WITH placed AS (SELECT {cells} FROM {stints} AS s JOIN stint_sheets USING (file, sheet))
        SELECT {columns} FROM (SELECT *, true AS has_id FROM placed JOIN stint_people USING (person_key)) AS known
        UNION ALL
        SELECT {columns} FROM (
            SELECT *, (SELECT count(*) FROM stint_people) + row_number() OVER (ORDER BY {_KEPT}, place) AS person,
                false AS has_id
            FROM placed WHERE person_key IS NULL) AS unknown"""


def _starts(gap_hours: int) -> str:
    """For each row the moment with which its stay begins: as published, else by the gap in front of it.

    Rows of one moment are judged together, by what ended before them, so their order does not matter.
    """
    earlier = "(PARTITION BY person ORDER BY book_in RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE GROUP)"
    return f"""
        WITH ended AS (
            SELECT place, person, book_in,
                max(coalesce(book_out, TIMESTAMP 'infinity')) OVER {earlier} AS earlier_out
            FROM stint_rows WHERE stay_book_in IS NULL)
        SELECT place, max(CASE WHEN earlier_out IS NULL OR book_in > earlier_out + INTERVAL {gap_hours} HOUR
            THEN book_in END) OVER (PARTITION BY person ORDER BY book_in) AS start
        FROM ended"""


def _numbered_stays() -> str:
    """Stays in the order in which they began; a published beginning and a stitched one are never one stay."""
    return """
        SELECT person, start, stitched, row_number() OVER (ORDER BY start, person, stitched) AS stay
        FROM (
            SELECT DISTINCT person, stay_book_in AS start, false AS stitched FROM stint_rows WHERE stay_book_in IS NOT NULL
            UNION ALL
            SELECT DISTINCT person, start, true AS stitched FROM stint_starts JOIN stint_rows USING (place)) AS stays"""


def _placed() -> str:
    """The rows with the number of their stay."""
    return """
        SELECT r.*, stay FROM stint_rows AS r
        JOIN stint_stays AS s ON s.person = r.person AND s.start = r.stay_book_in AND NOT s.stitched
        UNION ALL
        SELECT r.*, stay FROM stint_rows AS r JOIN stint_starts AS b USING (place)
        JOIN stint_stays AS s ON s.person = r.person AND s.start = b.start AND s.stitched"""


def _alike() -> str:
    """Rows with an id that share person, stay, facility and day of book-in with another: all that may be repeated."""
    together = "stay, facility_code, CAST(book_in AS DATE)"
    return f"""
        SELECT p.* FROM stint_placed AS p
        JOIN (SELECT stay, facility_code, CAST(book_in AS DATE) AS day FROM stint_placed WHERE has_id
            GROUP BY {together} HAVING count(*) > 1) AS several
        ON several.stay = p.stay AND several.day = CAST(p.book_in AS DATE)
            AND several.facility_code IS NOT DISTINCT FROM p.facility_code"""


def _flags(stints: str) -> str:
    """The rows that may repeat another, under our rules and under those of the Deportation Data Project.

    Rows are identical if every published cell is, bonds aside; a cell that is withheld and one that is blank differ.
    Of rows with one start the one with the latest end is kept, an open one only if all are open.
    """
    cells = ", ".join(
        f"s.{name}, s.{name}_absence"
        for name in (column.name for column in DETENTION_STINTS.columns)
        if name not in BOND
    )
    said = ", ".join(("book_out DESC NULLS LAST", "release_reason", "stay_release_reason", *ATTRIBUTES, "place"))
    return f"""
        WITH again AS (
            SELECT a.*, row_number() OVER (PARTITION BY {cells} ORDER BY a.place) > 1 AS identical
            FROM stint_alike AS a
            JOIN stint_sheets AS h ON h.sheet_number = a.place // {2**40}
            JOIN {stints} AS s ON s.file = h.file AND s.sheet = h.sheet AND s.line = a.place % {2**40}
        ), ranked AS (
            SELECT *,
                row_number() OVER (PARTITION BY identical, stay, facility_code, book_in ORDER BY {said}) AS of_start,
                row_number() OVER (
                    PARTITION BY identical, stay, facility_code, CAST(book_in AS DATE) ORDER BY place DESC) AS of_day
            FROM again)
        SELECT place, CASE WHEN identical THEN 'identical' WHEN of_start > 1 THEN 'same start' END AS duplicate,
            identical OR of_day > 1 AS ddp_duplicate
        FROM ranked WHERE identical OR of_start > 1 OR of_day > 1"""


def _left_out(rules: Rules) -> str:
    return "ddp_duplicate" if rules.duplicates == "ddp" else "duplicate IS NOT NULL"


def _untils(rules: Rules) -> str:
    """For each row without a book-out: the earlier of that of the stay and the next book-in of the stay, if any."""
    return f"""
        WITH unended AS (
            SELECT place, stay, book_in FROM stint_placed WHERE book_out IS NULL
        ), outs AS (
            SELECT stay, max(stay_book_out) AS stay_out FROM stint_placed
            WHERE stay IN (SELECT stay FROM unended) GROUP BY stay
        ), later AS (
            SELECT o.place, min(p.book_in) AS next_in FROM unended AS o
            JOIN stint_placed AS p ON p.stay = o.stay AND p.book_in > o.book_in
            ANTI JOIN (SELECT place FROM stint_flags WHERE {_left_out(rules)}) AS f ON f.place = p.place
            GROUP BY o.place)
        SELECT o.place, least(CASE WHEN stay_out >= book_in THEN stay_out END, next_in) AS until
        FROM unended AS o JOIN outs USING (stay) LEFT JOIN later USING (place)"""


def _path(end: str, rules: Rules) -> str:
    """Every row in its stay, with its number, and for those that are counted how they follow each other."""
    said = ", ".join(
        ("book_in", "until", "facility_code", "book_out", "release_reason", *ATTRIBUTES, "duplicate", "ddp_duplicate")
    )
    stay = "(PARTITION BY stay ORDER BY book_in, until NULLS LAST, facility_code NULLS LAST)"
    before = stay.removesuffix(")") + " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    return f"""
        WITH flagged AS (
            SELECT p.*, coalesce(p.book_out, u.until) AS until, f.duplicate,
                coalesce(f.ddp_duplicate, false) AS ddp_duplicate,
                CASE WHEN book_out = book_in THEN 'zero' WHEN book_out < book_in THEN 'negative' END AS length
            FROM stint_placed AS p LEFT JOIN stint_untils AS u USING (place) LEFT JOIN stint_flags AS f USING (place)
        ), ended AS (
            SELECT *, {_left_out(rules)} AS left_out,
                CASE WHEN length IS DISTINCT FROM 'negative' THEN coalesce(until, greatest({end}, book_in)) END AS ends
            FROM flagged
        ), following AS (
            SELECT *, row_number() OVER {stay} AS stint_number, lag(facility_code) OVER {stay} AS facility_before,
                max(ends) OVER {before} AS ends_before
            FROM ended WHERE NOT left_out
        ), measured AS (
            SELECT *, epoch_us(book_in) - epoch_us(ends_before) AS gap, epoch_us(ends) - epoch_us(book_in) AS held
            FROM following)
        SELECT * EXCLUDE (gap, ends_before),
            CASE WHEN held IS NOT NULL AND gap >= 0 THEN gap END AS gap,
            CASE WHEN held IS NOT NULL THEN CASE WHEN gap < 0 THEN least(held, -gap) ELSE 0 END END AS overlap
        FROM measured
        UNION ALL BY NAME
        SELECT *, row_number() OVER (PARTITION BY stay ORDER BY {said}) AS left_out_number FROM ended WHERE left_out"""
