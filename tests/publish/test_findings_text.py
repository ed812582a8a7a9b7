"""A finding in another language: its words where the catalogue has them, the English answer beside, and the mark of a draft."""

from __future__ import annotations

from dataclasses import replace
from gettext import NullTranslations

import pytest

from sojourn.publish.findings_text import Teller, limits, valued
from sojourn.publish.terminal import DRAFT_NOTICE
from sojourn.words.languages import LANGUAGES
from sojourn.words.said import said
from sojourn.words.spoken import Words, words
from test_findings import FINDING, UNANSWERED


class Spanish(NullTranslations):
    """A catalogue of one sentence, one frame and one status."""

    def gettext(self, message: str) -> str:
        """The Spanish, or the English."""
        return {
            "{count:number} people left.": "Salieron {count:number} personas.",
            "How sure: {limits} ({method}).": "Qué tan seguro: {limits} ({method}).",
            "{low:number} to {high:number}": "de {low:number} a {high:number}",
            "No figure ({status}): {reason}.": "Sin cifra ({status}): {reason}.",
            "not covered": "no abarcado",
        }.get(message, message)


SPANISH = Teller(Words(LANGUAGES["es"], NullTranslations(), Spanish(), reviewed=False))
LEFT = replace(FINDING, sentence=said("{count:number} people left.", count=4321))


def test_the_answer_is_in_the_language_and_the_english_stands_under_it() -> None:
    """What nobody has reviewed can be held against what we answer for."""
    lines = SPANISH.finding(LEFT).splitlines()

    assert lines[1:3] == ["Salieron 4,321 personas.", "  = 4,321 people left."]
    assert lines[3] == "Qué tan seguro: de 4,321 a 4,400 (complete count)."


def test_no_figure_says_so_in_the_language() -> None:
    """A reason in English under a status that can be read."""
    text = SPANISH.finding(UNANSWERED)

    assert "Sin cifra (no abarcado): no release covers 1999." in text


def test_words_that_nobody_reviewed_are_marked_as_a_draft() -> None:
    """At the end, where the citation is; never in English."""
    assert DRAFT_NOTICE in " ".join(SPANISH.finding(LEFT).split())
    assert DRAFT_NOTICE not in " ".join(Teller(words("en")).finding(LEFT).split())


@pytest.mark.parametrize(
    ("unit", "value", "low", "high", "shown", "range_"),
    [
        ("removals", 1234.0, 1000.0, 2000.0, "1,234", "1,000 to 2,000"),
        ("share denied", 0.5, 0.401, 0.6, "50.0 %", "40.1 % to 60.0 %"),
        ("relative change", -0.5, -0.6, 0.1, "-50.0 %", "-60.0 % to +10.0 %"),
    ],
)
def test_a_value_and_its_limits_are_said_in_their_unit(
    unit: str, value: float, low: float, high: float, shown: str, range_: str
) -> None:
    """As the finding itself shows them."""
    assert FINDING.interval is not None
    one = replace(FINDING, unit=unit, value=value, interval=replace(FINDING.interval, low=low, high=high))

    assert (valued(one), limits(one)) == (shown, range_)
    assert limits(one) == f"{one.shown(low)} to {one.shown(high)}"
