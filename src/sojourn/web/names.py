"""One country under its names: ICE's spelling, the three letters of refugee statistics, and what people call it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from sojourn.shipped import rows_of
from sojourn.sources.declare import FOLDER, vocabulary
from sojourn.words.languages import LANGUAGES

OTHER_NAMES: Final[Mapping[str, str]] = {
    "BELARUS": "Белоруссия, Biélorussie, Bielorrusia, Byelorussia",
    "BURMA": "Бирма, Мьянма, Birmanie, Birmania, Myanmar",
    "CZECH REPUBLIC": "Чешская Республика, República Checa, République tchèque",
    "DOMINICAN REPUBLIC": "Доминикана, Dominicana",
    "IVORY COAST": "Берег Слоновой Кости, Costa de Marfil, Côte d'Ivoire",
    "KYRGYZSTAN": "Киргизстан, Кыргызстан, Kirghizistan, Kirghizie, Kirguizistán",
    "MOLDOVA": "Молдавия, Moldavie, Moldavia",
    "NETHERLANDS": "Голландия, Hollande, Holanda, Holland",
    "MEXICO": "Méjico",
    "RUSSIA": "Российская Федерация, Fédération de Russie, Federación Rusa, Rossiia",
    "TURKEY": "Türkiye",
    "TURKMENISTAN": "Туркмения",
    "UNITED STATES": "USA, US, США, Америка, EEUU, EE. UU., États-Unis, Estados Unidos",
    "UNITED KINGDOM": "Англия, Великобритания, Angleterre, Inglaterra, England, Great Britain, UK",
}
"""Names that are in use, with commas between them, and that Unicode's lists of countries do not have."""


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
    return {row["standard"]: row["iso3"] for row in rows_of(FOLDER / "vocabularies" / "country.csv") if row["iso3"]}


@cache
def names_of(country: str) -> tuple[str, ...]:
    """What a country that ICE spells so is called: in the agencies' other spellings, and in the languages of the site.

    Source: Unicode CLDR, territory names and the codes of three letters, as Babel has them.
    """
    from babel import Locale  # noqa: PLC0415 - Babel is for pages alone
    from babel.core import get_global  # noqa: PLC0415

    published = [name for name, standard in vocabulary("country").standard.items() if standard == country]
    codes = get_global("territory_aliases").get(_codes().get(country, ""), [])
    spoken = [Locale.parse(one.locale).territories.get(code, "") for one in LANGUAGES.values() for code in codes]
    others = OTHER_NAMES.get(country, "").split(", ")
    return tuple(dict.fromkeys(name for name in (country, *published, *spoken, *others) if name))
