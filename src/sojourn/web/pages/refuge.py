"""Refuge in Canada and deadlines in the United States, from answers or a facts file that is sent, answered and forgotten.

Facts are never in an address: each page of the interview is a form that carries the answers so far in hidden fields, and
nothing is kept between pages. No record is asked. None of it is on a public site, where facts would leave the machine.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache, partial
from typing import Any, Final
from unicodedata import normalize

from sojourn.errors import BadFacts
from sojourn.refuge.determination import decide
from sojourn.refuge.document import document, question
from sojourn.refuge.facts import LISTS, Household, facts_in, household
from sojourn.refuge.facts_file import facts_text
from sojourn.refuge.interview import Question
from sojourn.refuge.told import item_is
from sojourn.refuge.us.deadlines import deadlines as deadlines_of
from sojourn.refuge.us.document import document as deadlines_document
from sojourn.refuge.us.document import question as asked_of
from sojourn.refuge.us.interview import DeadlinesInterview
from sojourn.refuge.what_if import history
from sojourn.refuge.words import languages, sentence
from sojourn.web.asked import Asked, Page, Route
from sojourn.web.sitting import Sitting, day_of
from sojourn.words.said import said

MOST_PEOPLE: Final = 20
MOST_ITEMS: Final = 60
"""Members of a household, and items of all their lists together, that are answered for on a page."""
COUNTRIES_AT_ONCE: Final = 3


def begin(asked: Asked) -> Page:
    """Begin the questions, or paste a facts file."""
    return _in_words(asked, "refuge.html", {"today": date.today()})


def interview(asked: Asked) -> Page:
    """The next question, or the result where none is left or where it is asked for."""
    if asked.words.language.code not in languages():
        return begin(asked)
    sitting, wrong = Sitting(_day(asked, "law_day"), tuple(asked.query.get("answer", ()))), False
    does, path = asked.first("do"), asked.first("asked")
    try:
        sitting = _moved(sitting, does, path, asked)
    except ValueError:
        wrong = True
    following = sitting.question
    if following is None or does == "result":
        return _result(asked, sitting)
    return _question(asked, sitting, following, wrong=wrong)


def us_interview(asked: Asked) -> Page:
    """The next question about deadlines in the United States, or the clocks where none depends on another fact."""
    sitting, wrong = Sitting(_day(asked, "law_day"), tuple(asked.query.get("answer", ())), DeadlinesInterview), False
    does = asked.first("do")
    try:
        sitting = sitting if does == "another" else _moved(sitting, does, asked.first("asked"), asked)
    except ValueError:
        wrong = True
    following = sitting.question
    if following is None or does == "result":
        page = _clocked(asked, facts_text(sitting.document), sitting.law_day)
        return replace(page, values={**page.values, "sitting": sitting})
    return _us_question(asked, sitting, following, wrong=wrong)


def _us_question(asked: Asked, sitting: Sitting, following: Question, *, wrong: bool) -> Page:
    language = _told_in(asked)
    told = _told(household(sitting.document), sitting.law_day, language)
    values = {
        "sitting": sitting,
        "path": following.path,
        "about": asked_of(following.path.rpartition(".")[2], language),
        "so_far": [clock for one in told["people"] for clock in one["clocks"] if clock["status"] == "dated"],
        "wrong": wrong,
    }
    return _framed(asked, "deadlines-question.html", values, 400 if wrong else 200)


def _moved(sitting: Sitting, does: str, path: str, asked: Asked) -> Sitting:
    """The sitting after the button that was pressed."""
    if does == "answer":
        return sitting.answered(path, asked.query.get("value", ()))
    if does == "unknown":
        return sitting.answered(path, ["unknown"])
    moves = {"back": sitting.back, "another": sitting.another}
    return moves.get(does, lambda: sitting)()


def _question(asked: Asked, sitting: Sitting, following: Question, *, wrong: bool) -> Page:
    language = asked.words.language.code
    eligibility = sitting.people[-1].found.eligibility
    values = {
        "sitting": sitting,
        "path": following.path,
        "about": question(following.path, language, more=following.more),
        "item": item_is(language, following.path) if "." in following.path else "",
        "settled": sentence(language, f"eligibility.{eligibility}") if eligibility != "unknown" else "",
        "wrong": wrong,
        "countries": countries(asked.words.language.locale),
        "at_once": COUNTRIES_AT_ONCE,
    }
    return _in_words(asked, "refuge-question.html", values, 400 if wrong else 200)


def _result(asked: Asked, sitting: Sitting) -> Page:
    page = _determined(asked, facts_text(sitting.document), sitting.law_day)
    return replace(page, values={**page.values, "sitting": sitting})


def determined(asked: Asked) -> Page:
    """The determination on a facts file that was sent."""
    if asked.words.language.code not in languages():
        return begin(asked)
    return _determined(asked, asked.first("facts"), _given_day(asked))


def _determined(asked: Asked, text: str, law_day: date | None) -> Page:
    language, of_text = asked.words.language.code, _household(text)
    day = law_day or of_text.law_day or date.today()
    anytime = replace(of_text, law_day=None)
    spells = [history(person, day) for person in of_text.people] if asked.first("history") else ()
    others = [decide(anytime, _day(asked, "what_if"))] if asked.first("what_if") else []
    values = {
        "document": document(decide(anytime, day), language, spells=spells, other_days=others),
        "facts": text,
        "proof": "open" if asked.first("proof") else "folded",
        "chosen": {name: asked.first(name) for name in ("history", "what_if", "proof")},
        "sitting": None,
    }
    return _in_words(asked, "refuge-result.html", values)


def deadlines(asked: Asked) -> Page:
    """Begin the questions, or paste a facts file whose clocks are asked."""
    return _framed(asked, "deadlines.html", {"document": None, "facts": "", "today": date.today()})


def clocks(asked: Asked) -> Page:
    """The clocks of a facts file that was sent."""
    return _clocked(asked, asked.first("facts"), _given_day(asked))


def _clocked(asked: Asked, text: str, law_day: date | None) -> Page:
    of_text = _household(text)
    day = law_day or of_text.law_day or date.today()
    told = _told(of_text, day, _told_in(asked))
    return _framed(asked, "deadlines.html", {"document": told, "facts": text})


def _told(of: Household, law_day: date, language: str) -> dict[str, Any]:
    """The clocks of all members of a household, in a language."""
    return deadlines_document([deadlines_of(one, law_day) for one in of.people], language)


def _in_words(asked: Asked, template: str, values: dict[str, Any], status: int = 200) -> Page:
    """A page with the sentences of refuge; in a language without them, the page that says so and offers those that are."""
    language = asked.words.language.code
    if language not in languages():
        return Page(
            "refuge-languages.html",
            {"spoken": languages()},
            of_record=False,
        )
    return _framed(asked, template, values, status)


def _framed(asked: Asked, template: str, values: dict[str, Any], status: int = 200) -> Page:
    """A page in the language of the reader whose sentences of law are in one that has them (`told_in`)."""
    language = _told_in(asked)
    spoken = {
        "says": partial(sentence, language),
        "says_of": partial(_says_of, language),
        "spoken": languages(),
        "told_in": language,
    }
    return Page(template, {**spoken, "sitting": None, **values}, status=status, of_record=False)


def _told_in(asked: Asked) -> str:
    """The language of the sentences of law: the reader's, or English where these have not been written in it."""
    language = asked.words.language.code
    return language if language in languages() else languages()[0]


def _says_of(language: str, table: str) -> Callable[..., str]:
    """The sentences of one table by their short ids."""
    return lambda id, **told: sentence(language, f"{table}.{id}", **told)


def _household(text: str) -> Household:
    """The household of a text, if it is no larger than can be answered at once."""
    read = facts_in(text, "the text that was sent")
    items = sum(len(one.values.get(name, ())) for one in read.people for name in LISTS)
    if len(read.people) > MOST_PEOPLE or items > MOST_ITEMS:
        raise BadFacts(
            said(
                "there are more than {most_people:number} people, or {most_items:number} items of lists, in it",
                most_people=MOST_PEOPLE,
                most_items=MOST_ITEMS,
            ),
            where=said("the text that was sent"),
            todo=said("use sojourn refuge FACTS.toml"),
        )
    return read


def _given_day(asked: Asked) -> date | None:
    """The law day of a field, which may stay empty."""
    return _day(asked, "law_day") if asked.first("law_day") else None


def _day(asked: Asked, name: str) -> date:
    with suppress(ValueError):
        return day_of(asked.first(name)) if asked.first(name) else date.today()
    raise BadFacts(
        said("{text:name} is no day", text=repr(asked.first(name)[:60])),
        where=name,
        todo=said("write it as 2026-06-01"),
    )


@cache
def countries(locale: str) -> tuple[tuple[str, str], ...]:
    """Countries by the name that a language has for them, each with its two letters of ISO 3166."""
    from babel import Locale  # noqa: PLC0415 - Babel is for pages alone

    named = Locale.parse(locale).territories
    known = [(name, code) for code, name in named.items() if len(code) == 2 and code not in _NO_COUNTRIES]
    return tuple(sorted(known, key=lambda one: normalize("NFKD", one[0]).casefold()))


_NO_COUNTRIES: Final = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})
"""Two letters that Unicode names and that are nobody's country."""

ROUTES: Final = (
    Route("/refuge", begin, local=True),
    Route("/refuge/interview", begin, local=True),
    Route("/refuge/interview", interview, local=True, writes=True, keyed=False),
    Route("/refuge/determination", begin, local=True),
    Route("/refuge/determination", determined, local=True, writes=True, keyed=False),
    Route("/deadlines", deadlines, local=True),
    Route("/deadlines", clocks, local=True, writes=True, keyed=False),
    Route("/deadlines/interview", deadlines, local=True),
    Route("/deadlines/interview", us_interview, local=True, writes=True, keyed=False),
)
