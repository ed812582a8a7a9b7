"""The page of novel groups in docs is the one that the real files give."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.publish.group_findings import groups_page
from sojourn.record.opened import Record

WRITTEN = Path(__file__).parents[2] / "docs" / "findings" / "groups-2016-2018.md"


@pytest.mark.real
@pytest.mark.slow
def test_the_page_in_docs_is_generated(real: Record) -> None:
    """A page that was typed would tell what nobody counted."""
    assert groups_page(real) == WRITTEN.read_text(encoding="utf-8")
