"""What holds of stays and movements whatever the stints are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.tables.custody.steps import Rules
from stint_rows import START, Stint, derived, engine, placed, stints

Row = Mapping[str, Any]
some = settings(max_examples=15)
DAYS = [START.date() + timedelta(days=number) for number in range(-3, 40)]


def counted(path: Iterable[Row]) -> list[Row]:
    """The stints that are neither repeated nor negative."""
    return [row for row in path if row["stint_number"] and row["length"] != "negative"]


def end_of_release(rows: Iterable[Stint]) -> datetime:
    """The midnight after the last book-in: so few rows have no day that could be a typing error."""
    last = max(row["book_in"] for row in rows)
    return datetime.combine(last.date() + timedelta(days=1), datetime.min.time())


@given(stints())
@some
def test_every_row_is_in_the_path_once(rows: list[Stint]) -> None:
    """Flagged rows are kept and nothing is dropped."""
    expected = Counter((row["book_in"], row["book_out"], row["facility_code"]) for row in rows)

    path = derived(rows)["detention_path"]

    assert Counter((row["book_in"], row["book_out"], row["facility_code"]) for row in path) == expected


@given(stints())
@some
def test_the_time_of_a_stay_is_its_stints_less_what_they_share_and_with_the_gaps(rows: list[Stint]) -> None:
    """Stitching neither makes nor loses an hour."""
    end = end_of_release(rows)
    path = counted(derived(rows)["detention_path"])

    for _, stay in groupby(path, key=lambda row: row["stay_number"]):
        each = [(row, row["until"] or max(end, row["book_in"])) for row in stay]
        whole = max(until for _, until in each) - min(row["book_in"] for row, _ in each)
        hours = sum((until - row["book_in"]).total_seconds() / 3600 for row, until in each)
        made = hours - sum(row["overlap_hours"] for row, _ in each) + sum(row["gap_hours"] or 0 for row, _ in each)
        assert made == whole.total_seconds() / 3600


@given(stints())
@some
def test_a_stay_adds_up_to_its_rows(rows: list[Stint]) -> None:
    """Stints and duplicates of all stays are the rows of the release."""
    made = derived(rows)

    stays = made["detention_stays"]

    assert sum(stay["stints"] + stay["duplicates"] for stay in stays) == len(rows)
    assert {stay["stay_number"] for stay in stays} == {row["stay_number"] for row in made["detention_path"]}


@given(stints(), st.randoms(use_true_random=False))
@some
def test_the_order_of_rows_and_their_files_change_nothing(rows: list[Stint], chance: Any) -> None:
    """The agency sorts its files anew each time; only the project's rule of the last row depends on that."""
    shuffled = [{**row, "file": chance.choice("gh"), "sheet": chance.choice("ab")} for row in rows]
    chance.shuffle(shuffled)

    one, other = derived(rows), derived(shuffled)

    for name in one:
        assert _without_ddp(one[name]) == _without_ddp(other[name])


def _without_ddp(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [{name: cell for name, cell in row.items() if name != "ddp_duplicate"} for row in rows]


def brute_force(path: Iterable[Row], scope: str, convention: str, day: date) -> Counter[str | None]:
    """Distinct people on a day, one by one: by facility, or under None for the country."""
    found: dict[str | None, set[int]] = defaultdict(set)
    for row in counted(path):
        first, last = row["book_in"].date(), row["until"].date() if row["until"] else date.max
        if first <= day and (day < last or (convention == "any_time" and day == last)):
            found[row["facility_code"] if scope == "facility" else None].add(row["person_number"])
    return Counter({place: len(people) for place, people in found.items()})


@pytest.mark.parametrize("scope", ["facility", "country"])
@pytest.mark.parametrize("convention", ["midnight", "any_time"])
@given(rows=stints())
@some
def test_the_people_held_are_those_who_came_less_those_who_are_gone(
    scope: str, convention: str, rows: list[Stint]
) -> None:
    """Every day, by facility and in the country, each person once."""
    made = derived(rows)
    held: Counter[str | None] = Counter()
    moves = [m for m in made["detention_movements"] if (m["scope"], m["convention"]) == (scope, convention)]

    for day in DAYS:
        for move in moves:
            held[move["facility_code"]] += (move["came"] - move["gone"]) * (move["date"] == day)
        assert +held == brute_force(made["detention_path"], scope, convention, day)


@given(stints())
@some
def test_who_is_held_is_told_by_the_first_stint_of_the_span(rows: list[Stint]) -> None:
    """A person whose citizenship is corrected later does not leave as another than the one who came."""
    moves = derived(rows)["detention_movements"]
    group = ("scope", "convention", "facility_code", "citizenship", "sex", "criminality")
    held: Counter[tuple[Any, ...]] = Counter()

    for move in sorted(moves, key=lambda one: one["date"]):
        held[tuple(move[name] for name in group)] += move["came"] - move["gone"]
        assert min(held.values()) >= 0


def ddp_flags(rows: list[Stint]) -> set[int]:
    """The lines that the rules of the Deportation Data Project flag, one row after the other."""
    flagged, seen = set(), set()
    bond = ("bond_posted_amount", "line")
    for row in rows:
        said = tuple((name, cell) for name, cell in sorted(row.items()) if name not in bond)
        if row["person_key"] and said in seen:
            flagged.add(row["line"])
        seen.add(said)
    last: dict[tuple[Any, ...], int] = {}
    for row in rows:
        if row["person_key"] and row["line"] not in flagged:
            key = (row["person_key"], row["facility_code"], row["book_in"].date(), row["stay_book_in"])
            flagged |= {last[key]} if key in last else set()
            last[key] = row["line"]
    return flagged


@given(stints())
@some
def test_the_flags_of_the_deportation_data_project_are_those_of_its_rules(rows: list[Stint]) -> None:
    """Whoever knows the project's processed files finds its flags again, where the stay is published."""
    published = [{**row, "stay_book_in": row["stay_book_in"] or START} for row in rows]
    expected = ddp_flags(placed(published))

    derived(published)
    found = engine().execute(f"SELECT place % {2**40} FROM stint_flags WHERE ddp_duplicate").fetchall()

    assert {line for (line,) in found} == expected


@given(stints())
@some
def test_under_the_rules_of_the_project_its_flags_decide_what_counts(rows: list[Stint]) -> None:
    """The named rule set stands beside ours, with the same steps."""
    path = derived(rows, Rules(duplicates="ddp"))["detention_path"]

    assert all((row["stint_number"] is None) == row["ddp_duplicate"] for row in path)
