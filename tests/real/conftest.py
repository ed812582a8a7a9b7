"""The record of the real published files, built once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sojourn.record.build import build
from sojourn.record.opened import Record


@pytest.fixture(scope="session")
def real(real_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """The record of every file about arrests, detention, removals and flights."""
    folder = tmp_path_factory.mktemp("real")
    build(folder, [real_files / "ice", real_files / "flights"], keep_going=True)
    record = Record(folder)
    yield record
    record.close()
