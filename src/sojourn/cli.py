"""The command line. Each command prints an answer on stdout; progress and messages go to stderr.

Exit: 0 success, 1 an error of the input, 2 wrong usage, 3 a check or gate that did not pass.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sojourn import __version__
from sojourn.errors import GateError, UnknownName
from sojourn.publish import progress
from sojourn.publish.command import command, json_option, open_record, print_json, record_option, say


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sojourn")
def main() -> None:
    """Sojourn, the open record of asylum and removal: agency files in, findings and verdicts out.

    Sojourn is not a government tool. It works on this machine alone and asks no server for anything,
    unless you run `fetch`, or `run` and agree to it.
    """


@main.command()
@click.option(
    "--files",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file or folder to read; may be repeated. Default: SOJOURN_FILES, ./data or ../shared/data.",
)
@record_option
@click.option("--source", "sources", multiple=True, help="Keep this source only; may be repeated.")
@click.option("--invented", is_flag=True, help="Mark the record as made of invented rows.")
@click.option("--keep-going", is_flag=True, help="Build from the files that can be read, even if others cannot.")
@json_option
@command
def build(
    files: tuple[Path, ...], record: Path, sources: tuple[str, ...], invented: bool, keep_going: bool, as_json: bool
) -> None:
    """Read releases, write the record, print the ledger."""
    from sojourn.reading.limits import prepare  # noqa: PLC0415

    prepare()  # first, so that what reads the files loads its modules while this process loads its own
    from sojourn.publish import ledgers  # noqa: PLC0415
    from sojourn.record.build import FailedBuild  # noqa: PLC0415
    from sojourn.record.build import build as build_record  # noqa: PLC0415
    from sojourn.releases import find_inputs  # noqa: PLC0415
    from sojourn.sources.declare import source  # noqa: PLC0415

    for name in sources:
        source(name)
    try:
        built = build_record(
            record,
            files or find_inputs(),
            only=sources,
            invented=invented,
            keep_going=keep_going,
            progress=progress.lines(),
            waiting=lambda: say("Another build of this record is running; waiting for it."),
        )
    except FailedBuild as failed:
        for error in failed.errors[1:]:
            say(f"not read: {error} [{error.code}]")
        raise
    for error in built.errors:
        say(f"not read: {error} [{error.code}]")
    if as_json:
        print_json(ledgers.as_dict(built))
    else:
        click.echo(ledgers.built_text(built, record))
    if built.errors:
        raise SystemExit(1)


@main.command()
@click.argument("source")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default="data",
    show_default=True,
    help="Folder of the files; earlier releases in it are kept.",
)
@click.option("--url", help="Another address of the release, if it has moved.")
@click.option("--check", "only_asked", is_flag=True, help="Ask only whether there is a new release; fetch nothing.")
@json_option
@command
def fetch(source: str, folder: Path, url: str | None, only_asked: bool, as_json: bool) -> None:
    """Fetch the newest release of SOURCE from its agency; this asks a server. Example: sojourn fetch eoir_cases"""
    from sojourn.fetch.release import check_release, fetch_release  # noqa: PLC0415
    from sojourn.publish import fetched  # noqa: PLC0415

    if only_asked:
        came = check_release(source, folder, url=url, say=say)
    else:
        came = fetch_release(
            source, folder, url=url, say=say, progress=fetched.meter(progress.renew, sys.stderr.isatty())
        )
    if as_json:
        print_json(fetched.as_dict(came))
    else:
        click.echo(fetched.text(came))


@main.command()
@record_option
@click.option("--known", is_flag=True, help="List the layouts that can be read instead.")
@json_option
@command
def releases(record: Path, known: bool, as_json: bool) -> None:
    """What is in the record, release by release."""
    from sojourn.publish import ledgers  # noqa: PLC0415

    document = ledgers.known_layouts() if known else ledgers.releases(open_record(record))
    if as_json:
        print_json(document)
    else:
        click.echo(ledgers.known_text(document) if known else ledgers.releases_text(document))


@main.command()
@record_option
@json_option
@command
def ledger(record: Path, as_json: bool) -> None:
    """The account of every file: rows in = loaded + repaired + quarantined."""
    from sojourn.publish import ledgers  # noqa: PLC0415

    document = ledgers.ledger(open_record(record))
    if as_json:
        print_json(document)
    else:
        click.echo(ledgers.ledger_text(document))


@main.command()
@record_option
@click.option("--raw", is_flag=True, help="Show the bytes as published; they may identify people.")
@json_option
@command
def quarantine(record: Path, raw: bool, as_json: bool) -> None:
    """The rows that were not loaded, with file, line and reason."""
    from sojourn.publish import ledgers  # noqa: PLC0415

    document = ledgers.quarantine(open_record(record), raw=raw)
    if as_json:
        print_json(document)
    else:
        click.echo(ledgers.quarantine_text(document))


@main.command()
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


@main.command()
@click.argument("name")
@click.option("-p", "--parameter", "given", multiple=True, metavar="NAME=VALUE", help="A parameter; may be repeated.")
@click.option("--by", "by", multiple=True, metavar="DIM", help="Split by a dimension; may be repeated.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option("--sql", is_flag=True, help="Print the SQL under the finding.")
@click.option("--rivals", is_flag=True, help="Print the same question under each of its definitions, side by side.")
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
    record: Path,
    as_json: bool,
) -> None:
    """Ask a measure; prints a finding. Example: sojourn ask removals -p period=FY2017 --by sex"""
    from sojourn.measures import measure  # noqa: PLC0415
    from sojourn.measures.beside import Beside, beside  # noqa: PLC0415
    from sojourn.publish import terminal  # noqa: PLC0415

    asked, opened, pairs = measure(name), open_record(record), _pairs(given)
    told = beside(asked, opened, pairs, by) if rivals else Beside(asked.ask(opened, pairs, by), ())
    if as_json:
        print_json(told.as_dict() if rivals else told.finding.as_dict())
    elif as_csv:
        click.echo(told.finding.as_csv(), nl=False)
    else:
        click.echo(terminal.finding(told.finding, sql=sql) + ("\n" + terminal.definitions(told) if rivals else ""))


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign:
            raise UnknownName(f"{text!r} is no parameter", todo="write -p NAME=VALUE")
        pairs[name.strip()] = value.strip()
    return pairs


@main.command()
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


@main.command()
@click.argument("claims_file", type=click.Path(path_type=Path), metavar="CLAIMS.toml")
@click.option("--page", type=click.Path(path_type=Path), help="Write the cards as one self-contained HTML page.")
@click.option("--public", is_flag=True, help="Leave out of the page what may not leave this machine.")
@click.option("--strict", is_flag=True, help="Exit with 3 if a claim is contradicted.")
@record_option
@json_option
@command
def check(claims_file: Path, page: Path | None, public: bool, strict: bool, record: Path, as_json: bool) -> None:
    """Hold the claims of a file against the record; prints verdict cards."""
    from sojourn.claims import judge  # noqa: PLC0415
    from sojourn.claims.declare import read_claims  # noqa: PLC0415
    from sojourn.publish import terminal  # noqa: PLC0415

    file = read_claims(claims_file)
    cards = judge.check(file, open_record(record))
    if page:
        from sojourn.publish.cards_page import cards_page  # noqa: PLC0415
        from sojourn.reading.limits import system_errors  # noqa: PLC0415

        with system_errors(str(page)):
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(cards_page(file, cards, public=public), encoding="utf-8")
        say(f"Page written: {page.resolve()}")
    if as_json:
        print_json({"schema": judge.SCHEMA, "title": file.title, "cards": [card.as_dict() for card in cards]})
    else:
        click.echo("\n".join(terminal.card(card) for card in cards))
    contradicted = [card.claim.id for card in cards if card.verdict == "contradicted"]
    if strict and contradicted:
        error = GateError(f"contradicted: {', '.join(contradicted)}", where=str(claims_file))
        say(f"sojourn: {error} [{error.code}]")
        raise SystemExit(error.exit_status)


@main.command()
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--questions",
    "questions_file",
    type=click.Path(path_type=Path),
    required=True,
    metavar="QUESTIONS.toml",
    help="What is to be published together (docs/publish.md).",
)
@click.option(
    "--earlier",
    "earlier",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="An earlier publication, with which this one is audited; may be repeated.",
)
@record_option
@json_option
@command
def publish(out: Path, questions_file: Path, earlier: tuple[Path, ...], record: Path, as_json: bool) -> None:
    """Write answers that may leave this machine into the new folder OUT, audited with what was published before."""
    from sojourn.publish.package import publish as publish_package  # noqa: PLC0415
    from sojourn.publish.questions import read_questions  # noqa: PLC0415

    package = publish_package(open_record(record), read_questions(questions_file), out, earlier)
    if as_json:
        print_json(package.as_dict())
    else:
        click.echo(package.as_text())


@main.command()
@click.argument("source")
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option("--rows", type=click.IntRange(1), default=20_000, show_default=True, help="Rows in all.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same bytes.")
@click.option("--family", help="One layout of the source (see `sojourn releases --known`).")
@click.option("--clean", is_flag=True, help="Plant no faults.")
@json_option
@command
def lookalike(source: str, out: Path, rows: int, seed: int, family: str | None, clean: bool, as_json: bool) -> None:
    """Write an invented release of SOURCE in the agency's true format into the folder OUT ("all": every source)."""
    from sojourn.lookalike import make, release  # noqa: PLC0415
    from sojourn.reading.limits import system_errors  # noqa: PLC0415

    with system_errors(str(out)):
        made = (
            release(out, seed=seed, rows=rows)
            if source == "all"
            else make(source, rows, out, seed=seed, family=family, faults=not clean)
        )
    if as_json:
        print_json(
            {
                "schema": "sojourn.lookalike/1",
                "files": [{"path": str(one.path), "truth": one.truth.as_dict()} for one in made],
            }
        )
    else:
        click.echo("INVENTED, not a government record:")
        click.echo("\n".join(f"  {one.path}" for one in made))


@main.command()
@record_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default="out",
    show_default=True,
    help="Folder of the page.",
)
@click.option(
    "--claims",
    type=click.Path(path_type=Path, dir_okay=False),
    default="claims/charter-flights-story.toml",
    show_default=True,
    help="Claims to check.",
)
@command
def run(record: Path, out: Path, claims: Path) -> None:
    """Find files (or fetch or invent them), build the record, check the claims, write the page: what ./run does."""
    from sojourn.publish.first_run import first_run  # noqa: PLC0415

    first_run(record, out, claims, progress=progress.lines, ask=_yes)


def _yes(question: str) -> bool:
    """Ask on a terminal; where nobody can answer, the answer is no."""
    return sys.stdin.isatty() and click.confirm(question, default=False, err=True)
