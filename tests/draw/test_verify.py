"""Whoever has the published folder finds out what was done to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from draw.folders import MINUTE, START, Operator, published
from sojourn.draw.beacon import QUICKNET
from sojourn.draw.canonical import canonical
from sojourn.draw.verify import verify
from sojourn.errors import BadDraw


def wrong(folder: Path) -> list[tuple[int, str]]:
    """What does not hold."""
    return [(check.round, check.what) for check in verify(folder).checks if check.wrong]


def altered(path: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    """Change a published document."""
    document = json.loads(path.read_bytes())
    change(document)
    path.write_bytes(canonical(document))


@pytest.mark.parametrize("sealed", [False, True])
def test_an_honest_folder_holds(tmp_path: Path, *, sealed: bool) -> None:
    """Drawn, void, drawn, with places given back: all of it can be checked, and holds."""
    verification = verify(published(tmp_path, sealed=sealed))

    assert verification.holds, [check for check in verification.checks if check.wrong]
    assert {check.round for check in verification.checks} == {1, 2, 3}


def test_an_empty_log_does_not_hold(tmp_path: Path) -> None:
    """Where nothing was checked, nothing was shown."""
    (tmp_path / "log.jsonl").write_bytes(b"")

    assert not verify(tmp_path).holds


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda list_: list_["entries"].pop(), "root"),
        (lambda list_: list_["entries"].append(["f" * 64, 1, 0, ["A"], ""]), "root"),
        (lambda list_: list_["entries"][0].__setitem__(1, 3), "root"),
        (lambda list_: list_["head"]["capacity"].__setitem__("A", 9), "log"),
        (lambda list_: list_["policy"].__setitem__("reserved", [1, 2]), "policy"),
        (lambda list_: list_["entries"].reverse(), "order"),
    ],
)
@pytest.mark.parametrize("number", [1, 3])
def test_a_list_that_was_changed_after_the_freeze_is_found(
    tmp_path: Path, number: int, change: Callable[[dict[str, Any]], Any], key: str
) -> None:
    """A friend added, a stranger dropped, a size changed: the root or the log does not agree."""
    folder = published(tmp_path)
    altered(folder / f"round-{number}" / "list.json", change)

    assert number in {at for at, _ in wrong(folder)}, key


def test_a_list_that_was_frozen_anew_is_found_by_the_log(tmp_path: Path) -> None:
    """A changed list with a fresh head is whole in itself; only the commitment tells."""
    folder = published(tmp_path)
    other = Operator(tmp_path / "other")
    other.policy = replace(other.policy, reserved=(1, 2))
    other.freeze(1, START, 123)
    (folder / "round-1" / "list.json").write_bytes((tmp_path / "other" / "round-1" / "list.json").read_bytes())

    assert (1, "the log committed to this list") in wrong(folder)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("sealed", [False, True])
def test_outcomes_that_do_not_follow_are_found(tmp_path: Path, number: int, *, sealed: bool) -> None:
    """Two households that change places in the order: one of them was robbed."""
    folder = published(tmp_path, sealed=sealed)

    def swap(outcomes: dict[str, Any]) -> None:
        outcomes["drawn"][-1][0], outcomes["drawn"][-2][0] = outcomes["drawn"][-2][0], outcomes["drawn"][-1][0]

    altered(folder / f"round-{number}" / "outcomes.json", swap)

    assert number in {at for at, _ in wrong(folder)}


def test_a_reassignment_by_choice_is_found(tmp_path: Path) -> None:
    """A place that came back goes down the order, not to a friend."""
    folder = published(tmp_path)

    def choose(record: dict[str, Any]) -> None:
        record["drawn"] = record["drawn"][1:]

    altered(folder / "round-1" / "reassignment-1.json", choose)

    assert wrong(folder) == [(1, "reassignment 1 follows from what was given back")]


@pytest.mark.parametrize("name", ["list", "beacon", "outcomes", "reassignment-1"])
@pytest.mark.parametrize("content", [None, b"", b"{}", b"[]", b'{"a": 1.5}'])
def test_a_missing_or_broken_file_is_a_failed_check(tmp_path: Path, name: str, content: bytes | None) -> None:
    """What cannot be checked does not hold, and the rest is still checked."""
    folder = published(tmp_path)
    path = folder / "round-1" / f"{name}.json"
    path.unlink()
    if content is not None:
        path.write_bytes(content)

    assert 1 in {at for at, _ in wrong(folder)}


def test_another_beacon_is_found(tmp_path: Path) -> None:
    """The beacon of round 3 is signed and true, and is not the one that round 1 named."""
    folder = published(tmp_path)
    (folder / "round-1" / "beacon.json").write_bytes((folder / "round-3" / "beacon.json").read_bytes())

    assert (1, "the beacon is the named one") in wrong(folder)


def test_a_list_frozen_after_the_beacon_spoke_is_found(tmp_path: Path) -> None:
    """Whoever knows the value can try lists until one suits."""
    operator = Operator(tmp_path)
    spoke = QUICKNET.time_of(123)
    frozen = operator.freeze(1, spoke, 123)
    operator.draw(frozen, spoke + MINUTE)

    assert wrong(operator.finish()) == [(1, "the list was frozen before the beacon spoke")]


def test_a_draw_before_the_beacon_spoke_is_found(tmp_path: Path) -> None:
    """Then the value came from elsewhere, or the clock is wrong."""
    operator = Operator(tmp_path)
    operator.draw(operator.freeze(1, START, 123), START + MINUTE)

    assert wrong(operator.finish()) == [(1, "the round was drawn after the beacon spoke")]


def test_held_households_out_of_nowhere_are_found(tmp_path: Path) -> None:
    """The first round begins with nothing: nobody is held, nothing is owed."""
    operator = Operator(tmp_path)
    made = operator.draw(operator.freeze(1, START, 123), QUICKNET.time_of(123))
    other = Operator(tmp_path / "other")
    other.draw(other.freeze(1, START, 1000, made), QUICKNET.time_of(1000))

    assert {what for _, what in wrong(other.finish())} >= {"the list follows from the round before"}


def test_a_held_household_that_lost_its_turn_is_found(tmp_path: Path) -> None:
    """Those whom a round holds go first in the next, in order."""
    operator = Operator(tmp_path)
    first = operator.freeze(1, START, 123)
    outcomes = operator.draw(first, QUICKNET.time_of(123) + MINUTE)
    assert len(outcomes.held) > 1
    turned = outcomes.__class__(1, outcomes.seed, tuple(reversed(outcomes.drawn)), outcomes.left, outcomes.credit)
    operator.freeze(2, QUICKNET.time_of(123) + 2 * MINUTE, 1000, turned)

    assert (2, "the held go first, in their order") in wrong(operator.finish())


@pytest.mark.parametrize(
    ("hours", "holds"),
    [(timedelta(minutes=-1), True), (timedelta(), False), (timedelta(hours=23), False), (timedelta(hours=24), True)],
)
def test_a_round_cannot_be_void_because_its_value_did_not_suit(
    tmp_path: Path, hours: timedelta, *, holds: bool
) -> None:
    """Before the beacon speaks nobody knows whom it favours; after that it is waited for as long as the policy says."""
    operator = Operator(tmp_path)
    operator.freeze(1, START, 123)
    operator.log.add("void", 1, QUICKNET.time_of(123) + hours, "", reason="no beacon")

    assert (wrong(operator.finish()) == []) == holds


def test_a_void_round_has_no_beacon_and_has_a_reason(tmp_path: Path) -> None:
    """A value beside a void round is a draw that somebody did not like."""
    operator = Operator(tmp_path)
    operator.draw(operator.freeze(1, START, 123), QUICKNET.time_of(123) + MINUTE)
    operator.log.lines.pop()
    operator.log.add("void", 1, QUICKNET.time_of(123) + timedelta(hours=24), "")

    assert wrong(operator.finish()) == [
        (1, "a void round has its reason"),
        (1, "a void round has no beacon"),
    ]


def test_after_a_late_beacon_the_next_one_cannot_be_chosen(tmp_path: Path) -> None:
    """The policy of 24 hours names the round 48 hours later: 57,600 rounds of three seconds."""
    folders = []
    for named in (123 + 57_600, 123 + 57_601):
        operator = Operator(tmp_path / str(named))
        operator.freeze(1, START, 123)
        operator.log.add("void", 1, QUICKNET.time_of(123) + timedelta(hours=24), "", reason="no beacon")
        operator.freeze(2, QUICKNET.time_of(123) + timedelta(hours=25), named)
        folders.append(operator.finish())

    assert [wrong(folder) for folder in folders] == [[], [(2, "after a void round the next beacon was not chosen")]]


def test_a_folder_without_a_log_is_refused(tmp_path: Path) -> None:
    """Without it nobody can tell what was hidden."""
    with pytest.raises(BadDraw):
        verify(tmp_path)
