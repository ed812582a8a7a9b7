"""Which finding has which chart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sojourn.findings import Finding
from sojourn.web.charts import drawing_of
from sojourn.web.site import Question, Site
from tiny import tiny_folder

MONTHS = Question.of("removals", ("month",), period="FY2017")


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
