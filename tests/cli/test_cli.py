"""The command line: one document on stdout, messages on stderr, and an exit status that tells why."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from cli.runs import document, run
from invented import REMOVALS
from sojourn.cli import main
from tiny import FY2017, bars, tiny_folder, write_removals

CLAIMS = """
title = "t"
[[claim]]
id = "few"
sentence = "Fewer than ten were removed."
said_by = "a test"
published = "2026"
[[claim.reading]]
label = "removals of FY2017"
measure = "removals"
parameters = { period = "FY2017" }
comparison = "fewer_than"
value = 10
"""
COMMANDS = sorted(main.commands)


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A claims file with one contradicted claim."""
    path = tmp_path_factory.mktemp("claims") / "claims.toml"
    path.write_text(CLAIMS)
    return str(path)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A record with one row in quarantine: its sex is no value of the closed vocabulary."""
    folder = tmp_path_factory.mktemp("broken") / "files"
    folder.mkdir()
    bad = [*FY2017[0]]
    bad[REMOVALS.index("Gender")] = "Robot"
    (folder / "invented.csv").write_text(bars("ICE Removals for FY2017", REMOVALS, [*FY2017, bad]))
    record = folder.parent / "record"
    assert run("build", "--files", str(folder), "--record", str(record), "--invented").exit_code == 0
    return str(record)


def test_the_commands_are_those_of_this_version() -> None:
    """A command that vanishes breaks scripts."""
    expected = [
        "ask",
        "build",
        "check",
        "compare",
        "deadlines",
        "draw",
        "drift",
        "fetch",
        "flights",
        "groups",
        "ledger",
        "lookalike",
        "measures",
        "publish",
        "quarantine",
        "refuge",
        "releases",
        "run",
        "serve",
        "simulate",
        "site",
        "verify",
    ]
    assert expected == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    """What it does, and what each option is for."""
    result = run(name, "--help")
    assert result.exit_code == 0
    assert main.commands[name].help
    options = [one for one in main.commands[name].params if isinstance(one, click.Option)]
    assert all(one.help for one in options)


def words_of(command: click.Command, *before: str) -> list[tuple[str, ...]]:
    """The words of a command, or of each that stands below it."""
    if isinstance(command, click.Group):
        return [words for name, below in command.commands.items() for words in words_of(below, *before, name)]
    return [before]


@pytest.mark.parametrize(
    "words", [words for words in words_of(main) if words not in {("run",), ("serve",)}], ids=" ".join
)
def test_every_command_that_answers_can_answer_in_json(words: tuple[str, ...]) -> None:
    """`run` and `serve` are for people; everything else is for programs too."""
    assert "--json" in run(*words, "--help").stdout


def test_help_says_that_it_is_no_government_tool() -> None:
    """The first thing that anybody sees."""
    assert "Sojourn is not a government tool." in run("--help").stdout


@pytest.mark.parametrize(
    ("words", "schema"),
    [
        (("releases",), "sojourn.releases/1"),
        (("ledger",), "sojourn.ledger/1"),
        (("quarantine",), "sojourn.quarantine/1"),
        (("ask", "removals", "-p", "period=FY2017", "--by", "sex"), "sojourn.finding/1"),
        (("ask", "removals", "-p", "period=1999"), "sojourn.finding/1"),
        (("ask", "removals", "-p", "period=soon"), "sojourn.error/1"),
    ],
)
def test_json_is_one_document(words: tuple[str, ...], schema: str) -> None:
    """Nothing else stands on standard output, whatever happens."""
    assert document(run(*words, "--json", record=True))["schema"] == schema


@pytest.mark.parametrize(
    ("words", "schema"),
    [(("measures",), "sojourn.measures/1"), (("releases", "--known"), "sojourn.layouts/1")],
)
def test_what_needs_no_record_has_a_document_too(words: tuple[str, ...], schema: str) -> None:
    """The catalogue and the layouts are known without files."""
    assert document(run(*words, "--json"))["schema"] == schema


@pytest.mark.parametrize("options", [(), ("--strict",)])
def test_check_prints_one_document(claims: str, options: tuple[str, ...]) -> None:
    """Also where it fails: the cards, and the message on standard error."""
    result = run("check", claims, "--json", *options, record=True)
    assert document(result)["schema"] == "sojourn.cards/1"
    assert document(result)["cards"][0]["verdict"] == "contradicted"


def test_build_prints_one_document_and_progress_elsewhere(tmp_path: Path) -> None:
    """Rows read while it works go to standard error."""
    (tmp_path / "files").mkdir()
    write_removals(tmp_path / "files")
    result = run(
        "build",
        "--files",
        str(tmp_path / "files"),
        "--record",
        str(tmp_path / "record"),
        "--json",
        "--invented",
    )
    assert result.exit_code == 0
    told = document(result)
    assert (told["schema"], told["files_read"], told["invented"]) == ("sojourn.build/1", 3, True)
    assert "3/3 files" in result.stderr


def test_a_lookalike_is_written_and_marked(tmp_path: Path) -> None:
    """The invented release says so before anything else."""
    result = run(
        "lookalike",
        "ice_removals",
        str(tmp_path / "a"),
        "--rows",
        "50",
        "--family",
        "foia-2019-icfo-53623",
        "--clean",
    )
    assert result.stdout.startswith("INVENTED, not a government record:")
    told = run(
        "lookalike",
        "ice_removals",
        str(tmp_path / "b"),
        "--rows",
        "50",
        "--family",
        "foia-2019-icfo-53623",
        "--json",
    )
    assert document(told)["schema"] == "sojourn.lookalike/1"


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("ask", "removals", "-p", "period=FY2017"), 0, ""),
        (("ask", "removals", "-p", "period=1999"), 0, ""),
        (("ask", "removal"), 2, "S201"),
        (("ask", "removals", "-p", "period"), 2, "S201"),
        (("ask", "removals", "-p", "period=soon"), 2, "S202"),
        (("ask", "removals", "--by", "hair"), 2, "S201"),
        (("ask", "facility_population", "-p", "facility=ALL", "-p", "convention=any_time"), 2, "S202"),
        (("check", "nowhere.toml"), 1, "S104"),
        (("ask", "removals", "--nonsense"), 2, ""),
    ],
)
def test_the_exit_status_tells_why(words: tuple[str, ...], status: int, code: str) -> None:
    """0 an answer (also that there is none), 1 the input, 2 the words; the code stands on standard error."""
    result = run(*words, record=True)
    assert result.exit_code == status
    assert f"[{code}]" in result.stderr or not code
    assert not result.stdout or not status


def test_no_record_is_an_error_of_the_input(tmp_path: Path) -> None:
    """The message says what to run first."""
    result = run("ledger", "--record", str(tmp_path / "nowhere"))
    assert result.exit_code == 1
    assert "Run `sojourn build` first, or give --record" in result.stderr


def test_no_file_at_all_is_an_error_of_the_input(tmp_path: Path) -> None:
    """And no record is begun from nothing."""
    result = run("build", "--files", str(tmp_path), "--record", str(tmp_path / "record"), "--json")
    assert result.exit_code == 1
    assert document(result)["error"]["code"] == "S109"
    assert not (tmp_path / "record" / "manifest.json").exists()


def test_strict_fails_where_a_claim_is_contradicted(claims: str) -> None:
    """For newsrooms that check before print."""
    assert run("check", claims, record=True).exit_code == 0
    result = run("check", claims, "--strict", record=True)
    assert result.exit_code == 3
    assert "contradicted: few." in result.stderr


def test_check_writes_the_page_and_says_where(claims: str, tmp_path: Path) -> None:
    """The message goes to standard error, so that JSON stays whole."""
    page = tmp_path / "deep" / "cards.html"
    result = run("check", claims, "--page", str(page), "--json", record=True)
    assert str(page) in result.stderr
    assert "Fewer than ten were removed." in page.read_text(encoding="utf-8")
    assert document(result)["title"] == "t"


def test_csv_is_the_table_alone() -> None:
    """For a spreadsheet: citation, sentence, blank line, columns, rows."""
    result = run(
        "ask",
        "removals",
        "-p",
        "period=FY2017",
        "-p",
        "citizenship=CANADA",
        "--by",
        "sex",
        "--csv",
        record=True,
    )
    rows = list(csv.reader(io.StringIO(result.stdout)))
    assert rows[3:] == [["sex", "removals", "all removals"], ["Female", "10", "12"], ["Male", "20", "34"]]


def test_quarantine_shows_bytes_only_where_asked_for(broken: str) -> None:
    """They may identify a person."""
    (row,) = document(run("quarantine", "--record", broken, "--json"))["rows"]
    assert (row["line"], "raw" in row) == (53, False)
    assert "sex has a value outside its closed vocabulary" in row["reason"]
    (raw,) = document(run("quarantine", "--record", broken, "--json", "--raw"))["rows"]
    assert "Robot" in raw["raw"]
    assert "212a7AiI" not in run("quarantine", "--record", broken).stdout


def test_a_quarantined_row_is_in_the_account(broken: str) -> None:
    """46 loaded and one kept apart."""
    total = document(run("ledger", "--record", broken, "--json"))["total"]
    assert (total["rows"], total["loaded"], total["quarantined"]) == (47, 46, 1)


@pytest.mark.parametrize(
    "words",
    [
        ("releases",),
        ("ledger",),
        ("quarantine",),
        ("ask", "removals"),
        ("releases", "--known"),
        ("measures",),
    ],
)
def test_text_is_for_people(words: tuple[str, ...]) -> None:
    """Without --json no brace in sight, and nothing on standard error."""
    needs_record = words not in {("releases", "--known"), ("measures",)}
    result = run(*words, record=needs_record)
    assert result.exit_code == 0
    assert result.stdout.strip()
    assert "{" not in result.stdout
    assert result.stderr == ""


def test_an_answer_from_invented_rows_says_so() -> None:
    """First line of each text."""
    assert run("ask", "removals", record=True).stdout.startswith("INVENTED DATA: ")
    assert run("releases", record=True).stdout.startswith("INVENTED DATA: ")
    assert run("ledger", record=True).stdout.startswith("INVENTED DATA: ")


def test_importing_the_command_line_is_light() -> None:
    """`--help` must answer at once: no engine, no workbook reader, no template is loaded for it."""
    heavy = ["duckdb", "rich", "python_calamine", "jinja2", "numpy", "xlsxwriter", "urllib.request"]
    code = f"import sys, json, sojourn.cli; print(json.dumps([name for name in {heavy!r} if name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def _process(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    code = "from sojourn.cli import main; main(prog_name='sojourn')"
    return subprocess.run([sys.executable, "-c", code, *words], text=True, check=False, **options)


def test_a_reader_that_closes_early_is_no_error() -> None:
    """`sojourn measures | head -1` ends quietly."""
    asked = f"ask removals --by day --record {tiny_folder()} --json"
    command = f"{sys.executable} -c 'from sojourn.cli import main; main()' {asked} | head -c 10"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("{")
    assert done.stderr == ""


def test_a_real_process_answers_like_the_runner() -> None:
    """Standard output and error are really apart."""
    done = _process(
        "ask", "removals", "-p", "period=soon", "--record", str(tiny_folder()), "--json", capture_output=True
    )
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (2, "S202")
    assert done.stderr.startswith("sojourn: removals, parameter period: 'soon' is no period.")
    assert done.stderr.count("\n") == 1
