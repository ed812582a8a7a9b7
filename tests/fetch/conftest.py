"""No test waits, and none asks a proxy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fetch.court_server import Offer, archive, serving
from fetch.fetch_runs import Run
from sojourn.fetch import release


@pytest.fixture(autouse=True)
def _without_waits_and_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "WAITS", (0, 0, 0))
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def offer() -> Iterator[Offer]:
    """An archive on a server that does all that it should."""
    with serving(Offer(archive())) as served:
        yield served


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Into a folder that is not there yet."""
    return Run(tmp_path / "data")
