"""Two programs without a line in common come to the same bytes."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import sojourn
from draw.lists import beacon
from draw.make_vectors import VECTORS, lists, write
from sojourn.draw.allocate import allocate, seed_of
from sojourn.draw.beacon import read_beacon
from sojourn.draw.canonical import canonical, read_file
from sojourn.draw.frozen import read_frozen
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
