"""The files of a build: which of them are new, and what begins because of that."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.record import inputs


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A mark for each time that readers were started; none really is."""
    told: list[str] = []
    monkeypatch.setattr(inputs, "prepare", lambda: told.append("readers"))
    return told


def test_readers_start_while_a_file_that_no_build_has_seen_is_hashed(tmp_path: Path, begun: list[str]) -> None:
    """It will be read, and hashing takes a while."""
    (tmp_path / "a.csv").write_text("invented")

    inputs.hashed(tmp_path / "record", inputs.find([tmp_path / "a.csv"]))

    assert begun == ["readers"]


def test_no_reader_starts_for_files_that_a_build_has_seen(tmp_path: Path, begun: list[str]) -> None:
    """A build with nothing to read is done before a reader would have started."""
    (tmp_path / "a.csv").write_text("invented")
    (tmp_path / "record").mkdir()
    found = inputs.find([tmp_path / "a.csv"])
    _, sightings = inputs.hashed(tmp_path / "record", found)
    inputs.remember(tmp_path / "record", sightings)

    inputs.hashed(tmp_path / "record", found)

    assert begun == ["readers"]
