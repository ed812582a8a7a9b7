"""The site as a browser meets it: a server on this machine over the whole invented record, and Debian's chromium.

`PAGES` names every type of page with the way to it, as the tests of accessibility and the pictures of the documents need it.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from draw.folders import published
from draw.kit.clinics import Clock, clinic, drawn, with_invented_beacons
from draw.kit.desks import AUDITORS
from sojourn.draw.kit.households import register
from sojourn.draw.kit.rounds import freeze
from sojourn.web.app import application, hosts
from sojourn.web.desk import Desk
from sojourn.web.draws import Draws
from sojourn.web.guard import Allowed
from sojourn.web.keys import Keys
from sojourn.web.serve import listening, settings
from sojourn.web.site import Site
from web.whole import whole_folder

FACTS = """
[[person]]
claim_day = 2026-03-01
came_from_us = true
arrival_at = "land_port"
[[person.entry]]
day = 2022-06-01
at = "airport"
[person.us]
judge_decision_day = 2026-03-02
judge_decision_given = "oral"
"""
CLAIMS = """
title = "One sentence about invented rows"
[[claim]]
id = "removed-2017"
sentence = "At least eight citizens of Russia were removed in the fiscal year 2017."
said_by = "test"
published = "2026"
[[claim.reading]]
label = "removals by the day of departure"
measure = "removals"
parameters = { citizenship = "RUSSIA", period = "FY2017" }
comparison = "at_least"
value = 8
"""
LAW_DAY = "2026-03-20"
EARLIER, LATER = (f"facilities-year-to-date%40{day}" for day in ("2025-06-09", "2025-06-23"))
"""Two pulls of ICE's statistics in the record, which are compared."""


@dataclass(frozen=True)
class Running:
    """A site that answers at an address, and its keys."""

    base: str
    keys: Keys

    def enter(self, browser: Any) -> Any:
        """The state of a browser that followed the link with the key: what another context begins with."""
        context = browser.new_context(java_script_enabled=False)
        context.new_page().goto(f"{self.base}{self.keys.link}")
        state = context.storage_state()
        context.close()
        return state


@contextmanager
def running(site: Site) -> Iterator[Running]:
    """A server over a site, until the end of the block."""
    with listening(0) as taken:
        port, keys = taken.getsockname()[1], Keys()
        server = uvicorn.Server(settings(application(site, Allowed(hosts(port), kept=site.public), keys)))
        thread = threading.Thread(target=server.run, args=([taken],), daemon=True)
        thread.start()
        yield Running(f"http://127.0.0.1:{port}", keys)
        server.should_exit = True
        thread.join(10)


def whole_site(folder: Path) -> Site:
    """The site with everything that it can show: the whole record, a published draw, the desk of an invented clinic."""
    drawn_kit(folder, clock := Clock())
    desk = Desk(folder / "kit.db", clock)
    return Site(whole_folder(), draws=Draws((published(folder / "clinic"),)), desk=desk)


def drawn_kit(folder: Path, clock: Clock) -> None:
    """The kit of an invented clinic with nine households and one drawn round."""
    kit = clinic(folder, clock)
    for _ in range(9):
        register(kit, 2, ["south", "north"])
    with pytest.MonkeyPatch.context() as patch:
        with_invented_beacons(patch)
        drawn(kit, clock, freeze(kit, {"north": 4, "south": 6}, auditors=AUDITORS))
    kit.close()


def chromium(drive: Any) -> Any:
    """Debian's chromium, driven by a started playwright; None where it is not installed."""
    path = shutil.which("chromium")
    return drive.chromium.launch(executable_path=path, args=["--no-sandbox"]) if path else None


def open_page(page: Any, base: str, name: str, language: str = "en") -> None:
    """Open a page of `PAGES` in a language."""
    way = PAGES[name]
    if isinstance(way, str):
        page.goto(f"{base}/{language}{way}")
    else:
        way(page, f"{base}/{language}")


def body_of(page: Any, base: str, name: str) -> bytes:
    """Open a page of `PAGES` in English; its bytes as the server sent them."""
    answers: list[Any] = []

    def heard(answer: Any) -> None:
        answers.append(answer)

    page.on("response", heard)
    open_page(page, base, name)
    page.remove_listener("response", heard)
    body: bytes = next(one.body() for one in reversed(answers) if one.url == page.url)
    return body


def _question(page: Any, base: str) -> None:
    page.goto(f"{base}/refuge")
    page.fill("#of-law_day", LAW_DAY)
    page.click("button[value=begin]")


def _determination(page: Any, base: str) -> None:
    page.goto(f"{base}/refuge")
    page.fill("#facts", FACTS)
    page.locator("form:has(#facts) button").first.click()


def _clocks(page: Any, base: str) -> None:
    page.goto(f"{base}/deadlines")
    page.fill("#facts", FACTS)
    page.fill("#of-law_day", LAW_DAY)
    page.locator("form:has(#facts) button").first.click()


def _deadline_question(page: Any, base: str) -> None:
    page.goto(f"{base}/deadlines")
    page.fill("#begin-law_day", LAW_DAY)
    page.click("button[value=begin]")


def _cards(page: Any, base: str) -> None:
    page.goto(f"{base}/claims")
    page.fill("#claims", CLAIMS)
    page.locator("form:has(#claims) button").click()


PAGES: Mapping[str, str | Callable[[Any, str], None]] = {
    "start": "/",
    "search": "/search?q=rossiya",
    "family": "/family?facility=AAAAAAA&court=JNA&judge=CAT",
    "measures": "/measures",
    "ask": "/ask/removals?period=FY2017&by=month",
    "exhibit": "/exhibit/asylum_outcomes?court=JNA&judge=CAT",
    "courts": "/court",
    "court": "/court/JNA",
    "judge": "/court/JNA/judge/CAT",
    "nationalities": "/nationality",
    "nationality": "/nationality/RUSSIA?list=40",
    "facilities": "/facility",
    "facility": "/facility/AAAAAAA",
    "groups": "/groups",
    "day": "/day/2016-11-02",
    "flights": "/flights?period=2025-04",
    "entry": "/entry?nationality=RUSSIA",
    "canada": "/canada",
    "claims": "/claims",
    "cards": _cards,
    "refuge": "/refuge",
    "question": _question,
    "determination": _determination,
    "deadlines": "/deadlines",
    "deadline-question": _deadline_question,
    "clocks": _clocks,
    "draws": "/draw",
    "draw": "/draw/1",
    "kit": "/kit",
    "board": "/kit/board",
    "releases": "/releases",
    "comparison": f"/releases/ice_detention_statistics/{EARLIER}/{LATER}",
    "ledger": "/ledger",
    "method": "/method",
    "glossary": "/glossary",
    "real": "/real",
    "leave": "/leave",
    "error": "/ask/removals?period=FY17",
    "missing": "/nowhere",
}
"""Every type of page: its path below the language, or the way to it by a form."""
