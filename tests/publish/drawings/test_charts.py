"""Charts: a number by period, how long people stay, and shares against the number that they are of."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from sojourn.publish.drawings.axes import amounts
from sojourn.publish.drawings.funnel import Unit, funnel_plot
from sojourn.publish.drawings.series import Step, series
from sojourn.publish.drawings.stay_band import Held, stay_band
from sojourn.publish.drawings.svg import Drawing

HOSTILE = '"><script>alert(1)</script>'
SVG = "{http://www.w3.org/2000/svg}"


def drawings(text: str) -> list[Drawing]:
    """One of each kind, with a text from data wherever there can be one."""
    return [
        series(text, [Step(text, 1.0), Step("b", None)], {text: text}, warnings=[text], notes=[text]),
        stay_band([Held(7, 0.5, 0.4, 0.6), Held(30, 0.2, 0.1, 0.3)], warnings=[text], notes=[text]),
        funnel_plot(text, text, [Unit(text, 10, 0.5, text)], warnings=[text], notes=[text]),
    ]


@pytest.mark.parametrize("drawing", drawings(HOSTILE))
def test_a_hostile_name_is_drawn_as_text(drawing: Drawing) -> None:
    """Names come from files that others wrote."""
    tags = {one.tag.removeprefix(SVG) for one in ElementTree.fromstring(drawing.svg).iter()}

    assert "script" not in tags


@pytest.mark.parametrize(("one", "other"), list(zip(drawings("x"), drawings("x"), strict=True)))
def test_equal_input_gives_equal_bytes(one: Drawing, other: Drawing) -> None:
    """A publication can be made again and compared."""
    assert one.svg == other.svg


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (0, [0, 1]),
        (1, [0, 0.5, 1]),
        (3, [0, 1, 2, 3]),
        (30, [0, 10, 20, 30]),
        (100, [0, 50, 100]),
        (948.6, [0, 500, 1000]),
    ],
)
def test_an_axis_has_round_amounts(most: float, expected: list[float]) -> None:
    """A reader must be able to read a bar off the axis; halves of a person are not counted."""
    assert amounts(most) == expected


def test_a_period_without_a_number_is_hatched_and_one_without_a_row_is_empty() -> None:
    """Zero, hidden and not in the table are three things."""
    steps = [Step("2017-01", 0.0), Step("2017-02", None), Step("2017-03", None, listed=False), Step("2017-04", 3.0)]

    drawing = series("removals", steps)

    assert drawing.rows == (
        ("2017-01", 0.0, None, None),
        ("2017-02", "no number", None, None),
        ("2017-04", 3.0, None, None),
    )
    assert drawing.svg.count("url(#") == 1
    assert "Hatched: no number, which is not zero." in drawing.svg
    assert "An empty place: the table has no row for it." in drawing.svg


def test_a_break_between_releases_is_marked_and_said() -> None:
    """A step from one release to the next is no step of the world."""
    drawing = series("held", [Step("2023-09", 5.0), Step("2023-10", 9.0)], {"2023-10": "another release begins"})

    assert "stroke-dasharray" in drawing.svg
    assert "Dashed at 2023-10: another release begins" in drawing.svg


def test_what_lies_outside_a_funnel_has_another_shape() -> None:
    """Colour alone says nothing to whoever does not see it."""
    drawing = funnel_plot(
        "share denied", "decisions", [Unit("A", 40, 0.9, "above the 95 % limits"), Unit("B", 40, 0.5, "inside")]
    )

    assert drawing.svg.count("<polygon") == 1
    assert [row[0] for row in drawing.rows] == ["A", "B"]
