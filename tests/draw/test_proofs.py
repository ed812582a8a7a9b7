"""What a household takes home holds without us, without a network, and for nobody else."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from draw.lists import one_site, policy, token
from draw.test_sealed import sealed_list
from sojourn.draw.canonical import canonical
from sojourn.draw.frozen import Entry, freeze
from sojourn.draw.proofs import (
    code_of,
    new_key,
    prove,
    public_key,
    qr,
    read_proof,
    read_signed,
    sign,
    standing,
    ticket,
)
from sojourn.errors import BadDraw

KEY = bytes(range(32))


@pytest.mark.parametrize("frozen", [one_site([1], 1), one_site([1, 2, 3, 4, 5], 3), sealed_list()])
def test_every_household_of_a_list_has_its_proof(frozen: Any) -> None:
    """In open and in sealed lists."""
    proofs = [read_proof(prove(frozen, one.token).as_dict()) for one in frozen.entries]

    assert all(one.holds and one.root == frozen.root for one in proofs)


def test_who_is_not_in_the_list_has_no_proof() -> None:
    """The answer is no, not an empty proof."""
    with pytest.raises(BadDraw, match="not in the list"):
        prove(one_site([1, 2], 1), token("stranger"))


@pytest.mark.parametrize(
    "change",
    [
        lambda proof: proof["entry"].__setitem__(0, token("x")),
        lambda proof: proof["entry"].__setitem__(1, 6),
        lambda proof: proof.__setitem__("index", proof["index"] ^ 1),
        lambda proof: proof.__setitem__("count", proof["count"] * 4),
        lambda proof: proof["path"].pop(),
        lambda proof: proof["path"].reverse(),
        lambda proof: proof.__setitem__("root", token("x")),
    ],
)
def test_a_changed_proof_does_not_hold(change: Callable[[dict[str, Any]], Any]) -> None:
    """A proof for one household is no proof for another."""
    frozen = one_site(range(1, 7), 3)
    document = prove(frozen, frozen.entries[2].token).as_dict()
    change(document)

    assert not read_proof(document).holds


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": "x"},
        {"entry": []},
        {"entry": None},
        {"entry": ["x", 1, 0, ["A"], ""]},
        {"path": ["zz"]},
        {"path": ["00"]},
        {"path": ["00" * 32] * 65},
        {"path": 5},
        {"root": "x"},
        {"root": None},
        {"index": "0"},
        {"index": -1},
        {"count": True},
    ],
)
def test_what_is_no_proof_is_refused(changes: dict[str, Any]) -> None:
    """It may come from anybody."""
    with pytest.raises(BadDraw):
        read_proof(prove(one_site([1, 2, 3], 1), token(0)).as_dict() | changes)


def test_a_proof_among_a_million_fits_one_code() -> None:
    """Twenty hashes of 32 bytes, the entry and its place: read from paper, without a network."""
    entry = Entry(token(0), 6, 2_900, ("San Ysidro", "Calexico", "Nogales"), "medical")
    chosen = policy("San Ysidro", "Calexico", "Nogales", classes=[("medical", (1, 10))])
    small = freeze(7, chosen, dict.fromkeys(chosen.sites, 1), [entry], 1000)
    proof = prove(small, token(0))
    deep = read_proof(proof.as_dict() | {"index": 999_999, "count": 1_000_000, "path": ["ab" * 32] * 20})

    text = code_of(deep)
    image = ET.fromstring(qr(text))

    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567:1")
    assert len(text) < 1_400  # a code of 4,296 such characters is the largest there is
    assert float(image.attrib["viewBox"].split()[2]) <= 121  # version 24 of 40, with its quiet zone
    assert "script" not in qr(text)


def test_a_text_that_no_code_holds_is_refused() -> None:
    """Rather than a code that is cut."""
    with pytest.raises(BadDraw, match="too many for one QR code"):
        qr("A" * 5_000)


def test_a_signed_ticket_is_read_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a door in the desert."""
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("it opened a connection"))
    made = ticket(3, token(1), "placed", site="A", day="2027-01-04")

    read = read_signed(json.loads(canonical(sign(made, KEY))), public_key(KEY))

    assert read == {
        "schema": "sojourn.draw.ticket/1",
        "round": 3,
        "token": token(1),
        "state": "placed",
        "site": "A",
        "day": "2027-01-04",
    }


def test_the_signature_is_that_of_rfc_8032() -> None:
    """Any program that knows Ed25519 can check a ticket: the key pair of the first test of the standard."""
    key = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    expected = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"

    assert public_key(key) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"document": {"state": "placed"}},
        {"document": None},
        {"signature": "00" * 64},
        {"signature": "00"},
        {"signature": "zz"},
        {"signature": None},
    ],
)
def test_a_forged_ticket_is_refused(changes: dict[str, Any]) -> None:
    """Copies of the app sold confirmations that nobody had given."""
    with pytest.raises(BadDraw, match="did not sign this"):
        read_signed(sign(ticket(3, token(1), "placed"), KEY) | changes, public_key(KEY))


def test_a_ticket_of_another_key_is_refused_whatever_it_says() -> None:
    """The key inside a ticket is the forger's own; only the posted one counts."""
    forged = sign(ticket(3, token(1), "placed"), new_key())

    with pytest.raises(BadDraw, match="did not sign this"):
        read_signed(forged, public_key(KEY))


@pytest.mark.parametrize("posted", ["", "00", "zz", "00" * 32])
def test_a_posted_key_that_is_none_stops_the_check(posted: str) -> None:
    """A key that was copied wrong must not let anything through."""
    with pytest.raises(BadDraw):
        read_signed(sign(ticket(3, token(1), "placed"), KEY), posted)


def test_the_proof_of_waiting_outlives_the_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the draw is switched off: registered on, the rounds entered, and the place that was cancelled."""
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("it opened a connection"))
    frozen = one_site([1, 2, 3], 1)
    made = standing(
        "2026-03-01", [prove(frozen, token(0))], [{"round": 1, "site": "A", "day": "2026-04-02", "state": "cancelled"}]
    )

    read = read_signed(json.loads(canonical(sign(made, KEY))), public_key(KEY))

    assert read["registered_on"] == "2026-03-01"
    assert read["places"][0]["state"] == "cancelled"
    assert [read_proof(one).holds and one["root"] == frozen.root for one in read["rounds"]] == [True]
