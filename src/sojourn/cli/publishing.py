"""Commands that write files for others: publications, invented releases, and the first run."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sojourn.cli import progress
from sojourn.cli.command import command, earlier_option, json_option, open_record, print_json, record_option, say


@click.command()
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--questions",
    "questions_file",
    type=click.Path(path_type=Path),
    required=True,
    metavar="QUESTIONS.toml",
    help="What is to be published together (docs/publish.md).",
)
@earlier_option
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


@click.command()
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


@click.command()
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
@click.option(
    "--serve/--no-serve",
    "is_served",
    default=sys.stdout.isatty,
    show_default="in a terminal",
    help="Then open the site on this machine, until Ctrl-C.",
)
@command
def run(record: Path, out: Path, claims: Path, is_served: bool) -> None:
    """Find files (or fetch or invent them), build the record, check the claims, write the page: what ./run does."""
    from sojourn.cli.first_run import INVENTED, first_run  # noqa: PLC0415

    built = first_run(record, out, claims, progress=progress.lines, ask=_yes)
    first = f"/en/claims/{claims.stem}"
    if is_served:
        from sojourn.web.serve import serve  # noqa: PLC0415

        serve(built, 0, public=False, names=(), say=say, first=first)
    else:
        mark = INVENTED if built != record else ""
        click.echo(f"{mark}The record as a site on this machine: sojourn serve --record {built}  (the claims: {first})")


def _yes(question: str) -> bool:
    """Ask on a terminal; where nobody can answer, the answer is no."""
    return sys.stdin.isatty() and click.confirm(question, default=False, err=True)


COMMANDS = (publish, lookalike, run)
