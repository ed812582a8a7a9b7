"""Which entries of a release's list a name means: exactly that name, else the one entry that it can mean and no other.

A part of a name is enough only where nothing else has it. A country that the list does not have is never answered by
another one whose name holds its name (NETHERLANDS and NETHERLANDS ANTILLES): which names are of one country stands in
`sources/vocabularies/country.csv`, and of a court only the town is its name, not the state behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from sojourn.sources.declare import vocabulary

_BETWEEN_WORDS = re.compile(r"[\W_]+")


@lru_cache(maxsize=8192)
def normal_name(name: str) -> str:
    """A name as it is compared: case, punctuation and runs of blanks do not count."""
    return _BETWEEN_WORDS.sub(" ", name.casefold()).strip()


def meant(what: str, text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The codes of the entries that a name means; none where it means no entry, or where it may mean several.

    Args:
        what: judge, court or nationality; one judge may have several codes.
        text: the name.
        known: code to label of the list.
    """
    name = normal_name(text)
    exact = tuple(code for code, label in known.items() if normal_name(label) == name)
    if not name or (exact and (what == "judge" or len(exact) == 1)):
        return exact if name else ()
    if what == "nationality" and (country := country_of(text)):
        return _alone(tuple(code for code, label in known.items() if country_of(label) == country))
    holding = {normal_name(label) for label in known.values() if _holds(what, label, name)}
    if len(holding) != 1 or (what == "nationality" and len(_countries(name)) > 1):
        return ()
    codes = tuple(code for code, label in known.items() if normal_name(label) in holding)
    return codes if what == "judge" else _alone(codes)


def beside(codes: tuple[str, ...], known: Mapping[str, str]) -> tuple[str, ...]:
    """Other codes under which a list has the countries of some codes: an earlier name, or the same one twice."""
    countries = {country for code in codes if (country := country_of(known.get(code, "")))}
    return tuple(code for code, label in known.items() if code not in codes and country_of(label) in countries)


def country_of(name: str) -> str:
    """The country that a name is of, as ICE spells it; empty where the vocabulary does not have the name."""
    return _names().get(normal_name(name), "")


def _alone(codes: tuple[str, ...]) -> tuple[str, ...]:
    return codes if len(codes) == 1 else ()


def _holds(what: str, label: str, name: str) -> bool:
    """Whether an entry has every word of a name; of a court, the name has its town or a part of that."""
    asked, whole = set(name.split()), set(normal_name(label).split())
    if what != "court" or "," not in label:
        return asked <= whole
    town = set(normal_name(label.rpartition(",")[0]).split())
    return asked <= town or town <= asked <= whole


def _countries(name: str) -> frozenset[str]:
    """The countries one of whose names has every word of a name."""
    words = set(name.split())
    return frozenset(country for spelt, country in _names().items() if words <= set(spelt.split()))


@cache
def _names() -> Mapping[str, str]:
    """Every name of a country, as names are compared, to the country."""
    return dict(_pairs())


def _pairs() -> Iterator[tuple[str, str]]:
    for published, country in vocabulary("country").standard.items():
        yield normal_name(published), country
        yield normal_name(country), country
