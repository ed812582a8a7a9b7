"""Beacons of the tests are invented, but for those of test_real_beacon.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from draw.kit.clinics import Clock, clinic, with_invented_beacons
from sojourn.draw.kit.store import Kit


@pytest.fixture
def clock() -> Clock:
    """A clock that stands on an invented Monday morning."""
    return Clock()


@pytest.fixture
def kit(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kit]:
    """A new kit of an invented clinic, whose beacons are invented."""
    with_invented_beacons(monkeypatch)
    with clinic(tmp_path, clock) as made:
        yield made
