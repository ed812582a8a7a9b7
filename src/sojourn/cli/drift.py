"""Whether the law is still as the rules know it, in statute files that the user gives."""

from __future__ import annotations

from pathlib import Path

import click

from sojourn.cli.command import command, json_option, print_json, stop_at
from sojourn.errors import GateError

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("statutes", type=_FILE, metavar="STATUTE.xml", nargs=-1, required=True)
@click.option("--anchors", type=_FILE, metavar="ANCHORS.json", help="Also the provisions of this list.")
@json_option
@command
def drift(statutes: tuple[Path, ...], anchors: Path | None, as_json: bool) -> None:
    """What changed in the provisions that the rules of refuge rest on. Files: Justice Laws XML. Exit 3 if any did."""
    from sojourn.refuge import drift as law  # noqa: PLC0415
    from sojourn.refuge.drift_told import drift_document, drift_text  # noqa: PLC0415
    from sojourn.refuge.statute import read_statute  # noqa: PLC0415

    listed = law.read_anchors(anchors) if anchors else ()
    found = law.drift([read_statute(path) for path in statutes], [*law.known_anchors(), *listed])
    told = drift_document(found)
    if as_json:
        print_json(told)
    else:
        click.echo(drift_text(told))
    if found.drifted:
        stop_at(
            GateError(
                f"{len(found.drifted)} provisions are not as the rules know them",
                where="sojourn drift",
                todo="have the rules named above checked before they are relied on",
            )
        )


COMMANDS = (drift,)
