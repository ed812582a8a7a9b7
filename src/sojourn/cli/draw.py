"""Commands of the clinic kit: register, freeze, draw, confirm, and what leaves the kit (docs/draw-kit.md)."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sojourn.cli.command import command, json_option, print_json, write
from sojourn.errors import BadParameter, GateError

if TYPE_CHECKING:
    from sojourn.draw.kit.households import Receipt, Standing
    from sojourn.draw.kit.rounds import Round
    from sojourn.draw.kit.store import Kit

KIT = "kit.db"
_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)

kit_option = click.option(
    "--kit",
    "path",
    type=_FILE,
    default=lambda: Path(os.environ.get("SOJOURN_KIT", KIT)),
    show_default="kit.db, or SOJOURN_KIT",
    help="File of the kit.",
)
code_argument = click.argument("code", required=False)
site_option = click.option("--site", "sites", multiple=True, help="Where they can come, the best first; repeat it.")
round_option = click.option("--round", "number", type=click.IntRange(1), help="A round.  [default: the last]")
html_option = click.option("--html", type=_FILE, help="Write a page to print.")


def clock() -> datetime:
    """The present time."""
    return datetime.now(UTC)


@click.group()
def draw() -> None:
    """The clinic kit: register households, draw fairly among them in the open, confirm, serve. One file, no names."""


def _kit_command(function: Callable[..., None]) -> click.Command:
    """A command of the group, with the options that all have."""
    return draw.command(function.__name__.lstrip("_"))(kit_option(json_option(command(function))))


@_kit_command
@click.option("--policy", required=True, type=_FILE, help="What is decided before any draw (docs/draw/policy.json).")
def new(path: Path, as_json: bool, policy: Path) -> None:
    """Make a kit. Example: sojourn draw new --policy policy.json"""
    from sojourn.draw.canonical import read_file  # noqa: PLC0415
    from sojourn.draw.kit.papers import fingerprint  # noqa: PLC0415
    from sojourn.draw.kit.store import create  # noqa: PLC0415
    from sojourn.draw.policy import read_policy  # noqa: PLC0415

    kit = create(path, read_policy(read_file(policy), str(policy)), clock)
    click.get_current_context().call_on_close(kit.close)
    key = fingerprint(kit)
    if as_json:
        print_json({"schema": "sojourn.draw_kit/1", "path": str(path.resolve()), "key": key})
    else:
        click.echo(f"Made: {path.resolve()}\nKey: {key}\nPost the key where everyone sees it: it checks tickets.")


@_kit_command
@click.option("--size", type=int, required=True, help="How many people.")
@site_option
@click.option("--class", "group", default="", help="A class of the policy.")
@click.option("--known-as", default="", help="What you recognise them by, such as a file number; only a hash is kept.")
def register(path: Path, as_json: bool, size: int, sites: tuple[str, ...], group: str, known_as: str) -> None:
    """Register a household; prints its recovery code, once. Example: sojourn draw register --size 3 --site north"""
    from sojourn.draw.kit import households  # noqa: PLC0415

    kit = _open(path)
    _receipt(households.register(kit, size, sites or kit.policy.sites, group, known_as), as_json)


@_kit_command
@code_argument
@click.option("--known-as", help="Instead of a code: what the household was registered as known by.")
@click.option("--ticket", type=_FILE, help="Instead of a code: the signed ticket that they show, as JSON.")
def recover(path: Path, as_json: bool, code: str | None, known_as: str | None, ticket: Path | None) -> None:
    """A new code for a household whose code was lost or seen; the date stays."""
    from sojourn.draw.kit import households  # noqa: PLC0415

    kit = _open(path)
    if ticket:
        _receipt(households.recover_token(kit, _shown(kit, ticket)), as_json)
    elif known_as:
        _receipt(households.recover_known(kit, known_as), as_json)
    else:
        _receipt(households.recover(kit, _asked(code)), as_json)


@_kit_command
@code_argument
@click.option("--size", type=int, help="How many people now.")
@site_option
@click.option("--class", "group", help="A class of the policy, or nothing in quotes for none.")
def change(
    path: Path, as_json: bool, code: str | None, size: int | None, sites: tuple[str, ...], group: str | None
) -> None:
    """Correct size, sites or class of a household that waits; the date stays."""
    from sojourn.draw.kit import households  # noqa: PLC0415

    _standing(households.change(_open(path), _asked(code), size, sites or None, group), as_json)


@_kit_command
@click.argument("code")
@click.argument("other")
def merge(path: Path, as_json: bool, code: str, other: str) -> None:
    """Make one of two registrations of the same people: CODE stays, with the older date, and OTHER ends."""
    from sojourn.draw.kit import households  # noqa: PLC0415

    _standing(households.merge(_open(path), code, other), as_json)


def _about_a_household(name: str, module: str, told: str) -> None:
    """A command that does one thing for the household with a code."""

    def act(path: Path, as_json: bool, code: str | None) -> None:
        from importlib import import_module  # noqa: PLC0415

        action = getattr(import_module(f"sojourn.draw.kit.{module}"), "standing" if name == "show" else name)
        _standing(action(_open(path), _asked(code)), as_json)

    draw.command(name, help=told)(kit_option(json_option(code_argument(command(act)))))


_about_a_household("show", "households", "How a household stands.")
_about_a_household("renew", "households", "Say that a household still waits.")
_about_a_household("confirm", "offers", "Take the place that a household is offered.")
_about_a_household("cancel", "offers", "Give a place back; the household waits on, with its date.")
_about_a_household("withdraw", "offers", "End a registration because the household asks for it.")


@_kit_command
@code_argument
@click.option("--ticket", type=_FILE, help="Instead of a code: the signed ticket that they show, as JSON.")
def serve(path: Path, as_json: bool, code: str | None, ticket: Path | None) -> None:
    """Record that a household came; its registration has ended."""
    from sojourn.draw.kit import offers  # noqa: PLC0415

    kit = _open(path)
    if ticket:
        _standing(offers.serve_token(kit, _shown(kit, ticket)), as_json)
    else:
        _standing(offers.serve(kit, _asked(code)), as_json)


@_kit_command
@click.option(
    "--places", "given", multiple=True, required=True, metavar="SITE=NUMBER", help="How many people can come."
)
@click.option(
    "--draw-at",
    type=click.DateTime(["%Y-%m-%dT%H:%MZ", "%Y-%m-%dT%H:%M:%SZ"]),
    help="When to draw, such as 2026-01-05T17:00Z.  [default: in an hour]",
)
@click.option("--auditor", "auditors", multiple=True, help="Who may open a sealed list; repeat it. None: an open list.")
def freeze(
    path: Path, as_json: bool, given: tuple[str, ...], draw_at: datetime | None, auditors: tuple[str, ...]
) -> None:
    """Freeze the list of the next round. Example: sojourn draw freeze --places north=4 --auditor BAR"""
    from sojourn.draw.kit import rounds  # noqa: PLC0415

    moment = draw_at.replace(tzinfo=UTC) if draw_at else None
    _round(rounds.freeze(_open(path), _places(given), moment, auditors), as_json)


@_kit_command
@click.argument("signature", required=False)
@click.option("--file", type=_FILE, help="Instead of the signature: the beacon as JSON.")
def _draw(path: Path, as_json: bool, signature: str | None, file: Path | None) -> None:
    """Draw the frozen round with the SIGNATURE of its beacon, typed in or pasted."""
    from sojourn.draw.canonical import read_file  # noqa: PLC0415
    from sojourn.draw.kit import rounds  # noqa: PLC0415

    kit = _open(path)
    document = read_file(file) if file else rounds.typed_in(kit, signature or click.prompt("Signature", err=True))
    _round(rounds.draw(kit, document), as_json)


@_kit_command
@click.argument("reason")
def void(path: Path, as_json: bool, reason: str) -> None:
    """Declare the frozen round void; the REASON stays on record."""
    from sojourn.draw.kit import rounds  # noqa: PLC0415

    _round(rounds.void(_open(path), reason), as_json)


@_kit_command
def expire(path: Path, as_json: bool) -> None:
    """End what time has ended, and offer what was given back to the next in the recorded order. Run it often."""
    from sojourn.draw.kit import offers  # noqa: PLC0415
    from sojourn.draw.kit.telling import swept_text  # noqa: PLC0415

    _tell(offers.expire(_open(path)), "swept", swept_text, as_json)


@_kit_command
@round_option
@html_option
def board(path: Path, as_json: bool, number: int | None, html: Path | None) -> None:
    """The codes of all who have a place of a round, for the wall."""
    from sojourn.draw.kit import papers  # noqa: PLC0415

    shown = papers.board(_open(path), number)
    if html:
        write(html, shown.as_html())
    _tell(shown, "board", papers.Board.as_text, as_json)


@_kit_command
@code_argument
@round_option
@html_option
@click.option("--proof", is_flag=True, help="With --html: also the proof, which tells size, week and sites.")
def ticket(path: Path, as_json: bool, code: str | None, number: int | None, html: Path | None, proof: bool) -> None:
    """The signed ticket of a household: codes, and nothing else."""
    from sojourn.draw.kit import papers  # noqa: PLC0415

    made = papers.ticket_of(_open(path), _asked(code), number)
    if html:
        write(html, made.as_html(proof=proof))
    _tell(made, "ticket", papers.Ticket.as_text, as_json)


@_kit_command
@click.argument("folder", type=_FOLDER)
@click.option("--auditors", is_flag=True, help="Write sealed lists open: for those whom they name, and nobody else.")
def publish(path: Path, as_json: bool, folder: Path, auditors: bool) -> None:
    """Write into FOLDER what everyone needs to verify every round."""
    from sojourn.draw.kit import departure, telling  # noqa: PLC0415

    _tell(departure.publish(_open(path), folder, auditors=auditors), "written", telling.written_text, as_json)


@_kit_command
@click.argument("folder", type=_FOLDER)
def export(path: Path, as_json: bool, folder: Path) -> None:
    """When the draw ends: write into FOLDER for each household a signed proof of its wait. Not to be published."""
    from sojourn.draw.kit import departure, telling  # noqa: PLC0415

    _tell(departure.export(_open(path), folder), "written", telling.written_text, as_json)


@_kit_command
def status(path: Path, as_json: bool) -> None:
    """Count all households and places, and prove that nobody is lost. Exit 3 if the books do not agree."""
    from sojourn.draw.kit import ledger, telling  # noqa: PLC0415

    now = ledger.status(_open(path))
    _tell(now, "status", telling.status_text, as_json)
    if now.amiss:
        raise SystemExit(GateError.exit_status)


def _open(path: Path) -> Kit:
    """The kit, closed when the command ends."""
    from sojourn.draw.kit.store import Kit  # noqa: PLC0415 - imports of commands are late, so that --help is quick

    kit = Kit(path, clock)
    click.get_current_context().call_on_close(kit.close)
    return kit


def _asked(code: str | None) -> str:
    """The code; asked for where it was not given, so that it need not stand in the history of the shell."""
    return code or str(click.prompt("Recovery code", err=True))


def _shown(kit: Kit, file: Path) -> str:
    """The token on a ticket that was signed by the kit: as its QR code has it, or as `ticket --json` prints it."""
    from sojourn.draw.canonical import read_file  # noqa: PLC0415
    from sojourn.draw.kit.papers import token_on  # noqa: PLC0415

    document = read_file(file)
    return token_on(kit, document.get("signed", document))


def _places(given: tuple[str, ...]) -> dict[str, int]:
    places = {}
    for one in given:
        site, _, number = one.rpartition("=")
        if not site or not number.isdecimal():
            raise BadParameter(f"{one!r} is no site with its places", where="--places", todo="write it as north=4")
        places[site] = int(number)
    return places


def _receipt(receipt: Receipt, as_json: bool) -> None:
    from sojourn.draw.kit.telling import receipt_text  # noqa: PLC0415

    _tell(receipt, "receipt", receipt_text, as_json)


def _standing(standing: Standing, as_json: bool) -> None:
    from sojourn.draw.kit.telling import standing_text  # noqa: PLC0415

    _tell(standing, "household", standing_text, as_json)


def _round(told: Round, as_json: bool) -> None:
    from sojourn.draw.kit.telling import round_text  # noqa: PLC0415

    _tell(told, "round", round_text, as_json)


def _tell(told: Any, schema: str, as_text: Callable[[Any], str], as_json: bool) -> None:
    if as_json:
        print_json({"schema": f"sojourn.draw_{schema}/1", **told.as_dict()})
    else:
        from sojourn.publish.terminal import printable  # noqa: PLC0415

        click.echo(printable(as_text(told)))


COMMANDS = (draw,)
