"""Counts from a CSV file: what is absent is unknown, and what is wrong has its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.draw.simulation.counts import Counts, read_counts
from sojourn.errors import SojournError, UnreadableFile

HEAD = "series,month,nationality,count\n"


def written(folder: Path, text: str | bytes) -> Path:
    """A file of counts."""
    path = folder / "counts.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_counts_are_read_by_series_month_and_nationality(tmp_path: Path) -> None:
    """An empty nationality is all of them."""
    counts = read_counts(written(tmp_path, HEAD + 'ports,2023-07,Russia,120\nports,2023-07,,"1,450"\n\n'))

    assert counts == Counts({("ports", "2023-07", "RUSSIA"): 120, ("ports", "2023-07", "TOTAL"): 1450})
    assert (counts.get("ports", "2023-08"), counts.sum("ports", ["2023-07", "2023-08"])) == (None, None)
    assert (counts.months("ports"), counts.nationalities("ports")) == (["2023-07"], ["RUSSIA"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "columns"),
        ("month,series,nationality,count\n", "columns"),
        (HEAD + "ports,2023-13,RUSSIA,1\n", "row 2"),
        (HEAD + "sea,2023-07,RUSSIA,1\n", "row 2"),
        (HEAD + "ports,2023-07,RUSSIA\n", "row 2"),
        (HEAD + "ports,2023-07,RUSSIA,-1\n", "whole number"),
        (HEAD + "ports,2023-07,RUSSIA,X\n", "whole number"),
        (HEAD + "ports,2023-07,RUSSIA,\u0661\n", "whole number"),
        (HEAD + "ports,2023-07,RUSSIA,1\nports,2023-07,russia,2\n", "row 3.*twice"),
        (b"\xff\xfe", "UTF-8"),
        (HEAD + '"open\n', "CSV"),
    ],
)
def test_what_is_no_count_is_refused(tmp_path: Path, text: str | bytes, said: str) -> None:
    """A bar must not be judged by what was misread."""
    with pytest.raises(SojournError, match=said):
        read_counts(written(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With its path."""
    with pytest.raises(UnreadableFile, match=r"none\.csv"):
        read_counts(tmp_path / "none.csv")
