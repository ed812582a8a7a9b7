"""The six people of the site's design reach their answers from the start by clicking, with and without a script.

In each language: family (A), lawyer (B), group that follows hundreds (C), journalist (D), researcher (E), office that sizes a
programme (F).

The record is that of tests/web/whole.py. Words are looked up in the catalogues; numbers are counted by hand there, in
tests/tiny.py, tests/tiny_custody.py and asylum_court.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from sojourn.claims.judge import VERDICTS
from sojourn.words.said import said
from sojourn.words.spoken import Words, words
from web.running import CLAIMS, Running

pytestmark = pytest.mark.browser
COUNTS = ["1", "12", "34"]
"""Removals of FY2017: unknown, women, men."""
DENIED = "denied 43 of 53 (81 %, 69 % to 89 %); granted 5, other relief 5"


@dataclass(frozen=True)
class Reader:
    """Somebody with a browser, who begins at the start in a language and knows what to look for."""

    page: Any
    spoken: Words
    home: str

    def said(self, message: str, **values: str) -> str:
        """A sentence of the site in the reader's language, as `sees` has it."""
        text = self.spoken.messages.gettext(message)
        return plain(text % values if values else text)

    def begin(self) -> None:
        """Open the start."""
        self.page.goto(self.home)

    def follow(self, message: str) -> None:
        """Click the link that says so."""
        self.page.get_by_role("link", name=self.said(message), exact=True).first.click()

    def press(self, message: str, within: str = "main") -> None:
        """Press the button that says so."""
        self.page.locator(within).get_by_role("button", name=self.said(message), exact=True).click()

    @property
    def sees(self) -> str:
        """The text that can be seen, its blanks made plain."""
        return plain(self.page.locator("main").inner_text())

    def tells(self, sentence: str) -> bool:
        """Whether a measure says a sentence: in English word by word, in another language with the same numbers."""
        told = [plain(one) for one in self.page.locator(".answer, .warning").all_inner_texts()]
        if self.spoken.language.code == "en":
            return any(sentence.casefold() in one.casefold() for one in told)
        wanted = set(re.findall(r"\d+", sentence))
        return any(wanted <= set(re.findall(r"\d+", one)) for one in told)

    def row(self, name: str, table: str = "table") -> list[str]:
        """The cells of the first row of a table whose first cell begins so."""
        found = self.page.locator(f"main {table} tbody tr").filter(has_text=name).first
        return [plain(one) for one in found.locator("th, td").all_inner_texts()]

    def number(self, value: float) -> str:
        """A number as the reader's language writes it."""
        return plain(self.spoken.number(value))

    def share(self, value: float) -> str:
        """A share as the reader's language writes it."""
        return plain(self.spoken.value("share", value))


def plain(text: str) -> str:
    """A text with single plain blanks."""
    return " ".join(text.split())


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request: pytest.FixtureRequest, browser: Any, key: Any) -> Iterator[Any]:
    """A page of a narrow browser that followed the link with the key."""
    context = browser.new_context(
        java_script_enabled=request.param, storage_state=key, viewport={"width": 360, "height": 720}
    )
    yield context.new_page()
    context.close()


@pytest.fixture(params=["en", "ru", "fr", "es"])
def reader(request: pytest.FixtureRequest, open_site: Running, page: Any) -> Reader:
    """A reader of each language at the start."""
    made = Reader(page, words(request.param), f"{open_site.base}/{request.param}/")
    made.begin()
    return made


def test_a_family_has_five_answers_without_typing_a_name(reader: Reader) -> None:
    """What no result can mean and whom to ask; the place and how long; court and judge; free lawyers; false sites."""
    reader.follow("Nothing is found, the place, the court, free lawyers, false sites: one page")
    reader.page.select_option("#facility", label="ALPHA DETENTION CENTER")
    reader.page.select_option("#court-code", label="JENA, LA")
    reader.press("Show")
    reader.page.select_option("#judge", label="Larkspur, Ada N. (CAT)")
    reader.press("Show")
    seen = reader.sees

    assert reader.said("That a search shows nothing does not mean that the person was removed.") in seen
    assert "1-888-351-4024" in seen
    assert reader.said("By its name or by ICE’s list it is %(kind)s.", kind=reader.said("a detention centre")) in seen
    stays = "Of %(stays)s stays that began here, a quarter had ended within %(quarter)s days, half within %(half)s days, and three quarters within %(most)s days. A quarter lasted longer."
    assert plain(reader.said(stays, stays="91", quarter="10", half="22", most="32")) in seen
    assert plain(reader.said("How sure: the half lies between %(low)s and %(high)s days.", low="17", high="27")) in seen
    assert plain(reader.spoken.day(date(2025, 11, 30))) in seen
    decided = "Of %(all)s decisions on asylum in past cases, %(denied)s refused all relief: %(share)s."
    assert seen.count(plain(reader.said(decided, all="53", denied="43", share=reader.share(43 / 53)))) == 2
    between = "How sure: between %(low)s and %(high)s, as far as the number of cases goes."
    assert plain(reader.said(between, low=reader.share(0.6864), high=reader.share(0.8941))) in seen
    assert "eoir_cases/eoir@2026-07-01" in seen
    differs = "This does not predict your case: the judge, the person, the country and the lawyer differ."
    assert seen.count(reader.said(differs)) == 2
    assert "justice.gov/eoir/list-pro-bono-legal-service-providers" in seen
    assert plain(reader.said("Type the address yourself, or ask a lawyer for it; do not follow a link in a message.")) in seen  # fmt: skip
    assert reader.page.locator("main input").count() == 0


def test_a_lawyer_has_a_judge_within_the_court_and_an_exhibit(reader: Reader) -> None:
    """Counts of each outcome, share, interval, peers, and a sheet to print with release, hash and a citation."""
    reader.follow("A judge within the court: outcomes, funnel of cases, case mix, then and now")
    reader.page.get_by_role("link", name="JENA, LA").click()
    reader.page.get_by_role("link", name="Larkspur, Ada N. (CAT)").click()
    seen, told = reader.sees, reader.tells(DENIED)
    reader.follow("Exhibit to print")
    exhibit = reader.sees

    decided = "Of %(all)s decisions on asylum in past cases, %(denied)s refused all relief: %(share)s."
    assert plain(reader.said(decided, all="53", denied="43", share=reader.share(43 / 53))) in seen
    assert reader.said("What became of all proceedings") in seen
    assert reader.said("Is the rate explained by the cases?") in seen
    assert told
    assert reader.tells(DENIED)
    assert all(plain(reader.said("Out of %(denominator)s:", denominator="53")) in text for text in (seen, exhibit))
    assert [reader.row("trac_2007")[at] for at in (2, 4)] == ["5", "46"]
    assert "eoir_cases/eoir@2026-07-01" in exhibit
    assert f"{reader.said('Cite as')} Sojourn" in exhibit
    assert reader.page.locator("code").first.inner_text().isalnum()


def test_a_group_sees_weeks_bands_claimed_flights_and_where_its_list_lies(reader: Reader) -> None:
    """Weekly totals of one nationality, how stays ended, flights with what is not settled, and one number against bounds."""
    reader.follow("One nationality in every file: removals, people held, court, appointments, Canada")
    reader.page.get_by_role("link", name="RUSSIA", exact=True).click()
    reader.page.fill("#size", "120")
    reader.press("Compare", "#list + form")
    reader.page.locator("main details").filter(has_text="2025-11-24").locator("summary").first.click()
    seen = reader.sees

    assert reader.tells("75 stays began in 2025-06-02..2025-11-30 and 45 ended, 23 of them by removal")
    assert reader.row("2025-11-24") == ["2025-11-24", "7", "7", "0", "0", "0", "0", "31"]
    assert plain(reader.said("%(low)s to %(high)s:", low="11", high="49")) + " ALPHA DETENTION CENTER" in seen
    assert reader.tells("140 to 215 people in events claimed for")
    assert reader.tells("RU-2025-06: the number of people is not settled: 30 to 40")
    flights = reader.row(reader.said("People on flights that sources claim, all together"), "table:not(.brief)")
    assert flights[1:] == ["140", "215", reader.said("is smaller than the lower bound")]
    people = reader.row(reader.said("People held at some time of these months, each counted once"), "table:not(.brief)")
    assert people[0].endswith("2025-06..2025-11")
    assert people[1:] == ["75", "76", reader.said("is larger than the upper bound")]


def test_a_journalist_has_a_card_for_a_sentence(reader: Reader) -> None:
    """The verdict, the figure with its denominator and interval, the release, and the definition to print beside it."""
    reader.follow("Check the sentences of a text, one card for each")
    reader.page.fill("#claims", CLAIMS)
    reader.press("Judge")
    seen = reader.sees

    removed = said(
        "{matched:number} removals out of {total:number} in {period}, by the departed clock.",
        matched=8,
        total=47,
        period="FY2017",
    )
    assert (
        reader.page.locator(".verdict").inner_text().casefold() == reader.spoken.tell(VERDICTS["supported"]).casefold()
    )
    assert plain(reader.spoken.tell(removed)) in seen
    assert reader.tells("8 removals out of 47 in FY2017")
    assert plain(reader.said("How sure: between %(low)s and %(high)s.", low="8", high="11")) in seen
    assert plain(reader.said("Out of %(denominator)s:", denominator="47")) in seen
    assert "ice_removals/2019-ICFO-53623" in seen


def test_a_researcher_has_releases_the_ledger_and_a_citation(reader: Reader, open_site: Running) -> None:
    """Every row accounted for, files by hash, how often intervals held, and the table as CSV and JSON under one id."""
    reader.follow("Releases, their defects and their hashes")
    reader.page.locator("details summary").last.click()
    releases, hashes = reader.sees, reader.page.locator("details code").all_text_contents()
    reader.begin()
    reader.follow("The ledger: every row accounted for")
    ledger = reader.row("ice_removals/2019-ICFO-53623")
    reader.begin()
    reader.follow("Methods and measured coverage of intervals")
    method = reader.sees
    reader.begin()
    reader.follow("All questions that can be asked")
    reader.page.locator("main a[href$='/ask/removals']").click()
    reader.page.fill("#p-period", "FY2017")
    reader.page.check("input[name=by][value=sex]")
    reader.press("Ask")
    csv = reader.page.request.get(open_site.base + reader.page.get_by_role("link", name="CSV").get_attribute("href"))

    assert "ice_removals/2019-ICFO-53623" in releases
    assert hashes
    assert all(len(one) >= 64 for one in hashes)
    assert [reader.number(value) for value in (51, 51, 0, 0)] == ledger[2:]
    assert "Wilson" in method
    assert reader.page.locator(".value").inner_text() == "47"
    assert sorted(plain(one) for one in reader.page.locator("main tbody td:nth-child(2)").all_inner_texts()) == COUNTS
    assert csv.text().splitlines()[0].startswith("removals S-")


def test_an_office_has_one_page_with_low_central_and_high(reader: Reader) -> None:
    """In custody, removed a month, pending, claimed in Canada, each with its days; and what no file can tell."""
    reader.follow("How many citizens of one country, low and high, and what cannot be known")
    reader.page.get_by_role("link", name="RUSSIA", exact=True).click()
    seen = reader.sees
    held = reader.row(reader.said("People held in detention on an average day of the month"))
    removed = reader.row(reader.said("Removals a month, on average over the fiscal year"))

    assert held[1:] == [*map(reader.number, (15.87, 15.87, 16.88)), "2025-11 ice_detentions/2026-ICLI-00005"]
    assert removed[1:] == [*map(reader.number, (8 / 12, 8 / 12, 11 / 12)), "FY2017 ice_removals/2019-ICFO-53623"]
    assert reader.row(reader.said("Cases pending in the immigration courts"))[4].startswith("2026-06-09")
    assert reader.said("What cannot be known from these files") in seen
    assert "final order of removal" in seen
    assert "Safe Third Country Agreement" in seen
