"""What `./run` does: find files, or fetch or invent them; build, check the story's claims, write the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from sojourn.claims.declare import read_claims
from sojourn.claims.judge import check
from sojourn.errors import NothingToRead, SojournError
from sojourn.fetch.recorded import fetch_recorded
from sojourn.publish import ledgers
from sojourn.publish.cards_page import cards_page
from sojourn.publish.findings_text import Teller
from sojourn.reading.limits import system_errors
from sojourn.record.build import Progress, build
from sojourn.record.opened import Record
from sojourn.releases import downloads, find_inputs
from sojourn.words.spoken import words

INVENTED = "[invented] "


def first_run(
    record: Path,
    out: Path,
    claims: Path,
    *,
    progress: Callable[[str], Callable[[Progress], None]],
    ask: Callable[[str], bool],
) -> Path:
    """Do all of it, saying each step; lines about invented rows begin with a mark. Gives the folder of the record."""
    inputs, invented = _inputs(out, ask)
    mark = INVENTED if invented else ""
    say = _sayer(mark)
    say(f"Reading {', '.join(map(str, inputs))}")
    folder = record / "invented" if invented else record
    built = build(folder, inputs, invented=invented, progress=progress(mark))
    say(ledgers.built_text(built, folder))
    opened = Record(folder)
    try:
        file = read_claims(claims)
        cards = check(file, opened)
    finally:
        opened.close()
    say("\n".join(map(Teller(words("en")).card, cards)))
    page = out / (f"{claims.stem}-invented.html" if invented else f"{claims.stem}.html")
    with system_errors(str(page)):
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(cards_page(file, cards, public=False), encoding="utf-8")
    say(f"\nThe cards as a page: {page.resolve()}")
    return folder


def _sayer(mark: str) -> Callable[[str], None]:
    def say(text: str) -> None:
        click.echo("\n".join(mark + line for line in text.split("\n")))

    return say


def _inputs(out: Path, ask: Callable[[str], bool]) -> tuple[Sequence[Path], bool]:
    """Folders of files and whether they are invented: at hand, else fetched if the user agrees, else invented."""
    try:
        return find_inputs(), False
    except NothingToRead:
        pass
    fetched = Path("data")
    if _fetched(fetched, ask):
        return (fetched,), False
    from sojourn.lookalike import release  # noqa: PLC0415 - only where nothing real is at hand

    click.echo(f"{INVENTED}No published file is at hand, so an invented release in the agencies' true formats is made.")
    folder = out / "invented-files"
    release(folder)
    return (folder,), True


def _fetched(folder: Path, ask: Callable[[str], bool]) -> bool:
    """Offer the openly licensed files; true where at least one was fetched whole."""
    offers = downloads()
    listed = "\n".join(f"  {one.what}: {one.bytes / 1e6:.1f} MB, {one.licence}\n    {one.address}" for one in offers)
    click.echo(
        f"No published files were found (SOJOURN_FILES, ./data, ../shared/data). Openly licensed ones can be fetched:\n{listed}"
    )
    if not ask("Fetch them now?"):
        return False
    done = 0
    for one in offers:
        try:
            fetch_recorded(one, folder)
            done += 1
        except SojournError as error:
            click.echo(f"not fetched: {error} [{error.code}]", err=True)
    return done > 0
