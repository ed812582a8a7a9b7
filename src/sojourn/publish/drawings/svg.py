"""SVG put together from small parts: what comes from data is escaped on the way in, and equal input gives equal bytes.

A drawing is 360 units wide and its texts are 10 high, but for the letters in shapes, so that it can be read on a telephone
320 pixels wide.
"""

from __future__ import annotations

import csv
import io
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Any, Final, NewType

from sojourn.findings import harmless

Markup = NewType("Markup", str)
"""Text that is XML already; `element` and `text` alone make it."""

WIDTH: Final = 360
SHOWN: Final = 720
"""Pixels across where nothing else is asked for."""
SIZE: Final = 10.5
LINE: Final = 14.0
INK, PALE, PAPER = "#1a1a1a", "#d9dadb", "#ffffff"
BLUE = "#2b6391"
"""Bars of one series: dark enough to stand alone in grey."""
HALO: Final[Mapping[str, str | float]] = {
    "stroke": PAPER,
    "stroke_width": 2.2,
    "paint_order": "stroke",
    "stroke_linejoin": "round",
}
"""Looks of a text that stands on other things: edged with paper."""
_LETTER: Final = 0.53
"""Mean width of a letter of a common sans serif, as a share of its size (Liberation Sans and DejaVu Sans measured)."""
_NOT_XML: Final = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""What XML 1.0 forbids even when escaped. Source: W3C, Extensible Markup Language 1.0, section 2.2."""
_PLAIN: Final = re.compile(r"[\w .,:;#()%+/-]*", re.ASCII)
"""Nearly all that stands in a drawing: nothing in it could be markup."""


@dataclass(frozen=True)
class Drawing:
    """A drawing with the table that says the same: `svg` stands alone, `columns` and `rows` are what it was drawn from."""

    title: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def as_csv(self) -> str:
        """The table as CSV; cells cannot become formulas."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([harmless(cell) for cell in row] for row in self.rows)
        return out.getvalue()

    def figure(self) -> str:
        """An HTML figure: the drawing, and its table under it, for a page."""
        head = "".join(f'<th scope="col">{escaped(name)}</th>' for name in self.columns)
        body = "".join(f"<tr>{''.join(f'<td>{escaped(_cell(cell))}</td>' for cell in row)}</tr>" for row in self.rows)
        table = f"<table><caption>{escaped(self.title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f"<figure>{self.svg}<figcaption><details open><summary>Table</summary>{table}</details></figcaption></figure>"


def escaped(content: str) -> str:
    """Text that cannot become markup, in an element or in an attribute; characters that XML forbids become U+FFFD."""
    return content if _PLAIN.fullmatch(content) else escape(_NOT_XML.sub("\ufffd", content))


def element(name: str, *children: Markup, **attributes: str | float) -> Markup:
    """An element; an underscore in the name of an attribute stands for its hyphen."""
    listed = "".join([f' {key.replace("_", "-")}="{escaped(number(value))}"' for key, value in attributes.items()])
    return Markup(f"<{name}{listed}>{''.join(children)}</{name}>" if children else f"<{name}{listed}/>")


def text(content: str) -> Markup:
    """Text between elements."""
    return Markup(escaped(content))


def label(x: float, y: float, content: str, **attributes: str | float) -> Markup:
    """A line of text whose baseline begins at a place."""
    return element("text", text(content), x=x, y=y, **attributes)


def number(value: str | float) -> str:
    """A coordinate with at most two decimals, always written the same way; text as it is."""
    if isinstance(value, str):
        return value
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def across(content: str, size: float = SIZE) -> float:
    """About how wide a text is."""
    return len(content) * size * _LETTER


def paragraphs(y: float, notes: Iterable[str], *, strong: bool = False) -> tuple[list[Markup], float]:
    """Texts wrapped to the width of the drawing, from a height down; and the height below them."""
    letters = int((WIDTH - 12) / (SIZE * _LETTER))
    weight = {"font_weight": "bold"} if strong else {}
    drawn = []
    for note in notes:
        for line in textwrap.wrap(note, letters):
            y += LINE
            drawn.append(label(6, y, line, **weight))
    return drawn, y


def document(title: str, description: str, height: float, parts: Sequence[Markup]) -> str:
    """A whole SVG on white paper, with title and description for those who hear it read."""
    name = "d" + sha256(f"{title}\0{description}\0{''.join(parts)}".encode(errors="replace")).hexdigest()[:10]
    tall = float(round(height))
    paper = element("rect", width=WIDTH, height=tall, fill=PAPER)
    drawn = element(
        "svg",
        element("title", text(title), id=f"{name}-title"),
        element("desc", text(description), id=f"{name}-desc"),
        paper,
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {number(tall)}",
        width=SHOWN,
        height=tall * SHOWN / WIDTH,
        style="max-width:100%;height:auto",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        font_family="Liberation Sans, Arial, Helvetica, sans-serif",
        font_size=SIZE,
        fill=INK,
    )
    return drawn + "\n"


def _cell(cell: Any) -> str:
    return "" if cell is None else str(cell)
