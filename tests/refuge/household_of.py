"""Invented households that several tests tell."""

from __future__ import annotations

from datetime import date
from typing import Any

from sojourn.refuge.determination import decide
from sojourn.refuge.document import document
from sojourn.refuge.facts import household

LAW_DAY = date(2026, 6, 15)
CROSSED = {
    "label": "the one who asks",
    "claim_place": "inland",
    "came_from_us": True,
    "nationality": ["RU"],
    "entry": [{"day": date(2026, 6, 1), "at": "between_ports"}],
    "needs_visa_for_canada": True,
    "decision": "ineligible",
    "notice_day": date(2026, 6, 15),
}
"""Between ports on 1 June, a claim on 15 June: day 14."""
AT_PORT = {
    "label": "the sister",
    "claim_place": "at_port_of_entry",
    "came_from_us": True,
    "arrival_at": "land_port",
    "arrival_day": LAW_DAY,
    "relative": [{"relation": "sibling", "in_canada": True, "status": "citizen"}],
}
"""At a land port with a brother who is a citizen."""
HELD = {
    "came_from_us": True,
    "arrival_at": "land_port",
    "claim_place": "at_port_of_entry",
    "claim_elsewhere": [{"country": "US", "day": date(2025, 1, 2), "confirmed": True}],
}
"""At a land port after a claim in the United States, nobody in Canada."""


def told(
    *people: dict[str, Any], language: str = "en", law_day: date = LAW_DAY, unstated: str = "no"
) -> dict[str, Any]:
    """The document of a household."""
    return document(decide(household({"unstated": unstated, "person": list(people)}), law_day), language)


def one(person: dict[str, Any], **how: Any) -> dict[str, Any]:
    """The document's only person."""
    found = told(person, **how)["people"][0]
    assert isinstance(found, dict)
    return found


def ground(person: dict[str, Any], paragraph: str) -> dict[str, Any]:
    """One ground of a person that was told."""
    return next(ground for ground in person["grounds"] if ground["paragraph"] == paragraph)


def follows(person: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What follows for a person that was told, by id."""
    return {one["id"]: one for topic in person["consequences"] for one in topic["follows"]}
