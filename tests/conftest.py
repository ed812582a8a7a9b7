"""Fixtures that several parts of the tests share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from invented import removal, removals, write_removals
from sojourn.errors import SojournError
from sojourn.reading.limits import Job, Limits
from sojourn.reading.raw import sha256_of
from sojourn.record.court import build as court_build
from sojourn.record.opened import Record
from sojourn.record.worker import FileReport, read_file
from tiny import tiny_record

Read = Callable[..., FileReport]

os.environ["COLUMNS"] = "100"  # a text is wrapped alike wherever the tests run

settings.register_profile("sojourn", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sojourn")  # timings never decide a test


@pytest.fixture(scope="session")
def real_files() -> Path:
    """The folder of real published files; the test is skipped where there is none."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("SOJOURN_FILES") or beside)
    if not (folder / "ice").is_dir():
        pytest.skip(f"no real files in {folder} (set SOJOURN_FILES)")
    return folder


@pytest.fixture(scope="session")
def tiny() -> Record:
    """The tiny invented record, open (see tests/tiny.py)."""
    return tiny_record()


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a file as a worker does, but inside this process."""

    def _read(path: Path, limits: Limits | None = None) -> FileReport:
        return read_file(path, sha256_of(path), tmp_path / "parts" / path.name, limits or Limits())

    return _read


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Where a record goes; it does not exist yet."""
    return tmp_path / "record"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder for input files."""
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


@pytest.fixture
def two_years(files: Path) -> Path:
    """Two files of one request, one with a row that is refused."""
    write_removals(files / "fy2016.csv.gz", [*removals(40), removal({"Departed Date": "never"})])
    write_removals(files / "fy2017.csv", removals(30, 2017), 2017)
    return files


@pytest.fixture
def workers_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers of a court release run inside this process, which is faster and sees what a test changes."""

    def _run_all(jobs: Sequence[Job[Any]], *_: object) -> Iterator[tuple[int, Any]]:
        for index, job in enumerate(jobs):
            try:
                yield index, job.call(*job.arguments)
            except SojournError as error:
                yield index, error

    monkeypatch.setattr(court_build, "run_all", _run_all)
