"""What happened on which day, as a strip for each year (or for each month, where all of it is in a few).

Size stands for an amount by its area, shape and lane for the kind; days that nobody covered are hatched, because there an
empty place means nothing. What happens nearly every day is drawn as bars one day wide: their areas too grow with the amount.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import pi, sqrt
from typing import Any, Final, Literal

from sojourn.publish.drawings.shapes import Shape, shape
from sojourn.publish.drawings.svg import (
    HALO,
    INK,
    LINE,
    PALE,
    WIDTH,
    Drawing,
    Markup,
    across,
    document,
    element,
    label,
    paragraphs,
    text,
)
from sojourn.words.said import ENGLISH, Ways, joined, said

LEFT, RIGHT, LANE, SMALLEST = 48.0, 8.0, 22.0, 1.3
FEW_MONTHS: Final = 4
"""Up to so many months each has a strip of its own."""
MONTHS: Final = (
    *(said("Jan"), said("Feb"), said("Mar"), said("Apr"), said("May"), said("Jun")),
    *(said("Jul"), said("Aug"), said("Sep"), said("Oct"), said("Nov"), said("Dec")),
)
_NOT_COVERED: Final = said("not covered")
Span = tuple[date, date]
"""First and last day."""


@dataclass(frozen=True)
class Kind:
    """A kind of thing and its shape; kinds are drawn one above the other in the order in which they are given."""

    name: str
    shape: Shape | Literal["bar"]
    filled: bool = False


@dataclass(frozen=True)
class Mark:
    """Something that happened on a day, or from `day` to `last`: how large, of which kind, and what to say of it.

    `name` is written beside it where there is room.
    """

    day: date
    last: date
    kind: str
    size: int
    says: str
    name: str = ""


@dataclass(frozen=True)
class Strip:
    """A year or a month as a row of the drawing."""

    name: str
    first: date
    days: int
    top: float
    height: float

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return self.days > 31

    @property
    def last(self) -> date:
        """Its last day."""
        return self.first + timedelta(days=self.days - 1)

    def across(self, day: date) -> float:
        """Where a day begins on the paper."""
        longest = 366 if self.is_year else 31
        return LEFT + (day - self.first).days * (WIDTH - LEFT - RIGHT) / longest


def timeline(
    title: str,
    marks: Sequence[Mark],
    kinds: Sequence[Kind],
    *,
    span: Span,
    covered: Sequence[Span],
    unit: str,
    warnings: Sequence[str] = (),
    notes: Sequence[str] = (),
    spoken: Ways = ENGLISH,
) -> Drawing:
    """The drawing and its table.

    Args:
        title: what it shows, as a statement.
        marks, kinds: what happened, in any order, and of which kinds.
        span, covered: the first and last day to draw, and the spans of days about which the sources know.
        unit: what sizes count ("people", "legs").
        warnings: what must be read first, above the drawing.
        notes: what stands below it: definition, sources, hashes.
        spoken: the language.
    """
    ordered = sorted(marks, key=lambda mark: (mark.day, mark.last, mark.kind, -mark.size, mark.says))
    largest = {kind.name: _most(ordered, kind) for kind in kinds}
    heading = spoken.tell(title)
    head, y = paragraphs(4, [heading], strong=True)
    parts, y = paragraphs(y, map(spoken.tell, warnings), strong=True)
    key, y = _key(y + 10, kinds, largest, unit, spoken, is_year=_strips(span, 0, 1)[0].is_year)
    strips = _strips(span, y + 16, len(kinds))
    parts += [*head, *key, _hatch(), *_months(strips[0], spoken)]
    for strip in strips:
        parts += [*_frame(strip, span, covered), *_placed(strip, ordered, kinds, largest, spoken)]
    below, y = paragraphs(strips[-1].top + strips[-1].height + 4, map(spoken.tell, notes))
    rows: list[tuple[Any, ...]] = [(mark.day, mark.last, mark.kind, mark.size, mark.says) for mark in ordered]
    told = spoken.tell(_counted(ordered, kinds, span, notes))
    drawn = document(heading, told, y + 10, [*parts, *below])
    columns = (said("first day"), said("last day"), said("kind"), unit, said("what"))
    return Drawing(heading, drawn, columns, tuple(rows))


def _most(marks: Sequence[Mark], kind: Kind) -> int:
    """The largest amount of a kind, at least 1."""
    return max([1, *(mark.size for mark in marks if mark.kind == kind.name)])


def _counted(marks: Sequence[Mark], kinds: Sequence[Kind], span: Span, notes: Sequence[str]) -> str:
    """How many marks of which kind, and what stands below."""
    counts = [
        said("{marks:number} {kind}", marks=sum(mark.kind == kind.name for mark in marks), kind=kind.name)
        for kind in kinds
    ]
    return said(
        "{marks:number} marks from {first} to {last}: {counts}. {notes}",
        marks=len(marks),
        first=span[0].isoformat(),
        last=span[1].isoformat(),
        counts=joined(counts, "; "),
        notes=joined(notes),
    )


def _strips(span: Span, top: float, lanes: int) -> list[Strip]:
    """The rows of the drawing: months where there are few, else years."""
    height = LANE * lanes + 4
    months = [(year, month) for year in range(span[0].year, span[1].year + 1) for month in range(1, 13)]
    within = [one for one in months if (span[0].year, span[0].month) <= one <= (span[1].year, span[1].month)]
    if len(within) <= FEW_MONTHS:
        named = [(f"{year}-{month:02}", date(year, month, 1), monthrange(year, month)[1]) for year, month in within]
        return [
            Strip(name, first, days, top + at * (height + 15), height) for at, (name, first, days) in enumerate(named)
        ]
    years = range(span[0].year, span[1].year + 1)
    return [
        Strip(str(year), date(year, 1, 1), 365 + isleap(year), top + at * (height + 5), height)
        for at, year in enumerate(years)
    ]


def _months(strip: Strip, spoken: Ways) -> Iterator[Markup]:
    """The months above the first year, or the days above the first month."""
    if strip.is_year:
        for month in range(1, 13):
            first = date(strip.first.year, month, 1)
            yield label(strip.across(first) + 2, strip.top - 4, spoken.tell(MONTHS[month - 1]))
    else:
        for day in (1, 5, 10, 15, 20, 25, 30):
            middle = strip.across(strip.first + timedelta(days=day - 1)) + 5
            yield label(middle, strip.top - 4, str(day), text_anchor="middle")


def _frame(strip: Strip, span: Span, covered: Sequence[Span]) -> Iterator[Markup]:
    """The paper of a strip: its name, its borders, and hatching where nobody covered the days of the span."""
    right = strip.across(strip.last + timedelta(days=1))
    yield label(6, strip.top + strip.height / 2 + 4, strip.name)
    box = {"y": strip.top, "height": strip.height}
    yield element("rect", x=LEFT, width=right - LEFT, fill="none", stroke="#8a8a8a", stroke_width=0.6, **box)
    for first, last in _uncovered(strip, span, covered):
        left = strip.across(first)
        yield element(
            "rect", x=left, width=strip.across(last + timedelta(days=1)) - left, fill="url(#not-covered)", **box
        )
    for month in range(2, 13) if strip.is_year else ():
        x = strip.across(date(strip.first.year, month, 1))
        yield element("path", d=f"M{x:.2f} {strip.top:.2f}v{strip.height:.2f}", stroke=PALE, stroke_width=0.6)


def _uncovered(strip: Strip, span: Span, covered: Sequence[Span]) -> Iterator[Span]:
    """The stretches of a strip that lie outside the span or that no source covers."""
    day = strip.first
    for first, last in sorted([*_clipped(covered, span), (date.max, date.max)]):
        if last < day:
            continue
        if first > day:
            yield day, min(first - timedelta(days=1), strip.last)
        if last >= strip.last or first > strip.last:
            return
        day = last + timedelta(days=1)


def _clipped(covered: Sequence[Span], span: Span) -> list[Span]:
    cut = [(max(first, span[0]), min(last, span[1])) for first, last in covered]
    return [(first, last) for first, last in cut if first <= last]


@dataclass(frozen=True)
class _Spot:
    """Where the shape of a mark lies: its middle, and how far it reaches."""

    mark: Mark
    x: float
    y: float
    radius: float


def _placed(
    strip: Strip, marks: Sequence[Mark], kinds: Sequence[Kind], largest: Mapping[str, int], spoken: Ways
) -> Iterator[Markup]:
    """The marks of a strip, the larger ones first so that they hide none; each says what it is."""
    here = [mark for mark in marks if strip.first <= mark.day <= strip.last]
    for row, kind in enumerate(kinds, start=1):
        floor = strip.top + 2 + LANE * row
        of_kind = sorted((mark for mark in here if mark.kind == kind.name), key=lambda mark: (-mark.size, mark.day))
        if kind.shape == "bar":
            yield from (_bar(strip, mark, floor, largest[kind.name], spoken) for mark in of_kind)
            continue
        spots = [_spot(strip, mark, floor, _largest(kinds, largest)) for mark in of_kind]
        for spot in spots:
            says = element("title", text(spoken.tell(spot.mark.says)))
            yield shape(kind.shape, spot.x, spot.y, pi * spot.radius**2, says, filled=kind.filled, stroke=0.8)
        yield from _names(spots)


def _bar(strip: Strip, mark: Mark, floor: float, largest: int, spoken: Ways) -> Markup:
    tall = max((LANE - 2) * mark.size / largest, 1)
    left, right = (strip.across(mark.day + timedelta(days=days)) for days in (0, 1))
    says = element("title", text(spoken.tell(mark.says)))
    return element("rect", says, x=left, y=floor - 1 - tall, width=0.85 * (right - left), height=tall)


def _spot(strip: Strip, mark: Mark, floor: float, largest: int) -> _Spot:
    middle = (strip.across(mark.day) + strip.across(mark.last + timedelta(days=1))) / 2
    return _Spot(mark, middle, floor - LANE / 2, sqrt(_area(mark.size, largest, strip.is_year) / pi))


def _names(spots: Sequence[_Spot]) -> Iterator[Markup]:
    """The names of marks on their right or left, those of the larger ones first, where they cover nothing."""
    taken = [(spot.x - spot.radius, spot.x + spot.radius) for spot in spots]
    for spot in spots:
        wide, gap = across(spot.mark.name) * 1.15, spot.radius + 3
        for anchor, left in (("start", spot.x + gap), ("end", spot.x - gap - wide)):
            free = all(left >= end or left + wide <= begin for begin, end in taken)
            if spot.mark.name and free and left >= LEFT and left + wide <= WIDTH - RIGHT:
                taken.append((left, left + wide))
                at = left if anchor == "start" else left + wide
                yield label(at, spot.y + 3.7, spot.mark.name, text_anchor=anchor, **HALO)
                break


def _area(size: int, largest: int, is_year: bool) -> float:
    """Square units for an amount: in proportion, within its lane or its day, and never too small to be seen."""
    radius = LANE / 2 - 2 if is_year else 4.6
    return max(pi * radius**2 * size / largest, pi * SMALLEST**2)


def _largest(kinds: Sequence[Kind], largest: Mapping[str, int]) -> int:
    """The largest amount that is drawn as a shape: all shapes have one scale, and each row of bars its own."""
    return max((largest[kind.name] for kind in kinds if kind.shape != "bar"), default=1)


def _key(
    y: float, kinds: Sequence[Kind], largest: Mapping[str, int], unit: str, spoken: Ways, *, is_year: bool
) -> tuple[list[Markup], float]:
    """What shapes, rows and sizes mean, and the height below it."""
    parts: list[Markup] = []
    for row, kind in enumerate(kinds, start=1):
        name = said("row {row}: {kind}", row=row, kind=kind.name) if len(kinds) > 1 else kind.name
        if kind.shape == "bar":
            parts.append(element("path", d=f"M8 {y + 9:.2f}v-3m3 3v-8m3 8v-6m3 6v-9", stroke=INK, stroke_width=2))
            up_to = said(
                "{row} (height: up to {most:number} {unit} a day)", row=name, most=largest[kind.name], unit=unit
            )
            parts.append(label(26, y + 9, spoken.tell(up_to)))
        else:
            parts += [
                shape(kind.shape, 14, y + 5, 60, filled=kind.filled, stroke=0.8),
                label(26, y + 9, spoken.tell(name)),
            ]
        y += LINE
    x, most = 8.0, _largest(kinds, largest)
    for size in sorted({1, max(1, round(most / 4)), most}) if any(kind.shape != "bar" for kind in kinds) else ():
        area = _area(size, most, is_year)
        told = spoken.tell(said("{size:number} {unit}", size=size, unit=unit))
        radius, words = sqrt(area / pi), told if size == most else spoken.number(size)
        parts += [shape("circle", x + radius, y + 10, area, stroke=0.8), label(x + 2 * radius + 4, y + 14, words)]
        x += 2 * radius + across(words) + 12
    parts += [
        element("rect", x=x, y=y + 3, width=16, height=13, fill="url(#not-covered)", stroke=INK, stroke_width=0.4),
        label(x + 21, y + 14, spoken.tell(_NOT_COVERED)),
    ]
    return parts, y + 22


def _hatch() -> Markup:
    """The pattern for days that nobody covered."""
    stroke = element("path", d="M0 4L4 0", stroke="#8a8a8a", stroke_width=0.5)
    pattern = element("pattern", stroke, id="not-covered", width=4, height=4, patternUnits="userSpaceOnUse")
    return element("defs", pattern)
