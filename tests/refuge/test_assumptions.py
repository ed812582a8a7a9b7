"""Reading the shares of a population: strict, so that no typing error passes for an unknown fact."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.errors import BadFacts
from sojourn.refuge.assumptions import Assumptions, read_assumptions

LAW = "law_day = 2026-06-15\n"


def read(folder: Path, content: str) -> Assumptions:
    """The assumptions of a file with this content."""
    path = folder / "assumed.toml"
    path.write_text(content, encoding="utf-8")
    return read_assumptions(path)


def test_shares_are_read_as_they_stand(tmp_path: Path) -> None:
    """Of the person and of items."""
    found = read(
        tmp_path, LAW + "[person]\ncame_from_us = { yes = 0.4 }\n[[person.relative]]\nhad = 0.1\nadult = { yes = 1 }"
    )

    assert found.person == {"came_from_us": {"yes": 0.4}}
    assert found.lists == {"relative": ({"had": 0.1, "adult": {"yes": 1}},)}
    assert not found.unstated_is_no


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[person]", "it has no law_day"),
        (LAW + "other = 1", "nothing is called 'other'"),
        (LAW + "unstated = []", "means nothing"),
        (LAW + "person = 1", "it is no table"),
        (LAW + "person = [1]", "it is no table"),
        (LAW + "[person]\nrelative = 1", "it is no list"),
        (LAW + "[person]\nrelative = [1]", "it is no table"),
        (LAW + "[person]\nname = { yes = 1 }", "nothing is called 'name'"),
        (LAW + "[person]\ncame_from_us = { maybe = 1 }", "'maybe' is not one of its values"),
        (LAW + "[person]\nclaim_place = { moon = 1 }", "'moon' is not one of its values"),
        (LAW + "[person]\nnationality = { RUS = 1 }", "'RUS' is not one of its values"),
        (LAW + "[person]\ncame_from_us = { yes = true }", "True is no share"),
        (LAW + "[person]\ncame_from_us = { yes = nan }", "nan is no share"),
        (LAW + "[person]\ncame_from_us = { yes = 0.6, no = 0.6 }", "more than one in all"),
        (LAW + "[person]\nbirth_day = { from = 1, to = 2 }", "it has no days"),
        (LAW + "[person]\nbirth_day = { from = 2026-01-02, to = 2026-01-01 }", "it has no days"),
        (LAW + "[person]\nbirth_day = { from = 2026-01-01, to = 2026-01-02, known = 'x' }", "'x' is no share"),
        (LAW + "[[person.relative]]\nhad = 2.0", r"2\.0 is no share"),
        ("a = " + "[" * 3000, "it cannot be read"),
        ("\0", "it cannot be read"),
    ],
)
def test_what_is_no_assumption_is_refused(content: str, says: str, tmp_path: Path) -> None:
    """A share that nobody meant would size a programme."""
    with pytest.raises(BadFacts, match=says):
        read(tmp_path, content)
