"""Renderings stay as they are until somebody means to change them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sojourn.claims.declare import ClaimsFile, read_claims
from sojourn.claims.judge import Card, check
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.publish.cards_page import cards_page
from sojourn.publish.findings_text import Teller
from sojourn.record.opened import Record
from sojourn.words.spoken import words

CLAIMS = Path(__file__).parent / "claims.toml"
Golden = Callable[[str, str], None]


@pytest.fixture
def finding(texts: Record) -> Finding:
    """Russians removed by month, with rows that could be Russians."""
    return measure("removals").ask(texts, {"period": "FY2017", "citizenship": "RUSSIA", "clock": "counted"}, ("month",))


@pytest.fixture(scope="module")
def file() -> ClaimsFile:
    """Claims with each verdict."""
    return read_claims(CLAIMS)


@pytest.fixture
def cards(file: ClaimsFile, texts: Record) -> list[Card]:
    """Their cards."""
    return check(file, texts)


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """One width for all terminals."""
    monkeypatch.setenv("COLUMNS", "100")


def test_the_json_of_a_finding(finding: Finding, golden: Golden) -> None:
    """What programs read."""
    golden("finding.json", json.dumps(finding.as_dict(), indent=2, ensure_ascii=False) + "\n")


def test_the_csv_of_a_finding(finding: Finding, golden: Golden) -> None:
    """What spreadsheets read."""
    golden("finding.csv", finding.as_csv())


def test_the_text_of_a_finding(finding: Finding, golden: Golden) -> None:
    """What people read."""
    golden("finding.txt", Teller(words("en")).finding(finding, sql=True) + "\n")


def test_the_paragraph_of_a_finding(finding: Finding, golden: Golden) -> None:
    """What people paste."""
    golden("paragraph.txt", finding.paragraph() + "\n")


def test_the_text_of_cards(cards: list[Card], golden: Golden) -> None:
    """What a newsroom reads before print."""
    golden("cards.txt", "\n".join(map(Teller(words("en")).card, cards)) + "\n")


def test_the_json_of_a_card(cards: list[Card], golden: Golden) -> None:
    """What a newsroom's programs read."""
    golden("card.json", json.dumps(cards[0].as_dict(), indent=2, ensure_ascii=False) + "\n")


@pytest.mark.parametrize(("public", "name"), [(False, "cards.html"), (True, "cards-public.html")])
def test_the_page_of_cards(file: ClaimsFile, cards: list[Card], golden: Golden, public: bool, name: str) -> None:
    """What travels furthest, for this machine and for the public."""
    golden(name, cards_page(file, cards, public=public))
