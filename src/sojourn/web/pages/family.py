"""One page for whoever looks for somebody who is detained.

What a search without result can mean, the place, the court, a lawyer without cost, and how to tell a false court site.
Nothing is typed; two lists are chosen from.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from sojourn.errors import UnknownName
from sojourn.web.asked import Asked, Page, Route, Shown
from sojourn.web.pages.courts import judges_of
from sojourn.web.plain import band, decisions
from sojourn.web.search import Place, places
from sojourn.web.site import Question
from sojourn.words.said import said

CHECKED: Final = date(2026, 11, 29)
"""When the pages of agencies that this page repeats were read, in stored copies."""
UNTIL: Final = date(2027, 5, 31)
"""After this day they must be read anew."""


def family(asked: Asked) -> Page:
    """The five answers; those about a place and a court once they are chosen."""
    with asked.site.record() as record:
        known = places(record)
    here = {kind: {one.code: one for one in known if one.kind == kind} for kind in ("facility", "court")}
    facility, court = (_chosen(asked, kind, here[kind]) for kind in ("facility", "court"))
    values: dict[str, object] = {"facility": facility, "court": court, "checked": CHECKED, "until": UNTIL}
    values |= {"facilities": _sorted(here["facility"]), "courts": _sorted(here["court"])}
    shown: list[Shown] = []
    if facility:
        shown += _of_facility(asked, facility, values)
    if court:
        shown += _of_court(asked, court, values)
    return Page("family.html", values, [one.finding for one in shown if one.finding])


def _sorted(found: dict[str, Place]) -> list[Place]:
    return sorted(found.values(), key=lambda one: (one.name, one.code))


def _chosen(asked: Asked, kind: str, known: dict[str, Place]) -> Place | None:
    """The facility or court that was chosen; None where none was.

    Raises:
        UnknownName: the record has none of this code.
    """
    code = asked.first(kind)
    if code and code not in known:
        raise UnknownName(
            said("the record has no {kind:name} {code:name}", kind=kind, code=repr(code[:20])),
            todo=said("choose one from the list"),
        )
    return known.get(code)


def _of_facility(asked: Asked, place: Place, values: dict[str, object]) -> list[Shown]:
    shown = asked.show(
        Question.of("length_of_stay", facility=place.code), Question.of("facility_identity", facility=place.code)
    )
    identity = shown[1].finding
    values |= {"stay": band(shown[0]), "stay_shown": shown[0]}
    values["type"] = identity.details.get("type", "unknown") if identity else "unknown"
    return shown


def _of_court(asked: Asked, place: Place, values: dict[str, object]) -> list[Shown]:
    """The court's decisions, and those of the judge within it once one is chosen."""
    code, chosen = asked.first("judge"), place.code
    shown = asked.show(Question.of("asylum_outcomes", court=chosen), Question.of("judge_variation", court=chosen))
    spread = shown[1].finding
    known = {one.code: one for one in judges_of(spread)} if spread else {}
    judge = known.get(code)
    if judge:
        shown += asked.show(Question.of("asylum_outcomes", court=chosen, judge=code))
    values |= {"judges": list(known.values()), "judge": judge, "court_shown": shown[0]}
    values |= {"decided": decisions(shown[0]), "judge_decided": decisions(shown[-1]) if judge else None}
    return [shown[0], *shown[2:]]


ROUTES: Final = (Route("/family", family),)
