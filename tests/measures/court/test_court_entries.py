"""A name is answered only by the entry that it can mean: no country, court or person for another one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.measures.court.entries import beside, country_of, meant
from sojourn.record.build import build
from sojourn.record.opened import Record
from sojourn.sources.declare import vocabulary
from tiny_court import write_zip

NAMES = vocabulary("country").standard
ANTILLES = {"NA": "NETHERLANDS ANTILLES", "RU": "RUSSIA", "MX": "MEXICO"}
COURTS = {"NHV": "NEW HAVEN, NEW YORK", "JNA": "JENA, LOUISIANA", "NYC": "NEW YORK CITY, NEW YORK", "XXX": "IMMIGRATION COURT"}  # fmt: skip


@cache
def record() -> Record:
    """The small court release, whose list has the Netherlands Antilles and not the Netherlands."""
    folder = Path(mkdtemp())
    write_zip(folder / "release.zip")
    build(folder / "record", [folder / "release.zip"], invented=True)
    return Record(folder / "record")


def completions(nationality: str) -> Finding:
    """Completions of one nationality."""
    return measure("completions").ask(record(), {"nationality": nationality})


@pytest.mark.parametrize("name", ["NETHERLANDS", "Holland", "Kingdom of the Netherlands"])
def test_a_country_that_the_list_lacks_is_refused_and_not_answered_by_another(name: str) -> None:
    """The Netherlands Antilles are not the Netherlands, whatever words they share."""
    with pytest.raises(BadParameter, match="is not one nationality"):
        completions(name)


@pytest.mark.parametrize(
    ("name", "known", "codes"),
    [
        ("NETHERLANDS", ANTILLES, ()),
        ("Antilles", ANTILLES, ("NA",)),
        ("Russian Federation", ANTILLES, ("RU",)),
        ("CHINA", {"CH": "CHINA, PEOPLES REPUBLIC OF", "TW": "TAIWAN"}, ("CH",)),
        ("People's Republic of China", {"CH": "CHINA"}, ("CH",)),
        ("CHINA", {"HK": "HONG KONG SPECIAL ADMINISTRATIVE REGION OF CHINA"}, ()),
        ("GUINEA", {"PP": "PAPUA NEW GUINEA"}, ()),
        ("IRELAND", {"UK": "UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IRELAND"}, ()),
        ("Great Britain", {"UK": "UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IRELAND"}, ("UK",)),
        ("SAMOA", {"AQ": "AMERICAN SAMOA"}, ()),
        ("DOMINICA", {"DR": "DOMINICAN REPUBLIC"}, ()),
        ("Virgin Islands", {"VG": "BRITISH VIRGIN ISLANDS"}, ()),
        ("SUDAN", {"OD": "SOUTH SUDAN"}, ()),
        ("Salvador", {"ES": "EL SALVADOR"}, ("ES",)),
        ("MONTSERRAT", {"MH": "MONTSERRAT", "MS": "MONTSERRAT"}, ()),
        ("", ANTILLES, ()),
        ("'; DROP", ANTILLES, ()),
    ],
)
def test_a_nationality_is_the_one_country_that_a_name_is_of(
    name: str, known: dict[str, str], codes: tuple[str, ...]
) -> None:
    """What shares a word with another country is not that country; other spellings of one are."""
    assert meant("nationality", name, known) == codes


@given(st.sampled_from(sorted(NAMES)), st.lists(st.sampled_from(sorted(NAMES)), min_size=1, max_size=6, unique=True))
def test_no_name_of_a_country_is_answered_by_another_country(name: str, listed: list[str]) -> None:
    """Whatever a list has: an entry is taken only where both names are of one country."""
    known = {f"{at:02}": label for at, label in enumerate(listed)}

    assert {country_of(known[code]) for code in meant("nationality", name, known)} <= {country_of(name)}


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("New York", ("NYC",)),
        ("Louisiana", ()),
        ("jena", ("JNA",)),
        ("Jena Louisiana", ("JNA",)),
        ("Haven", ("NHV",)),
        ("New", ()),
        ("Court", ("XXX",)),
    ],
)
def test_a_court_is_named_by_its_town_and_not_by_its_state(name: str, codes: tuple[str, ...]) -> None:
    """The only court that a list has in a state is not the state."""
    assert meant("court", name, COURTS) == codes


def test_a_part_of_a_judges_name_is_enough_where_one_person_has_it() -> None:
    """Two of one surname are asked for by more of the name."""
    known = {"AAA": "Duck, John A.", "AAB": "Duck, John A.", "BBB": "Swan, Mary", "CCC": "Swan, Ann"}

    assert meant("judge", "duck", known) == ("AAA", "AAB")
    assert meant("judge", "swan", known) == ()
    assert meant("judge", "swan ann", known) == ("CCC",)


def test_the_finding_says_which_entry_was_taken() -> None:
    """Whoever wrote a part of a name must see what was made of it; whoever wrote it whole need not."""
    said = [one.text for one in completions("antilles").caveats]

    assert "“antilles” is taken as NETHERLANDS ANTILLES (NA), the one entry of the release's list that it can mean." in said  # fmt: skip
    assert not [one for one in completions("RUSSIA").caveats if "is taken as" in one.text]
    assert not [one for one in completions("RU").caveats if "is taken as" in one.text]


def test_an_earlier_name_of_a_country_stands_beside() -> None:
    """The courts have Zaire under a code of its own, whose cases nobody must think counted."""
    known = {"CG": "ZAIRE", "DC": "DEMOCRATIC REPUBLIC OF CONGO", "CF": "CONGO"}

    assert beside(("DC",), known) == ("CG",)
    assert beside(("CF",), known) == ()
