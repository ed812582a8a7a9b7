"""Commands about flights and group removals."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sojourn.cli.command import command, json_option, open_record, print_json, record_option, write
from sojourn.errors import BadParameter

if TYPE_CHECKING:
    from sojourn.publish.drawings.svg import Drawing

CLASSES = ("removal", "removal by land", "connection", "transfer", "return", "onward", "positioning", "unknown")
"""Those of `flights.nouns.LegClass`, which a quick `--help` does not import; a test holds them together."""

period_option = click.option(
    "--period", help="FY2017, 2025, 2025-06, 2025-06-23, or two with .. between. Default: all days."
)
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@period_option
@click.option("--airport", default="", metavar="CODE", help="Legs that left or arrived there: ICAO, IATA or FAA code.")
@click.option(
    "--aircraft", default="", metavar="HEX_OR_TAIL", help="Legs of one aircraft, by its address or registration."
)
@click.option("--class", "leg_class", type=click.Choice(CLASSES), help="Legs of one class.")
@click.option(
    "--events", "events", is_flag=True, help="Flights as their sources claim them instead, with where they differ."
)
@click.option("--totals", "totals", is_flag=True, help="Totals that others printed instead, side by side.")
@click.option("--geojson", type=_FILE, help="Write legs and stops as GeoJSON.")
@click.option("--map", type=_FILE, help="Write a map as SVG, and its table beside it as CSV.")
@click.option("--timeline", type=_FILE, help="Write a timeline as SVG, and its table beside it as CSV.")
@record_option
@json_option
@command
def flights(
    period: str | None,
    airport: str,
    aircraft: str,
    leg_class: Any,
    events: bool,
    totals: bool,
    geojson: Path | None,
    map: Path | None,
    timeline: Path | None,
    record: Path,
    as_json: bool,
) -> None:
    """Legs and missions of deportation flights, with class, reasons and coverage. Example: sojourn flights --airport AEX"""
    if events or totals:
        _claimed(period, events, totals, as_json, drawn=bool(geojson or map or timeline))
        return
    from sojourn.publish import flights_drawn  # noqa: PLC0415
    from sojourn.publish.flights import Asked, answer, as_dict  # noqa: PLC0415
    from sojourn.publish.flights_text import flights_text  # noqa: PLC0415

    found = answer(open_record(record), Asked(_days(period), airport, aircraft, leg_class))
    if geojson:
        write(geojson, flights_drawn.geojson_of(found))
    if map:
        _draw(map, flights_drawn.map_of(found))
    if timeline:
        _draw(timeline, flights_drawn.timeline_of(found))
    if as_json:
        print_json(as_dict(found))
    else:
        click.echo(flights_text(found))


def _claimed(period: str | None, events: bool, totals: bool, as_json: bool, *, drawn: bool) -> None:
    """What others say of flights; no record is needed."""
    from sojourn.flights.event_claims import read_events  # noqa: PLC0415
    from sojourn.flights.reference_totals import reference_totals  # noqa: PLC0415
    from sojourn.publish import events as told  # noqa: PLC0415

    if drawn:
        raise BadParameter(
            "claims and totals have no drawing", where="sojourn flights", todo="leave out --events and --totals"
        )
    days = _days(period)
    read = read_events() if events else None
    found = told.events_in(read, days) if read else []
    listed = told.totals_in(reference_totals(), days) if totals else None
    if as_json:
        print_json(told.as_dict(read, found, listed))
        return
    parts = [told.events_text(read, found)] if read else []
    parts += [told.totals_text(listed)] if listed is not None else []
    click.echo("\n\n".join(parts))


@click.command()
@period_option
@click.option(
    "--citizenship", default="", metavar="C", help="Groups with citizens of one country, in ICE's spelling (RUSSIA)."
)
@click.option("--rate", metavar="R", help="False alarms a year that are put up with.  [default: 1]")
@click.option("--permutations", type=click.IntRange(1), help="How often the citizenships are shuffled.  [default: 200]")
@click.option("--seed", type=click.IntRange(0), help="The same seed gives the same groups.  [default: 1]")
@click.option("--routine", is_flag=True, help="Also the routine charters of the country of --citizenship.")
@click.option("--assembly", is_flag=True, help="Also whether each group had been brought together before it left.")
@click.option(
    "--flights",
    "linked",
    is_flag=True,
    help="Also the flights of the record that fit each group, and events that sources claim.",
)
@click.option("--timeline", type=_FILE, help="Write a timeline as SVG, and its table beside it as CSV.")
@record_option
@json_option
@command
def groups(
    period: str | None,
    citizenship: str | None,
    rate: int | None,
    permutations: int | None,
    seed: int | None,
    routine: bool,
    assembly: bool,
    linked: bool,
    timeline: Path | None,
    record: Path,
    as_json: bool,
) -> None:
    """People who left together, far above what is usual, with error rates. Example: sojourn groups --period FY2017"""
    from sojourn.publish.groups import answer, as_dict  # noqa: PLC0415
    from sojourn.publish.groups_drawn import timeline_of  # noqa: PLC0415
    from sojourn.publish.groups_text import groups_text  # noqa: PLC0415

    asked = {"period": period, "citizenship": citizenship, "rate": rate, "permutations": permutations, "seed": seed}
    given = {name: str(value) for name, value in asked.items() if value is not None}
    found = answer(open_record(record), given, routine=routine, assembly=assembly, flights=linked)
    if timeline:
        _draw(timeline, timeline_of(found))
    if as_json:
        print_json(as_dict(found))
    else:
        click.echo(groups_text(found))


def _days(period: str | None) -> tuple[date, date] | None:
    """The days of a period given as text."""
    from sojourn.measures.declare import period as read  # noqa: PLC0415

    if not period:
        return None
    span = read(period, "--period")
    return span.first, span.last


def _draw(path: Path, drawing: Drawing) -> None:
    write(path, drawing.svg)
    write(path.with_suffix(".csv"), drawing.as_csv())


COMMANDS = (flights, groups)
