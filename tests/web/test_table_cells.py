"""Cells of tables and messages as pages write them: whatever comes from data stays text."""

from __future__ import annotations

from datetime import date

import pytest
from jinja2 import DictLoader

from sojourn.web.render import environment, table_cells
from sojourn.words.said import said
from sojourn.words.spoken import words


def test_a_cell_is_written_by_its_kind() -> None:
    """Counts have the marks of the language, years none; a day is a day, and what is absent is empty."""
    columns = ("fiscal_year", "decisions", "share", "first day", "note", "represented")
    row = (2024, 12345, 0.4375, date(2024, 3, 1), None, True)
    assert table_cells(row, columns, words("en")) == (
        '<td class="number">2024</td><td class="number">12,345</td><td class="number">0.438</td>'
        '<td class="day">2024-03-01</td><td></td><td>yes</td>'
    )
    assert "12\N{NO-BREAK SPACE}345" in table_cells(row, columns, words("ru"))


def test_a_cell_cannot_become_markup() -> None:
    """Names come from files that anybody may have made."""
    assert table_cells(("<b>&",), ("judge",), words("en")) == "<td>&lt;b&gt;&amp;</td>"


def test_a_row_has_a_cell_for_each_column() -> None:
    """A cell without a column would stand under another one's name."""
    with pytest.raises(ValueError, match="zip"):
        table_cells((1, 2), ("judge",), words("en"))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_value_in_a_message_is_text_each_time(language: str) -> None:
    """The message is put into words once, its values are not."""
    made = environment(language).overlay(loader=DictLoader({"m": "{{ _('From release %(release)s.', release=name) }}"}))
    first, second = (made.get_template("m").render(name=name) for name in ("<a>", "b"))
    assert "&lt;a&gt;" in first
    assert "b" in second.replace("release", "")
    assert "&lt;a&gt;" not in second


def test_what_is_said_and_a_plain_text_are_told_apart() -> None:
    """One English text may be a message of the catalogue and a text that only looks like it; neither is told as the other."""
    made = environment("ru").overlay(loader=DictLoader({"t": "{{ text|told }}"}))
    told = [made.get_template("t").render(text=text) for text in (said("+"), "+", said("+"))]
    assert told[0] == told[2]
    assert told[0] == '<span class="spoken">+</span>'
    assert told[1] == '<span lang="en">+</span>'
