"""Search over places, in any alphabet and with errors: queries as people type them, and what each of them means."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sojourn.lookalike
from sojourn.engine.connect import connect, records
from sojourn.record.opened import Record
from sojourn.sources.declare import vocabulary
from sojourn.web.asked import Asked, Page
from sojourn.web.names import OTHER_NAMES, countries, names_of
from sojourn.web.render import environment, frame
from sojourn.web.search import Finder, Place, _airports, _facilities, found, places, search
from sojourn.web.sound import latin, misspelt, words_heard
from sojourn.words.spoken import words
from tiny import tiny_record
from web.visit import Visit, texts

COURTS = """ADE Adelanto, CA; ATL Atlanta, GA; ATD Atlanta Detained, GA; AUR Aurora, CO; BAL Baltimore, MD; BOS Boston, MA; BUF Buffalo, NY;
CHI Chicago, IL; CLE Cleveland, OH; CON Conroe, TX; DAL Dallas, TX; DEN Denver, CO; DET Detroit, MI; ELO Eloy, AZ; ELP El Paso, TX;
HLG Harlingen, TX; HOU Houston, TX; JNA Jena, LA; KRO Krome, FL; LOS Los Angeles, CA; LUM Lumpkin, GA; MEM Memphis, TN; MIA Miami, FL;
NOL New Orleans, LA; NYC New York City, NY; OAK Oakdale, LA; OTE Otero, NM; PHI Philadelphia, PA; SAJ San Juan, PR; SEA Seattle, WA;
SFR San Francisco, CA; SNA San Antonio, TX; TAC Tacoma, WA; TUC Tucson, AZ"""
MEANT = {
    "en": {
        "Allen Parrish": "APPSCLA", "allenparish": "APPSCLA", "winn correctional": "LAWINCI", "Win corectional center": "LAWINCI",
        "basille": "BASILLA", "south louisiana": "BASILLA", "jenatla": "JENATLA", "Alexandria staging": "JENATLA",
        "detention center in Adelanto": "ADLNTCA", "Stuart detention center": "STWRTGA", "okdale": "OAK", "court in New Orleans": "NOL",
        "Pine Prarie": "PINEPLA", "Richwod": "RWCCMLA", "russai": "RUSSIA", "Kyrgystan": "KYRGYZSTAN", "Burma": "BURMA",
        "Ivory coast": "IVORY COAST", "KIEV": "UKKK", "aex": "KAEX", "Boryspil": "UKBB", "Harlingen court": "HLG", "el paso spc": "EPC",
        "Judge Quillmere": "QUI",
    },
    "ru": {
        "Россия": "RUSSIA", "росия": "RUSSIA", "Киргизия": "KYRGYZSTAN", "Белоруссия": "BELARUS", "Молдавия": "MOLDOVA",
        "США": "UNITED STATES", "Казахстан": "KAZAKHSTAN", "Голландия": "NETHERLANDS", "Алленпэриш": "APPSCLA", "Джена": "JNA",
        "тюрьма Винн": "LAWINCI", "суд в Окдейле": "OAK", "Окдейл": "OAK", "Батавия": "BTV", "Аделанто": "ADLNTCA",
        "Новый Орлеан": "NOL", "Хьюстон": "HOU", "Киев": "UKKK", "Пайн Прери": "PINEPLA", "Ричвуд": "RWCCMLA",
    },
    "fr": {
        "Russie": "RUSSIA", "Allemagne": "GERMANY", "États-Unis": "UNITED STATES", "Côte d'Ivoire": "IVORY COAST", "Biélorussie": "BELARUS",
        "Mexique": "MEXICO", "kirghizstan": "KYRGYZSTAN", "tribunal de la Nouvelle-Orléans": "NOL", "prison de Jena": "JENADLA",
        "Birmanie": "BURMA", "Haiti": "HAITI", "centre de détention d'Adelanto": "ADLNTCA", "Salvador": "EL SALVADOR",
        "Port-au-Prince": "MTPP",
    },
    "es": {
        "Rusia": "RUSSIA", "México": "MEXICO", "Mejico": "MEXICO", "Alemania": "GERMANY", "Estados Unidos": "UNITED STATES",
        "venesuela": "VENEZUELA", "Brasil": "BRAZIL", "República Dominicana": "DOMINICAN REPUBLIC", "ondurás": "HONDURAS",
        "corte de Oakdale": "OAK", "centro de detención Otay Mesa": "CCASDCA", "Nueva Orleans": "NOL", "cárcel Winn": "LAWINCI",
        "aeropuerto de Guatemala": "MGGT", "Costa de Marfil": "IVORY COAST", "Luisiana del sur": "BASILLA",
    },
}  # fmt: skip
"""Queries by the language of whoever types them, with the code of what they mean. Airports are by their ICAO codes."""


@cache
def finders() -> tuple[Finder, Finder]:
    """Countries, the facilities of the look-alike, courts, judges with invented names; and the airports."""
    with (Path(sojourn.lookalike.__file__).parent / "facilities.csv").open(encoding="utf-8", newline="") as lines:
        held = [Place("facility", one["code"], one["name"], f"{one['city']}, {one['state']}") for one in csv.DictReader(lines)]  # fmt: skip
    towns = [one.split(maxsplit=1) for one in COURTS.replace("\n", " ").split(";")]
    sitting = [Place("court", code, name.upper()) for code, name in towns]
    judges = [Place("judge", "QUI", "Quillmere, Sunniva", "OAKDALE, LA", "OAK"), Place("judge", "JAD", "Duck, John A.", "JENA, LA", "JNA")]  # fmt: skip
    named = [Place("country", one, one) for one in countries()]
    return Finder([*named, *held, *sitting, *judges]), _airports()


def codes(text: str) -> list[str]:
    """What is found for a text, by its codes."""
    return [one.code for one in found(finders(), text)]


def test_what_a_person_means_is_among_the_first_three() -> None:
    """Families type what they heard, in the letters that they have."""
    asked = [(text, code) for of_language in MEANT.values() for text, code in of_language.items()]
    missed = {text: codes(text)[:5] for text, code in asked if code not in codes(text)[:3]}

    assert len(asked) >= 60
    assert len(missed) <= 0.05 * len(asked), missed


def test_a_search_is_answered_before_anybody_notices() -> None:
    """Fifty people ask at once in a clinic."""
    asked = [text for of_language in MEANT.values() for text in of_language]
    codes("AEX")  # builds the index, and reads the list of airports
    started = process_time()
    for text in asked:
        codes(text)

    assert (process_time() - started) / len(asked) < 0.02


@pytest.mark.parametrize("text", ["", "   ", "zzzzqqq", "***", "de la", "qwrtpsdfg", "court"])
def test_nothing_is_offered_for_nothing(text: str) -> None:
    """A wrong place is worse than none."""
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code"), [("Adelanto East", "ADLNTCA"), ("lager Jena", "JNA"), ("Farmville ABCDEFG", "FRMVLVA")]
)
def test_a_word_that_is_in_no_name_hides_nothing(text: str, code: str) -> None:
    """People add what a place was called once, or what they call it."""
    assert code in codes(text)[:3]


@pytest.mark.parametrize(
    "text", ["a" * 100, "san " * 25, "de la " * 20, "international airport", "q1 w2 e3 r4 t5 y6 u7 i8 o9"]
)
def test_a_search_that_nobody_means_is_answered_as_fast(text: str) -> None:
    """Whoever writes nonsense must not keep the others waiting."""
    codes("AEX")
    started = process_time()
    codes(text)

    assert process_time() - started < 0.1


@pytest.mark.parametrize("text", ["Ivanov Ivan Ivanovich", "María Hernández López", "A 123 456 789", "Иванов Пётр"])
def test_a_person_is_not_found(text: str) -> None:
    """Whoever types a name must not read of a judge or a town as if it were an answer about a person."""
    assert not [one for one in found(finders(), text) if one.kind in {"judge", "court", "facility"}]


def test_a_judge_is_found_by_name_alone_and_within_a_court() -> None:
    """A code of two or three letters means a court or an airport."""
    [judge] = [one for one in found(finders(), "quilmere") if one.kind == "judge"]

    assert (judge.court, judge.where) == ("OAK", "OAKDALE, LA")
    assert "QUI" not in [one.code for one in found(finders(), "QUI") if one.kind == "judge"]


def test_every_country_with_other_names_is_in_the_list_of_countries() -> None:
    """A name for a country that has no page would lead nowhere."""
    assert set(OTHER_NAMES) <= set(vocabulary("country").standard.values())


def test_a_country_is_called_by_its_name_in_each_language() -> None:
    """The four languages of the site, from the lists of Unicode."""
    assert {"RUSSIA", "Россия", "Russie", "Rusia"} <= set(names_of("RUSSIA"))
    assert names_of("USSR")[0] == "USSR"


def test_places_of_the_record_are_found_once_each() -> None:
    """A facility in several releases is one place."""
    of_record = [one.code for one in places(tiny_record()) if one.kind == "facility"]

    assert len(of_record) == len(set(of_record))
    assert {"AAAAAAA", "BBBBBBB", "CCCCCCC", "EEEEEEE"} <= set(of_record)
    assert search(tiny_record(), "aaaaaaa")[0].code == "AAAAAAA"


@cache
def site() -> Visit:
    """The site over the invented record, which has no courts."""
    return Visit()


@pytest.mark.parametrize(
    ("text", "kind", "address"),
    [
        ("Rusia", "Country", "/en/nationality/RUSSIA"),
        ("bbbbbbb", "Detention facility", "/en/facility/BBBBBBB"),
        ("aex", "Airport", "/en/ask/flights_seen?airport=KAEX"),
    ],
)
def test_a_result_says_what_it_is_and_leads_to_its_page(text: str, kind: str, address: str) -> None:
    """Oakdale is a town, a court and an airport."""
    page = site().page(f"/en/search?q={text}")
    first = next(one for one in page.iter("ul") if one.attrib.get("class") == "found").find("li")

    assert first is not None
    assert texts(first).startswith(kind)
    assert [one.attrib["href"] for one in first.iter("a")] == [address]
    assert site().client.get(address).status_code == 200


def test_a_judge_leads_to_a_page_within_the_court() -> None:
    """A judge has no page without a court, and so no ranking."""
    of_judge = Place("judge", "QUI", "Quillmere, Sunniva", "OAKDALE, LA", "OAK")
    page = environment("en").get_template("search.html")
    asked = Asked(site().site, words("en"))
    text = page.render(text="", found=[of_judge], asked_for=True, **frame(Page(""), asked, "/search"))

    assert 'href="/en/court/OAK/judge/QUI"' in text
    assert "in the court OAKDALE, LA" in text


def test_an_empty_result_says_what_to_try() -> None:
    """A dead end is where people give up."""
    page = site().page("/en/search?q=zzzzqqq")

    assert "What you can try" in texts(page)
    links = [one.attrib["href"] for one in page.iter("a")]
    assert {"/en/court", "/en/facility", "/en/nationality", "/en/flights", "/en/real#no-result"} <= set(links)


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_any_text_can_be_searched_for(text: str) -> None:
    """What people paste has no rules."""
    assert len(found(finders(), text)) <= 20
    assert latin(text).isascii()
    assert all(word.isalnum() for word in words_heard(text))


def test_letters_exchanged_missing_too_many_or_wrong_are_one_error_each() -> None:
    """What a hurried hand does; of words with more errors than allowed none is found."""
    words = ["karnes", "kanres", "karns", "karness", "karmes", "kanrse", "basile"]
    assert dict(misspelt("karnes", words, 1)) == {"karnes": 0, "kanres": 1, "karns": 1, "karness": 1, "karmes": 1}
    assert dict(misspelt("karnes", words, 2))["kanrse"] == 2


class Listed:
    """A record with lists of facilities and nothing else."""

    def query(self, sql: str) -> list[dict[str, Any]]:
        """The rows of a query over two lists and a daily series that differ about two names."""
        with connect() as engine:
            columns = "AS t(facility_code, facility_name, city, state)"
            listed = "('AAA', 'WINN', 'WINNFIELD', 'LA'), ('AAA', 'ALLEN', NULL, NULL), ('BBB', 'PINE', 'EUNICE', 'LA'), ('CCC', NULL, NULL, NULL)"
            engine.execute(f"CREATE TABLE facilities AS SELECT * FROM (VALUES {listed}) {columns}")
            engine.execute(
                f"CREATE TABLE facility_days AS SELECT * FROM (VALUES ('BBB', 'PINE', '', ''), ('BBB', 'A', '', '')) {columns}"
            )
            engine.execute("CREATE TABLE detention_stints AS SELECT * FROM facility_days WHERE false")
            return records(engine, sql)


def test_a_facility_has_the_commonest_name_and_of_two_the_first_by_alphabet() -> None:
    """The same record gives the same page, however the engine comes upon the names."""
    found = [(one.code, one.name, one.where) for one in _facilities(cast(Record, Listed()))]
    assert found == [("AAA", "ALLEN", "WINNFIELD, LA"), ("BBB", "PINE", "EUNICE, LA"), ("CCC", "CCC", "")]
