"""What is done before a site says that it is open, so that its first readers do not wait for it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from sojourn.errors import SojournError
from sojourn.findings import Finding
from sojourn.tables import TABLES
from sojourn.web.desk import Desk
from sojourn.web.render import environment
from sojourn.web.site import SLOTS, Question, Site
from sojourn.web.warm import SLOW, warm
from sojourn.words.languages import LANGUAGES
from tiny import tiny_folder


def test_a_warm_site_has_every_view_and_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first page must not make what every page needs."""
    site = Site(tiny_folder())
    warm(site)
    made = list[str]()
    monkeypatch.setattr("sojourn.record.opened.Record.view", lambda _record, table: made.append(table.name))
    for record in site.records():
        record.query(f"SELECT 1 AS one -- {' '.join(TABLES)}")
    site.close()

    assert made == []
    assert set(SLOW) <= set(sys.modules)


def test_every_record_is_lent_once() -> None:
    """Each has an engine of its own that must be opened, and is given back."""
    site = Site(tiny_folder())
    once = list(site.records())
    again = list(site.records())
    site.close()

    assert len({id(one) for one in once}) == SLOTS
    assert {id(one) for one in again} == {id(one) for one in once}


def test_a_site_without_a_record_is_warmed(tmp_path: Path) -> None:
    """A clinic's desk may stand alone."""
    site = Site(tmp_path / "none", desk=Desk(tmp_path / "kit"))
    warm(site)
    site.close()

    assert not site.has_record


@pytest.mark.parametrize("public", [False, True])
def test_a_page_of_each_kind_is_made_unless_what_is_shown_counts(monkeypatch: pytest.MonkeyPatch, public: bool) -> None:
    """What is read once for all pages of a kind must not make the first reader wait; a public site shows nothing unasked."""
    asked, site = set[str](), Site(tiny_folder(), public=public)
    ask = site.ask

    def noted(questions: Sequence[Question]) -> list[Finding | SojournError]:
        asked.update(one.measure for one in questions)
        return ask(questions)

    monkeypatch.setattr(site, "ask", noted)
    warm(site)
    site.close()

    assert ({"removals", "facility_population"} <= asked) is not public
    assert bool(asked) is not public


@pytest.mark.parametrize("first", LANGUAGES)
def test_a_template_compiled_for_one_language_speaks_another(first: str) -> None:
    """Nothing of the language for which a template was compiled first may stay in it, not even of what is constant."""
    source = f"{{{{ 1234567|number }}}} {{{{ 'denied'|told }}}} {{{{ _('Judges') }}}} {{# {first} #}}"

    def said(code: str) -> str:
        language = environment(code).overlay(loader=DictLoader({f"warm-{first}": source}))
        assert isinstance(language, Environment)
        return language.get_template(f"warm-{first}").render()

    begun = said(first)
    others = {code: said(code) for code in LANGUAGES}

    assert others[first] == begun
    assert others["en"].startswith("1,234,567 denied")
    assert len({text.split("denied")[0] for text in others.values()}) >= 3
    assert all("denied" not in text for code, text in others.items() if code != "en")
