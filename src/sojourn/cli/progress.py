"""Progress of long work, one line at a time, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sojourn.record.build import Progress


def renew(line: str, last: bool) -> None:
    """A line of progress: on a terminal it takes the place of the one before."""
    live = sys.stderr.isatty()
    click.echo(f"\r\033[K{line[:100]}" if live else line, err=True, nl=last or not live)


def lines(mark: str = "") -> Callable[[Progress], None]:
    """One line that renews itself on a terminal; elsewhere a line for each file that gave rows. `mark` begins each."""
    live = sys.stderr.isatty()
    rows = 0

    def show(at: Progress) -> None:
        nonlocal rows
        done = f"{at.bytes_done / 1e6:,.1f} of {at.bytes / 1e6:,.1f} MB"
        read = f"read {at.files_done}/{at.files} files, {at.rows:,} rows, {done}: {at.name}"
        line = mark + (f"making the stays of {at.making}" if at.making else read)
        last = at.files_done == at.files
        if live or at.rows > rows or last:
            renew(line, last)
        rows = at.rows

    return show
