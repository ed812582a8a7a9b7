"""The record only grows, and tells of every round once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sojourn.draw.log import Kind, Log, read_log
from sojourn.errors import BadDraw

START = datetime(2023, 8, 23, 15, 0, tzinfo=UTC)


def logged(*kinds: tuple[Kind, int]) -> Log:
    """A log of these lines, a minute apart."""
    log = Log()
    for at, (kind, number) in enumerate(kinds):
        log.add(kind, number, START + timedelta(minutes=at), f"{kind} {number}", reason="tested \u2028 apart")
    return log


def test_a_round_is_drawn_once() -> None:
    """Who may draw again draws until the result suits."""
    log = logged(("freeze", 1), ("draw", 1))

    with pytest.raises(BadDraw, match="round 1 cannot have draw"):
        log.add("draw", 1, START + timedelta(hours=1), "again")


def test_a_round_is_frozen_once() -> None:
    """A list that is frozen again is another list."""
    log = logged(("freeze", 1))

    with pytest.raises(BadDraw, match="round 1 cannot have freeze"):
        log.add("freeze", 1, START + timedelta(hours=1), "again")


@pytest.mark.parametrize(
    ("before", "then"),
    [
        ([], ("draw", 1)),
        ([], ("void", 1)),
        ([], ("freeze", 2)),
        ([("freeze", 1)], ("reassign", 1)),
        ([("freeze", 1)], ("freeze", 2)),
        ([("freeze", 1), ("void", 1)], ("draw", 1)),
        ([("freeze", 1), ("draw", 1)], ("void", 1)),
        ([("freeze", 1), ("void", 1)], ("reassign", 1)),
        ([("freeze", 1), ("draw", 1)], ("freeze", 3)),
    ],
)
def test_what_cannot_follow_is_refused(before: list[tuple[Kind, int]], then: tuple[Kind, int]) -> None:
    """No draw without a frozen list, none of a void round, and no round is left out or left open."""
    log = logged(*before)

    with pytest.raises(BadDraw, match="cannot have"):
        log.add(*then, START + timedelta(hours=1), "x")


def test_time_does_not_run_back() -> None:
    """A list that was frozen after the beacon spoke must not be entered before it."""
    log = logged(("freeze", 1))

    with pytest.raises(BadDraw, match="before the last line"):
        log.add("draw", 1, START - timedelta(seconds=1), "x")


def test_a_void_round_stays_and_the_next_follows(tmp_path: Path) -> None:
    """What went wrong is part of the record."""
    log = logged(("freeze", 1), ("void", 1), ("freeze", 2), ("draw", 2), ("reassign", 2), ("reassign", 2))
    path = tmp_path / "log.jsonl"
    path.write_bytes(log.as_bytes())

    assert read_log(path).lines == log.lines
    assert [line.kind for line in log.lines[:2]] == ["freeze", "void"]


@pytest.mark.parametrize("line", [0, 1, 2, 3])
@pytest.mark.parametrize("change", ["removed", "altered", "doubled"])
def test_an_altered_log_is_found(tmp_path: Path, line: int, change: str) -> None:
    """Each line names the one before, so none can be changed alone."""
    path = tmp_path / "log.jsonl"
    lines = logged(("freeze", 1), ("draw", 1), ("freeze", 2), ("draw", 2), ("freeze", 3)).as_bytes().splitlines(True)
    altered = {"removed": [], "altered": [lines[line].replace(b"15:0", b"14:0")], "doubled": [lines[line]] * 2}
    path.write_bytes(b"".join([*lines[:line], *altered[change], *lines[line + 1 :]]))

    with pytest.raises(BadDraw):
        read_log(path)


@pytest.mark.parametrize(
    "content", [b"\n", b"{}\n", b"[]\n", b"\xff\n", b'{"at":"x"}\n', b'{"at":3,"kind":"freeze"}\n']
)
def test_what_is_no_log_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file of a stranger gets a message."""
    path = tmp_path / "log.jsonl"
    path.write_bytes(content)

    with pytest.raises(BadDraw):
        read_log(path)


def test_a_missing_log_is_said(tmp_path: Path) -> None:
    """Without a log nothing can be verified."""
    with pytest.raises(BadDraw, match="cannot be read"):
        read_log(tmp_path / "log.jsonl")
