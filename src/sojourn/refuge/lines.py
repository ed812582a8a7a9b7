"""Lines of text for a terminal."""

from __future__ import annotations

import textwrap
from typing import Final

WIDTH: Final = 100


def wrapped(text: str, indent: int = 0, first: str | None = None, *, width: int = WIDTH) -> str:
    """The text in lines of a width, indented; `first` is what the first line begins with instead."""
    start = " " * indent if first is None else first
    # a day such as 2026-10-05 is not broken over two lines
    return textwrap.fill(
        text,
        width,
        initial_indent=start,
        subsequent_indent=" " * indent,
        break_on_hyphens=False,
        break_long_words=False,
    )
