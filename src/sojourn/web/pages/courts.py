"""A court, and a judge within it, beside peers and never in a ranking."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sojourn.errors import UnknownName
from sojourn.findings import Finding
from sojourn.measures.court.release import court_release, labels
from sojourn.measures.releases import NoRelease
from sojourn.web.asked import Asked, Page, Route
from sojourn.web.plain import decisions
from sojourn.web.search import Place, courts
from sojourn.web.site import Question
from sojourn.words.said import said

_CODE: Final = re.compile(r"\(([A-Z0-9]{2,4})[,)]")
YEARS: Final = 2
"""Fiscal years between then and now."""


@dataclass(frozen=True)
class Judge:
    """A judge of a court as the page links to it."""

    code: str
    name: str


def listed(asked: Asked) -> Page:
    """The courts of the record."""
    with asked.site.record() as record:
        found = courts(record)
    return Page("courts.html", {"courts": found})


def court(asked: Asked) -> Page:
    """A court: its outcomes under each definition, the spread of its judges, what is pending, who has a lawyer, how long it takes."""
    place = _court(asked)
    code, nationality = place.code, asked.first("nationality")
    shown = asked.show(
        Question.of("asylum_outcomes", ("fiscal_year",), court=code, nationality=nationality),
        Question.of("asylum_outcomes", court=code, nationality=nationality, definition="case_last"),
        Question.of("judge_variation", court=code),
        Question.of("pending_cases", court=code),
        Question.of("representation", court=code),
        Question.of("in_absentia", court=code),
        Question.of("time_to_decision", court=code),
        Question.of("bond_outcomes", court=code),
    )
    groups = asked.show(*(Question.of("asylum_outcomes", (one,), court=code) for one in _groups(asked)))
    spread = shown[2].finding
    judges = judges_of(spread) if spread else []
    return Page.of(
        "court.html",
        [*shown, *groups],
        court=place,
        shown=shown,
        groups=groups,
        decided=decisions(shown[0]),
        judges=judges,
    )


def _groups(asked: Asked) -> tuple[str, ...]:
    """What the decisions of a court are split by; nationalities within one court are few people each, so not in public."""
    return ("detained", "represented") if asked.site.public else ("detained", "represented", "nationality")


def judge(asked: Asked) -> Page:
    """A judge within a court: the funnel of cases, outcomes, whether the cases explain the rate, then and now."""
    place, code = _court(asked), asked.path["judge"]
    name = _name(asked, code)
    within = {"court": place.code, "judge": code}
    now = _last_year(asked)
    shown = asked.show(
        Question.of("asylum_outcomes", **within),
        Question.of("judge_funnel", **within),
        Question.of("case_mix", **within),
        Question.of("then_and_now", then=f"FY{now - YEARS}", now=f"FY{now}", **within),
        Question.of("asylum_outcomes", ("fiscal_year",), **within),
        Question.of("bond_outcomes", **within),
    )
    decided = decisions(shown[0])
    return Page.of("judge.html", shown, court=place, judge=Judge(code, name), shown=shown, decided=decided)


def judges_of(spread: Finding) -> list[Judge]:
    """The judges of a finding of `judge_variation`, in its order, which is that of their names."""
    names = [str(row[0]) for row in spread.rows if spread.columns[:1] == ("judge",)]
    return [Judge(found[1], name) for name in names if (found := _CODE.search(name))]


def _court(asked: Asked) -> Place:
    with asked.site.record() as record:
        found = {one.code: one for one in courts(record)}
    code = asked.path["court"]
    if code not in found:
        raise UnknownName(
            said("the record has no court {code:name}", code=repr(code[:20])),
            todo=said("choose a court from the list of courts"),
        )
    return found[code]


def _name(asked: Asked, code: str) -> str:
    with asked.site.record() as record:
        chosen = court_release(record, None)
        names = {} if isinstance(chosen, NoRelease) else labels(record, chosen.id, "judge")
    if code not in names:
        raise UnknownName(
            said("the release has no judge {code:name}", code=repr(code[:20])),
            todo=said("choose a judge from the page of the court"),
        )
    return names[code] or code


def _last_year(asked: Asked) -> int:
    """The last whole fiscal year of the latest court release; it ends in September."""
    with asked.site.record() as record:
        chosen = court_release(record, None)
        assert not isinstance(chosen, NoRelease)
        year, month = (int(part) for part in chosen.id.split("@")[-1].split("-")[:2])
    return year if month > 9 else year - 1


ROUTES: Final = (
    Route("/court", listed, kept=True),
    Route("/court/{court}", court, kept=True),
    Route("/court/{court}/judge/{judge}", judge, kept=True),
)
