"""Where the immigration courts hear people of a facility: links with their evidence, checked against the lists.

ICE's codes and the courts' codes have nothing in common but sometimes three letters. A link stands only with
evidence, and is refused where a list of facilities puts the facility in another state or city.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sojourn.measures.facilities.places import Place, places_of
from sojourn.record.opened import Record
from sojourn.shipped import rows_of


@dataclass(frozen=True)
class CourtLink:
    """A hearing location of the courts and the facility it stands for; the code is empty where none is known."""

    facility_code: str
    hearing_location: str
    label: str
    city: str
    state: str
    evidence: str
    source: str


@cache
def court_links() -> tuple[CourtLink, ...]:
    """Every hearing location that was looked at, linked or not, with the evidence or the reason."""
    path = Path(__file__).parent / "court_locations.csv"
    return tuple(CourtLink(**row) for row in rows_of(path))


def links_of(record: Record, code: str) -> list[tuple[CourtLink, str]]:
    """The links of a facility code, each with the reason why it is refused (empty: it stands)."""
    places = places_of(record, code)
    return [(link, contradiction(link, places)) for link in court_links() if link.facility_code == code]


def contradiction(link: CourtLink, places: tuple[Place, ...]) -> str:
    """Why a link cannot be: a list of facilities puts the facility in another state or city; empty where none does."""
    for place in places:
        for name, linked, listed in (("state", link.state, place.states), ("city", link.city, place.cities)):
            if linked and listed and linked.upper() not in listed:
                return f"{place.release} puts the facility in the {name} {' or '.join(listed)}, the link in {linked}"
    return ""
