"""docs/json.md describes every document that a command prints."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner

from compare.months import after, first, record_of
from draw.folders import published
from draw.kit.printed import printed
from fetch.court_server import Offer, archive, serving
from sojourn.cli import main
from sojourn.draw.simulation import replay
from tiny import tiny_folder, write_removals
from tiny_flights import flights_folder
from tiny_groups import groups_folder

CLAIMS = str(Path(__file__).parents[2] / "claims" / "fell-by-half.toml")
PAGE = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
ON_RECORD = {
    "sojourn.finding/1": ("ask", "removals", "-p", "period=FY2017", "-p", "clock=counted", "--by", "sex"),
    "sojourn.rivals/1": ("ask", "removals", "-p", "period=FY2017", "--rivals"),
    "sojourn.cards/1": ("check", CLAIMS),
    "sojourn.ledger/1": ("ledger",),
    "sojourn.releases/1": ("releases",),
    "sojourn.error/1": ("ask", "nothing"),
}
ANYWHERE = {
    "sojourn.layouts/1": ("releases", "--known"),
    "sojourn.measures/1": ("measures",),
    "sojourn.event_claims/1": ("flights", "--events", "--totals"),
}
SCHEMAS = [
    *ON_RECORD,
    *ANYWHERE,
    "sojourn.flights/1",
    "sojourn.groups/1",
    "sojourn.compare/1",
    "sojourn.build/1",
    "sojourn.quarantine/1",
    "sojourn.lookalike/1",
    "sojourn.fetch/1",
    "sojourn.package/1",
    "sojourn.site/1",
    "sojourn.draw_kit/1",
    "sojourn.draw_receipt/1",
    "sojourn.draw_household/1",
    "sojourn.draw_round/1",
    "sojourn.draw_swept/1",
    "sojourn.draw_board/1",
    "sojourn.draw_ticket/1",
    "sojourn.draw_status/1",
    "sojourn.draw_written/1",
    "sojourn.deadlines/1",
    "sojourn.determination/1",
    "sojourn.population/1",
    "sojourn.drift/1",
    "sojourn.simulate/1",
    "sojourn.replay/1",
    "sojourn.verification/1",
]
DEADLINE_FACTS = """
law_day = 2026-10-07
[[person]]
us = { judge_decision_day = 2026-09-24, manner_of_entry = "between_ports", held_in = "FL" }
"""
REFUGE_FACTS = """
law_day = 2026-06-15
unstated = "no"
[[person]]
came_from_us = true
arrival_at = "land_port"
arrival_day = 2026-06-15
relative_more = "unknown"
relative = [{ relation = "sibling", in_canada = true }]
[[person]]
removal_order = true
"""
ASSUMPTIONS = "law_day = 2026-06-15\n[person]\ncame_from_us = { yes = 0.5 }\n"
STATUTE = """<Statute xmlns:lims="http://justice.gc.ca/lims" lims:current-date="2026-12-31" xml:lang="en">
<Identification><Chapter><ConsolidatedNumber>I-2.5</ConsolidatedNumber></Chapter></Identification>
<Body><Section lims:inforce-start-date="2026-12-01"><Label>24</Label></Section></Body></Statute>"""
NAMES_ARE_DATA = {
    "places",
    "free",
    "days",
    "parameters",
    "details",
    "tables",
    "truth",
    "dimensions",
    "tiers",
    "total",
    "figures",
}
"""Keys below which names come from the question or the record."""


@cache
def _documents() -> dict[str, str]:
    """The text of each document."""
    runner = CliRunner()
    told = {
        name: runner.invoke(main, [*words, "--json", "--record", str(tiny_folder())]).stdout
        for name, words in ON_RECORD.items()
    }
    told |= {name: runner.invoke(main, [*words, "--json"]).stdout for name, words in ANYWHERE.items()}
    words = ["flights", "--record", str(flights_folder()), "--json"]
    told["sojourn.flights/1"] = runner.invoke(main, words).stdout
    words = ["groups", "--citizenship", "HAITI", "--routine", "--assembly", "--flights"]
    told["sojourn.groups/1"] = runner.invoke(main, [*words, "--record", str(groups_folder()), "--json"]).stdout
    told |= _simulated(runner)
    with TemporaryDirectory() as folder:
        write_removals(Path(folder))
        text = Path(folder, "invented_removals_2018.csv").read_text()
        Path(folder, "invented_removals_2018.csv").write_text(
            text.replace("Male", "Robot", 1).replace("RUSSIA", "RURITANIA", 2)
        )
        told["sojourn.build/1"] = runner.invoke(
            main, ["build", "--files", folder, "--record", f"{folder}/r", "--json"]
        ).stdout
        words = ["quarantine", "--raw", "--record", f"{folder}/r", "--json"]
        told["sojourn.quarantine/1"] = runner.invoke(main, words).stdout
        words = [
            "lookalike",
            "ice_removals",
            f"{folder}/made",
            "--rows",
            "20",
            "--family",
            "foia-2019-icfo-53623",
            "--json",
        ]
        told["sojourn.lookalike/1"] = runner.invoke(main, words).stdout
        questions = Path(folder, "q.toml")
        questions.write_text('title = "t"\n[[question]]\nmeasure = "removals"\nby = ["month"]\n')
        words = ["publish", f"{folder}/out", "--questions", str(questions), "--record", str(tiny_folder()), "--json"]
        told["sojourn.package/1"] = runner.invoke(main, words).stdout
        words = ["site", f"{folder}/site", "--record", str(tiny_folder()), "--json"]
        told["sojourn.site/1"] = runner.invoke(main, words).stdout
        facts = Path(folder, "facts.toml")
        facts.write_text(DEADLINE_FACTS)
        told["sojourn.deadlines/1"] = runner.invoke(main, ["deadlines", str(facts), "--json"]).stdout
        for name, text in (("refuge.toml", REFUGE_FACTS), ("assumed.toml", ASSUMPTIONS), ("statute.xml", STATUTE)):
            Path(folder, name).write_text(text)
        words = ["refuge", f"{folder}/refuge.toml", "--history", "--what-if", "2022-01-01", "--json"]
        told["sojourn.determination/1"] = runner.invoke(main, words).stdout
        words = ["refuge", "--population", f"{folder}/assumed.toml", "--people", "100", "--json"]
        told["sojourn.population/1"] = runner.invoke(main, words).stdout
        told["sojourn.drift/1"] = runner.invoke(main, ["drift", f"{folder}/statute.xml", "--json"]).stdout
        with serving(Offer(archive())) as offer:
            words = ["fetch", "eoir_cases", "--url", offer.url, "--to", f"{folder}/data", "--json"]
            told["sojourn.fetch/1"] = runner.invoke(main, words).stdout
        words = ["verify", str(published(Path(folder, "draw"))), "--json"]
        told["sojourn.verification/1"] = runner.invoke(main, words).stdout
        june = first()
        record = record_of(
            Path(folder, "courts"), june, after(june, change=lambda july: july.withdraw("tbl_Court_Appln", "1"))
        )
        told |= printed(Path(folder))
        words = ["compare", "eoir_cases", june.day, "2026-07-01", "--record", str(record.folder), "--json"]
        told["sojourn.compare/1"] = runner.invoke(main, words).stdout
    return told


def _simulated(runner: CliRunner) -> dict[str, str]:
    """A small scenario of two kinds, and a replay with one history."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(replay, "SHARES", ((1, 1),))
        patch.setattr(replay, "PEOPLE_PER_REQUEST", (0.5,))
        scenario = Path(folder, "s.toml")
        scenario.write_text('title = "t"\ndays = 9\nplaces = 6\npool = 60\narrivals = 6\nsizes = [1, 1]\n')
        counts = Path(folder, "c.csv")
        counts.write_text("series,month,nationality,count\nappointments,2023-07,A,9\nports,2023-07,A,1\n")
        words = {
            "sojourn.simulate/1": ["simulate", str(scenario), "--seeds", "1", "--json"],
            "sojourn.replay/1": ["simulate", "--replay", "--counts", str(counts), "--seeds", "1", "--json"],
        }
        return {name: runner.invoke(main, each).stdout for name, each in words.items()}


def _document(schema: str) -> dict[str, Any]:

    read = json.loads(_documents()[schema])
    assert isinstance(read, dict)
    return read


def _section(schema: str) -> str:
    """What the page says under the heading of a form."""
    return next(part for part in PAGE.split("\n## ") if part.startswith(f"`{schema}`"))


def _keys(value: Any) -> set[str]:
    """Every key in a document whose name the form decides."""
    if isinstance(value, list):
        return set().union(*map(_keys, value)) if value else set()
    if not isinstance(value, dict):
        return set()
    return set(value) | set().union(*(_keys(below) for name, below in value.items() if name not in NAMES_ARE_DATA))


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_document_names_its_form(schema: str) -> None:
    """The first key of each, so that a program can refuse what it does not know."""
    assert next(iter(_document(schema))) == "schema"
    assert _document(schema)["schema"] == schema


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_page_lists_each_top_level_key_under_its_form(schema: str) -> None:
    """Nobody has to read the code."""
    section = _section(schema)
    assert {key for key in _document(schema) if f"`{key}`" not in section} == set()


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_page_names_each_deeper_key(schema: str) -> None:
    """Somewhere on the page: some forms share their lines."""
    assert {key for key in _keys(_document(schema)) if f"`{key}`" not in PAGE} == set()


def test_the_page_describes_no_form_that_is_not_printed() -> None:
    """A form that is gone leaves the page."""
    assert set(re.findall(r"## `(sojourn\.[a-z_]+/\d)`", PAGE)) == set(SCHEMAS)
