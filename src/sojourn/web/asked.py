"""What a page is asked with and what it gives back: the contract between the routes, the pages and the templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from sojourn.errors import LimitReached, SojournError
from sojourn.findings import Finding
from sojourn.publish.drawings.svg import Drawing
from sojourn.tiers import Tier
from sojourn.web.charts import drawing_of
from sojourn.web.site import Question, Site
from sojourn.words.said import ENGLISH, Ways
from sojourn.words.spoken import Words


@dataclass(frozen=True)
class Shown:
    """A question with its finding, or with the error that it could not be asked; what the macro of a finding renders.

    `served` is whether a server answers further questions, or files stand beside the page; `spoken` is the language of its
    chart.
    """

    question: Question
    answer: Finding | SojournError
    served: bool = True
    spoken: Ways = ENGLISH

    @property
    def finding(self) -> Finding | None:
        """The finding; None where there is an error."""
        return self.answer if isinstance(self.answer, Finding) else None

    @property
    def error(self) -> SojournError | None:
        """Why it could not be asked."""
        return self.answer if isinstance(self.answer, SojournError) else None

    @cached_property
    def query(self) -> str:
        """The question as the end of an address."""
        pairs = [*self.question.given, *(("by", one) for one in self.question.by)]
        return f"?{urlencode(pairs)}" if pairs else ""

    @cached_property
    def drawing(self) -> Drawing | None:
        """The chart of its table, where it has one."""
        if not self.finding:
            return None
        return drawing_of(self.finding, self.spoken, whole="period" not in self.question.parameters)


@dataclass(frozen=True)
class Asked:
    """A request that passed the guard: the site, the language, and what the address says.

    `query` has every value of a name; `key` is whether the session has the key.
    """

    site: Site
    words: Words
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)
    key: bool = False

    def first(self, name: str) -> str:
        """The first value of a name in the query, without blanks around it; empty where it has none."""
        return next(iter(self.query.get(name, ())), "").strip()

    def show(self, *questions: Question) -> list[Shown]:
        """Questions with their findings."""
        found = self.site.ask(questions)
        return [Shown(one, answer, self.site.served, self.words) for one, answer in zip(questions, found, strict=True)]

    def to(self, *parts: str) -> str:
        """The address of a page in the language of the request; each part is quoted."""
        return "/".join(["", self.words.language.code, *map(_quoted, parts)])


@lru_cache(4096)
def _quoted(part: str) -> str:
    """A part of an address; every page has the same forty of them."""
    return quote(part, safe="")


@dataclass(frozen=True)
class Page:
    """A page before it is rendered: its template, what the template needs, and the findings on it.

    What the page says of itself above all else (invented rows, small numbers about people) follows from the findings, the
    `tier` of what else it shows, and the record; one that is not `of_record` shows nothing from it. A page is `settled` where
    it would be the same when it is asked for again: nothing on it took too long this time.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    status: int = 200
    of_record: bool = True
    tier: Tier = "P0"
    settled: bool = True

    @classmethod
    def of(cls, template: str, answers: Sequence[Shown], /, **values: Any) -> Page:
        """A page that shows answers; a question that could not be asked and stands alone makes it an error."""
        findings = [one.finding for one in answers if one.finding]
        status = 400 if len(answers) == 1 and answers[0].error else 200
        settled = not any(isinstance(one.error, LimitReached) for one in answers)
        return cls(template, values, findings, status, settled=settled)


@dataclass(frozen=True)
class Download:
    """A file that a form is answered with, for the browser to save under a name of ours."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Route:
    """One kind of page: its path below the language, and the function that makes it.

    `local` pages are left out of a public site; `writes` ones are asked with POST and need the key, unless they are not
    `keyed`: those look at nothing but what is sent to them, and keep nothing. A page that is `kept` follows from the record
    and its address alone, so that it is made once.
    """

    path: str
    make: Callable[[Asked], Page | Download]
    local: bool = False
    writes: bool = False
    keyed: bool = True
    kept: bool = False
