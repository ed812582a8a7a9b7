"""Any measure: its form, its answer, and the answer as an exhibit to print."""

from __future__ import annotations

from typing import Final

from sojourn.measures import MEASURES, Measure, measure
from sojourn.web.api import question_of
from sojourn.web.asked import Asked, Page, Route, Shown
from sojourn.web.forms import fields
from sojourn.web.openapi import SPLIT


def listed(_asked: Asked) -> Page:
    """Every measure by its question."""
    return Page("measures.html", {"measures": list(MEASURES.values())})


def asked_one(asked: Asked) -> Page:
    """The form of a measure; once it is sent, or where nothing is required, its answer above the form."""
    chosen = measure(asked.path["measure"])
    shown = [_answer(asked, chosen)] if asked.query else []
    with asked.site.record() as record:
        form = fields(chosen, record, asked.query)
    return Page.of("ask.html", shown, measure=chosen, fields=form, shown=shown, split=asked.query.get(SPLIT, ()))


def exhibit(asked: Asked) -> Page:
    """One finding with all that is behind it laid open, to print."""
    chosen = measure(asked.path["measure"])
    shown = _answer(asked, chosen)
    if shown.error:
        raise shown.error
    return Page.of("exhibit.html", [shown], measure=chosen, one=shown)


def _answer(asked: Asked, chosen: Measure) -> Shown:
    pairs = [(name, value.strip()) for name, values in asked.query.items() for value in values]
    question = question_of(chosen.id, pairs)
    return asked.show(question)[0]


ROUTES: Final = (
    Route("/measures", listed, kept=True),
    Route("/ask/{measure}", asked_one, kept=True),
    Route("/exhibit/{measure}", exhibit, kept=True),
)
