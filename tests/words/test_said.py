"""What is said in English can be said again: same values, another grammar, and English where a catalogue has nothing."""

from __future__ import annotations

import pickle
from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.words.figures import number, percent, points
from sojourn.words.languages import LANGUAGES
from sojourn.words.said import joined, places, said, said_count
from sojourn.words.spoken import Words, spaced

FRENCH = {
    "Women: {women:number} of {known:number} ({share:percent}). {more}": "Femmes : {women:number} sur {known:number} ({share:percent}). {more}",
    "Citizenship: {country}.": "Nationalité : {country}.",
    "No interval.": "Pas d'intervalle.",
}
COUNTED = {("{count:number} day", "{count:number} days"): ("{count:number} jour", "{count:number} jours")}


class Spoken(NullTranslations):
    """A catalogue of three sentences and one plural."""

    def gettext(self, message: str) -> str:
        """The sentence, or the English one."""
        return FRENCH.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form for a number; French counts none as one."""
        one, many = COUNTED.get((msgid1, msgid2), (msgid1, msgid2))
        return one if n < 2 else many


WORDS = Words(LANGUAGES["fr"], NullTranslations(), Spoken(), reviewed=False)


def women(more: str = "") -> str:
    """A sentence with numbers, a share and a place for another sentence."""
    return said(
        "Women: {women:number} of {known:number} ({share:percent}). {more}",
        women=1_234,
        known=12_345,
        share=0.1,
        more=more,
    )


def test_a_sentence_is_its_english_text() -> None:
    """JSON, CSV and the citation have it as it always was."""
    assert women() == "Women: 1,234 of 12,345 (10 %). "
    assert isinstance(women(), str)


def test_another_language_says_the_sentence_and_the_one_inside_it() -> None:
    """Its own words, its own numbers, and the same for what stands in a place."""
    told = WORDS.tell(women(said("Citizenship: {country}.", country="HAITI")))

    assert told == "Femmes : 1\u00a0234 sur 12\u00a0345 (10\u00a0%). Nationalité : HAITI."


def test_sentences_one_after_the_other_are_each_said() -> None:
    """A paragraph is told when each of its sentences is."""
    paragraph = joined([said("No interval."), "", said("Citizenship: {country}.", country="HAITI")])

    assert paragraph == "No interval. Citizenship: HAITI."
    assert WORDS.tell(paragraph) == "Pas d'intervalle. Nationalité : HAITI."
    assert WORDS.tells(paragraph)


@pytest.mark.parametrize(
    ("message", "english", "french"),
    [
        ("{value:share}", "34.6 %", "34,6\u00a0%"),
        ("{value:ratio}", "0.346", "0,346"),
        ("{value:tenths}", "0.3", "0,3"),
        ("{value:hundredths}", "0.35", "0,35"),
        ("{value:rough}", "35 %", "35\u00a0%"),
    ],
)
def test_a_share_and_a_ratio_keep_their_decimals(message: str, english: str, french: str) -> None:
    """Where a sentence compares figures that whole per cents would make equal."""
    made = said(message, value=0.34567 if "share" in message else 0.3456)

    assert (made, WORDS.tell(made)) == (english, french)


def test_what_lacks_words_in_one_place_is_not_told() -> None:
    """Half a sentence in each language helps nobody; the page then has the English one."""
    assert WORDS.tells(women(said("Citizenship: {country}.", country="HAITI")))
    assert not WORDS.tells(women(said("Area: {area}.", area="NEW ORLEANS")))
    assert not WORDS.tells(said("Area: {area}.", area="NEW ORLEANS"))
    assert WORDS.tells("No interval.")
    assert not WORDS.tells("No words for this.")


def test_a_message_of_places_alone_needs_no_words() -> None:
    """A code beside a name is the same in every language, if what stands in its places is told."""
    assert WORDS.tells(said("{label}: {country}", label="DETLOC", country=said("No interval.")))
    assert not WORDS.tells(said("{label}: {country}", label="DETLOC", country=said("No country.")))


def test_a_name_that_is_written_like_a_word_is_no_word() -> None:
    """A table is called as it is called, and a sentence begins with a capital in each language."""
    made = said("{first:opening} {name:name} {day:name}", first="No interval.", name="No interval.", day=2_026)

    assert (made, WORDS.tell(made)) == ("No interval. No interval. 2026", "Pas d'intervalle. No interval. 2026")
    assert said("{of:opening}.", of="nights") == "Nights."


@pytest.mark.parametrize(
    ("share", "text"), [(0.999, "100 %"), (0.18181, "18 %"), (8.3e-8, "0.0000083 %"), (0.0, "0 %")]
)
def test_a_rough_share_has_no_power_of_ten(share: float, text: str) -> None:
    """One row of twelve million is a share too, and nearly all is no 1e+02."""
    assert said("{share:rough}", share=share) == text


@pytest.mark.parametrize(("count", "english", "french"), [(0, "0 days", "0 jour"), (1, "1 day", "1 jour"), (2, "2 days", "2 jours")])  # fmt: skip
def test_a_word_follows_its_number(count: int, english: str, french: str) -> None:
    """None is many in English and one in French."""
    made = said_count("{count:number} day", "{count:number} days", count)

    assert (made, WORDS.tell(made)) == (english, french)


@given(st.integers(0, 10**9), st.floats(0, 1), st.floats(-1, 1))
def test_english_says_values_as_findings_do(count: int, share: float, difference: float) -> None:
    """One rule for numbers, in a sentence and beside it."""
    made = said("{a:number} {b:percent} {c:points}", a=count, b=share, c=difference)

    assert made == f"{number(count)} {percent(share)} {points(difference)}"


@pytest.mark.parametrize(
    ("message", "wrong"),
    [("{women:number}", KeyError), ("{known:money}", ValueError), ("{known:.2f}", ValueError)],
)
def test_a_place_without_a_value_or_with_an_unknown_way_is_refused(message: str, wrong: type[Exception]) -> None:
    """A way of its own would be said in English in every language."""
    with pytest.raises(wrong):
        said(message, known=1.0)


def test_the_places_of_a_message_are_its_names_and_ways() -> None:
    """What a translation is held against."""
    assert places("{women:number} of {whom}, 95 %") == [("whom", ""), ("women", "number")]


def test_what_was_said_survives_a_copy() -> None:
    """A finding goes through processes and caches."""
    for made in (women(), joined([said("No interval."), "x"]), said_count("{count:number} day", "{count:number} days", 2)):  # fmt: skip
        again = pickle.loads(pickle.dumps(made))
        assert (again, type(again), WORDS.tell(again)) == (made, type(made), WORDS.tell(made))


@given(st.one_of(st.integers(0, 10**9), st.floats(0, 1e6).map(lambda value: round(value, 3))))
def test_an_amount_of_a_drawing_keeps_its_decimals(amount: float) -> None:
    """An axis in steps of a twentieth would say the same number twice where it is cut to one decimal."""
    told = WORDS.amount(amount)

    assert float(told.replace("\u00a0", "").replace("\u202f", "").replace(",", ".")) == float(f"{amount:.10g}")
    assert said("{amount:amount}", amount=amount) == f"{amount:,.10g}"


@pytest.mark.parametrize(
    ("code", "text", "held"),
    [
        ("fr", "Avant qu’elle sorte : est-ce public ?", "Avant qu’elle sorte\u00a0: est-ce public\u00a0?"),
        ("fr", "« oui » dit-elle", "«\u00a0oui\u00a0» dit-elle"),
        ("fr", "10:30", "10:30"),
        ("ru", "А : Б", "А : Б"),
    ],
)
def test_no_line_of_french_begins_with_a_mark(code: str, text: str, held: str) -> None:
    """A colon alone at the beginning of a line reads like an error."""
    assert spaced(text, code) == held
