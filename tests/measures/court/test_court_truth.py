"""The measures of the courts give the answers that the maker of an invented release wrote down beside it.

The maker computes them from its own world, never from our tables: two ways to one number.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sojourn.findings import Finding
from sojourn.lookalike.court import Form, World, write_release
from sojourn.measures import measure
from sojourn.record.build import build
from sojourn.record.opened import Record
from sojourn.stats.survival import kaplan_meier

CASES = 3000
Told = tuple[Any, ...]


class Held:
    """A record of the invented release, and the answers beside it."""

    def __init__(self, folder: Path) -> None:
        written = write_release(World(CASES, 5, faults=0.0), folder, Form(processes=1))
        build(folder / "record", [written.path], invented=True)
        self.record = Record(folder / "record")
        self.answers = written.truth / "answers"

    def ask(self, name: str, *by: str, **given: str) -> Finding:
        """A finding about the release."""
        return measure(name).ask(self.record, given, by)

    def told(self, answer: str, select: str, rest: str = "") -> list[Told]:
        """Rows of an answer."""
        return duckdb.execute(f"SELECT {select} FROM '{self.answers / answer}.parquet' {rest}").fetchall()


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """One release without planted faults, so that no row is lost on the way."""
    made = Held(tmp_path_factory.mktemp("truth"))
    yield made
    made.record.close()


def coded(cell: str) -> str:
    """The code at the end of a name with its code."""
    return str(cell).rstrip(")").rpartition("(")[2]


def test_pending_cases_by_court(held: Held) -> None:
    """Both definitions, court by court."""
    expected = held.told(
        "pending",
        "court, coalesce(sum(cases) FILTER (definition = 'eoir'), 0), coalesce(sum(cases) FILTER (definition = 'trac'), 0)",
        "GROUP BY court ORDER BY court",
    )
    found = held.ask("pending_cases", "court").rows
    assert [(coded(row[0]), *row[1:]) for row in found] == expected


def test_completions_by_year_and_court(held: Held) -> None:
    """First and later ones."""
    expected = held.told("completions", "fiscal_year, court, sum(first), sum(later)", "GROUP BY ALL ORDER BY ALL")
    found = held.ask("completions", "fiscal_year", "court").rows
    assert [(row[0], coded(row[1]), *row[2:]) for row in found] == expected


@pytest.mark.parametrize(
    ("denominator", "columns"),
    [("initial_all", "absent, first_completions"), ("initial_nondetained", "absent_nondetained, first_nondetained")],
)
def test_absences_by_year(held: Held, denominator: str, columns: str) -> None:
    """Two of the denominators; the third adds the pending cases."""
    part, whole = columns.split(", ")
    expected = held.told(
        "in_absentia",
        f"fiscal_year, sum({part}), sum({whole})",
        f"GROUP BY 1 HAVING sum({whole}) > 0 ORDER BY 1",
    )
    found = held.ask("in_absentia", "fiscal_year", denominator=denominator).rows
    assert [row[:3] for row in found] == expected


def test_absences_among_everyone(held: Held) -> None:
    """First completions and pending cases together."""
    ((absent, first),) = held.told("in_absentia", "sum(absent), sum(first_completions)")
    ((pending,),) = held.told("pending", "sum(cases)", "WHERE definition = 'eoir'")
    finding = held.ask("in_absentia", denominator="all_with_pending")
    assert (finding.numerator, finding.denominator) == (absent, first + pending)


def test_bonds_by_year(held: Held) -> None:
    """Cases by their last decision, and the median amount of all."""
    expected = held.told("bonds", "fiscal_year, sum(cases), sum(granted)", "GROUP BY 1 ORDER BY 1")
    assert [row[:3] for row in held.ask("bond_outcomes", "fiscal_year").rows] == expected
    amounts = "FROM (SELECT unnest(range(granted)), new_bond FROM '{}')".format(held.answers / "bonds.parquet")
    row = duckdb.execute(f"SELECT quantile_cont(new_bond, 0.5) {amounts}").fetchone()
    assert row
    assert held.ask("bond_outcomes").details["median_bond"] == row[0]


def test_appeals_by_filer(held: Held) -> None:
    """With those that the Board has not decided."""
    waiting = "coalesce(sum(appeals) FILTER (board_decision IS NULL), 0)"
    expected = held.told("appeals", f"filed_by, sum(appeals), {waiting}", "GROUP BY 1 ORDER BY 1")
    found = held.ask("appeals_filed").rows
    assert [(coded(row[0]), row[1], row[3]) for row in found] == expected


def test_grants_that_were_appealed(held: Held) -> None:
    """By year of the grant."""
    expected = held.told(
        "granted_then_appealed",
        "fiscal_year, sum(grants), sum(appealed), sum(within_30_days)",
        "GROUP BY 1 ORDER BY 1",
    )
    assert [row[:4] for row in held.ask("granted_then_appealed", "fiscal_year").rows] == expected


@pytest.mark.parametrize("start", ["charging", "received"])
def test_waits(held: Held, start: str) -> None:
    """The same quartiles from the answer's durations."""
    days, decided, censored = zip(
        *held.told("time_to_decision", "days, decided, censored", f"WHERE start_kind = '{start}'"), strict=True
    )
    flags = [True] * len(days) + [False] * len(days)
    curve = kaplan_meier([*days, *days], flags, [*decided, *censored])
    finding = held.ask("time_to_decision", start=start)
    assert (finding.numerator, finding.denominator) == (sum(decided), sum(decided) + sum(censored))
    assert finding.rows[0][3:] == (
        *map(curve.quantile, (0.25, 0.5)),
        *curve.quantile_interval(0.5),
        curve.quantile(0.75),
    )


def test_adjournments_by_reason(held: Held) -> None:
    """Every completed case, every reason."""
    ((cases,),) = held.told("continuances", "sum(cases)")
    expected = held.told(
        "continuances", "reason, sum(hearings) AS h", "WHERE reason IS NOT NULL GROUP BY 1 ORDER BY h DESC, reason"
    )
    finding = held.ask("continuances", period="1950..2026")
    assert finding.denominator == cases
    assert [(row[0], row[2]) for row in finding.rows] == expected


def test_representation_of_pending_cases(held: Held) -> None:
    """By court; the answer's other groups are of other people than ours (docs/court.md)."""
    expected = held.told(
        "representation",
        "court, sum(represented), sum(cases)",
        "WHERE scope = 'pending' GROUP BY 1 ORDER BY 1",
    )
    found = held.ask("representation", "court").rows
    assert [(coded(row[0]), row[1], row[2]) for row in found] == expected


def test_decisions_of_every_judge(held: Held) -> None:
    """Denied, and all that trac_2022 counts, before each judge whose code stands alone; and of all together."""
    rest = "WHERE definition = 'trac_2022' AND attribution = 'own' GROUP BY judge"
    told = held.told("asylum", "judge, sum(denied), sum(denied) + sum(granted) + sum(other_relief)", rest)
    rows = held.ask("judge_variation", definition="trac_2022").rows
    found = {coded(row[0]): row[3:5] for row in rows}
    assert sum(counts[1] for counts in found.values()) == sum(whole for _, _, whole in told)
    assert sum(counts[0] for counts in found.values()) == sum(denied for _, denied, _ in told)
    alone = {judge: counts for judge, *counts in told if judge in found and counts[1]}
    assert len(alone) > 100
    assert {judge: list(found[judge]) for judge in alone} == alone
