"""Files that people write: what is not as it must be is refused where it stands."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from sojourn.errors import BadClaims
from sojourn.reading.entries import Entry, read_entries


def entry(folder: Path, text: str) -> Entry:
    """The top of a file with this text."""
    path = folder / "file.toml"
    path.write_text(text, encoding="utf-8")
    return read_entries(path, BadClaims, "see the page")


def test_one_day_is_a_range_of_itself(tmp_path: Path) -> None:
    """Whoever knows the day need not write it twice."""
    expected = (date(2025, 8, 27), date(2025, 8, 27))

    assert entry(tmp_path, "days = 2025-08-27").days("days") == expected


def test_two_times_are_a_range(tmp_path: Path) -> None:
    """An evening is from six to midnight."""
    expected = (datetime(2025, 8, 27, 18), datetime(2025, 8, 27, 23, 59))

    given = entry(tmp_path, "arrived = [2025-08-27T18:00:00, 2025-08-27T23:59:00]").times("arrived")

    assert given == expected


def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    """No day is not the first day of the calendar, and no number is not 0."""
    top = entry(tmp_path, "")

    assert (top.day("a"), top.days("b"), top.times("c"), top.whole("d")) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "method", "message"),
    [
        ('x = "2025-08-27"', "day", "no date: '2025-08-27'"),
        ("x = 2025-08-27T10:00:00", "day", "no date"),
        ("x = 2025-08-27T10:00:00", "days", "no date"),
        ("x = [2025-08-27]", "days", "has 1 entries"),
        ("x = [2025-08-27, 2025-08-26]", "days", "ends before it begins: 2025-08-27 to 2025-08-26"),
        ("x = 2025-08-27", "times", "no local time"),
        ("x = 2025-08-27T10:00:00Z", "times", "no local time"),
        ("x = -1", "whole", "below zero: -1"),
        ("x = 1.5", "whole", "wrong kind: 1.5"),
        ("x = true", "whole", "wrong kind: True"),
    ],
)
def test_a_value_of_another_kind_is_refused(tmp_path: Path, text: str, method: str, message: str) -> None:
    """The message names the file, the key and what to write."""
    with pytest.raises(BadClaims) as refused:
        getattr(entry(tmp_path, text), method)("x")

    assert message in str(refused.value)
    assert "'x'" in str(refused.value)
    assert str(tmp_path) in str(refused.value)


def test_a_word_that_is_no_choice_is_refused_with_the_choices(tmp_path: Path) -> None:
    """The reader of the message need not look them up."""
    with pytest.raises(BadClaims, match=r"the key 'x' is 'c'\. Choose one of 'a', 'b'"):
        entry(tmp_path, 'x = "c"').choice("x", ("a", "b"))
