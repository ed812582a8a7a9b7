"""The command that simulates rules for giving places away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sojourn.cli.command import command, json_option, open_record, print_json, record_option, say
from sojourn.cli.progress import renew
from sojourn.errors import BadParameter

if TYPE_CHECKING:
    from sojourn.publish.recorded_counts import Recorded

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("scenario", type=_FILE, required=False)
@click.option(
    "--what-if",
    "options",
    multiple=True,
    metavar="OPTION",
    help="race, draw, first come or mixture 3/10; after a comma skip, stop or daily. May be repeated.",
)
@click.option("--replay", "replayed", is_flag=True, help="Replay January 2023 to August 2024 instead.")
@click.option(
    "--counts", type=_FILE, metavar="COUNTS.csv", help="With --replay: counts of the record (docs/simulate.md)."
)
@click.option(
    "--nationality", default="RUSSIA", show_default=True, help="With --replay: whose share is explained by speed."
)
@click.option(
    "--seed", type=click.IntRange(0, 2**32), default=0, show_default=True, help="The same seed, the same figures."
)
@click.option("--seeds", type=click.IntRange(1, 1000), default=5, show_default=True, help="Runs of each option.")
@record_option
@json_option
@command
def simulate(
    scenario: Path | None,
    options: tuple[str, ...],
    replayed: bool,
    counts: Path | None,
    nationality: str,
    seed: int,
    seeds: int,
    record: Path,
    as_json: bool,
) -> None:
    """What a rule for giving places away does to those who wait. Example: sojourn simulate --what-if "mixture 3/10" """
    if (replayed and (scenario or options)) or (counts and not replayed):
        raise BadParameter(
            "a replay takes counts, and a scenario takes options", where="sojourn simulate", todo="leave out the other"
        )
    if replayed:
        _replay(_recorded(counts, record), nationality, seed, seeds, as_json)
        return
    from sojourn.draw.simulation.scenario import option_of, read_scenario  # noqa: PLC0415
    from sojourn.draw.simulation.what_if import usual, what_if  # noqa: PLC0415
    from sojourn.publish.simulated import what_if_text  # noqa: PLC0415

    supposed = read_scenario(scenario) if scenario else usual()
    if options:
        supposed = supposed.with_options([option_of(text) for text in options])
    found = what_if(supposed, seed, seeds, _say)
    if as_json:
        print_json(found.as_dict())
    else:
        click.echo(what_if_text(found))


def _recorded(counts: Path | None, record: Path) -> Recorded:
    """Counts of a file, else of the record, else none."""
    from sojourn.draw.simulation.counts import Counts  # noqa: PLC0415
    from sojourn.publish import recorded_counts  # noqa: PLC0415

    if counts:
        return recorded_counts.of_file(counts)
    if record.is_dir():
        return recorded_counts.of_record(open_record(record))
    say(f"There is no record in {record}: most bars cannot say.")
    return recorded_counts.Recorded(Counts({}))


def _replay(recorded: Recorded, nationality: str, seed: int, seeds: int, as_json: bool) -> None:
    from sojourn.draw.simulation.replay import replay  # noqa: PLC0415
    from sojourn.publish.simulated import replay_text  # noqa: PLC0415

    found = replay(recorded.counts, nationality.upper(), seed=seed, seeds=seeds, said=_say)
    if as_json:
        print_json(found.as_dict() | recorded.as_dict())
    else:
        click.echo(replay_text(found, recorded))


def _say(line: str) -> None:
    from sojourn.publish.terminal import printable  # noqa: PLC0415 - a name in a scenario steers no terminal

    renew(printable(line), last=True)


COMMANDS = (simulate,)
