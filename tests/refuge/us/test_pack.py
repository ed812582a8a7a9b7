"""The pack: what it says, and what it refuses to load."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sojourn.errors import BadDeclaration
from sojourn.refuge.us import pack as module
from sojourn.refuge.us.pack import FOLDER, Overlay, pack


def test_no_rule_claims_to_be_verified() -> None:
    """There is no mark for it: nobody has read these rules in an official text."""
    assert {rule.mark for item in pack().items for rule in item.rules} == {
        "excerpt",
        "third_party",
        "remembered",
        "inferred",
    }


def test_the_ten_days_stand_under_the_order_that_vacated_them() -> None:
    """Whose later fate is not known."""
    order = next(one for one in pack().overlays if "board_appeal_10" in one.rules)

    assert (order.since, order.territory, order.later) == (date(2026, 3, 8), "nationwide", "unknown")


def test_an_order_waits_for_its_pause_and_ends_with_its_span() -> None:
    """Fifteen days after 25 February 2026 is 12 March."""
    order = Overlay("x", ("r",), "o", date(2026, 2, 25), "nationwide", "unknown", "excerpt", "s", 15, date(2026, 4, 1))

    reached = [order.reaches("r", day) for day in (date(2026, 2, 24), date(2026, 2, 25), date(2026, 4, 1))]
    assert reached == [False, True, False]
    assert [order.in_effect(day) for day in (date(2026, 3, 11), date(2026, 3, 12))] == [False, True]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "board_appeal_10"', 'id = "board_appeal_30"', "two rules have one id"),
        ('item = "petition"', 'item = "petitions"', "item, mark or way of filing"),
        ('mark = "inferred"', 'mark = "verified"', "item, mark or way of filing"),
        ('period = "7 days"', 'period = "8 days"', "known period"),
        ('period = "7 days"\n', "", "known period"),
        ('from = "arrival_day"', 'from = "arival_day"', "asks for arival_day"),
        ('fact = "asylum_filed", is = [true]', 'fact = "asylum_filed", is = ["yes"]', "asks for asylum_filed"),
        ('given = "absence_order_day"', 'given = "detained"', "asks for detained"),
        ('rules = ["board_appeal_10"', 'rules = ["board_appeal_11"', "over a rule that does not exist"),
        ("law_from = 2026-10-01\n", "", "cannot be used"),
        ('shift = "8 CFR', 'shifts = "8 CFR', "cannot be used"),
    ],
)
def test_a_pack_with_a_typing_error_is_refused(
    old: str, new: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would otherwise silence a rule."""
    text = (FOLDER / "rules.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "rules.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    (tmp_path / "circuits.toml").write_text((FOLDER / "circuits.toml").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)

    with pytest.raises(BadDeclaration, match=says):
        pack.__wrapped__()
