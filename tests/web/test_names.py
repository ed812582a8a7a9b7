"""One country under the names of several publishers."""

from __future__ import annotations

import pytest

from sojourn.sources.declare import vocabulary
from sojourn.web.names import countries, origin_of, origins


@pytest.mark.parametrize(
    ("country", "code"),
    [("RUSSIA", "RUS"), ("CHINA, PEOPLES REPUBLIC OF", "CHN"), ("BELARUS", "BLR"), ("USSR", ""), ("NOWHERE", "")],
)
def test_a_country_has_its_code_in_refugee_statistics_or_none(country: str, code: str) -> None:
    """A state that is no more must not become one of its successors."""
    assert origin_of(country) == code


def test_every_country_that_can_be_chosen_is_a_known_origin() -> None:
    """A choice of a form that the measure refuses is a dead end."""
    known = set(vocabulary("origin").standard.values())

    assert {origin_of(one) for one in origins()} <= known
    assert set(origins()) < set(countries())
