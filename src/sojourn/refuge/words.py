"""The sentences of refuge by language: one file a language and folder, whole sentences with their ids, never fragments.

A language is there when its files are: adding one means adding `words/<language>.toml` in each folder that has words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from sojourn.errors import BadDeclaration, Defect, UnknownName
from sojourn.refuge.facts import Fact

FOLDER = Path(__file__).parent
FOLDERS: Final = (FOLDER / "words", FOLDER / "us" / "words")
"""Where catalogues lie; the sentences of a language are those of all its files together."""


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalogue, by the two letters of ISO 639, English first."""
    found = {path.stem for folder in FOLDERS for path in folder.glob("*.toml")}
    return tuple(sorted(found, key=lambda language: (language != "en", language)))


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every sentence of a language by its id (tables within tables joined by dots: `us.rule.petition_board`).

    Raises:
        UnknownName: no catalogue is in this language.
        BadDeclaration: an id stands in two files.
    """
    if language not in languages():
        raise UnknownName(f"there is no text in {language!r}", todo=f"choose one of {', '.join(languages())}")
    found: dict[str, str] = {}
    for path in (folder / f"{language}.toml" for folder in FOLDERS):
        sentences = _flat(tomllib.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}
        for twice in found.keys() & sentences.keys():
            raise BadDeclaration(f"the sentence {twice} stands twice", where=str(path), todo="keep one")
        found |= sentences
    return found


def sentence(language: str, id: str, **told: object) -> str:
    """The sentence of that id in a language, filled with what is told.

    Raises:
        UnknownName: no catalogue is in this language.
        Defect: the language has no such sentence, or the sentence needs something that is not told.
    """
    text = catalogue(language).get(id)
    if text is None:
        raise Defect(f"the sentence {id} is missing in {language!r}", todo="add it to the catalogue")
    try:
        return text.format(**told)
    except KeyError as error:
        raise Defect(
            f"the sentence {id} needs {error} in {language!r}", todo="tell it, or mend the sentence"
        ) from error


def fact_words(language: str, fact: Fact, text: Literal["ask", "why", "found", "is"]) -> str:
    """What a fact's question, or the fact as it stands in a proof, says in a language: from the facts file, or else the sentence `fact.<of>.<id>.<text>`.

    Raises:
        Defect: it is in neither.
    """
    own = fact.texts.get(text, {}).get(language)
    return own or sentence(language, f"fact.{fact.of}.{fact.id}.{text}")


def day_words(language: str, day: date) -> str:
    """A day in words, with its weekday."""
    form = "date.first" if day.day == 1 else "date.form"
    weekday = sentence(language, f"weekday.{day.weekday()}")
    month = sentence(language, f"month.{day.month}")
    return sentence(language, form, weekday=weekday, number=day.day, month=month, year=day.year)


def _flat(table: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """Tables within tables as one, their names joined by dots."""
    found: dict[str, str] = {}
    for name, value in table.items():
        found |= _flat(value, f"{before}{name}.") if isinstance(value, Mapping) else {f"{before}{name}": str(value)}
    return found
