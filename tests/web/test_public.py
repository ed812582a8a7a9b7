"""What a public server and the folder let out: every page and every answer that can be reached, and nothing that may not leave."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings

from measures.test_wholeness import questions
from sojourn.disclosure.published import read_publication
from sojourn.measures import MEASURES, Measure
from sojourn.web.app import STYLE
from sojourn.web.folder import SUMS, publish_site
from sojourn.web.openapi import ROOT, SPLIT
from sojourn.web.pages import ROUTES
from tiny import tiny_folder
from web.visit import Visit, addresses, is_elsewhere, read, texts

MOST = 4
"""Addresses of one kind (a page of a nationality, a measure as CSV) that are walked to: there are hundreds of countries."""
ONLY_HERE = ("For this machine only", "not reviewed for publication")


@pytest.fixture(scope="module")
def public() -> Iterator[Visit]:
    """A public server of the tiny record."""
    visit = Visit(public=True)
    yield visit
    visit.site.close()


@pytest.fixture(scope="module")
def reached(public: Visit) -> dict[str, Element | str]:
    """Addresses of every kind that links lead to from the start, in one language, with the page or the text of each answer."""
    found: dict[str, Element | str] = {}
    kinds: Counter[str] = Counter()
    waiting = ["/en/", "/style.css", f"{ROOT}/openapi.json", f"{ROOT}/measures", f"{ROOT}/releases"]
    while waiting:
        address = waiting.pop()
        kind = _kind(address)
        if address in found or re.match(r"/(ru|fr|es)/", address) or kinds[kind] >= MOST:
            continue
        kinds[kind] += 1
        answer = public.client.get(address)
        assert answer.status_code in {200, 400}, f"{address}: {answer.status_code}"
        if not answer.headers["content-type"].startswith("text/html"):
            found[address] = answer.text
            continue
        found[address] = page = read(answer.text)
        links = [one for one in addresses(page) if not is_elsewhere(one)]
        waiting += [urldefrag(urljoin(address, one)).url for one in links]
    return found


def _kind(address: str) -> str:
    """What kind of address one is: its page; of the API and of forms, the measure too."""
    parts = urlsplit(address).path.split("/")
    return "/".join(parts[:5] if parts[2:3] and parts[2] in {"v1", "ask", "exhibit"} else parts[:3])


def whole(told: dict[str, Any]) -> None:
    """An answer has all that a reader needs to check it; what is refused has a reason and no number at all."""
    assert all(told["definition"].values())
    if told["status"] != "answered":
        assert told["reason"]
        assert told["value"] is None
    if told["reason"].startswith("Not shown on a public page"):
        assert (told["rows"], told["numerator"], told["denominator"], told["sentence"]) == ([], None, None, "")
        assert not told["details"]
        return
    assert told["tier"] in {"P0", "P1"} or told["status"] != "answered"
    if told["value"] is not None or told["rows"]:
        assert told["files"]
        assert told["invented"] or not MEASURES[told["measure"]].tables  # what others claimed is not made up
    if told["value"] is not None:
        assert told["interval"]["low"] <= told["value"] <= told["interval"]["high"]
        assert told["denominator"] is not None
        assert told["denominator_is"]


def test_every_page_that_can_be_reached_begins_with_what_is_invented(reached: dict[str, Element | str]) -> None:
    """Nobody takes made-up rows for a fact, wherever a search engine or a friend led them in."""
    pages = {address: page for address, page in reached.items() if isinstance(page, Element)}

    assert len(pages) > len(ROUTES)
    for address, page in pages.items():
        if _kind(address) not in {"/en/leave", "/en/draw"}:  # they show nothing of the record
            assert next(page.iter("main"))[0].attrib.get("class") == "notice", address


def test_no_page_that_can_be_reached_is_for_this_machine_only(reached: dict[str, Element | str]) -> None:
    """Neither a small number about people, nor a link to where one would stand."""
    local = {one.path.split("{")[0] for one in ROUTES if one.local or one.writes}

    for address, told in reached.items():
        said = texts(told) if isinstance(told, Element) else told
        assert not [one for one in ONLY_HERE if one in said], address
        assert not [one for one in local if unquote(address).startswith(f"/en{one}")], address
    assert reached["/style.css"] == STYLE.decode()


def test_every_answer_that_can_be_reached_is_whole(public: Visit, reached: dict[str, Element | str]) -> None:
    """The JSON of each finding on a page, as the server gives it after all that it has shown."""
    asked = {one for one in reached if one.startswith((f"{ROOT}/ask/", f"{ROOT}/csv/"))}

    assert asked
    for address in asked:
        told = public.client.get(address.replace("/csv/", "/ask/")).json()
        if told["schema"] == "sojourn.finding/1":
            whole(told)


@settings(max_examples=120, deadline=None)
@given(question=questions())
def test_whatever_a_public_server_is_asked_nothing_leaves_that_may_not(
    public: Visit, question: tuple[Measure, dict[str, str], tuple[str, ...]]
) -> None:
    """One question after the other, of whoever has read the list of measures; nothing refused has a number beside it."""
    one, given, by = question
    pairs = urlencode([*given.items(), *((SPLIT, name) for name in by)])
    answer = public.client.get(f"{ROOT}/ask/{one.id}", params=pairs)
    table = public.client.get(f"{ROOT}/csv/{one.id}", params=pairs)

    assert answer.status_code in {200, 400, 422}
    if answer.status_code == 200:
        told = answer.json()
        whole(told)
        assert told["reason"].startswith("Not shown") <= (
            not re.search(r"\n[^\n]*,\d+[,\n]", table.text.partition("\n\n")[2])
        )


def test_a_folder_is_whole_by_the_tool_of_the_system(tmp_path: Path) -> None:
    """A reader needs neither Sojourn nor Python to check it."""
    tool = shutil.which("sha256sum")
    if not tool:
        pytest.skip("needs sha256sum")
    made = publish_site(tiny_folder(), tmp_path / "out")

    def checked() -> subprocess.CompletedProcess[str]:
        command = [tool, "--check", "--strict", "--quiet", SUMS]
        return subprocess.run(command, cwd=made.folder, capture_output=True, text=True, check=False)

    assert (checked().returncode, checked().stderr) == (0, "")
    one = next((made.folder / "findings").glob("*.json"))
    one.write_text(one.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert checked().returncode == 1


def test_every_finding_of_a_folder_is_whole(tmp_path: Path) -> None:
    """Each number has what it is out of, interval, definition and hashes, and none is about few people."""
    made = publish_site(tiny_folder(), tmp_path / "out")
    found = [json.loads(one.read_text(encoding="utf-8")) for one in (made.folder / "findings").glob("*.json")]

    assert found
    for told in found:
        whole(told)
    assert read_publication(made.folder).hidden
