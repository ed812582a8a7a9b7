"""Orders and notices that lie over a provision: the text stays, its effect is gone for events of some days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sojourn.refuge.case import OneCase
from sojourn.refuge.provisions import Overlay, provisions
from sojourn.refuge.truth import Known

NOTICE = Overlay(date(2026, 5, 1), date(2026, 7, 31), "an invented notice of suspension", "Canada", "invented")


def reaches(overlay: Overlay, claim: date) -> str:
    """Whether the base rule of the Agreement reaches a claim of a day, with an overlay over it."""
    agreement = replace(provisions()["IRPA 101(1)(e)"], overlays=(overlay,))
    truth = agreement.in_force(OneCase({"claim_day": claim}, date(2026, 11, 28)), 0)
    assert isinstance(truth, Known)
    return truth.answer.word


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (date(2026, 4, 30), "yes"),
        (date(2026, 5, 1), "no"),
        (date(2026, 7, 31), "no"),
        (date(2026, 8, 1), "yes"),
    ],
)
def test_a_suspended_rule_reaches_no_claim_of_its_days(claim: date, expected: str) -> None:
    """A notice under IRPR 159.7 has a first and a last day, both included."""
    assert reaches(NOTICE, claim) == expected


def test_an_order_without_an_end_lasts() -> None:
    """Until somebody writes its end."""
    assert reaches(replace(NOTICE, last=None), date(2026, 11, 28)) == "no"


def test_no_overlay_is_known_today() -> None:
    """An entry here must change the pages that say that none is known."""
    assert [one.citation for one in provisions().values() if one.overlays] == []
