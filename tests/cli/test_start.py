"""How the command line starts: what reads files begins at once for a build, and for nothing else."""

from __future__ import annotations

import sys

import pytest

from sojourn import __main__ as entry
from sojourn import cli
from sojourn.reading import limits


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was begun, in order; neither readers nor commands really are."""
    told: list[str] = []
    monkeypatch.setattr(limits, "prepare", lambda: told.append("readers"))
    monkeypatch.setattr(cli, "main", lambda: told.append("command"))
    return told


def test_readers_start_before_the_command_that_builds(begun: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """They load their modules while the command loads its own."""
    monkeypatch.setattr(sys, "argv", ["sojourn", "build", "--files", "data"])

    entry.main()

    assert begun == ["readers", "command"]


@pytest.mark.parametrize("words", [[], ["--help"], ["ask", "removals"], ["build", "--help"], ["serve", "-h"]])
def test_a_command_that_builds_nothing_starts_no_readers(
    words: list[str], begun: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question must not pay for a process that reads nothing."""
    monkeypatch.setattr(sys, "argv", ["sojourn", *words])

    entry.main()

    assert begun == ["command"]
