"""`sojourn verify`: what anyone can check of a draw, from published files alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from draw.folders import Operator, published
from draw.lists import token
from sojourn.cli import main
from sojourn.draw.canonical import canonical
from sojourn.draw.proofs import prove, public_key, sign, standing, ticket
from sojourn.draw.verify import read_list

KEY = bytes(range(32))


def verify(*words: object) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["verify", *map(str, words)])


def test_an_honest_folder_holds_and_each_check_is_printed(tmp_path: Path) -> None:
    """A household reads what was checked, not only that it was."""
    result = verify(published(tmp_path))

    assert result.exit_code == 0
    assert "holds          round 1: the list was frozen before the beacon spoke\n" in result.stdout
    assert result.stdout.endswith("checks, all hold.\n")


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_fault_ends_with_status_3(tmp_path: Path, options: tuple[str, ...]) -> None:
    """So that a script of a watching group can tell."""
    folder = published(tmp_path)
    (folder / "round-1" / "outcomes.json").write_bytes(b"{}")

    result = verify(folder, *options)

    assert result.exit_code == 3
    assert "the outcomes follow from list and beacon" in result.stdout


def test_a_folder_without_a_log_is_an_error_of_the_input(tmp_path: Path) -> None:
    """It is no draw that failed, but no draw."""
    result = verify(tmp_path)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "[S118]" in result.stderr


def test_without_anything_to_check_it_says_what_to_name() -> None:
    """Wrong usage."""
    assert verify().exit_code == 2


def paper(tmp_path: Path, document: object) -> Path:
    """A file that a household brings."""
    path = tmp_path / "paper.json"
    path.write_bytes(canonical(document))
    return path


def test_a_proof_holds_by_itself_and_against_the_folder(tmp_path: Path) -> None:
    """With the root on the board, or with the folder, and in another folder it does not."""
    folder = published(tmp_path / "draw")
    other = Operator(tmp_path / "other")
    other.publish(1, "list", {"head": {"root": token("x"), "count": 12}})
    frozen = read_list(json.loads((folder / "round-1" / "list.json").read_bytes()))
    path = paper(tmp_path, prove(frozen, token("1 3")).as_dict())  # type: ignore[arg-type]

    statuses = [verify("--proof", path, *place).exit_code for place in ([], [folder], [other.folder], [tmp_path])]

    assert statuses == [0, 0, 3, 3]


def test_a_signed_ticket_needs_the_posted_key(tmp_path: Path) -> None:
    """The key that a ticket carries is whoever's made it."""
    path = paper(tmp_path, sign(ticket(1, token(1), "placed"), KEY))

    statuses = [
        verify("--proof", path, *key).exit_code for key in ([], ["--key", public_key(KEY)], ["--key", "00" * 32])
    ]

    assert statuses == [1, 0, 3]


def test_a_proof_of_waiting_is_checked_round_by_round(tmp_path: Path) -> None:
    """The signature is the operator's word; the proofs need nobody's."""
    folder = published(tmp_path / "draw")
    lists = [read_list(json.loads((folder / f"round-{at}" / "list.json").read_bytes())) for at in (1, 2)]
    proofs = [prove(one, token(f"{one.round} 7")) for one in lists]  # type: ignore[arg-type,union-attr]
    path = paper(tmp_path, sign(standing("2023-06-01", proofs, []), KEY))

    result = verify(folder, "--proof", path, "--key", public_key(KEY))

    assert result.exit_code == 0
    assert "5 checks, all hold." in result.stdout
