"""The timeline: days in strips, size by area, kind by shape, and hatching where nobody looked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import pi
from xml.etree import ElementTree

import pytest

from sojourn.publish.drawings.svg import Drawing
from sojourn.publish.drawings.timeline import Kind, Mark, timeline

SVG = "{http://www.w3.org/2000/svg}"
KINDS = [Kind("novel", "circle", filled=True), Kind("scheduled", "bar")]
YEARS = (date(2016, 10, 1), date(2017, 9, 30))
HAITI = Mark(date(2017, 1, 17), date(2017, 1, 18), "novel", 80, "HAITI 80")
RUSSIA = Mark(date(2017, 3, 7), date(2017, 3, 7), "novel", 20, "RUSSIA 20 <script>")
GUATEMALA = Mark(date(2017, 3, 8), date(2017, 3, 8), "scheduled", 100, "GUATEMALA 100")


def drawn(*marks: Mark, covered: tuple[date, date] = YEARS, span: tuple[date, date] = YEARS) -> Drawing:
    """A timeline of some marks."""
    return timeline("Groups", marks, KINDS, span=span, covered=[covered], unit="people", notes=["A note."])


def said(drawing: Drawing, tag: str) -> dict[str, dict[str, str]]:
    """Shapes of a kind by what they say."""
    found = ElementTree.fromstring(drawing.svg).iter(SVG + tag)
    return {one[0].text or "": one.attrib for one in found if len(one) and one[0].tag == SVG + "title"}


def test_area_stands_for_size() -> None:
    """Four times the people, four times the area: twice the radius."""
    circles = said(drawn(HAITI, RUSSIA), "circle")
    areas = [pi * float(circles[one]["r"]) ** 2 for one in ("HAITI 80", "RUSSIA 20 <script>")]
    assert areas[0] / areas[1] == pytest.approx(4, rel=0.01)


def test_kinds_differ_in_shape() -> None:
    """A printer without colour loses nothing."""
    drawing = drawn(HAITI, GUATEMALA)
    assert set(said(drawing, "circle")) == {"HAITI 80"}
    assert set(said(drawing, "rect")) == {"GUATEMALA 100"}


def test_a_year_has_a_strip_and_days_outside_the_span_are_hatched() -> None:
    """An empty place there means nothing: January to September 2016 and October to December 2017."""
    drawing = drawn(HAITI)
    assert ">2016<" in drawing.svg
    assert ">2017<" in drawing.svg
    assert drawing.svg.count('fill="url(#not-covered)"') == 1 + 2


def test_days_that_nobody_covered_are_hatched() -> None:
    """One more stretch: the days after June."""
    drawing = drawn(HAITI, covered=(date(2016, 10, 1), date(2017, 6, 30)))
    assert drawing.svg.count('fill="url(#not-covered)"') == 1 + 2
    widths = [
        float(one.attrib["width"])
        for one in ElementTree.fromstring(drawing.svg).iter(SVG + "rect")
        if "not-covered" in one.attrib.get("fill", "")
    ]
    assert widths[-1] == pytest.approx(184 / 366 * 304, abs=0.01)


def test_a_gap_between_covered_days_is_hatched() -> None:
    """The source paused in March."""
    spans = [(date(2016, 10, 1), date(2017, 2, 28)), (date(2017, 4, 1), date(2017, 9, 30))]
    drawing = timeline("Groups", [HAITI], KINDS, span=YEARS, covered=spans, unit="people")
    assert drawing.svg.count('fill="url(#not-covered)"') == 1 + 3


def test_a_few_weeks_have_a_strip_for_each_month() -> None:
    """Else 27 days would be a smudge in a year."""
    short = (date(2025, 4, 9), date(2025, 5, 5))
    drawing = drawn(Mark(short[0], short[0], "novel", 3, "x"), span=short, covered=short)
    assert ">2025-04<" in drawing.svg
    assert ">2025-05<" in drawing.svg
    assert ">2025-06<" not in drawing.svg


def test_the_table_has_every_mark_by_day() -> None:
    """Who cannot see the drawing reads the same."""
    drawing = drawn(GUATEMALA, HAITI)
    assert drawing.columns == ("first day", "last day", "kind", "people", "what")
    assert drawing.rows == (
        (date(2017, 1, 17), date(2017, 1, 18), "novel", 80, "HAITI 80"),
        (date(2017, 3, 8), date(2017, 3, 8), "scheduled", 100, "GUATEMALA 100"),
    )


def test_equal_marks_give_equal_bytes() -> None:
    """In whatever order they come."""
    assert drawn(HAITI, RUSSIA, GUATEMALA) == drawn(GUATEMALA, RUSSIA, HAITI)


def test_a_name_is_written_where_it_covers_nothing() -> None:
    """Of two marks side by side, the larger one is named; nothing is printed over another."""
    small = replace(RUSSIA, day=date(2017, 1, 20), last=date(2017, 1, 20), name="A LONG NAME OF A SMALL ONE")
    svg = drawn(replace(HAITI, name="HAITI"), small).svg
    assert ">HAITI</text>" in svg
    assert "A LONG NAME" not in svg


def test_no_mark_is_a_drawing_too() -> None:
    """Nothing found in days that were covered is a result."""
    assert "0 marks from 2016-10-01 to 2017-09-30" in drawn().svg


def test_hostile_text_stays_text() -> None:
    """What a mark says comes from a file."""
    assert "<script" not in drawn(RUSSIA).svg
