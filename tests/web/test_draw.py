"""The draw in the open: what a published folder says, whether it holds, and a paper that somebody brings."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from draw.folders import MINUTE, START, Operator, published
from sojourn.cli.serving import serve
from sojourn.draw.allocate import allocate, seed_of
from sojourn.draw.beacon import QUICKNET, read_beacon
from sojourn.draw.canonical import canonical, read_file
from sojourn.draw.frozen import Frozen, read_frozen
from sojourn.draw.kit.codes import short_code
from sojourn.draw.proofs import new_key, prove, public_key, sign, ticket
from sojourn.web import serve as serving
from sojourn.web.site import Site
from tiny import tiny_folder
from web.visit import OURS, Visit, addresses, is_elsewhere, texts
from web.visit import read as read_page


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An open draw: round 1 drawn and a place given back, round 2 void, round 3 drawn."""
    return published(tmp_path_factory.mktemp("published") / "clinic")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same draw, sealed."""
    return published(tmp_path_factory.mktemp("sealed") / "clinic", sealed=True)


@pytest.fixture(scope="module")
def local(folder: Path, sealed: Path) -> Visit:
    """A site on this machine, with the key, that shows both."""
    visit = Visit(draws=(folder, sealed))
    visit.client.get(visit.keys.link)
    return visit


def listed(folder: Path, number: int) -> Frozen:
    """The open list of a round."""
    return read_frozen(read_file(folder / f"round-{number}" / "list.json"))


def codes(visit: Visit, path: str) -> list[list[str]]:
    """The codes of each board of a page, the last round first."""
    page = visit.page(path)
    boards = [one for one in page.iter("ul") if one.attrib.get("class") == "codes"]
    return [["".join(code.itertext()) for code in board.iter("li")] for board in boards]


def paste(visit: Visit, document: Any, **more: str) -> tuple[int, str]:
    """The status and text of the page that checks a paper."""
    text = document if isinstance(document, str) else json.dumps(document)
    answer = visit.client.post("/en/draw-checked", data={"paper": text, **more}, headers=OURS)
    return answer.status_code, texts(read_page(answer.text))


@pytest.mark.parametrize("path", ["/draw", "/draw/1", "/draw/2"])
def test_a_page_of_a_draw_is_well_formed_and_has_one_heading(local: Visit, path: str) -> None:
    """A board on a telephone must load nothing from elsewhere and be read aloud."""
    page = local.page(f"/en{path}")
    ids = [one.attrib["id"] for one in page.iter() if "id" in one.attrib]

    assert not [one for one in addresses(page) if is_elsewhere(one)]
    assert len(list(page.iter("h1"))) == 1
    assert len(ids) == len(set(ids))


def test_every_round_stands_with_its_commitment_beacon_and_checks(local: Visit, folder: Path) -> None:
    """Whoever compares the wall with the page needs the same digits on both."""
    text = texts(local.page("/en/draw/1"))

    assert all(listed(folder, number).commitment in text for number in (1, 2, 3))
    assert read_file(folder / "round-1" / "beacon.json")["signature"] in text
    assert "a site was closed by a flood" in text
    assert "checks, and all hold." in text


def test_a_draw_beside_an_invented_record_is_not_called_invented(local: Visit) -> None:
    """Nobody may take the code of their own place for a made-up one."""
    assert "Invented data" in texts(local.page("/en/"))
    assert "Invented data" not in texts(local.page("/en/draw/1"))


def test_the_board_has_those_who_kept_or_got_a_place(local: Visit, folder: Path) -> None:
    """Of those who were placed one gave the places back; whoever got them is on the board and that one is not."""
    outcomes = read_file(folder / "round-1" / "outcomes.json")
    again = read_file(folder / "round-1" / "reassignment-1.json")
    placed = {token for token, site, _ in outcomes["drawn"] if site}
    expected = (placed - set(again["gone"])) | {token for token, site, _ in again["drawn"] if site}

    last, first = codes(local, "/en/draw/1")

    assert first == sorted(short_code(token) for token in expected)
    assert short_code(again["gone"][0]) not in first
    assert last


def test_a_sealed_round_says_that_a_code_may_wait(local: Visit) -> None:
    """What the public sees of a sealed draw does not tell a place from a place in the order."""
    text = texts(local.page("/en/draw/2"))

    assert "it does not tell who has a place and who is kept" in text
    assert "Ombudsperson" in text


def test_a_sealed_round_whose_places_were_given_back_keeps_its_board(tmp_path: Path) -> None:
    """The log tells that it happened; who it was is not published, so the board has all who were drawn."""
    operator = Operator(tmp_path / "clinic", sealed=True)
    first = operator.freeze(1, START, 123)
    outcomes = operator.draw(first, QUICKNET.time_of(123) + MINUTE)
    operator.log.add("reassign", 1, QUICKNET.time_of(123) + 2 * MINUTE, "0" * 64)

    assert codes(Visit(draws=(operator.finish(),)), "/en/draw/1") == [
        sorted(short_code(one.token) for one in outcomes.drawn)
    ]


@pytest.mark.parametrize(
    "change", [{"capacity": None}, {"held": [1]}, {"credit": {"nobody": 1}}, {"beacon_round": "1"}]
)
def test_a_sealed_head_that_is_none_is_a_check_that_fails(sealed: Path, tmp_path: Path, change: dict[str, Any]) -> None:
    """A stranger's folder must not stop the page, whatever its head holds."""
    copy = Path(shutil.copytree(sealed, tmp_path / "copy"))
    path = copy / "round-3" / "list.json"
    document = read_file(path)
    path.write_bytes(canonical({**document, "head": {**document["head"], **change}}))

    assert "Does not hold: the list is what its head says" in texts(Visit(draws=(copy,)).page("/en/draw/1"))


@pytest.fixture
def forged(folder: Path, tmp_path: Path) -> Path:
    """The folder with one household put in the place of another in the outcomes of round 3."""
    copy = Path(shutil.copytree(folder, tmp_path / "forged"))
    path = copy / "round-3" / "outcomes.json"
    outcomes = read_file(path)
    outcomes["drawn"].reverse()
    path.write_bytes(canonical(outcomes))
    return copy


def test_a_forged_round_has_no_board_and_says_which_check_fails(forged: Path) -> None:
    """Codes that do not follow from list and beacon send a family to a door for nothing."""
    visit = Visit(draws=(forged,))
    text = texts(visit.page("/en/draw/1"))

    assert len(codes(visit, "/en/draw/1")) == 1
    assert "Does not hold: the outcomes follow from list and beacon" in text
    assert "Do not rely on this draw" in text
    assert str(forged) not in text


def test_what_is_published_later_is_seen(folder: Path, tmp_path: Path) -> None:
    """A verification is kept while the files stay as they are, and no longer."""
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    visit = Visit(draws=(copy,))
    held = texts(visit.page("/en/draw/1"))
    (copy / "round-3" / "beacon.json").unlink()

    assert "all hold" in held
    assert "do not hold" in texts(visit.page("/en/draw/1"))


def test_an_altered_log_is_an_error_without_the_place_of_the_folder(folder: Path, tmp_path: Path) -> None:
    """Nothing after it can be trusted, and where the folder lies is nobody's business."""
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    log = copy / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"flood", b"storm"))

    answer = Visit(public=True, draws=(copy,)).client.get("/en/draw/1")

    assert answer.status_code == 422
    assert "log.jsonl" in answer.text
    assert str(tmp_path) not in answer.text


def test_a_public_site_shows_the_board_and_takes_no_paper(folder: Path) -> None:
    """The board is for everyone; what makes the machine work needs a key, and a public site has none."""
    public = Visit(public=True, draws=(folder,))

    assert "all hold" in texts(public.page("/en/draw/1"))
    assert public.client.post("/en/draw-checked", data={"paper": "{}"}, headers=OURS).status_code == 404
    assert "textarea" not in public.client.get("/en/draw").text


def test_the_folder_of_the_auditors_is_not_public(sealed: Path, tmp_path: Path) -> None:
    """It opens sizes and weeks of the few who wait; on the auditor's own machine it says what it is."""
    opened = Path(shutil.copytree(sealed, tmp_path / "opened"))
    _open_lists(opened)

    refused = Visit(public=True, draws=(opened,)).client.get("/en/draw/1")

    assert refused.status_code == 422
    assert "a sealed list lies open in it" in refused.text
    assert "For auditors only" in texts(Visit(draws=(opened,)).page("/en/draw/1"))


def _open_lists(folder: Path) -> None:
    """Write the lists of a sealed draw as its auditors get them."""
    from draw.folders import Operator

    operator = Operator(folder, sealed=True)
    document = read_file(folder / "round-1" / "list.json")
    entries = tuple(sorted(operator.entries(1)))
    frozen = read_frozen({**document, "entries": [one.as_list() for one in entries]})
    spoken = read_beacon(read_file(folder / "round-1" / "beacon.json"), frozen.beacon_round)
    outcomes = allocate(frozen, seed_of(frozen, spoken.randomness))
    operator.publish(1, "list", frozen.as_dict())
    operator.publish(1, "outcomes", outcomes.as_dict())


@pytest.mark.parametrize("number", ["0", "3", "x", "²", "99999999999999999999"])
def test_a_draw_that_nobody_named_is_not_found(local: Visit, number: str) -> None:
    """Only folders of the command line are read."""
    assert local.client.get(f"/en/draw/{number}").status_code == 400


def test_a_proof_holds_against_the_published_draw_and_not_with_another_entry(local: Visit, folder: Path) -> None:
    """A household checks that it was on the list without a word from the operator."""
    frozen = listed(folder, 1)
    proof = prove(frozen, frozen.entries[0].token)
    other = replace(proof, entry=proof.entry._replace(size=proof.entry.size + 1))

    status, text = paste(local, proof.as_dict(), draw="1")
    forged, wrong = paste(local, other.as_dict(), draw="1")

    assert (status, forged) == (200, 200)
    assert "2 checks, and all hold." in text
    assert "It does not hold." in wrong
    assert "Does not hold: the household is in the list of this root" in wrong


def test_a_proof_of_another_draw_is_told_apart_without_a_path(local: Visit, folder: Path) -> None:
    """The same words of another list are another list."""
    frozen = listed(folder, 1)
    proof = replace(prove(frozen, frozen.entries[0].token), round=9)

    _, text = paste(local, proof.as_dict(), draw="1")

    assert "Does not hold: the root is the published one" in text
    assert str(folder) not in text


def test_a_ticket_says_its_state_where_the_posted_key_signed_it(local: Visit) -> None:
    """The state of a forged ticket is not repeated."""
    key, other = new_key(), new_key()
    signed = sign(ticket(1, "0" * 64, "placed"), key)

    _, true = paste(local, signed, posted=public_key(key))
    _, false = paste(local, signed, posted=public_key(other))

    assert "The ticket says: with a place." in true
    assert "The ticket says" not in false
    assert "It does not hold." in false


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it cannot be read"),
        ("[]", "it is no object"),
        ("{}", "it is no proof"),
        ('{"schema": "sojourn.draw.signed/1"}', "it is signed"),
        ('{"a": 1, "a": 2}', "a key stands twice"),
        ('{"schema": "sojourn.draw.proof/1", "entry": ' + "[" * 3000 + "]" * 3000 + "}", "it cannot be read"),
    ],
)
def test_a_paper_that_is_none_says_why(local: Visit, text: str, said: str) -> None:
    """The message is for a reader, and names the text that was pasted."""
    status, page = paste(local, text)

    assert status == 422
    assert "the pasted text" in page
    assert said in page


def test_no_paper_is_checked_without_the_key(folder: Path) -> None:
    """Who cannot read the terminal cannot put work on the machine."""
    visit = Visit(draws=(folder,))

    assert visit.client.post("/en/draw-checked", data={"paper": "{}"}, headers=OURS).status_code == 403


def test_no_field_asks_for_a_recovery_code(local: Visit) -> None:
    """A page that asks for it teaches people to type it anywhere."""
    page = local.page("/en/draw")
    fields = {one.attrib["name"] for kind in ("input", "textarea", "select") for one in page.iter(kind)}

    assert fields == {"paper", "posted", "draw"}
    assert "Never type a recovery code" in texts(page)


def test_the_command_takes_published_folders_and_refuses_what_is_none(tmp_path: Path) -> None:
    """A typing error at the start is better than an empty board at the door."""
    answer = CliRunner().invoke(serve, ["--draw", str(tmp_path / "nowhere")])

    assert answer.exit_code == 2
    assert "does not exist" in answer.output


def test_the_server_gives_its_folders_to_the_pages(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the command names is what the pages list, in that order."""
    made: list[Site] = []
    monkeypatch.setattr(serving, "application", lambda site, *_: made.append(site))
    monkeypatch.setattr("uvicorn.Server.run", lambda *_: None)

    serving.serve(tiny_folder(), 0, public=False, names=(), say=lambda _: None, draws=[folder])

    assert made[0].draws.folders == (folder,)
