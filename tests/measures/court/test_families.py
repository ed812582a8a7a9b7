"""Families decided together: what their decisions are worth in the interval, counted by hand."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

import tiny_court as court
from measures.court.asylum_court import World, asylum_record, files
from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.record.build import build
from sojourn.record.opened import Record

DENIED, GRANTED = 15, 5
"""Families of two, decided alike."""


@cache
def family_record(severed: str = "") -> Record:
    """Twenty families of two before CAT; with `severed`, parted on that day."""
    world, links = World(), []
    for number in range(DENIED + GRANTED):
        letter = "D" if number < DENIED else "G"
        lead, rider = (world.case("CAT", "JNA", "2024-03-05", [("ASYL", letter)]) for _ in range(2))
        links.append(
            {"idnLeadRider": str(number + 1), "idnLeadCase": lead, "idnRiderCase": rider, "datSeveredOn": severed}
        )
    folder = Path(mkdtemp(prefix="sojourn-families-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    made = files(world) | {"tbl_Lead_Rider.csv": court.text(court.headers_of("tbl_Lead_Rider"), links)}
    court.write_folder(folder / "EOIR Case Data 2026-0701", made)
    build(folder / "record", [folder / "EOIR Case Data 2026-0701"], invented=True)
    record = Record(folder / "record")
    atexit.register(record.close)
    return record


def asked(record: Record, **given: str) -> Finding:
    """The outcomes of judge CAT."""
    return measure("asylum_outcomes").ask(record, {"judge": "CAT", **given})


def test_families_of_two_decided_alike_are_worth_about_one_decision_each() -> None:
    """Sums of squares 15 x 0.5^2 + 5 x 1.5^2 = 15, times 20/19, by 40^2, against 0.75 x 0.25 / 39: 2.0526 times as much."""
    details = asked(family_record(), families="together").details
    assert (details["families"], details["effective_rows"], details["design_effect"]) == (20, 19.5, 2.053)


def test_the_interval_is_wider_and_the_share_the_same() -> None:
    """And it says how it came about."""
    together, apart = asked(family_record(), families="together"), asked(family_record())
    assert together.value == apart.value == 0.75
    assert together.interval
    assert apart.interval
    assert together.interval.low < apart.interval.low < apart.interval.high < together.interval.high
    assert "families decided together" in together.interval.method
    assert any("40 decisions of 20 families are worth 19 that stand alone" in one.text for one in together.caveats)


def test_cases_that_were_parted_stand_alone() -> None:
    """A link that was severed before the decision makes no family."""
    assert asked(family_record("2023-01-01"), families="together").details["families"] == 40


def test_a_release_without_links_cannot_say() -> None:
    """Not determinable, and no narrow interval instead."""
    found = asked(asylum_record(), families="together")
    assert (found.status, found.value) == ("not determinable", None)
    assert "no links of families" in found.reason


def test_withdrawn_rows_have_no_links() -> None:
    """The two parameters do not go together."""
    with pytest.raises(BadParameter, match="withdrawn rows have no links"):
        asked(family_record(), families="together", tally="with_withdrawn")
