"""The commands that open the site on this machine and write it for others."""

from __future__ import annotations

from pathlib import Path

import click

from sojourn.cli.command import command, earlier_option, json_option, print_json, record_option, say


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
    help="The file of a clinic's kit, for its desk on this machine, which can also make it; then no record is needed.",
)
@command
def serve(
    record: Path, port: int, public: bool, names: tuple[str, ...], draws: tuple[Path, ...], kit: Path | None
) -> None:
    """Open the site on this machine, for a browser on it. It listens on 127.0.0.1 alone and logs no question."""
    from sojourn.web.serve import serve as serve_site  # noqa: PLC0415

    serve_site(record, port, public=public, names=names, say=say, draws=draws, kit=kit)


@click.command()
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@earlier_option
@record_option
@json_option
@command
def site(out: Path, earlier: tuple[Path, ...], record: Path, as_json: bool) -> None:
    """Write the pages that may leave this machine into the new folder OUT, audited with what was published before."""
    from sojourn.web.folder import publish_site  # noqa: PLC0415

    published = publish_site(record, out, earlier)
    if as_json:
        print_json(published.as_dict())
    else:
        click.echo(published.as_text())


COMMANDS = (serve, site)
"""The commands of this module."""
