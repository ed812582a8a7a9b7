"""What all commands share: their options, their errors and exit statuses, and where they print what."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from sojourn.errors import GateError, SojournError

if TYPE_CHECKING:
    from sojourn.record.opened import Record

RECORD = "record"
BROKEN_PIPE = 120

record_option = click.option(
    "--record",
    "record",
    type=click.Path(path_type=Path, file_okay=False),
    default=lambda: Path(os.environ.get("SOJOURN_RECORD", RECORD)),
    show_default="record, or SOJOURN_RECORD",
    help="Folder of the record.",
)
earlier_option = click.option(
    "--earlier",
    "earlier",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="An earlier publication, with which this one is audited; may be repeated.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document (docs/json.md).")


def command(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command our errors: one line on stderr (or a JSON document on stdout) and the right exit status."""

    def run(*arguments: Any, **options: Any) -> None:
        try:
            function(*arguments, **options)
        except SojournError as error:
            if options.get("as_json"):
                print_json({"schema": "sojourn.error/1", "error": error.as_dict()})
            click.echo(f"sojourn: {error} [{error.code}]", err=True)
            raise SystemExit(error.exit_status) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(BROKEN_PIPE) from None

    return update_wrapper(run, function)


def print_json(document: dict[str, Any]) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def open_record(folder: Path) -> Record:
    """The record in a folder, closed when the command ends."""
    from sojourn.record.opened import Record  # noqa: PLC0415 - imports of commands are late, so that --help is quick

    record = Record(folder)
    click.get_current_context().call_on_close(record.close)
    return record


def say(text: str) -> None:
    """A message, on standard error."""
    click.echo(text, err=True)


def write(path: Path, text: str, done: str = "Written") -> None:
    """Write a file, in a folder that is made where it is missing, and say where it is."""
    from sojourn.reading.limits import system_errors  # noqa: PLC0415 - as above

    with system_errors(str(path)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    say(f"{done}: {path.resolve()}")


def stop_at(gate: GateError) -> NoReturn:
    """End a command whose answer stands on standard output already, but did not pass."""
    say(f"sojourn: {gate} [{gate.code}]")
    raise SystemExit(gate.exit_status)
