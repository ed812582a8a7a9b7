"""What leaves the kit: a folder that tells nothing of anyone, and a proof for each household that outlives the kit."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from draw.kit.clinics import Clock, clinic, drawn
from sojourn.draw.kit.codes import file_of
from sojourn.draw.kit.departure import export, publish
from sojourn.draw.kit.households import merge, register, standing
from sojourn.draw.kit.offers import cancel, confirm, withdraw
from sojourn.draw.kit.papers import fingerprint
from sojourn.draw.kit.rounds import freeze, void
from sojourn.draw.kit.store import Kit, create
from sojourn.draw.proofs import read_proof, read_signed
from sojourn.draw.verify import verify
from sojourn.errors import BadDraw, NoSpace

AUDITORS = ["an auditor"]
PLACES = {"north": 0, "south": 3}


@pytest.fixture
def codes(kit: Kit, clock: Clock) -> list[str]:
    """Eight single people after two rounds and a void one; those with a place first."""
    everyone = [register(kit, 1, ["south"]).code for _ in range(8)]
    drawn(kit, clock, freeze(kit, PLACES, auditors=AUDITORS))
    freeze(kit, PLACES, auditors=AUDITORS)
    void(kit, "a pipe burst")
    drawn(kit, clock, freeze(kit, PLACES, auditors=AUDITORS))
    return sorted(everyone, key=lambda code: standing(kit, code).state != "offered")


@pytest.fixture
def without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No address can be reached."""

    def refuse(*_: Any) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("without_network")
def test_each_household_carries_a_proof_that_holds_without_kit_and_network(
    kit: Kit, codes: list[str], tmp_path: Path
) -> None:
    """When the lottery was switched off, nobody could show that they had waited."""
    confirm(kit, codes[0])
    cancel(kit, codes[1])
    key = fingerprint(kit)
    publish(kit, tmp_path / "public")
    written = export(kit, tmp_path / "proofs")
    kit.close()

    carried = {code: json.loads((tmp_path / "proofs" / file_of(code)).read_bytes()) for code in codes}

    assert len(written.files) == len(codes)
    for signed in carried.values():
        told = read_signed(signed, key)
        proofs = [read_proof(one) for one in told["rounds"]]
        assert told["registered_on"] == "2026-01-05"
        assert all(proof.holds for proof in proofs)
        heads = [json.loads((tmp_path / f"public/round-{one.round}/list.json").read_bytes())["head"] for one in proofs]
        assert [one.root for one in proofs] == [head["root"] for head in heads]
    states = [read_signed(carried[code], key)["places"][-1]["state"] for code in codes[:2]]
    assert states == ["confirmed", "cancelled"]


def test_a_proof_names_every_round_and_place_of_one_who_left(kit: Kit, codes: list[str], tmp_path: Path) -> None:
    """Whoever gave up early waited as well."""
    withdraw(kit, codes[7])
    expected = {"sojourn.draw.standing/1": [1, 2, 3]}

    export(kit, tmp_path / "proofs")
    told = json.loads((tmp_path / "proofs" / file_of(codes[7])).read_bytes())["document"]

    assert {told["schema"]: [one["round"] for one in told["rounds"]]} == expected


def test_a_registration_that_was_merged_leaves_one_proof(kit: Kit, tmp_path: Path) -> None:
    """Two proofs for the same people would be two waits."""
    kept, other = (register(kit, 1, ["south"]).code for _ in range(2))
    merge(kit, kept, other)

    assert export(kit, tmp_path / "proofs").files == (file_of(kept),)


def test_the_public_folder_tells_nothing_of_a_few_households(kit: Kit, codes: list[str], tmp_path: Path) -> None:
    """Size, week and site of eight people are eight people."""
    publish(kit, tmp_path / "public")

    documents = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "public").rglob("round-*/*.json")}
    assert verify(tmp_path / "public").holds
    assert set(documents) == {"list.json", "beacon.json", "outcomes.json"}
    assert '"entries"' not in documents["list.json"]
    assert "south" not in documents["outcomes.json"]
    assert len(codes) == 8


def test_two_rounds_share_no_token(kit: Kit, codes: list[str]) -> None:
    """Whoever reads two lists must not find who is in both."""
    assert len(codes) == 8
    rows = kit.connection.execute("SELECT token FROM entry").fetchall()

    assert len({token for (token,) in rows}) == len(rows) == 8 + 5 + 5


def test_publishing_again_changes_nothing_that_was_published(
    kit: Kit, clock: Clock, codes: list[str], tmp_path: Path
) -> None:
    """A mirror that compares must find the same bytes."""
    publish(kit, tmp_path / "public")
    before = {path: path.read_bytes() for path in (tmp_path / "public" / "round-1").iterdir()}
    clock.turn(days=1)
    confirm_by = standing(kit, codes[0]).offer

    publish(kit, tmp_path / "public")

    assert confirm_by is not None
    assert {path: path.read_bytes() for path in (tmp_path / "public" / "round-1").iterdir()} == before


def test_folders_that_are_not_for_everyone_open_for_their_owner_alone(
    kit: Kit, codes: list[str], tmp_path: Path
) -> None:
    """Proofs and open lists tell who waited for what."""
    assert len(codes) == 8
    publish(kit, tmp_path / "for-auditors", auditors=True)
    export(kit, tmp_path / "proofs")

    assert {oct((tmp_path / name).stat().st_mode & 0o777) for name in ("for-auditors", "proofs")} == {"0o700"}


def test_a_folder_that_cannot_be_written_is_told(kit: Kit, tmp_path: Path) -> None:
    """A full stick is found before the clerk walks away."""
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(NoSpace, match="cannot be written"):
        publish(kit, tmp_path / "file")


@pytest.mark.parametrize("content", [b"", b"not a kit at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_file_that_is_no_kit_is_told_so(tmp_path: Path, content: bytes) -> None:
    """A damaged file must not be drawn from."""
    path = tmp_path / "kit.db"
    path.write_bytes(content)

    with pytest.raises((BadDraw, NoSpace)):
        Kit(path)


def test_a_kit_is_not_made_over_another(tmp_path: Path) -> None:
    """The list of a year would be gone."""
    with clinic(tmp_path) as kit:
        register(kit, 1, ["south"])

        with pytest.raises(BadDraw, match="already"):
            create(kit.path, kit.policy)


def test_a_kit_that_was_half_made_is_not_used(tmp_path: Path) -> None:
    """Power can fail in the first second too."""
    path = tmp_path / "kit.db"
    path.touch()

    with pytest.raises(BadDraw, match="cut short"):
        Kit(path)
