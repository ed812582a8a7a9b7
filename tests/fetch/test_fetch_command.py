"""`sojourn fetch`: the answer on standard output, all that it says on the way on standard error."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.runs import document, run
from fetch.court_server import Offer
from sojourn.publish.fetched import meter


@pytest.mark.parametrize(("words", "first"), [((), "Fetched: "), (("--check",), "New: ")])
def test_the_answer_and_the_messages_are_apart(
    offer: Offer, tmp_path: Path, words: tuple[str, ...], first: str
) -> None:
    """So that a script reads the one and a person the other."""
    result = run("fetch", "eoir_cases", "--url", offer.url, "--to", str(tmp_path), *words)
    assert result.exit_code == 0
    assert result.stdout.startswith(first)
    assert result.stderr.startswith(f"Asking {offer.url}\nThe file has {len(offer.content):,} bytes")


def test_the_answer_names_file_hash_and_what_else_is_held(offer: Offer, tmp_path: Path) -> None:
    """The second run, after the agency renewed its file under the same address."""
    words = ("fetch", "eoir_cases", "--url", offer.url, "--to", str(tmp_path))
    held = document(run(*words, "--json"))["held"]
    assert run(*words).stdout == f"Here already: {held['path']}\n  {held['bytes']:,} bytes, SHA-256 {held['sha256']}\n"
    offer.etag = '"b2"'
    assert run(*words, "--check").stdout.endswith(f"Also held: {held['path']}\n")


def test_an_address_that_is_gone_is_one_line(offer: Offer, tmp_path: Path) -> None:
    """With the option that mends it."""
    offer.status = 404
    result = run("fetch", "eoir_cases", "--url", offer.url, "--to", str(tmp_path), "--json")
    assert result.exit_code == 1
    assert document(result)["error"]["code"] == "S104"
    assert "give it with --url" in result.stderr


@pytest.mark.parametrize("words", [("ice_removals",), ("eoir_cases", "--url", "http://example.org/a.zip")])
def test_what_cannot_be_asked_for_is_an_error_of_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Before any server is asked."""
    result = run("fetch", *words, "--to", str(tmp_path))
    assert result.exit_code == 2
    assert "Asking" not in result.stderr


def test_how_far_it_is_stands_at_each_tenth_in_a_log() -> None:
    """Not at each of 70,000 pieces."""
    shown: list[tuple[str, bool]] = []
    tell = meter(lambda line, last: shown.append((line, last)), live=False)
    for come in range(1, 1001):
        tell(come * 1000, 1_000_000)
    assert len(shown) == 10
    assert shown[-1] == ("fetched 1.0 of 1.0 MB (100%)", True)


def test_a_terminal_gets_the_end_at_once() -> None:
    """However quick it was."""
    shown: list[tuple[str, bool]] = []
    meter(lambda line, last: shown.append((line, last)), live=True)(10, 10)
    assert shown == [("fetched 0.0 of 0.0 MB (100%)", True)]
