"""The invented record of printed figures, open (see printed_figures.py)."""

from __future__ import annotations

import pytest

from measures.refuge.printed_figures import printed_record
from sojourn.record.opened import Record


@pytest.fixture(scope="session")
def printed() -> Record:
    """The record of printed figures."""
    return printed_record()
