"""The command with which anyone checks a draw."""

from __future__ import annotations

from pathlib import Path

import click

from sojourn.cli.command import command, json_option, print_json
from sojourn.errors import GateError


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.option(
    "--proof",
    "paper",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="PROOF.json",
    help="A household's proof, ticket or proof of waiting; with FOLDER, held against what was published.",
)
@click.option("--key", metavar="HEX", help="The operator's posted key, for what is signed.")
@json_option
@command
def verify(folder: Path | None, paper: Path | None, key: str | None, as_json: bool) -> None:
    """Check every round of a draw from its published FOLDER, or one household's paper, without trusting the operator.

    Exit status 3 where a check fails.
    """
    from sojourn.draw.papers import verify_paper  # noqa: PLC0415 - as in all commands
    from sojourn.draw.verify import verify as verify_folder  # noqa: PLC0415 - as above
    from sojourn.publish.terminal import printable  # noqa: PLC0415 - as above

    if paper:
        verification = verify_paper(paper, folder, key)
    elif folder:
        verification = verify_folder(folder)
    else:
        raise click.UsageError("name the published folder, or a household's paper with --proof")
    if as_json:
        print_json(verification.as_dict())
    else:
        click.echo(printable(verification.as_text()))
    if not verification.holds:
        raise SystemExit(GateError.exit_status)


COMMANDS = (verify,)
