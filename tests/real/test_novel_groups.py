"""The novel groups of the real removal rows of fiscal years 2016 to 2018."""

from __future__ import annotations

from datetime import date

import pytest

from sojourn.measures import measure
from sojourn.record.opened import Record


@pytest.mark.real
@pytest.mark.slow
def test_the_flights_to_haiti_that_began_again_in_december_2016_are_found(real: Record) -> None:
    """Known from the news of the time; at one false alarm a year, and each with less than one in a hundred."""
    asked = {"period": "2016-12..2017-02", "citizenship": "HAITI", "release": "2019-ICFO-53623", "permutations": "100"}

    finding = measure("removal_groups").ask(real, asked)

    days = {row[1] for row in finding.rows if row[3] == "HAITI" and row[4] > 100 and row[10] < 0.01}
    assert {date(2016, 12, 5), date(2016, 12, 7), date(2016, 12, 14)} <= days
    assert finding.interval
    assert finding.interval.high - finding.interval.low == pytest.approx(90 / 365.25)
