"""Runs of the command line inside this process."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner, Result

from sojourn.cli import main
from tiny import tiny_folder


def run(*words: str, record: bool = False) -> Result:
    """A run of `sojourn`; with `record`, on the tiny record."""
    where = ["--record", str(tiny_folder())] if record else []
    return CliRunner().invoke(main, [*words, *where])


def document(result: Result) -> dict[str, Any]:
    """The one document on standard output."""
    read = json.loads(result.stdout)
    assert isinstance(read, dict)
    return read
