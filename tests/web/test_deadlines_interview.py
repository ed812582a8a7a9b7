"""The questions about deadlines in the United States: one a page, carried by the browser, and the same clocks as from a file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refuge.us.any_facts import KNOWN
from sojourn.errors import BadFacts
from sojourn.refuge.facts import US, facts, household
from sojourn.refuge.facts_file import facts_text
from sojourn.refuge.us.deadlines import deadlines
from sojourn.refuge.us.interview import DeadlinesInterview
from sojourn.refuge.words import catalogue, languages
from sojourn.web.sitting import ANOTHER, Sitting
from web.test_refuge import asked, hidden, sent
from web.visit import Visit, addresses, is_elsewhere, read, texts

LAW_DAY = date(2026, 9, 25)
PATH = "/{}/deadlines/interview"
ANSWERS = {
    "us.judge_decision_day": "2026-09-24", "us.judge_decision_given": "oral", "us.asylum_decided_on": "not_decided",
    "us.appeal_waived": "no", "us.board_decision_day": "never", "us.detained": "yes", "us.manner_of_entry": "between_ports", "us.held_in": "LA",
}  # fmt: skip
"""The facts file of docs/deadlines.md, as answers."""


@pytest.fixture(scope="module")
def visit() -> Visit:
    """The site on this machine; nobody has followed its link."""
    return Visit()


def interviewed(visit: Visit, answers: Mapping[str, str], language: str = "en") -> tuple[Any, list[str], list[str]]:
    """The last page, what was asked, and the text of each page; what is not answered is "I do not know"."""
    path, questions, pages = PATH.format(language), list[str](), list[str]()
    page = read(sent(visit, path, {"law_day": LAW_DAY.isoformat(), "do": "begin"}).text)
    while name := asked(page):
        questions.append(name)
        pages.append(texts(page))
        carried = {one: value for one, value in hidden(page).items() if one != "asked"}
        given = {"do": "answer", "value": answers[name]} if name in answers else {"do": "unknown"}
        page = read(sent(visit, path, {**carried, "asked": name, **given}).text)
    return page, questions, pages


def clocks_of(page: Any) -> list[str]:
    """What a page says of each clock."""
    return [texts(one) for one in page.iter("article")]


def test_answers_give_the_clocks_that_the_same_file_gives(visit: Visit) -> None:
    """Two ways in must not give two days to act on."""
    page, questions, _ = interviewed(visit, ANSWERS)
    text = facts_text({"law_day": LAW_DAY, "person": [{"us": _as_facts(ANSWERS)}]})
    pasted = read(sent(visit, "/en/deadlines", {"facts": text}).text)

    assert set(ANSWERS) <= set(questions)
    assert len(questions) == len(set(questions))
    assert clocks_of(page) == clocks_of(pasted) != []
    assert tomllib.loads(next(page.iter("textarea")).text)["person"][0]["us"] == _as_facts(ANSWERS)


def _as_facts(answers: Mapping[str, str]) -> dict[str, Any]:
    words: dict[str, Any] = {"yes": True, "no": False}
    return {
        name.removeprefix("us."): date.fromisoformat(value) if value[:4].isdigit() else words.get(value, value)
        for name, value in answers.items()
    }


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_says_that_nothing_is_verified_why_it_asks_and_what_is_found_so_far(
    visit: Visit, language: str
) -> None:
    """A day that somebody relies on without a lawyer can cost them the appeal."""
    _, _, pages = interviewed(visit, ANSWERS, language)
    notice = catalogue(language)["us.deadlines.not_advice"]
    plain = [" ".join(one.replace("\u202f", " ").replace("\u00a0", " ").split()) for one in pages]

    assert all(notice in one for one in plain)
    assert {"en": "Why this is asked", "fr": "Pourquoi"}[language] in plain[0]
    assert {"en": "So far, no day can be counted", "fr": "Pour l’instant, les réponses ne permettent"}[
        language
    ] in plain[0]
    assert "(not verified)" in plain[-1] if language == "en" else "(non vérifi" in plain[-1]


def test_nothing_known_ends_with_everything_to_find_out(visit: Visit) -> None:
    """ "I do not know" rules nothing out."""
    page, questions, pages = interviewed(visit, {})

    assert questions
    assert all("So far, no day can be counted" in one for one in pages)
    assert "Too little is known to give a date." in texts(page)


def test_what_has_not_happened_is_asked_no_further(visit: Visit) -> None:
    """Nobody without a decision is asked how it was given, or when it was mailed."""
    answers = {"us.judge_decision_day": "never", "us.reasonable_fear_day": "never", "us.detained": "no"}
    _, questions, _ = interviewed(visit, answers)

    assert set(answers) <= set(questions)
    asked = {"us.judge_decision_given", "us.judge_notice_day", "us.reasonable_fear_referral_day"} & set(questions)
    assert not asked


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("us.judge_decision_day", ["soon"]), ("us.judge_decision_day", ["2026-01-01", "never"]), ("us.judge_decision_day", ["0001-01-01"]),
        ("us.held_in", ["XX"]), ("us.detained", ["perhaps"]), ("us.detained", []), ("us.judge_decision_given", ["sung"]),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_asked_again(visit: Visit, path: str, value: list[str]) -> None:
    """A misread day would count from the wrong one."""
    begun = {"law_day": LAW_DAY.isoformat(), "do": "answer", "asked": path, "value": value}
    answer = sent(visit, PATH.format("en"), begun)

    assert answer.status_code == 400
    assert "That was not understood." in answer.text
    with pytest.raises(ValueError, match=r"no answer|isoformat"):
        Sitting(LAW_DAY, asks=DeadlinesInterview).answered(path, value)


@pytest.mark.parametrize(
    "path", ["claim_place", "relation", "us.name", "us", "us.", "entry.0.day", "person.us.detained"]
)
def test_what_nobody_asks_is_refused(visit: Visit, path: str) -> None:
    """What is carried in a page can be changed by whoever holds it."""
    answer = sent(visit, PATH.format("en"), {"law_day": LAW_DAY.isoformat(), "answer": f"{path}=yes"})

    assert answer.status_code == 422
    assert "nobody asks" in answer.text


def test_going_back_the_other_language_and_stopping_keep_the_answers(visit: Visit) -> None:
    """Whoever helps may read another language than the family."""
    carried = {"law_day": LAW_DAY.isoformat(), "answer": ["us.arrival_day=never", "us.judge_decision_day=2026-09-24"]}
    french = read(sent(visit, PATH.format("fr"), {**carried, "do": "show"}).text)
    back = read(sent(visit, PATH.format("en"), {**carried, "do": "back"}).text)
    stopped = read(sent(visit, PATH.format("en"), {**carried, "do": "result"}).text)

    assert hidden(french)["answer"] == carried["answer"]
    assert hidden(back)["answer"] == ["us.arrival_day=never"]
    assert hidden(stopped)["answer"] == carried["answer"]
    assert clocks_of(stopped)


@pytest.mark.parametrize(
    ("language", "frame"),
    [("ru", ("Дальше", "Не знаю", "по ответам нельзя")), ("es", ("Continuar", "No lo sé", "no se puede contar"))],
)
def test_a_language_without_the_sentences_frames_english_ones_and_offers_french(
    visit: Visit, language: str, frame: tuple[str, ...]
) -> None:
    """No legal term is guessed, and nobody has to guess what a button does."""
    begun = {"law_day": LAW_DAY.isoformat(), "answer": ["us.arrival_day=never"], "do": "show"}
    page = read(sent(visit, PATH.format(language), begun).text)
    question = next(one for one in page.iter("h1"))
    english = read(sent(visit, PATH.format("en"), begun).text)
    result = read(sent(visit, PATH.format(language), {**begun, "do": "result"}).text)

    assert all(one in texts(page) for one in frame)
    assert question.attrib["lang"] == "en"
    assert texts(question).startswith(texts(next(english.iter("h1")))[:40])
    assert {f"/{one}/deadlines/interview" for one in ("en", "fr")} <= {
        one.attrib.get("formaction") for one in page.iter("button")
    }
    assert catalogue("en")["us.deadlines.not_advice"] in texts(page)
    assert catalogue("en")["us.deadlines.not_advice"] in texts(result)
    assert clocks_of(result) == clocks_of(read(sent(visit, PATH.format("en"), {**begun, "do": "result"}).text))


def test_a_page_is_kept_nowhere_loads_nothing_and_can_be_read_aloud(visit: Visit) -> None:
    """The device may be borrowed, and the reader blind."""
    for does in ("begin", "result"):
        answer = sent(visit, PATH.format("en"), {"law_day": LAW_DAY.isoformat(), "do": does})
        page = read(answer.text)
        labelled = {one.attrib.get("for") for one in page.iter("label")}
        fields = [one for kind in ("input", "select", "textarea") for one in page.iter(kind)]
        assert answer.headers["cache-control"] == "no-store"
        assert not [one for one in addresses(page) if is_elsewhere(one) or "?" in one]
        assert all(one.attrib.get("id") in labelled for one in fields if one.attrib.get("type") not in {"hidden", "radio", "checkbox"})  # fmt: skip


def test_a_public_site_has_no_such_page() -> None:
    """Facts would leave the machine."""
    public = Visit(public=True)

    assert public.client.get(PATH.format("en")).status_code == 404
    assert sent(public, PATH.format("en"), {"do": "begin"}).status_code == 404


@pytest.mark.parametrize("language", languages())
def test_every_choice_has_its_words(language: str) -> None:
    """A code of two letters tells a family nothing."""
    choices = {one for fact in facts()[US].values() for one in fact.choices}

    assert {f"us.choice.{one}" for one in choices} <= set(catalogue(language))


def _is_told_of_what_comes_after(known: dict[str, Any]) -> bool:
    """Whether a day is known of what cannot have happened; an interview does not come to ask it."""
    return any(one.after and known.get(one.after) == "never" and one.id in known for one in facts()[US].values())


@settings(max_examples=60, deadline=None)
@given(KNOWN.filter(lambda known: not _is_told_of_what_comes_after(known)))
def test_an_interview_asks_until_no_clock_depends_on_more_and_keeps_each_answer(known: dict[str, Any]) -> None:
    """Whatever somebody knows, the questions come to an end, and the clocks are those of all that was asked."""
    sitting = Sitting(LAW_DAY, asks=DeadlinesInterview)
    while following := sitting.question:
        value = known.get(following.path.removeprefix("us."), "unknown")
        said = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        sitting = sitting.answered(following.path, [said])
    [interview] = sitting.people
    told = interview.facts.get(US, {})

    assert isinstance(interview, DeadlinesInterview)
    assert told.items() <= known.items()
    everything = deadlines(household({"person": [{"us": known}]}).people[0], LAW_DAY).clocks
    assert [one.act_on for one in interview.clocks] == [one.act_on for one in everything]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.just(ANOTHER), st.builds("us.{}={}".format, st.sampled_from([*facts()[US], "name"]), st.sampled_from(["yes", "never", "unknown", "LA", "2026-01-01", ""])), st.text(max_size=9)), max_size=9))  # fmt: skip
def test_any_answers_give_a_question_a_result_or_a_refusal(answers: list[str]) -> None:
    """Whatever a browser sends must never stop the site."""
    sitting = Sitting(LAW_DAY, tuple(answers), DeadlinesInterview)
    try:
        people = household(sitting.document)
    except BadFacts:
        return
    assert len(people.people) == answers.count(ANOTHER) + 1
    assert sitting.question is None or sitting.question.path.startswith("us.")
