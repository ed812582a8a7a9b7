"""The command that opens the site on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from sojourn.publish.command import command, record_option, say


@click.command()
@record_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, show_default="any free one", help="Port to listen on."
)
@click.option("--public", is_flag=True, help="Show only what may leave this machine, through the disclosure gate.")
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST",
    help="With --public: a name that a proxy asks for; may be repeated.",
)
@click.option(
    "--draw",
    "draws",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    multiple=True,
    metavar="FOLDER",
    help="A published folder of a draw, to show its rounds and check them; may be repeated.",
)
@click.option(
    "--kit",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The file of a clinic's kit, for its desk on this machine; then no record is needed.",
)
@command
def serve(
    record: Path, port: int, public: bool, names: tuple[str, ...], draws: tuple[Path, ...], kit: Path | None
) -> None:
    """Open the site on this machine, for a browser on it. It listens on 127.0.0.1 alone and logs no question."""
    from sojourn.web.serve import serve as serve_site  # noqa: PLC0415

    serve_site(record, port, public=public, names=names, say=say, draws=draws, kit=kit)


COMMANDS = (serve,)
"""The commands of this module."""
