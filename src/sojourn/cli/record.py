"""Commands that bring files in and say what the record holds."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sojourn.cli import progress
from sojourn.cli.command import command, json_option, open_record, print_json, record_option, say


@click.command()
@click.option(
    "--files",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file or folder to read; may be repeated. Default: SOJOURN_FILES, ./data or ../shared/data.",
)
@record_option
@click.option("--source", "sources", multiple=True, help="Keep this source only; may be repeated.")
@click.option(
    "--invented",
    is_flag=True,
    help="Mark the record as made of invented rows, where its files do not say so themselves.",
)
@click.option("--keep-going", is_flag=True, help="Build from the files that can be read, even if others cannot.")
@json_option
@command
def build(
    files: tuple[Path, ...], record: Path, sources: tuple[str, ...], invented: bool, keep_going: bool, as_json: bool
) -> None:
    """Read releases, write the record, print the ledger."""
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


@click.command()
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


@click.command()
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


@click.command()
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


@click.command()
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


COMMANDS = (build, fetch, releases, ledger, quarantine)
