"""The tiny record of the ports (see tests/tiny_ports.py)."""

from __future__ import annotations

import pytest

from sojourn.record.opened import Record
from tiny_ports import ports_record


@pytest.fixture(scope="session")
def at_ports() -> Record:
    """The record."""
    return ports_record()
