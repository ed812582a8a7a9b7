"""Work in Python ends at its deadline, and without one it goes on."""

from __future__ import annotations

import pytest

from sojourn.engine.deadline import Deadline
from sojourn.errors import LimitReached


def test_work_whose_time_is_up_is_stopped() -> None:
    """The error says what to do."""
    with pytest.raises(LimitReached, match="took too long") as stopped:
        Deadline(0).check()

    assert stopped.value.todo == "ask for less at once"


def test_work_goes_on_until_then() -> None:
    """The command line gives no deadline: somebody waits for the answer."""
    Deadline().check()
    Deadline(60).check()
