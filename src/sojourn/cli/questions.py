"""Commands that ask the record: measures, claims, and what changed between two releases."""

from __future__ import annotations

from pathlib import Path

import click

from sojourn.cli.command import command, json_option, open_record, print_json, record_option, say, stop_at, write
from sojourn.errors import GateError, UnknownName
from sojourn.words.languages import LANGUAGES

lang_option = click.option(
    "--lang",
    "language",
    type=click.Choice(list(LANGUAGES)),
    default="en",
    show_default=True,
    help="Language of the answer; CSV and JSON are in English.",
)


@click.command()
@click.argument("name", required=False)
@json_option
@command
def measures(name: str | None, as_json: bool) -> None:
    """The questions that can be asked; with NAME, one with its parameters."""
    from sojourn.measures import MEASURES, measure  # noqa: PLC0415
    from sojourn.publish import catalogue  # noqa: PLC0415

    chosen = [measure(name)] if name else list(MEASURES.values())
    if as_json:
        print_json({"schema": "sojourn.measures/1", "measures": [catalogue.as_dict(one) for one in chosen]})
    else:
        click.echo(catalogue.one_text(chosen[0]) if name else catalogue.all_text(chosen))


@click.command()
@click.argument("name")
@click.option("-p", "--parameter", "given", multiple=True, metavar="NAME=VALUE", help="A parameter; may be repeated.")
@click.option("--by", "by", multiple=True, metavar="DIM", help="Split by a dimension; may be repeated.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option("--sql", is_flag=True, help="Print the SQL under the finding.")
@click.option("--rivals", is_flag=True, help="Print the same question under each of its definitions, side by side.")
@lang_option
@record_option
@json_option
@command
def ask(
    name: str,
    given: tuple[str, ...],
    by: tuple[str, ...],
    as_csv: bool,
    sql: bool,
    rivals: bool,
    language: str,
    record: Path,
    as_json: bool,
) -> None:
    """Ask a measure; prints a finding. Example: sojourn ask removals -p period=FY2017 --by sex"""
    from sojourn.measures import measure  # noqa: PLC0415
    from sojourn.measures.beside import Beside, beside  # noqa: PLC0415
    from sojourn.publish.findings_text import Teller  # noqa: PLC0415
    from sojourn.words.spoken import words  # noqa: PLC0415

    asked, opened, pairs = measure(name), open_record(record), _pairs(given)
    told = beside(asked, opened, pairs, by) if rivals else Beside(asked.ask(opened, pairs, by), ())
    if as_json:
        print_json(told.as_dict() if rivals else told.finding.as_dict())
    elif as_csv:
        click.echo(told.finding.as_csv(), nl=False)
    else:
        teller = Teller(words(language))
        click.echo(teller.finding(told.finding, sql=sql) + ("\n" + teller.definitions(told) if rivals else ""))


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign:
            raise UnknownName(f"{text!r} is no parameter", todo="write -p NAME=VALUE")
        pairs[name.strip()] = value.strip()
    return pairs


@click.command()
@click.argument("source")
@click.argument("older", metavar="RELEASE")
@click.argument("newer", metavar="RELEASE")
@click.option("--table", "tables", multiple=True, metavar="TABLE", help="Compare this table only; may be repeated.")
@record_option
@json_option
@command
def compare(source: str, older: str, newer: str, tables: tuple[str, ...], record: Path, as_json: bool) -> None:
    """What changed between two releases. Example: sojourn compare eoir_cases 2026-06-01 2026-07-01"""
    from sojourn.compare import compare as compare_releases  # noqa: PLC0415
    from sojourn.publish.comparison import comparison_text  # noqa: PLC0415

    found = compare_releases(
        open_record(record), source, older, newer, tables, progress=lambda name: say(f"comparing {name}")
    )
    if as_json:
        print_json(found.as_dict())
    else:
        click.echo(comparison_text(found))


@click.command()
@click.argument("claims_file", type=click.Path(path_type=Path), metavar="CLAIMS.toml")
@click.option("--page", type=click.Path(path_type=Path), help="Write the cards as one self-contained HTML page.")
@click.option("--public", is_flag=True, help="Leave out of the page what may not leave this machine.")
@click.option("--strict", is_flag=True, help="Exit with 3 if a claim is contradicted.")
@lang_option
@record_option
@json_option
@command
def check(
    claims_file: Path, page: Path | None, public: bool, strict: bool, language: str, record: Path, as_json: bool
) -> None:
    """Hold the claims of a file against the record; prints verdict cards."""
    from sojourn.claims import judge  # noqa: PLC0415
    from sojourn.claims.declare import read_claims  # noqa: PLC0415
    from sojourn.publish.findings_text import Teller  # noqa: PLC0415
    from sojourn.words.spoken import words  # noqa: PLC0415

    file = read_claims(claims_file)
    cards = judge.check(file, open_record(record))
    if page:
        from sojourn.publish.cards_page import cards_page  # noqa: PLC0415

        write(page, cards_page(file, cards, public=public, spoken=words(language)), "Page written")
    if as_json:
        print_json({"schema": judge.SCHEMA, "title": file.title, "cards": [card.as_dict() for card in cards]})
    else:
        teller = Teller(words(language))
        click.echo("\n".join([*map(teller.card, cards), *teller.draft()]))
    contradicted = [card.claim.id for card in cards if card.verdict == "contradicted"]
    if strict and contradicted:
        stop_at(GateError(f"contradicted: {', '.join(contradicted)}", where=str(claims_file)))


COMMANDS = (measures, ask, compare, check)
