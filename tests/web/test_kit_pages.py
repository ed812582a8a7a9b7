"""A clinic's day at the desk in a browser: every operation by a form with the key, no code in an address, nothing by looking."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from draw.kit.clinics import Clock, clinic, signature, with_invented_beacons
from sojourn.draw.kit.ledger import status
from sojourn.draw.kit.store import Kit
from sojourn.errors import BadDraw, BadParameter
from sojourn.web import desk as desks
from sojourn.web.app import application, hosts
from sojourn.web.desk import Desk
from sojourn.web.guard import HEADERS, Allowed
from sojourn.web.keys import Keys
from sojourn.web.pages.kit import FORMS
from sojourn.web.serve import serve
from sojourn.web.site import Site
from tiny import tiny_folder
from web.visit import BASE, OURS, addresses, is_elsewhere, read, texts

CODE = re.compile(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}")
HOSTILE = [
    "<script>alert(1)</script>",
    '"><svg onload=x>',
    "'; DROP TABLE household; --",
    "\x00",
    "\u202egnp",
    "9" * 5000,
]


class Clinic:
    """The site at the desk of an invented clinic, without a record."""

    def __init__(self, folder: Path, *, public: bool = False, record: Path | None = None) -> None:
        self.clock = Clock()
        self.path = folder / "kit.db"
        clinic(folder, self.clock).close()
        self.opens = partial(Kit, self.path, self.clock)
        self.site = Site(record or folder / "no record", public, desk=Desk(self.path, self.clock))
        self.keys = Keys()
        made = application(self.site, Allowed(hosts(8000), kept=public), self.keys)
        self.client = TestClient(made, base_url=BASE, follow_redirects=False, raise_server_exceptions=False)
        self.forms = 0

    def enter(self) -> None:
        """Follow the link."""
        self.client.get(self.keys.link)

    def post(self, form: str, number: str = "", /, **fields: str | list[str]) -> Response:
        """Send a form; `draw_at` stands for the field draw-at."""
        self.forms += 1
        named = {name.replace("_", "-"): value for name, value in fields.items()}
        data = {"form": form, "number": number or f"form-{self.forms:016}", **named}
        return self.client.post("/en/kit", data=data, headers=OURS)

    def told(self, form: str, **fields: str | list[str]) -> str:
        """What a form that is accepted answers, as text."""
        answer = self.post(form, "", **fields)
        assert answer.status_code == 200, texts(read(answer.text))
        return texts(read(answer.text))

    def household(self, size: str = "2") -> str:
        """The recovery code of a new household."""
        [code] = CODE.findall(self.told("register", size=size, site=["south", "north"]))
        return str(code)

    def drawn(self, places: str = "6") -> None:
        """A round with places in the south, frozen and drawn."""
        frozen = self.told("freeze", places_0="0", places_1=places, auditor="an auditor")
        [(number, hour)] = re.findall(r"before (\S+Z)\. Then draw with round (\d+)", frozen)[:1]
        self.clock.at = datetime.fromisoformat(number) + timedelta(minutes=5)
        self.told("draw", signature=signature(int(hour)))

    def dump(self) -> str:
        """All that the file holds."""
        with self.opens() as kit:
            return "\n".join(kit.connection.iterdump())


@pytest.fixture
def clinic_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clinic]:
    """A desk whose link was followed, with invented beacons."""
    with_invented_beacons(monkeypatch)
    made = Clinic(tmp_path)
    made.enter()
    yield made
    made.site.close()


def test_a_whole_day_goes_through_the_pages(clinic_desk: Clinic) -> None:
    """A clinic whose operators know no terminal can do all of it: register, freeze, draw, confirm, print, serve."""
    code = clinic_desk.household()
    assert "They wait." in clinic_desk.told("household", code=code, do="show")
    clinic_desk.drawn()

    offered = clinic_desk.told("household", code=code, do="show")
    confirmed = clinic_desk.told("household", code=code.lower(), do="confirm")
    ticket = clinic_desk.post("household", code=code, do="ticket")
    [short] = re.findall(r'class="secret">([0-9A-Z]{5}-[0-9A-Z]{5})<', ticket.text)
    board = clinic_desk.client.get("/en/kit/board").text
    served = clinic_desk.told("household", code=code, do="serve")

    assert "They are offered a place and must confirm it." in offered
    assert "They have an appointment." in confirmed
    assert "has a place" in ticket.text
    assert ticket.text.count("<svg") == 1
    assert "viewBox" in ticket.text
    assert short in board
    assert "They were served; the registration has ended." in served
    assert short not in clinic_desk.client.get("/en/kit/board").text
    with clinic_desk.opens() as kit:
        now = status(kit)
    assert (now.registered, now.states["served"], now.amiss) == (1, 1, ())


def test_what_goes_otherwise_goes_through_the_pages_too(clinic_desk: Clinic) -> None:
    """Corrected, renewed, given back, given on, recovered, withdrawn: the rest of what a desk is asked for."""
    first, second = clinic_desk.household("2"), clinic_desk.household("2")
    assert "3 people: north." in clinic_desk.told("change", code=first, size="3", site=["north", ""])
    assert "2 people: south." in clinic_desk.told("change", code=first, size="2", site="south")
    assert "They wait." in clinic_desk.told("household", code=first, do="renew")
    clinic_desk.drawn("2")
    placed, next_one = (
        (first, second)
        if "They are offered" in clinic_desk.told("household", code=first, do="show")
        else (second, first)
    )

    assert "They wait." in clinic_desk.told("ending", code=placed, do="cancel", asked_for="yes")
    assert "given back: 1." in clinic_desk.told("expire")
    assert "They are offered" in clinic_desk.told("household", code=next_one, do="show")
    [new] = CODE.findall(clinic_desk.told("recover", code=placed))
    assert clinic_desk.post("household", code=placed, do="show").status_code == 422
    assert "They have withdrawn" in clinic_desk.told("ending", code=new, do="withdraw", asked_for="yes")


def test_a_round_is_void_with_its_reason(clinic_desk: Clinic) -> None:
    """A wrong number of places is corrected before the beacon speaks, in the open."""
    clinic_desk.household()
    clinic_desk.told("freeze", places_0="1", places_1="1", auditor="an auditor", draw_at="2026-01-05T12:00")

    assert clinic_desk.post("void", reason=" ").status_code == 422
    assert "Round 1: Void" in clinic_desk.told("void", reason="south is closed that day")
    assert "south is closed that day" in clinic_desk.dump()


def test_a_household_that_lost_its_code_is_known_by_its_file(clinic_desk: Clinic) -> None:
    """They keep their place in the line, and the page does not repeat what they are known by."""
    clinic_desk.told("register", size="1", known_as="file 17")

    again = clinic_desk.post("register", size="1", known_as="FILE 17")
    recovered = clinic_desk.told("recover", known_as="file 17")

    assert again.status_code == 422
    assert "known by the same" in again.text
    assert "file 17" not in again.text.lower().replace("the number of a paper file", "")
    assert CODE.search(recovered)


def test_looking_changes_nothing(clinic_desk: Clinic) -> None:
    """A browser may load any address twice, or ahead of a click."""
    code = clinic_desk.household()
    clinic_desk.drawn()
    before = clinic_desk.dump()

    for path in ("/en/kit", "/ru/kit", "/en/kit/board", "/en/kit/board?round=1", f"/en/kit?form=household&do=confirm&code={code}"):  # fmt: skip
        assert clinic_desk.client.get(path).status_code == 200
        assert clinic_desk.client.head(path).status_code == 200

    assert clinic_desk.dump() == before


def test_without_the_key_nothing_changes_and_nothing_is_counted(tmp_path: Path) -> None:
    """Another user of the machine reaches the port, and not the households."""
    without = Clinic(tmp_path)
    before = without.dump()

    answers = [without.post(form, size="2", places_0="1", places_1="1") for form in FORMS]
    page = without.client.get("/en/kit")

    assert {one.status_code for one in answers} == {403}
    assert without.dump() == before
    assert "The desk needs the key" in page.text
    assert "<form" not in page.text
    assert "<table" not in page.text


def test_a_form_of_another_site_changes_nothing(clinic_desk: Clinic) -> None:
    """A page in another tab can send a form to this machine; the browser says where it comes from."""
    before = clinic_desk.dump()

    for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {**OURS, "Sec-Fetch-Site": "cross-site"}):
        data = {"form": "register", "number": "a" * 20, "size": "1"}
        assert clinic_desk.client.post("/en/kit", data=data, headers=headers).status_code == 403

    assert clinic_desk.dump() == before


def test_a_second_click_registers_nobody_and_gets_the_same_code(clinic_desk: Clinic) -> None:
    """A browser shows only the answer to the last click: a code that only the first had would be lost."""
    first, second = (clinic_desk.post("register", "twice-" + "0" * 16, size="2") for _ in range(2))

    assert CODE.findall(first.text) == CODE.findall(second.text) != []
    with clinic_desk.opens() as kit:
        assert status(kit).registered == 1


def test_a_form_that_comes_back_later_shows_no_code(clinic_desk: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever goes back in the browser must neither see the code of the family before, nor register it again."""
    first = clinic_desk.post("register", "later-" + "0" * 16, size="2")
    other = clinic_desk.post("register", "later-" + "0" * 16, size="3")
    monkeypatch.setattr(desks, "TWICE", -1.0)
    later = clinic_desk.post("register", "later-" + "0" * 16, size="2")

    assert CODE.search(first.text)
    for answer in (other, later):
        assert answer.status_code == 400
        assert "sent already" in answer.text
        assert not CODE.search(answer.text)
    with clinic_desk.opens() as kit:
        assert status(kit).registered == 1


def test_a_form_that_was_refused_can_be_sent_again(clinic_desk: Clinic) -> None:
    """A mistake must not use the form up."""
    assert clinic_desk.post("register", "again-" + "0" * 16, size="7").status_code == 422
    assert clinic_desk.post("register", "again-" + "0" * 16, size="6").status_code == 200
    assert clinic_desk.post("register", "short", size="6").status_code == 400


def test_an_error_stands_beside_its_form_with_what_to_do_and_what_was_typed(clinic_desk: Clinic) -> None:
    """A line of people waits while the operator looks for what went wrong."""
    answer = clinic_desk.post("register", size="7", site=["south", ""])
    page = answer.text

    assert answer.status_code == 422
    assert page.index('id="register"') < page.index("can never be placed") < page.index('name="size"')
    assert "Agree with them how to come in two groups" in page
    assert 'value="7"' in page
    assert "<option selected>south</option>" in page


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_and_changes_nothing(clinic_desk: Clinic, text: str) -> None:
    """Whatever is typed or pasted is refused in words, and comes back as text."""
    before = clinic_desk.dump()
    fields = ("size", "site", "class", "code", "places_0", "draw_at", "signature", "auditor", "do")
    refused = [one for one in FORMS if one != "expire"]

    for form in (*refused, "nothing", text):
        answer = clinic_desk.post(form, reason=" ", **dict.fromkeys(fields, text))
        assert answer.status_code in {400, 422}, form
        assert "<script" not in answer.text
        assert "<svg onload" not in answer.text

    assert clinic_desk.dump() == before


@pytest.mark.parametrize("hour", ["2026-01-05T12:00", "2026-01-05T12:00:00Z", "2026-01-05T14:00+02:00"])
def test_the_hour_of_the_draw_is_universal(clinic_desk: Clinic, hour: str) -> None:
    """An hour that is read in another zone names another beacon."""
    told = clinic_desk.told("freeze", places_0="1", places_1="1", auditor="an auditor", draw_at=hour)

    assert "before 2026-01-05T12:00:0" in told


@pytest.mark.parametrize("hour", ["noon", "0001-01-01T00:00+02:00", "2026-01-05T08:00", "9999-12-31T23:59"])
def test_an_hour_that_cannot_be_is_refused(clinic_desk: Clinic, hour: str) -> None:
    """A slip of the pen must not freeze a list for ever."""
    answer = clinic_desk.post("freeze", places_0="1", places_1="1", auditor="an auditor", draw_at=hour)

    assert answer.status_code in {400, 422}


def test_a_withdrawal_needs_the_word_of_the_household(clinic_desk: Clinic) -> None:
    """One wrong button must not end somebody's wait of months."""
    code = clinic_desk.household()

    assert clinic_desk.post("ending", code=code, do="withdraw").status_code == 400
    assert "They wait." in clinic_desk.told("household", code=code, do="show")


def test_a_code_stands_in_no_address_no_log_and_once_on_the_screen(
    clinic_desk: Clinic, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Addresses stay in histories, and logs in backups."""
    caplog.set_level(logging.WARNING)
    code = clinic_desk.household()
    answers = [clinic_desk.post("household", code=code, do=do) for do in ("show", "renew", "confirm", "ticket")]
    answers.append(clinic_desk.client.get("/en/kit"))
    out, err = capfd.readouterr()

    assert not [one for one in answers if code in one.text or code in str(one.url) or "location" in one.headers]
    assert code not in caplog.text + out + err
    assert not [one for answer in answers for one in addresses(read(answer.text)) if CODE.search(one)]


def test_every_answer_is_kept_nowhere_and_loads_nothing(clinic_desk: Clinic) -> None:
    """The next person at the machine presses the back button."""
    code = clinic_desk.household()
    clinic_desk.drawn()
    answers = [clinic_desk.post("household", code=code, do="ticket"), clinic_desk.post("recover", code=code)]
    answers += [clinic_desk.client.get(path) for path in ("/en/kit", "/fr/kit/board")]

    for answer in answers:
        assert answer.headers["cache-control"] == "no-store"
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        page = read(answer.text)
        assert not [one for one in addresses(page) if is_elsewhere(one)]
        assert not [name for one in page.iter() for name in one.attrib if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("language", ["en", "ru", "fr", "es"])
def test_the_desk_can_be_read_aloud(clinic_desk: Clinic, language: str) -> None:
    """Every field has a label, every table a caption, and no name stands twice, before and after a list is frozen."""
    clinic_desk.household()
    for _ in range(2):
        page = read(clinic_desk.client.get(f"/{language}/kit").text)
        labelled = {one.attrib.get("for") for one in page.iter("label")}
        ids = [one.attrib["id"] for one in page.iter() if "id" in one.attrib]
        fields = [one for kind in ("input", "select") for one in page.iter(kind)]

        assert all(
            one.attrib.get("id") in labelled for one in fields if one.attrib.get("type") not in ("hidden", "checkbox")
        )
        assert len(ids) == len(set(ids))
        assert len({one.attrib["value"] for one in fields if one.attrib.get("name") == "number"}) >= 7
        clinic_desk.post("freeze", places_0="1", places_1="1", auditor="an auditor")


def test_the_site_works_without_a_record(clinic_desk: Clinic) -> None:
    """A clinic has a kit and no files of the government; what needs them says so."""
    assert clinic_desk.client.get("/").headers["location"] == "/en/kit"
    assert clinic_desk.client.get("/en/glossary").status_code == 200
    assert clinic_desk.client.get("/en/releases").status_code == 422
    assert clinic_desk.client.get("/api/v1/releases").status_code == 422


def test_a_kit_beside_an_invented_record_is_not_called_invented(tmp_path: Path) -> None:
    """The people at the desk are real, whatever the record is."""
    beside = Clinic(tmp_path, record=tiny_folder())
    beside.enter()

    assert "Invented data" not in beside.client.get("/en/kit").text
    assert "Invented data" in beside.client.get("/en/").text


def test_a_public_site_never_serves_a_kit(tmp_path: Path) -> None:
    """Neither by its command nor, should the command be wrong, by its routes."""
    public = Clinic(tmp_path, public=True)

    assert public.client.get("/en/kit").status_code == 404
    assert public.client.get("/en/kit/board").status_code == 404
    assert public.post("register", size="1").status_code == 404
    assert "/kit" not in public.client.get("/en/real").text
    with pytest.raises(BadParameter, match="never serves a kit"):
        serve(tmp_path, 0, public=True, names=[], say=print, kit=public.path)


def test_a_file_that_is_no_kit_is_named_at_the_start(tmp_path: Path) -> None:
    """Not at the first household."""
    no_kit = tmp_path / "kit.db"
    no_kit.write_text("not a kit")
    for path, why in ((no_kit, "it is no kit"), (tmp_path / "nowhere" / "kit.db", "no folder to make the kit in")):
        with pytest.raises(BadDraw, match=why):
            serve(tmp_path / "no record", 0, public=False, names=[], say=print, kit=path)
