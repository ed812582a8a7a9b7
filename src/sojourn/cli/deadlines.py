"""The deadlines of the United States for the people of a facts file; needs no record."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from sojourn.cli.command import command, json_option, print_json, write


@click.command()
@click.argument("facts_file", type=click.Path(path_type=Path), metavar="FACTS.toml")
@click.option(
    "--law-day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day whose law is asked. Default: that of the file, or else today.",
)
@click.option("--lang", "language", default="en", show_default=True, help="Language of the sentences, such as fr.")
@click.option("--page", type=click.Path(path_type=Path), help="Also write one self-contained HTML page, for printing.")
@json_option
@command
def deadlines(facts_file: Path, law_day: datetime | None, language: str, page: Path | None, as_json: bool) -> None:
    """Which US clocks run for the people of a facts file: every candidate date, and the one to act on. Not advice."""
    from sojourn.refuge.facts import read_facts  # noqa: PLC0415
    from sojourn.refuge.us.deadlines import deadlines as deadlines_of  # noqa: PLC0415
    from sojourn.refuge.us.document import document as document_of  # noqa: PLC0415
    from sojourn.refuge.us.text import deadlines_text  # noqa: PLC0415

    household = read_facts(facts_file)
    day = law_day.date() if law_day else household.law_day or date.today()
    told = document_of([deadlines_of(person, day) for person in household.people], language)
    if page:
        from sojourn.publish.deadlines_page import deadlines_page  # noqa: PLC0415

        write(page, deadlines_page(told), "Page written")
    if as_json:
        print_json(told)
    else:
        click.echo(deadlines_text(told))


COMMANDS = (deadlines,)
