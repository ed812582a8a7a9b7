"""The tiny invented record, open (see tests/tiny.py)."""

from __future__ import annotations

import pytest

from sojourn.record.opened import Record
from tiny import tiny_record


@pytest.fixture(scope="session")
def tiny() -> Record:
    """The tiny record."""
    return tiny_record()
