"""The determination of an invented household stays as it is until somebody means to change it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from refuge.household_of import AT_PORT, CROSSED, told
from sojourn.publish.determination_page import determination_page
from sojourn.refuge.text import determination_text

Golden = Callable[[str, str], None]
every_language = pytest.mark.parametrize("language", ["en", "fr"])


def without_repeats(document: dict[str, Any]) -> dict[str, Any]:
    """The document of the first person with the proofs of its grounds alone, which stand behind the consequences too."""
    person = document["people"][0]
    for topic in person["consequences"]:
        topic["follows"] = [{key: value for key, value in one.items() if key != "proof"} for one in topic["follows"]]
    return document | {"people": [person]}


@every_language
def test_the_text_of_a_determination(language: str, golden: Golden) -> None:
    """What people read on a terminal."""
    golden(f"determination-{language}.txt", determination_text(told(CROSSED, AT_PORT, language=language)) + "\n")


@every_language
def test_the_page_of_a_determination(language: str, golden: Golden) -> None:
    """What people print and take to a lawyer."""
    golden(f"determination-{language}.html", determination_page(told(CROSSED, AT_PORT, language=language)))


@every_language
def test_the_json_of_a_determination(language: str, golden: Golden) -> None:
    """What programs read."""
    told_one = without_repeats(told(CROSSED, language=language))
    golden(f"determination-{language}.json", json.dumps(told_one, indent=1, ensure_ascii=False) + "\n")


def test_the_proof_of_a_determination(golden: Golden) -> None:
    """What a lawyer reads."""
    golden("determination-proof.txt", determination_text(told(AT_PORT), proof=True) + "\n")
