"""The command line. Each command prints an answer on stdout; progress and messages go to stderr.

Exit: 0 success, 1 an error of the input, 2 wrong usage, 3 a check or gate that did not pass. The modules hold one family
of commands each; what a command needs beyond its options is imported when it runs, so that `--help` stays quick.
"""

from __future__ import annotations

import click

from sojourn import __version__
from sojourn.cli import (
    deadlines,
    draw,
    drift,
    flights,
    publishing,
    questions,
    record,
    refuge,
    serving,
    simulating,
    verifying,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sojourn")
def main() -> None:
    """Sojourn, the open record of asylum and removal: agency files in, findings and verdicts out.

    Sojourn is not a government tool. It works on this machine alone and asks no server for anything,
    unless you run `fetch`, or `run` and agree to it.
    """


for family in (record, questions, flights, publishing, refuge, deadlines, drift, draw, verifying, simulating, serving):
    for one in family.COMMANDS:
        main.add_command(one)
