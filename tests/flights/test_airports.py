"""A code means one place, whichever list it is from; a code of no list stays what it is and is reported."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sojourn.errors import UnknownName
from sojourn.flights.airports import aliases, code_of, distance_km, find, haversine_km, is_us, nearest, resolve


@pytest.mark.parametrize("code", ["KIWA", "AZA", "IWA", " kiwa "])
def test_mesa_is_one_airport_under_three_codes(code: str) -> None:
    """ICE writes IWA, airlines AZA, pilots KIWA; IATA's own IWA lies in Russia."""
    found = resolve(code)

    assert (found.code, found.country, found.zone) == ("KIWA", "US", "America/Phoenix")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("SPIM", "SPJC"),
        ("LYPR", "BKPR"),
        ("UTTT", "UZTT"),
        ("MHSC", "MHPR"),
        ("VDPP", "VDTI"),
        ("FZZA", "FZAA"),
        ("KPBI", "KDJT"),
    ],
)
def test_an_old_code_is_read_as_the_one_that_replaced_it(old: str, new: str) -> None:
    """Files of ten years use codes that no list has any more; what was not fully checked says so."""
    found = resolve(old, date(2018, 5, 1))

    assert found.code == new
    assert "only partly verified" in found.note


def test_every_alias_names_an_airport_and_a_source() -> None:
    """A list with a slip of the pen would lose flights."""
    assert all(find(alias.code) is not None and alias.source for alias in aliases().values())


def test_a_code_of_no_list_is_an_error_that_names_near_ones() -> None:
    """A slip of the pen is answered with what was probably meant."""
    with pytest.raises(UnknownName, match="no airport has the code 'KAEZ'"):
        resolve("KAEZ")


def test_a_code_of_no_list_is_kept_where_rows_are_read() -> None:
    """A flight to an unknown place is still a flight."""
    assert code_of("offairport") == "OFFAIRPORT"
    assert find("OFFAIRPORT") is None


def test_a_code_of_two_places_says_so() -> None:
    """IATA's AAA lies in Polynesia, the FAA's in Illinois."""
    assert "also the FAA's identifier" in resolve("AAA").note


def test_territories_are_of_the_united_states_and_guantanamo_is_not() -> None:
    """A flight to San Juan removes nobody."""
    assert [is_us(code) for code in ("TJSJ", "PGUM", "06MO", "MUGM", "MGGT", "OFFAIRPORT")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


def test_the_way_from_alexandria_to_guatemala_city_has_its_length() -> None:
    """Great circle of some 1,860 km; an unknown end has no length."""
    assert distance_km("KAEX", "MGGT") == pytest.approx(1860, abs=15)
    assert distance_km("KAEX", "OFFAIRPORT") == 0


def test_the_sphere_is_near_the_ellipsoid() -> None:
    """What is said of the difference must hold."""
    for one, other in (("KAEX", "MGGT"), ("KIWA", "HECA"), ("KMSP", "KELP")):
        here, there = resolve(one), resolve(other)
        places = np.array([[here.latitude], [here.longitude], [there.latitude], [there.longitude]])

        sphere = haversine_km(places[0], places[1], (places[2], places[3]))[0]

        assert sphere == pytest.approx(distance_km(one, other), rel=0.0056)


def test_the_nearest_airport_of_a_point_on_the_field_is_that_field() -> None:
    """Ends of legs are found so."""
    field = resolve("KAEX")

    places, away = nearest().of(np.array([field.latitude + 0.01]), np.array([field.longitude]))

    assert nearest().codes[places[0]] == "KAEX"
    assert away[0] == pytest.approx(1.1, abs=0.1)
