"""Planted texts that identify a person are nowhere but in the quarantine: no output, log, temporary file or package."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from invented import posted

ROOT = Path(__file__).parents[1]
BORN, PERSON, NUMBER = "7/4/1983", "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00", "A087654321"
CANARIES = (BORN, "1983-07-04", PERSON, NUMBER, "087654321")
QUESTIONS = """
title = "t"
[[question]]
measure = "removals"
by = ["citizenship", "area"]
[[question]]
measure = "removals"
by = ["month"]
"""


def sojourn(*words: str, folder: Path) -> str:
    """What a run of the command prints on both streams; its temporary files go into a folder of its own."""
    environment = os.environ | {"TMPDIR": str(folder / "temporary"), "HOME": str(folder / "home")}
    done = subprocess.run(
        [sys.executable, "-c", "from sojourn.cli import main; main(prog_name='sojourn')", *words], capture_output=True, text=True, env=environment, check=False, cwd=folder
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder in which a release with planted texts was built, asked and published, and all that was printed."""
    folder = tmp_path_factory.mktemp("canaries")
    for name in ("files", "temporary", "home"):
        (folder / name).mkdir()
    person = {"Birth Date": BORN, "Unique Identifier": PERSON, "Alien File Number": NUMBER, "Birth Year": "1983"}
    rows = [{**person, "Departed Date": f"2025-01-{day:02}", "Citizenship Country": "RUSSIA"} for day in range(1, 29)]
    (folder / "files" / "posted.csv").write_bytes(posted([*rows, {**person, "Departed Date": "never"}]))
    (folder / "q.toml").write_text(QUESTIONS)
    printed = [
        sojourn("build", "--files", "files", folder=folder),
        *(sojourn(name, "--json", folder=folder) for name in ("ledger", "releases", "quarantine")),
        sojourn("ask", "removals", "--by", "citizenship", "--by", "area", "--json", "--sql", folder=folder),
        sojourn("ask", "removals", "--by", "day", folder=folder),
        sojourn("publish", "out", "--questions", "q.toml", "--json", folder=folder),
        sojourn("site", "site", "--earlier", "out", "--json", folder=folder),
    ]
    return folder, "\n".join(printed)


def text_below(folder: Path) -> str:
    """The bytes of every file below a folder."""
    return "\n".join(path.read_bytes().decode("latin-1") for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.parametrize("canary", CANARIES)
def test_no_command_prints_what_identifies_a_person(used: tuple[Path, str], canary: str) -> None:
    """Neither as an answer nor as a message."""
    assert canary not in used[1]


@pytest.mark.parametrize("canary", CANARIES)
def test_no_publication_has_what_identifies_a_person(used: tuple[Path, str], canary: str) -> None:
    """A row of it would be the accident of November 2022 again."""
    assert canary not in text_below(used[0] / "out")
    assert canary not in text_below(used[0] / "site")


def test_no_publication_has_a_row_of_a_table(used: tuple[Path, str]) -> None:
    """Counts and the words of the question, but no day on which somebody left, and no hash of a person."""
    text = text_below(used[0] / "out")
    assert not re.search(r"2025-01-(0[2-9]|1\d|2[0-7])", text)
    hashes = set(re.findall(r"\b[0-9a-f]{16,}\b", text))
    known = {one for one in hashes if len(one) == 64}
    assert hashes == known


def test_nothing_is_left_in_the_temporary_folder_or_the_home(used: tuple[Path, str]) -> None:
    """No log, no cache, no half of a file."""
    left = [path for name in ("temporary", "home") for path in (used[0] / name).rglob("*") if path.is_file()]
    assert left == []


def test_the_search_finds_what_is_there(used: tuple[Path, str]) -> None:
    """The tests above would pass for nothing if they could not see."""
    assert NUMBER in text_below(used[0] / "files")
    assert json.loads((used[0] / "out" / "published.json").read_text())["counts"]


TEXTS = (".py", ".csv", ".toml", ".md", ".html", ".sql", ".css", ".po", ".json")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel as it would be released."""
    folder = tmp_path_factory.mktemp("wheel")
    made = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_holds_code_and_declarations_alone(wheel: zipfile.ZipFile) -> None:
    """A data file in a release is the accident that this project must never have."""
    held = [name for name in wheel.namelist() if ".dist-info/" not in name]
    assert {Path(name).suffix for name in held} <= {*TEXTS, ".typed"}
    assert [name for name in held if name.endswith(".json")] == ["sojourn/web/docs/coverage.json"]


@pytest.mark.parametrize(
    "pattern", [r"\bA\d{8,9}\b", r"(?<![/\w])[0-9a-f]{40}\b", r"\b(0?[1-9]|1[0-2])/([12]?\d|3[01])/19\d\d\b"]
)
def test_the_wheel_holds_nothing_that_looks_like_a_person(wheel: zipfile.ZipFile, pattern: str) -> None:
    """No A-number, no person id of ICE's, no birth date."""
    found = {
        name: match[0]
        for name in wheel.namelist()
        if name.endswith(TEXTS)
        for match in re.finditer(pattern, wheel.read(name).decode("utf-8"))
    }
    assert found == {}
