"""One country under the names of several publishers: ICE's spelling, and the code of three letters of refugee statistics."""

from __future__ import annotations

import csv
from functools import cache

from sojourn.sources.declare import FOLDER, vocabulary


def countries() -> list[str]:
    """The countries as ICE spells them."""
    return sorted(set(vocabulary("country").standard.values()))


def origins() -> list[str]:
    """The countries, as ICE spells them, that refugee statistics name too."""
    return [one for one in countries() if origin_of(one)]


@cache
def origin_of(country: str) -> str:
    """The code under which refugee statistics name a country that ICE spells so; empty where they do not name it."""
    named = {name.upper(): code for name, code in vocabulary("origin").standard.items()}
    code = _codes().get(country, "")
    return code if code in named.values() else named.get(country, "")


@cache
def _codes() -> dict[str, str]:
    """ISO 3166 codes of three letters by ICE's spelling."""
    with (FOLDER / "vocabularies" / "country.csv").open(encoding="utf-8", newline="") as file:
        return {row["standard"]: row["iso3"] for row in csv.DictReader(file, strict=True) if row["iso3"]}
