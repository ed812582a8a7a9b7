"""SVG from parts: nothing that comes from data can become markup."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.publish.drawings.svg import WIDTH, Drawing, document, element, label, number, paragraphs, text


@given(st.text(max_size=200))
def test_any_text_stays_text(content: str) -> None:
    """A call sign such as `<script>` is read back as it was, and the drawing is well-formed XML."""
    read = ElementTree.fromstring(element("text", text(content), note=content))
    assert list(read) == []
    assert set(read.attrib) == {"note"}
    assert len((read.text or "").replace("\n", "")) == len(content.replace("\r", "").replace("\n", ""))


def test_what_xml_forbids_is_replaced() -> None:
    """A null byte in a file would make the drawing unreadable."""
    assert text("a\x00b\ud800") == "a\ufffdb\ufffd"


@pytest.mark.parametrize(
    ("value", "expected"), [(1.0, "1"), (0.125, "0.12"), (-0.001, "0"), (12.5, "12.5"), (100, "100"), ("#fff", "#fff")]
)
def test_a_number_is_written_one_way(value: float | str, expected: str) -> None:
    """Equal drawings have equal bytes."""
    assert number(value) == expected


def test_a_drawing_has_title_and_description_for_those_who_hear_it() -> None:
    """And names both, so that every reader of screens finds them."""
    read = ElementTree.fromstring(document("A title", "What it shows", 50, [label(1, 2, "x")]))
    title, description = read[0], read[1]
    assert (title.text, description.text) == ("A title", "What it shows")
    assert read.attrib["aria-labelledby"] == f"{title.attrib['id']} {description.attrib['id']}"
    assert read.attrib["role"] == "img"


def test_a_drawing_asks_nobody_for_anything() -> None:
    """No script, no style sheet, no address but the name of the format."""
    drawn = document("t", "d", 50, [])
    assert drawn.count("http") == 1
    assert 'xmlns="http://www.w3.org/2000/svg"' in drawn


def test_texts_are_wrapped_to_the_paper() -> None:
    """A long note is not cut off; at 320 pixels a letter is still 9 pixels high."""
    drawn, below = paragraphs(0, ["word " * 40])
    assert len(drawn) == 4
    assert below == 4 * 14
    assert 10.5 * 320 / WIDTH > 9


def test_a_table_stands_under_the_drawing() -> None:
    """Who cannot see it reads the same; a cell cannot become markup or a formula."""
    drawing = Drawing("T <1>", "<svg/>", ("what",), (("=1+1",), ("<b>",), (None,)))
    assert "<td>&lt;b&gt;</td>" in drawing.figure()
    assert "<caption>T &lt;1&gt;</caption>" in drawing.figure()
    assert drawing.as_csv().splitlines()[:3] == ["what", "'=1+1", "<b>"]
