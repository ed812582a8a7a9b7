"""The invented ports: what the measures answer is what was invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.errors import UnknownName
from sojourn.lookalike import Made, make
from sojourn.measures import measure
from sojourn.record.build import build
from sojourn.record.opened import Record


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Made], Record]:
    """Both sources as the small world has them, and the record of them."""
    files, folder = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("record")
    written = [
        one for name, rows in (("ohss_monthly_tables", 26), ("cbp_encounters", 600)) for one in make(name, rows, files)
    ]
    built = build(folder, [files], invented=True)
    assert not built.errors
    return written, Record(folder)


def test_appointments_are_those_that_were_invented(made: tuple[list[Made], Record]) -> None:
    """Of each nationality, all months."""
    written, record = made
    told = next(part.answers for part in written[0].truth.parts if part.table == "cbp_one_appointments")
    expected: dict[str, int] = told["appointments"]

    found = measure("appointments").ask(record, {}, ("nationality",))

    assert {row[0]: row[1] for row in found.rows if row[0] != "OTHER"} == expected


def test_appointments_are_part_of_the_encounters(made: tuple[list[Made], Record]) -> None:
    """As they were invented."""
    found = measure("appointments_against_encounters").ask(made[1], {"nationality": "RUSSIA"})
    shares = [row[4] for row in found.rows]

    assert shares
    assert max(shares) <= 1


def test_the_change_of_rule_is_found(made: tuple[list[Made], Record]) -> None:
    """14 of 100 before and 4 of 102 after were invented: a ratio near 4."""
    expected = (14 / 86) / (4 / 96)

    found = measure("rule_change").ask(made[1], {"nationality": "RUSSIA"})

    assert found.value == pytest.approx(expected, rel=0.1)


def test_the_stop_is_found_on_its_day(made: tuple[list[Made], Record]) -> None:
    """Appointments stop after 20 January 2025."""
    found = measure("closure").ask(made[1], {})

    assert found.details["days_at_the_number_before"] == pytest.approx(20, abs=1)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """An invented release can be made again."""
    first, again = (
        [
            one.path.read_bytes()
            for name in ("ohss_monthly_tables", "cbp_encounters")
            for one in make(name, 26, tmp_path / at)
        ]
        for at in ("a", "b")
    )

    assert first == again


def test_a_family_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """With those that do."""
    with pytest.raises(UnknownName, match="monthly-tables"):
        make("ohss_monthly_tables", 26, tmp_path, family="weekly")
