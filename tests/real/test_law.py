"""The provisions that the rules rest on, in the real statute files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from sojourn.refuge.drift import drift, known_anchors, read_anchors
from sojourn.refuge.provisions import current_to, provisions
from sojourn.refuge.statute import Statute, read_statute

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def statutes(real_files: Path) -> list[Statute]:
    """The Act, the Regulations (English and French) and the Interpretation Act."""
    return [read_statute(path) for path in sorted((real_files / "refuge" / "law").glob("*.xml"))]


def test_each_provision_is_as_the_rules_know_it_in_both_languages(statutes: list[Statute]) -> None:
    """Every cited provision, twice."""
    found = drift(statutes, known_anchors())

    assert found.not_in_files == ()
    assert Counter(one.status for one in found.compared) == {"unchanged": 2 * len(provisions())}


def test_the_94_anchors_are_found(statutes: list[Statute], real_files: Path) -> None:
    """Derived by others from the same files: ids, dates in force and hashes agree."""
    anchors = read_anchors(real_files / "refuge" / "law" / "anchors.json")
    found = drift(statutes, anchors)

    assert len(anchors) == 94
    assert Counter(one.status for one in found.compared) == {"unchanged": 94}


def test_the_files_are_those_behind_the_rules(statutes: list[Statute]) -> None:
    """Their days of currency stand in provisions.toml."""
    days = {one.instrument: one.current_to for one in statutes}

    assert current_to() == {name: days[name] for name in ("IRPA", "IRPR")}


def test_text_that_is_not_law_stays_out(statutes: list[Statute], real_files: Path) -> None:
    """Section 100 stands twice in the Act: as it is, and as an amendment that is not in force."""
    act = next(one for one in statutes if (one.instrument, one.language) == ("IRPA", "en"))
    text = (real_files / "refuge" / "law" / "I-2.5.xml").read_text(encoding="utf-8")

    assert text.count("<Label>100</Label>") == 2
    assert act.provisions["IRPA 100(2)(a)"].sha256 == provisions()["IRPA 100(2)(a)"].text_sha256
