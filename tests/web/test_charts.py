"""Which finding has which chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.findings import Finding
from sojourn.web.breaks import edges
from sojourn.web.charts import drawing_of
from sojourn.web.site import Question, Site
from tiny import tiny_folder

MONTHS = Question.of("removals", ("month",), period="FY2017")
KINDS: Mapping[str, Callable[[date], bool]] = {
    "month": lambda day: day.day == 1,
    "year": lambda day: (day.month, day.day) == (1, 1),
    "fiscal_year": lambda day: (day.month, day.day) == (10, 1),
}
"""Whether a day begins a period, by kind."""


def by_month() -> Finding:
    """The removals of the tiny record by month."""
    return Site(tiny_folder()).one(MONTHS)


def test_months_are_drawn_in_their_order_with_their_gaps() -> None:
    """Nobody left in December 2016: the place stays empty, so that the bars stand where their months are."""
    drawing = drawing_of(by_month())

    assert drawing
    assert "2016-12" not in {row[0] for row in drawing.rows}
    assert "An empty place" in drawing.svg


def test_a_hidden_count_is_hatched() -> None:
    """A guarded table has words where counts are hidden; a chart must not make zero of them."""
    found = by_month()
    hidden = replace(found, rows=tuple((row[0], "hidden", *row[2:]) if row[1] < 11 else row for row in found.rows))

    drawing = drawing_of(hidden)

    assert drawing
    assert "url(#" in drawing.svg


def test_a_table_without_periods_has_no_chart() -> None:
    """A chart of names in a row would be a ranking."""
    assert drawing_of(Site(tiny_folder()).one(Question.of("removals", ("citizenship",), period="FY2017"))) is None


def test_a_second_split_has_no_chart() -> None:
    """Two rows for one month are not one bar."""
    assert drawing_of(Site(tiny_folder()).one(Question.of("removals", ("month", "sex"), period="FY2017"))) is None


def test_lengths_of_stay_are_a_curve_and_judges_a_funnel() -> None:
    """The columns of a finding decide what is drawn."""
    found = by_month()
    stays = replace(
        found,
        columns=("figure", "exit", "at", "value", "low", "high", "stays"),
        rows=(
            ("share longer than these days", "any", 7, 0.5, 0.4, 0.6, 100),
            ("share longer than these days", "any", 30, 0.2, None, None, 100),
        ),
    )
    judges = replace(
        found,
        columns=("judge", "denied", "decisions", "share denied", "low", "high", "funnel", "note"),
        rows=(
            ("A (AAA)", 45, 50, 0.9, 0.8, 0.95, "above the 95 % limits", ""),
            ("B (BBB)", 1, 4, None, None, None, None, "too few"),
        ),
    )

    curve, funnel = drawing_of(stays), drawing_of(judges)

    assert curve
    assert curve.columns == ("days", "share longer", "low", "high")
    assert funnel
    assert [row[0] for row in funnel.rows] == ["A (AAA)"]
    assert date(2016, 11, 1) in {row[0] for row in found.rows}


def within(period: str, columns: tuple[str, ...] = (), rows: tuple[tuple[object, ...], ...] = ()) -> Finding:
    """The removals by month, as if counted in other days."""
    found = by_month()
    return replace(found, parameters={"period": period}, columns=columns or found.columns, rows=rows or found.rows)


@pytest.mark.parametrize(
    ("period", "marked"),
    [
        ("2016-11-01..2017-08-31", {}),
        ("2016-11-02..2017-08-31", {"2016-11": "counted from 2016-11-02 only"}),
        ("2016-11-01..2017-02-27", {"2017-02": "counted to 2017-02-27 only"}),
        ("2016-11-02..2016-11-29", {"2016-11": "counted from 2016-11-02 only, and counted to 2016-11-29 only"}),
        ("FY2017", {}),
    ],
)
def test_a_month_that_is_counted_in_part_is_marked(period: str, marked: dict[str, str]) -> None:
    """A release that begins or ends within a month looks like a rise or a fall."""
    assert edges(within(period)) == marked


@given(
    first=st.dates(date(2001, 1, 1), date(2030, 1, 1)), days=st.integers(0, 900), kind=st.sampled_from(sorted(KINDS))
)
def test_whole_periods_are_never_marked_and_parts_always(first: date, days: int, kind: str) -> None:
    """By the calendar, for months, calendar years and fiscal years."""
    last = first + timedelta(days=days)
    found = edges(within(f"{first}..{last}", (kind, "removals"), ((1, 1),)))
    begins, ends = KINDS[kind](first), KINDS[kind](last + timedelta(days=1))

    assert any("from" in says for says in found.values()) == (not begins)
    assert any(" to " in f" {says}" for says in found.values()) == (not ends)


def test_a_court_year_that_the_release_cuts_is_marked() -> None:
    """Its edition is the day on which it was made."""
    provenance = replace(by_month().provenance, releases=("eoir_cases/eoir@2026-07-01",))
    found = replace(within("", ("fiscal_year", "decisions"), ((2026, 1),)), provenance=provenance)

    assert edges(found) == {"2026": "the release was made on 2026-07-01"}


def test_the_break_is_dashed_and_said() -> None:
    """In words under the chart, not by the line alone."""
    drawing = drawing_of(within("2016-11-02..2017-08-31"))

    assert drawing
    assert "Dashed at 2016-11: counted from 2016-11-02 only" in drawing.svg


def test_intervals_between_pulls_are_hatched_where_they_must_not_be_used() -> None:
    """A figure that ICE's own file contradicts is no bar."""
    columns = ("first day", "last day", "days", "people a night", "may be off by", "why it must not be used")
    days = [date(2025, 6, 9), date(2025, 6, 23)]
    rows = tuple((day, day, 14, 180.0, 0.0, why) for day, why in zip(days, ("", "the file changed"), strict=True))
    found = replace(by_month(), columns=columns, rows=rows)

    drawing = drawing_of(found)

    assert drawing
    assert [row[1] for row in drawing.rows] == [180.0, "no number"]
    assert drawing_of(replace(found, rows=rows[1:])) is None


def test_waits_are_lines_with_an_arrow_where_the_end_is_not_known() -> None:
    """Three quarters may not have a decision when the release ends."""
    columns = ("who is counted", "cases", "a quarter", "half", "low", "high", "three quarters")
    rows = (("all", 100, 20, 60.0, 50.0, None, None), ("none yet", 9, None, None, None, None, None))

    drawing = drawing_of(replace(by_month(), columns=columns, rows=rows))

    assert drawing
    assert [row[0] for row in drawing.rows] == ["all"]
    assert drawing.svg.count("<polygon") == 2


def test_routes_are_drawn_for_one_facility_only() -> None:
    """Without a facility there is no hub that they lead from."""
    found = replace(
        by_month(), measure="transfers", columns=("destination", "transfers"), rows=(("B", 7), ("C", "hidden"))
    )

    drawing = drawing_of(replace(found, parameters={"origin": "A"}))

    assert drawing
    assert drawing.rows == (("B", 7),)
    assert drawing_of(replace(found, parameters={"origin": None})) is None


def test_a_funnel_has_its_limits_and_names_nobody() -> None:
    """The names stand in the table, in the order of names; the drawing orders nobody."""
    columns = ("judge", "decisions", "share denied", "funnel")
    rows = (("Doe, J. (AAA)", 100, 0.9, "above the 95 % limits"), ("Roe, R. (BBB)", 30, 0.5, "inside"))
    limits = {"funnel_limits": [[25, 0.3, 0.8, 0.2, 0.9], [120, 0.4, 0.7, 0.3, 0.8]]}

    drawing = drawing_of(replace(by_month(), columns=columns, rows=rows, details=limits))

    assert drawing
    assert drawing.svg.count("<polyline") == 4
    assert "Doe" not in drawing.svg
    assert [row[0] for row in drawing.rows] == ["Doe, J. (AAA)", "Roe, R. (BBB)"]


def test_stages_are_bars_within_what_they_are_of() -> None:
    """A hidden count has no bar, and its words say so."""
    rows = (
        ("applications", 1049, "1,049 applications"),
        ("granted", "hidden", "1,049 applications"),
        ("denied", 40, "of few"),
    )

    drawing = drawing_of(replace(by_month(), columns=("stage", "count", "of"), rows=rows))

    assert drawing
    assert drawing.rows == (("applications", 1049, 1049), ("granted", "hidden", 1049), ("denied", 40, None))
    assert "granted: hidden of 1,049" in drawing.svg


def test_days_are_drawn_day_by_day() -> None:
    """Two days of one month are two bars, and a day without a row keeps its place."""
    days = ((date(2016, 11, 2), 5), (date(2016, 11, 4), 7), (date(2016, 11, 30), 2))

    drawing = drawing_of(replace(by_month(), columns=("day", "removals"), rows=days))

    assert drawing
    assert [row[:2] for row in drawing.rows] == [("2016-11-02", 5), ("2016-11-04", 7), ("2016-11-30", 2)]
    assert "An empty place" in drawing.svg


def test_years_keep_their_places_and_a_row_without_a_year_is_named() -> None:
    """Cases of 1970 are not the year before 1986."""
    years = ((1970, 1), ("not recorded", 12), (1972, 3), (1973, 9))

    drawing = drawing_of(replace(by_month(), columns=("fiscal_year", "cases"), rows=years))

    assert drawing
    assert [row[0] for row in drawing.rows] == ["1970", "1972", "1973"]
    assert "An empty place" in drawing.svg
    assert "Rows without a period: 1" in drawing.svg


def test_of_many_years_the_latest_waits_are_drawn_and_of_many_courts_none() -> None:
    """The first twelve of an alphabet say nothing."""
    columns = ("cases", "a quarter", "half", "low", "high", "three quarters")
    rows = tuple((year, 100, 10, 20, 15, 25, 30) for year in range(2000, 2020))

    of_years = drawing_of(replace(by_month(), columns=("fiscal_year", *columns), rows=rows))
    of_courts = drawing_of(replace(by_month(), columns=("court", *columns), rows=rows))

    assert of_years
    assert [row[0] for row in of_years.rows] == [str(year) for year in range(2008, 2020)]
    assert of_courts is None


def test_days_of_several_years_have_a_table_alone() -> None:
    """A thousand bars would be a blur of a hundred kilobytes."""
    days = tuple((date(2016, 1, 1) + timedelta(days=7 * at), 5) for at in range(60))

    assert drawing_of(replace(by_month(), columns=("day", "removals"), rows=days)) is None
