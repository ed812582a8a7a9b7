"""Legs as great circles on a map, with the airports and the roles that they played.

The kind of a leg shows in the dashes of its line and whether it left the country in the weight; a line keeps to the right
of its direction, so that the way there and the way back lie side by side. Roles show as shape and letter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import Final

from sojourn.flights.nouns import LegClass, StopRole
from sojourn.flights.told import CLASSES, PLAYED
from sojourn.publish.drawings.great_circles import Line, Point, cut, great_circle
from sojourn.publish.drawings.land import land_in
from sojourn.publish.drawings.shapes import Shape, shape
from sojourn.publish.drawings.svg import (
    HALO,
    INK,
    LINE,
    PALE,
    WIDTH,
    Drawing,
    Markup,
    document,
    element,
    label,
    number,
    paragraphs,
    text,
)
from sojourn.publish.drawings.window import MARGIN, Window, window_around
from sojourn.words.said import ENGLISH, Joined, Ways, joined, said, said_count

Looks = tuple[float, str]
"""Weight and dashes of a line."""

LINES: Final[Mapping[LegClass, Looks]] = {
    "removal": (1.7, ""),
    "removal by land": (1.7, "6 2"),
    "onward": (1.7, "2 2"),
    "connection": (0.8, ""),
    "transfer": (0.8, "5 2"),
    "return": (0.8, "5 2 1 2"),
    "positioning": (0.8, "1 2"),
    "unknown": (0.8, "1 4"),
}
ROLES: Final[Mapping[StopRole, tuple[Shape, str]]] = {
    "drop": ("square", "D"),
    "hand-over": ("diamond", "H"),
    "offshore": ("pentagon", "O"),
    "pickup": ("circle", "P"),
    "return": ("upside", "R"),
    "technical stop": ("triangle", "T"),
    "unknown": ("dot", ""),
}
COLUMNS: Final = (
    *(said("from"), said("to"), said("class"), said("legs")),
    *(said("roles of the first airport"), said("roles of the second")),
)
_NO_ROLE: Final = said("no role known")
CODE: Final = 10.0
"""Height of the code of an airport."""
_ANCHORS: Final = (
    ("start", 7.0, 3.5),
    ("end", -7.0, 3.5),
    ("middle", 0.0, -8.0),
    ("middle", 0.0, 15.0),
    ("start", 5.0, -5.0),
    ("start", 5.0, 12.0),
    ("end", -5.0, -5.0),
    ("end", -5.0, 12.0),
)
"""Where a code may stand beside its airport, the best place first."""
QUIET: Final = "#555555"
"""Of lines within the country: dark enough to read, and behind the others."""
ASIDE: Final = 1.1
"""Units that a line keeps to the right of the great circle."""


@dataclass(frozen=True)
class Route:
    """The legs of one class from one airport to another."""

    origin: str
    destination: str
    leg_class: LegClass
    legs: int


@dataclass(frozen=True)
class Station:
    """An airport with the roles that it played and how often."""

    airport: str
    roles: Mapping[StopRole, int]


def great_circle_map(
    title: str,
    routes: Sequence[Route],
    stations: Sequence[Station],
    places: Mapping[str, Point],
    *,
    warnings: Sequence[str] = (),
    notes: Sequence[str] = (),
    spoken: Ways = ENGLISH,
) -> Drawing:
    """The drawing and its table.

    Args:
        title: what it shows, as a statement.
        routes: the legs, put together.
        stations: the roles of airports; an airport of a route that is not here has none.
        places: longitude and latitude of each airport; a route with an airport that is not here is told of, not drawn.
        warnings: what must be read first, above the map.
        notes: what stands below it: definition, sources, hashes.
        spoken: the language.
    """
    ordered = sorted(
        routes, key=lambda one: (LINES[one.leg_class][0], one.legs, one.origin, one.destination, one.leg_class)
    )
    drawn = [one for one in ordered if {one.origin, one.destination} <= set(places)]
    lines = {one: great_circle(places[one.origin], places[one.destination]) for one in drawn}
    heading = spoken.tell(title)
    head, y = paragraphs(4, [heading], strong=True)
    told, y = paragraphs(y, map(spoken.tell, warnings), strong=True)
    parts = [*head, *told]
    if drawn:
        window = window_around([point for line in lines.values() for point in line], y + 8)
        parts += [*_ground(window), *_lines(window, lines, spoken)]
        parts += _stations(window, drawn, stations, places, spoken)
        key, y = _key(window.top + window.height + 6, drawn, stations, spoken)
        parts += key
    below, y = paragraphs(y + 2, map(spoken.tell, [*_left_out(ordered, drawn), *notes]))
    legs = sum(one.legs for one in ordered)
    counted = said(
        "{legs:number} legs on {routes:number} routes. {notes}", legs=legs, routes=len(ordered), notes=joined(notes)
    )
    svg = document(heading, spoken.tell(counted), y + 10, [*parts, *below])
    return Drawing(heading, svg, COLUMNS, _rows(routes, stations))


def _rows(routes: Sequence[Route], stations: Sequence[Station]) -> tuple[tuple[str | int, ...], ...]:
    """The table: every route, the most flown first."""
    ordered = sorted(routes, key=lambda one: (-one.legs, one.origin, one.destination, one.leg_class))
    return tuple(
        (
            one.origin,
            one.destination,
            CLASSES[one.leg_class],
            one.legs,
            *(_roles(end, stations) for end in (one.origin, one.destination)),
        )
        for one in ordered
    )


def _ground(window: Window) -> Iterator[Markup]:
    """Land, meridians and parallels, and the frame."""
    for ring in land_in(window):
        yield element("path", d=_path(window.at(point) for point in ring) + "Z", fill=PALE)
    step = next(step for step in (2, 5, 10, 20, 30) if (window.east - window.west) / step <= 12 or step == 30)
    for degrees in range(-360, 541, step):
        if window.west < degrees < window.east:
            x = window.at((degrees, 0))[0]
            yield element(
                "path",
                d=f"M{number(x)} {number(window.top)}v{number(window.height)}",
                stroke="#9aa0a6",
                stroke_width=0.25,
            )
        if window.south < degrees < window.north:
            y = window.at((window.west, degrees))[1]
            yield element(
                "path", d=f"M{number(MARGIN)} {number(y)}H{number(WIDTH - MARGIN)}", stroke="#9aa0a6", stroke_width=0.25
            )
    box = {"x": MARGIN, "y": window.top, "width": WIDTH - 2 * MARGIN, "height": window.height}
    yield element("rect", fill="none", stroke="#8a8a8a", stroke_width=0.6, **box)


def _lines(window: Window, lines: Mapping[Route, Line], spoken: Ways) -> Iterator[Markup]:
    """Routes, each with an arrow on its way and what it is."""
    for route, line in lines.items():
        weight, dashes = LINES[route.leg_class]
        told = said(
            "{origin} to {destination}: {legs:number} legs, {kind}",
            origin=route.origin,
            destination=route.destination,
            legs=route.legs,
            kind=CLASSES[route.leg_class],
        )
        says = element("title", text(spoken.tell(told)))
        ink = INK if weight > 1 else QUIET
        looks: dict[str, str | float] = {"fill": "none", "stroke": ink, "stroke_width": weight}
        if dashes:
            looks["stroke_dasharray"] = dashes
        parts = [_aside([window.at(point) for point in part]) for part in cut(line, window.west)]
        for part in parts:
            yield element("path", says, d=_path(part), **looks)
        if parts:
            yield _arrow(max(parts, key=len), 1.0 if weight > 1 else 0.7, ink)


def _aside(line: Line) -> Line:
    """A line on the paper moved to the right of its direction, so that there and back do not cover each other."""
    moved = []
    for at, (x, y) in enumerate(line):
        (x0, y0), (x1, y1) = line[max(at - 1, 0)], line[min(at + 1, len(line) - 1)]
        length = hypot(x1 - x0, y1 - y0) or 1.0
        moved.append((x - ASIDE * (y1 - y0) / length, y + ASIDE * (x1 - x0) / length))
    return moved


def _arrow(line: Line, size: float, ink: str) -> Markup:
    """A head past the middle of a line, in its direction."""
    lengths = [hypot(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(line)]
    half, at = 0.58 * sum(lengths), 0
    while at < len(lengths) - 1 and half > lengths[at]:
        half -= lengths[at]
        at += 1
    (x0, y0), (x1, y1) = line[at], line[at + 1]
    length = lengths[at] or 1.0
    ux, uy = (x1 - x0) / length * size, (y1 - y0) / length * size
    x, y = x0 + ux / size * half, y0 + uy / size * half
    corners = [
        (x + ux * along - uy * side, y + uy * along + ux * side) for along, side in ((3.4, 0), (-2, 2.1), (-2, -2.1))
    ]
    return element("polygon", points=" ".join(f"{number(a)},{number(b)}" for a, b in corners), fill=ink)


def _stations(
    window: Window, routes: Sequence[Route], stations: Sequence[Station], places: Mapping[str, Point], spoken: Ways
) -> Iterator[Markup]:
    """Airports by shape and letter, the busiest first; a code is written where it covers no other."""
    known = {one.airport: one.roles for one in stations}
    traffic: Counter[str] = Counter()
    for route in routes:
        traffic[route.origin] += route.legs
        traffic[route.destination] += route.legs
    spots = {
        code: window.at((window.turned(places[code][0]), places[code][1]))
        for code, _ in sorted(traffic.items(), key=lambda one: (-one[1], one[0]))
    }
    taken = [(x - 5, y - 5, x + 5, y + 5) for x, y in spots.values()]
    for code in reversed(spots):
        yield from _station(code, known.get(code, {}), spots[code], spoken)
    for code, (x, y) in spots.items():
        wide = len(code) * CODE * 0.7
        for anchor, aside, down in _ANCHORS:
            at, base = x + aside, y + down
            left = at - wide * {"start": 0, "middle": 0.5, "end": 1}[anchor]
            box = (left, base - 8, left + wide, base + 1)
            if _free(box, taken, window):
                taken.append(box)
                yield label(at, base, code, text_anchor=anchor, font_size=CODE, **HALO)
                break


def _station(code: str, roles: Mapping[StopRole, int], spot: Point, spoken: Ways) -> Iterator[Markup]:
    kind, letter = ROLES[_usual(roles)]
    x, y = spot
    told = said("{airport}: {roles}", airport=code, roles=_counted(roles) or _NO_ROLE)
    yield shape(kind, x, y, _size(letter), element("title", text(spoken.tell(told))), stroke=0.9)
    if letter:
        yield label(x, y + 2.1, letter, font_size=6, text_anchor="middle", font_weight="bold")


def _usual(roles: Mapping[StopRole, int]) -> StopRole:
    """The role that an airport played most often."""
    none: StopRole = "unknown"
    return max(sorted(roles), key=lambda one: roles[one], default=none)


def _size(letter: str) -> float:
    """Square units of a shape: large enough for its letter."""
    return 48.0 if letter else 9.0


def _free(
    box: tuple[float, float, float, float], taken: Iterable[tuple[float, float, float, float]], window: Window
) -> bool:
    left, top, right, bottom = box
    if left < MARGIN or right > WIDTH - MARGIN or top < window.top or bottom > window.top + window.height:
        return False
    return all(right <= one[0] or left >= one[2] or bottom <= one[1] or top >= one[3] for one in taken)


def _key(y: float, routes: Sequence[Route], stations: Sequence[Station], spoken: Ways) -> tuple[list[Markup], float]:
    """The lines and shapes that the map uses, in two columns."""
    classes = [one for one in LINES if any(route.leg_class == one for route in routes)]
    known = {station.airport: station.roles for station in stations}
    ends = {end for route in routes for end in (route.origin, route.destination)}
    roles = [one for one in ROLES if any(_usual(known.get(end, {})) == one for end in ends)]
    parts: list[Markup] = []
    for at, leg_class in enumerate(classes):
        weight, dashes = LINES[leg_class]
        dashed: dict[str, str | float] = {"stroke_dasharray": dashes} if dashes else {}
        base = y + LINE * (at + 1)
        parts.append(
            element("path", d=f"M8 {number(base - 4)}h30", stroke=INK, stroke_width=weight, fill="none", **dashed)
        )
        legs = sum(route.legs for route in routes if route.leg_class == leg_class)
        told = said("{kind} ({legs:number})", kind=CLASSES[leg_class], legs=legs)
        parts.append(label(44, base, spoken.tell(told)))
    for at, role in enumerate(roles):
        kind, letter = ROLES[role]
        base = y + LINE * (at + 1)
        parts.append(shape(kind, 196, base - 4, _size(letter), stroke=0.9))
        parts.append(label(196, base - 1.9, letter, font_size=6, text_anchor="middle", font_weight="bold"))
        parts.append(label(206, base, spoken.tell(PLAYED[role] if role != "unknown" else _NO_ROLE)))
    return parts, y + LINE * max(len(classes), len(roles))


def _left_out(routes: Sequence[Route], drawn: Sequence[Route]) -> Iterator[str]:
    """What the map cannot show."""
    missing = [one for one in routes if one not in drawn]
    if missing:
        yield said_count(
            "{count:number} leg is in the table and not on the map: the place of an airport is not known.",
            "{count:number} legs are in the table and not on the map: the place of an airport is not known.",
            sum(one.legs for one in missing),
        )


def _path(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def _roles(airport: str, stations: Sequence[Station]) -> str:
    return next((_counted(one.roles) for one in stations if one.airport == airport), "")


def _counted(roles: Mapping[StopRole, int]) -> Joined:
    ordered = sorted(roles, key=lambda one: (-roles[one], one))
    return joined((said("{role} {stops:number}", role=PLAYED[one], stops=roles[one]) for one in ordered), ", ")
