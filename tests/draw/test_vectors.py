"""Two programs without a line in common come to the same bytes."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest

import sojourn
from draw.lists import beacon, policy, token
from draw.make_vectors import CLASSES, SITES, VECTORS, lists, some, write, write_one
from sojourn.draw.allocate import allocate, seed_of
from sojourn.draw.beacon import read_beacon
from sojourn.draw.canonical import canonical, read_file
from sojourn.draw.frozen import Held, freeze, read_frozen
from sojourn.draw.reassignment import Reassignment, replayed

VERIFIER = Path(sojourn.__file__).parents[2] / "docs" / "draw" / "verifier" / "verify.js"
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="the second verifier needs a JavaScript engine, such as node")
NAMES = sorted(path.name for path in VECTORS.iterdir())


def run(*files: Path) -> subprocess.CompletedProcess[str]:
    """The second verifier."""
    return subprocess.run([NODE or "node", VERIFIER, *files], capture_output=True, text=True, check=False, timeout=60)


def documents(name: str) -> list[Path]:
    """List, beacon, outcomes and reassignments of a vector."""
    folder = VECTORS / name
    return [*(folder / f"{stem}.json" for stem in ("list", "beacon", "outcomes")), *sorted(folder.glob("reas*.json"))]


@pytest.mark.parametrize("name", NAMES)
def test_sojourn_comes_to_the_golden_bytes(name: str) -> None:
    """A change of the rules is a new version of the schema, never the same name for another result."""
    list_, spoken, outcomes_file, *back = documents(name)
    frozen = read_frozen(read_file(list_))
    outcomes = allocate(frozen, seed_of(frozen, read_beacon(read_file(spoken), frozen.beacon_round).randomness))
    done: list[Reassignment] = []
    for path in back:
        done.append(replayed(frozen, outcomes, done, read_file(path), path.name))

    assert canonical(outcomes.as_dict()) == outcomes_file.read_bytes()
    assert [canonical(one.as_dict()) for one in done] == [path.read_bytes() for path in back]


@needs_node
@pytest.mark.parametrize("name", NAMES)
def test_the_second_verifier_comes_to_the_golden_bytes(name: str) -> None:
    """Byte for byte, so that a household needs to trust neither of the two."""
    list_, spoken, outcomes, *back = documents(name)

    assert run(list_, spoken).stdout.encode() == outcomes.read_bytes()
    assert run(list_, spoken, outcomes, *back).stdout == "holds: the outcomes follow from list and beacon\n"


@needs_node
@pytest.mark.parametrize("number", [0, 2, 3])
def test_the_second_verifier_finds_what_was_altered(tmp_path: Path, number: int) -> None:
    """A verifier that always says yes would pass the test above."""
    files = documents("mixed-64")
    altered = json.loads(files[number].read_bytes())
    rows = altered["entries" if number == 0 else "drawn"]
    rows[0], rows[1] = rows[1], rows[0]
    files[number] = tmp_path / "altered.json"
    files[number].write_bytes(canonical(altered))

    assert run(*files).returncode != 0


@needs_node
def test_the_second_verifier_takes_only_the_named_round(tmp_path: Path) -> None:
    """As the first."""
    files = documents("mixed-64")
    files[1] = tmp_path / "beacon.json"
    files[1].write_bytes(canonical(beacon(1000)))

    assert run(*files).returncode != 0


@needs_node
@pytest.mark.slow
@pytest.mark.parametrize("number", range(60))
def test_the_two_agree_on_lists_by_chance(tmp_path: Path, number: int) -> None:
    """Golden vectors hold what somebody thought of; these hold what nobody did."""
    chance = random.Random(number)
    rules = policy(
        *SITES,
        reserved=chance.choice([(0, 1), (3, 10), (7, 10)]),
        classes=CLASSES,
        hold_days=chance.choice([0, 1, 10]),
        largest=chance.choice([6, 9]),
    )
    entries = some(chance.randrange(120), f"chance {number}", sealed=number % 3 == 0)
    first = chance.sample(entries, min(len(entries), chance.randrange(5)))
    frozen = freeze(
        chance.randint(1, 9),
        rules,
        {site: chance.choice([0, 1, 5, 20]) for site in SITES},
        entries,
        chance.choice([123, 1000]),
        held=[Held(token(f"was {one.token}"), one.token) for one in first],
        credit={"medical": chance.randint(-60, 9), "longest waiting": 0},
        auditors=["Ombudsperson"] if number % 3 == 0 else [],
    )
    write_one(tmp_path, frozen)
    files = [tmp_path / f"{stem}.json" for stem in ("list", "beacon", "outcomes", "reassignment-1", "reassignment-2")]

    assert run(*files).stdout == "holds: the outcomes follow from list and beacon\n"


def test_the_golden_vectors_are_those_of_the_script(tmp_path: Path) -> None:
    """And reach an empty list, a list of one, odd levels, held households, sealed lists and every letter."""
    write(tmp_path)

    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.json")}
    golden = {path.relative_to(VECTORS): path.read_bytes() for path in VECTORS.rglob("*.json")}
    assert made == golden
    assert {name for name, _ in lists()} == set(NAMES)


def test_the_second_verifier_can_be_read_in_an_hour() -> None:
    """Two hundred lines, and nothing but what the language has."""
    lines = VERIFIER.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 200
    assert [line for line in lines if "require(" in line and 'require("fs")' not in line] == []
