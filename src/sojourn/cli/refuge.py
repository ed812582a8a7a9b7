"""The law of refuge: a determination for the people of a facts file or an interview, and the sizing of a programme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sojourn.cli.command import command, json_option, print_json, say, write
from sojourn.errors import BadParameter

if TYPE_CHECKING:
    from sojourn.refuge.facts import Household

_FILE = click.Path(path_type=Path, dir_okay=False)
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("facts_file", type=_FILE, metavar="FACTS.toml", required=False)
@click.option("--ask", "asked", is_flag=True, help="Ask questions instead of reading a file; nothing is sent anywhere.")
@click.option("--save", type=_FILE, help="With --ask: write the answers as a facts file.")
@click.option("--law-day", type=_DAY, help="The day whose law is asked. Default: that of the file, or else today.")
@click.option("--lang", "language", default="en", show_default=True, help="Language of the sentences, such as fr.")
@click.option("--proof", is_flag=True, help="Also what does not follow, and the steps behind every answer.")
@click.option(
    "--history", "with_history", is_flag=True, help="Also how the same facts fared under the law of other days."
)
@click.option("--what-if", "what_if", type=_DAY, multiple=True, help="Also under the law of this day; may be repeated.")
@click.option("--page", type=_FILE, help="Also write one self-contained HTML page, for printing.")
@click.option("--population", type=_FILE, metavar="ASSUMPTIONS.toml", help="Size an invented population instead.")
@click.option("--people", type=click.IntRange(1), default=100_000, show_default=True, help="People of the population.")
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="The same seed gives the same people."
)
@json_option
@command
def refuge(
    facts_file: Path | None,
    asked: bool,
    save: Path | None,
    law_day: datetime | None,
    language: str,
    proof: bool,
    with_history: bool,
    what_if: tuple[datetime, ...],
    page: Path | None,
    population: Path | None,
    people: int,
    seed: int,
    as_json: bool,
) -> None:
    """Who may claim protection in Canada, what follows, and why. Not advice. Example: sojourn refuge facts.toml --proof"""
    _exactly_one(facts_file, asked, population, save)
    if population:
        _size(population, people, seed, as_json)
        return
    told = _determine(_household(facts_file, asked, save, law_day, language), law_day, language, with_history, what_if)
    if page:
        _write_page(page, told, proof=proof)
    if as_json:
        print_json(told)
    else:
        from sojourn.refuge.text import determination_text  # noqa: PLC0415

        click.echo(determination_text(told, proof=proof))


def _exactly_one(facts_file: Path | None, asked: bool, population: Path | None, save: Path | None) -> None:
    """Refuse two sources of facts, none, and saving what was not asked."""
    given = sum((facts_file is not None, asked, population is not None))
    if given != 1 or (save and not asked):
        raise BadParameter(
            "there must be one source of facts, and --save goes with --ask alone",
            where="sojourn refuge",
            todo="give FACTS.toml, or --ask, or --population ASSUMPTIONS.toml",
        )


def _household(
    facts_file: Path | None, asked: bool, save: Path | None, law_day: datetime | None, language: str
) -> Household:
    """The people of a facts file or of an interview."""
    from sojourn.refuge.facts import household, read_facts  # noqa: PLC0415

    if not asked:
        assert facts_file is not None
        return read_facts(facts_file)
    from sojourn.cli.asking import ask_household  # noqa: PLC0415

    document = ask_household(language, law_day.date() if law_day else date.today())
    if save:
        from sojourn.reading.limits import system_errors  # noqa: PLC0415
        from sojourn.refuge.facts_file import write_facts  # noqa: PLC0415
        from sojourn.refuge.words import sentence  # noqa: PLC0415

        with system_errors(str(save)):
            write_facts(save, document)
        say(sentence(language, "interview.saved", path=save.resolve()))
    return household(document)


def _determine(
    household: Household, law_day: datetime | None, language: str, with_history: bool, what_if: tuple[datetime, ...]
) -> dict[str, Any]:
    """The document; a law day of the command goes before that of the file."""
    from sojourn.refuge.determination import decide  # noqa: PLC0415
    from sojourn.refuge.document import document  # noqa: PLC0415
    from sojourn.refuge.what_if import history  # noqa: PLC0415

    day = law_day.date() if law_day else household.law_day or date.today()
    anytime = replace(household, law_day=None)
    spells = [history(person, day) for person in household.people] if with_history else ()
    others = [decide(anytime, other.date()) for other in what_if]
    return document(decide(anytime, day), language, spells=spells, other_days=others)


def _write_page(page: Path, told: dict[str, Any], *, proof: bool) -> None:
    from sojourn.publish.determination_page import determination_page  # noqa: PLC0415

    write(page, determination_page(told, proof=proof), "Page written")


def _size(assumptions: Path, people: int, seed: int, as_json: bool) -> None:
    from sojourn.refuge.assumptions import read_assumptions  # noqa: PLC0415
    from sojourn.refuge.population import size  # noqa: PLC0415
    from sojourn.refuge.population_told import population_document, population_text  # noqa: PLC0415

    told = population_document(size(read_assumptions(assumptions), people, seed), assumptions, seed)
    if as_json:
        print_json(told)
    else:
        click.echo(population_text(told))


COMMANDS = (refuge,)
