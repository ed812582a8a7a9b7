"""Kits that are made at the desk, and files that leave it; two desks on one file, from the first household to the open draw."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from draw.kit.clinics import POLICY, Clock, with_invented_beacons
from sojourn.draw.kit.departure import export, publish
from sojourn.draw.kit.ledger import status
from sojourn.draw.kit.store import Kit
from sojourn.draw.verify import verify
from sojourn.web.app import application, hosts
from sojourn.web.desk import Desk
from sojourn.web.guard import Allowed
from sojourn.web.keys import Keys
from sojourn.web.pages import kit_files
from sojourn.web.pages.kit_files import FILES
from sojourn.web.site import Site
from web.test_kit_pages import CODE, Clinic
from web.visit import BASE, OURS, Visit, read, texts

FIELDS = {
    "name": "An invented clinic", "sites": "north, south", "reserved": "1/2", "class_0": "medical", "class_share_0": "1/5",
    "largest": "6", "confirm_hours": "23", "horizon_days": "3", "keep_days": "30", "hold_days": "10", "wait_hours": "12",
}  # fmt: skip


class Second(Clinic):
    """Another desk: a second server over the same file, with its own key and its own numbers of forms."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.clock, self.path, self.forms = clock, path, 0
        self.opens = partial(Kit, path, clock)
        self.site = Site(path.parent / "no record", desk=Desk(path, clock))
        self.keys = Keys()
        made = application(self.site, Allowed(hosts(8000)), self.keys)
        self.client = TestClient(made, base_url=BASE, follow_redirects=False, raise_server_exceptions=False)
        self.enter()


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Second]:
    """A desk whose kit is not there yet."""
    with_invented_beacons(monkeypatch)
    made = Second(tmp_path / "kit.db", Clock())
    yield made
    made.site.close()


def unpacked(answer: Response, folder: Path) -> list[str]:
    """The files of a zip that a form was answered with."""
    assert answer.status_code == 200, texts(read(answer.text))
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(folder)
        return archive.namelist()


def test_two_desks_make_a_kit_register_draw_publish_and_anyone_checks_it(empty: Second, tmp_path: Path) -> None:
    """The whole way of a household, from an empty folder to the ticket that is checked at home."""
    made = empty.told("new", **FIELDS)
    [key] = re.findall(r"Key: ([0-9a-f]{64})", made)
    other = Second(empty.path, empty.clock)
    here, there = empty.household("2"), other.household("2")
    twice = other.household("2")
    merged = other.told("merge", code=here, other=twice, asked_for="yes")
    empty.drawn("4")
    offered = {code: other.told("household", code=code, do="confirm") for code in (here, there)}
    ticket = other.post("household", code=there, do="ticket")
    [signed] = re.findall(r'id="signed">(\{.*?\})<', ticket.text.replace("&#34;", '"'))
    shown = empty.told("shown", ticket=signed, do="show")
    unpacked(other.post("publish"), tmp_path)
    served = empty.told("shown", ticket=signed, do="serve")

    assert "They wait." in merged
    assert "the registration has ended" in other.told("household", code=twice, do="show")
    assert all("They have an appointment." in one for one in (*offered.values(), shown))
    assert "They were served" in served
    assert verify(tmp_path / "public").holds
    with empty.opens() as kit:
        now = status(kit)
    assert (now.registered, now.states["served"], now.states["confirmed"], now.amiss) == (3, 1, 1, ())
    public = Visit(draws=(tmp_path / "public",))
    public.client.get(public.keys.link)
    board = public.client.get("/en/draw/1").text
    checked = public.client.post("/en/draw-checked", data={"paper": signed, "draw": "1", "posted": key}, headers=OURS)
    false = public.client.post(
        "/en/draw-checked", data={"paper": signed, "draw": "1", "posted": "0" * 64}, headers=OURS
    )
    [short] = re.findall(r'class="secret">([0-9A-Z]{5}-[0-9A-Z]{5})<', ticket.text)
    assert short in board
    assert "The ticket says: with a place." in checked.text
    assert "It does not hold." in false.text


def test_a_kit_that_is_not_there_is_offered_to_be_made(empty: Second) -> None:
    """The first morning of a clinic, without a terminal but the one that started the site."""
    page = empty.client.get("/en/kit")

    assert page.status_code == 200
    assert "Make a kit for the clinic" in page.text
    assert not empty.path.exists()
    assert empty.client.get("/en/kit/board").status_code == 422
    assert empty.post("register", size="2").status_code == 422


def test_a_kit_is_made_from_a_file_and_only_once(empty: Second) -> None:
    """The policy that was agreed on lies as a file; a second kit would lose the first."""
    data = {"form": "new-file", "number": "a" * 20}
    first = empty.client.post("/en/kit", data=data, files={"policy": ("policy.json", json.dumps(POLICY))}, headers=OURS)
    again = empty.client.post(
        "/en/kit", data={**data, "number": "b" * 20}, files={"policy": ("p.json", json.dumps(POLICY))}, headers=OURS
    )

    assert "The kit is made." in first.text
    assert again.status_code == 422
    assert "there is a file already" in again.text
    with empty.opens() as kit:
        assert kit.policy.as_dict() == POLICY
        assert kit.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"reserved": "half"}, "is no share"), ({"reserved": "3/2"}, "is no share"), ({"largest": ""}, "is no whole number"),
        ({"largest": "many"}, "is no whole number"), ({"sites": " , "}, "there is no site"), ({"sites": "юг"}, "not in plain letters"),
        ({"name": ""}, "is no text"), ({"class_share_0": "3/5"}, "more than all places"), ({"class_share_0": ""}, "is no share"),
        ({"class_0": "<script>", "class_share_0": "9/1"}, "is no share"), ({"class_1": "", "class_share_1": "1/9"}, "is no text"),
    ],
)  # fmt: skip
def test_a_policy_that_cannot_be_is_refused_and_no_file_is_made(
    empty: Second, changed: dict[str, str], why: str
) -> None:
    """What was typed stays in the form; a half-made kit would stand in the way."""
    answer = empty.post("new", "", **{**FIELDS, **changed})

    assert answer.status_code in {400, 422}
    assert why in texts(read(answer.text))
    assert "<script" not in answer.text
    assert 'value="23"' in answer.text
    assert not empty.path.exists()


@pytest.mark.parametrize("name", ["new", "new-file"])
def test_without_the_key_no_kit_is_made(tmp_path: Path, name: str) -> None:
    """Another user of the machine must not decide the policy."""
    desk = Second(tmp_path / "kit.db", Clock())
    desk.client.cookies.clear()

    assert desk.post(name, "", **FIELDS).status_code == 403
    assert "Make a kit" not in desk.client.get("/en/kit").text
    assert not desk.path.exists()


@pytest.fixture
def drawn(empty: Second) -> Second:
    """A desk after a sealed draw."""
    empty.told("new", **FIELDS)
    empty.household()
    empty.drawn()
    return empty


def test_what_leaves_by_the_page_is_what_the_command_line_writes(drawn: Second, tmp_path: Path) -> None:
    """One draw must not have two publications."""
    with drawn.opens() as kit:
        publish(kit, tmp_path / "by command" / "public")
        publish(kit, tmp_path / "by command" / "auditors", auditors=True)
        export(kit, tmp_path / "by command" / "proofs")
    for form in FILES:
        unpacked(drawn.post(form, "", for_them="yes"), tmp_path / "by page")
    by = [{str(one.relative_to(root)): one.read_bytes() for one in root.rglob("*") if one.is_file()} for root in (tmp_path / "by command", tmp_path / "by page")]  # fmt: skip

    assert by[0] == by[1]
    assert drawn.post("publish").content == drawn.post("publish").content


def test_secret_files_need_a_word_and_the_key_and_have_a_bound(drawn: Second, monkeypatch: pytest.MonkeyPatch) -> None:
    """The auditors' files open sizes and weeks, and the proofs tell who waited how long."""
    before = drawn.dump()
    assert {drawn.post(form).status_code for form in ("auditors", "export")} == {400}
    monkeypatch.setattr(kit_files, "LARGEST", 10)
    assert "write them with `sojourn draw`" in drawn.post("publish").text.replace("Write", "write")
    drawn.client.cookies.clear()
    assert {drawn.post(form, "", for_them="yes").status_code for form in FILES} == {403}
    assert drawn.dump() == before


def test_a_ticket_that_this_kit_did_not_sign_does_nothing(drawn: Second) -> None:
    """A ticket of another clinic, or a paper that was changed by one letter, gives nobody a place or a code."""
    code = drawn.household()
    drawn.drawn()
    ticket = drawn.post("household", code=code, do="ticket")
    [signed] = re.findall(r'id="signed">(\{.*?\})<', ticket.text.replace("&#34;", '"'))
    before = drawn.dump()

    for text in (signed.replace('"round":2', '"round":1'), "{}", "[]", "not JSON", signed[:-1]):
        for do in ("show", "serve", "recover"):
            answer = drawn.post("shown", ticket=text, do=do)
            assert answer.status_code in {400, 422}
            assert not CODE.search(answer.text)
    assert drawn.dump() == before
    [new] = CODE.findall(drawn.told("shown", ticket=signed, do="recover"))
    assert "They are offered" in drawn.told("household", code=new, do="show")


def test_a_proof_is_printed_only_where_it_is_asked_for(drawn: Second) -> None:
    """It tells the size, the week and the sites of a household to whoever reads it."""
    code = drawn.household()
    drawn.drawn()

    assert drawn.post("household", code=code, do="ticket").text.count("<svg") == 1
    assert drawn.post("household", code=code, do="proof").text.count("<svg") == 2


def test_two_registrations_are_made_one_only_where_they_ask_for_it(drawn: Second) -> None:
    """A slip of the operator would end somebody's wait."""
    one, other = drawn.household(), drawn.household()

    refused = drawn.post("merge", code=one, other=other)

    assert refused.status_code == 400
    assert one not in refused.text
    assert other not in refused.text
    assert "They wait." in drawn.told("household", code=other, do="show")


@pytest.mark.parametrize("language", ["en", "ru", "fr", "es"])
def test_the_form_of_a_new_kit_can_be_read_aloud(empty: Second, language: str) -> None:
    """Every field has a label, and no name stands twice."""
    page = read(empty.client.get(f"/{language}/kit").text)
    labelled = {one.attrib.get("for") for one in page.iter("label")}
    ids = [one.attrib["id"] for one in page.iter() if "id" in one.attrib]

    assert all(one.attrib.get("id") in labelled for one in page.iter("input") if one.attrib.get("type") != "hidden")
    assert len(ids) == len(set(ids))
