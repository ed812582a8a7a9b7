"""How often people were moved from one facility to another, and along which routes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sojourn.breakdown import Breakdown, Count
from sojourn.findings import Caveat, Definition, Finding
from sojourn.measures.answers import FEWEST, Unanswerable, cut
from sojourn.measures.conditions import conditions, narrowed
from sojourn.measures.custody.place import Place, place_of, unlisted
from sojourn.measures.custody.question import (
    PEOPLE,
    PERIOD,
    WHO,
    WHO_DIMENSIONS,
    CustodyQuestion,
    label,
    merged,
    question,
    states,
)
from sojourn.measures.declare import Dimension, Measure, Parameter
from sojourn.measures.releases import RELEASE
from sojourn.record.opened import Record
from sojourn.words.said import Said, said

_MOVES = """
    SELECT later.stay_number, later.book_in, later.destination, earlier.origin, {who}
    FROM (
        SELECT stay_number, stint_number, facility_code AS destination, book_in, {who}
        FROM detention_path
        WHERE release = $release AND stint_number > 1 AND {within}
    ) AS later
    JOIN (
        SELECT stay_number, stint_number, facility_code AS origin
        FROM detention_path
        WHERE release = $release AND stint_number IS NOT NULL
    ) AS earlier ON earlier.stay_number = later.stay_number AND earlier.stint_number + 1 = later.stint_number
    WHERE earlier.origin <> later.destination"""

_ROUTE = ("origin", "origin_state", "destination", "destination_state")
_COLUMNS = {
    "origin": "origin",
    "destination": "destination",
    "origin_state": "origin",
    "destination_state": "destination",
    "month": "month_of(book_in)",
    "day": "CAST(book_in AS DATE)",
    **{name: name for name in WHO},
}


def moves_sql(within: str) -> str:
    """The SQL of each transfer: a stint whose facility differs from that of the stint before it in the stay.

    Args:
        within: the condition that its book-in keeps.
    """
    return _MOVES.format(who=", ".join(WHO), within=within)


@dataclass(frozen=True)
class _Moves:
    """A question about transfers: from where and to where, besides what every question about detention has."""

    asked: CustodyQuestion
    origin: Place
    destination: Place

    @property
    def route(self) -> list[Said]:
        """From where and to where, each condition by itself."""
        return conditions({name: str(self.asked.parameters[name] or "").upper() for name in _ROUTE})

    def sql(self, by: Sequence[str]) -> str:
        """Transfers of the period by some dimensions: all, those that match, and those that could."""
        route = f"{self.origin.test('origin', 'origin')} AND {self.destination.test('destination', 'destination')}"
        names = "".join(f"{_COLUMNS[name]} AS {name}_, " for name in by)
        order = ", ".join(str(at) for at in range(1, len(by) + 1))
        return f"""
            SELECT {names}
                count(CASE WHEN {route} AND {self.asked.certain} THEN 1 END) AS matched,
                count(CASE WHEN {route} AND {self.asked.possible} THEN 1 END) AS possible,
                count(*) AS total
            FROM ({moves_sql("CAST(book_in AS DATE) BETWEEN $first AND $last")}) AS moves
            {f"GROUP BY {order} ORDER BY {order}" if by else ""}"""

    def query(self, by: Sequence[str]) -> list[dict[str, Any]]:
        covered = self.asked.chosen.covered
        bounds = {**self.origin.bounds("origin"), **self.destination.bounds("destination")}
        return self.asked.query(self.sql(by), first=covered.first, last=covered.last, **bounds)


def no_stays(release: str) -> Said:
    """Why nobody can be followed in a release."""
    return said(
        "release {release} has neither a person id nor stays, so no stint can be followed to the next", release=release
    )


def too_few_began(asked: CustodyQuestion) -> Said:
    """Why so few stays give no share."""
    return said(
        "fewer than {fewest:number} stays that began in {period} give no share", fewest=FEWEST, period=asked.span
    )


def follows(asked: CustodyQuestion) -> bool:
    """Whether stints of one stay can be told to belong together: the release has person ids."""
    return asked.tells("person_key")


def followed(
    record: Record, measure: Measure, given: Mapping[str, Any], by: tuple[str, ...] = (), needs: Sequence[str] = ()
) -> CustodyQuestion | Finding:
    """The question behind parameters where a release can tell which stints belong to one stay, else why none answers.

    Raises:
        BadParameter: no list of facilities in the record knows the state or area.
    """
    asked = question(record, measure, given, by, needs)
    if isinstance(asked, Unanswerable):
        parameters = {**given, "by": list(by)} if measure.dimensions else given
        return measure.unanswered(record, parameters, asked.status, asked.reason)
    return asked if follows(asked) else asked.unanswered("not determinable", no_stays(asked.release))


def _answer(record: Record, given: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    asked = followed(record, MEASURE, given, by)
    if isinstance(asked, Finding):
        return asked
    places = [
        place_of(record, {"facility": given[name], "state": given[f"{name}_state"]})
        for name in ("origin", "destination")
    ]
    for place in places:
        if place.codes == ():
            return asked.unanswered("not determinable", unlisted(place))
    return _finding(_Moves(asked, *places))


def _finding(moves: _Moves) -> Finding:
    asked = moves.asked
    by = asked.by or ("month",)
    found = moves.query(by)
    matched, possible, total = (sum(row[name] for row in found) for name in ("matched", "possible", "total"))
    rows = list(_rows(asked.record, found, by))
    kept = merged(rows, len(by), len(by)) if asked.by else rows
    shown, more = cut(kept)
    return asked.finding(
        moves.sql(by),
        value=float(matched),
        numerator=matched,
        denominator=total,
        denominator_is=said("transfers of the period in the release, whoever and wherever"),
        interval=asked.counted(matched, possible),
        columns=(*by, "transfers"),
        rows=shown,
        caveats=(*moves.origin.caveats, *moves.destination.caveats, *_caveats(moves), *more),
        breaks_down=lambda: _breakdown(asked, by, matched, total, shown) if not more else None,
        told=asked.told_of([matched, *(row[-1] for row in kept)], "none" if asked.by else "month"),
        sentence=narrowed(
            said(
                "{matched:number} transfers in {period}, out of {total:number} in all.",
                matched=matched,
                period=asked.span,
                total=total,
            ),
            [*moves.route, *asked.labels],
        ),
    )


def _breakdown(
    asked: CustodyQuestion, by: Sequence[str], matched: int, total: int, shown: Sequence[tuple[Any, ...]]
) -> Breakdown:
    """What the counts are of: the transfers of the route, and all of them."""
    route = asked.scope(*_ROUTE)
    rows = [dict(zip(by, row, strict=False)) for row in shown]
    whole = Count(replace(route, filters={}).key(), total)
    return route.breakdown(Count(route.key(), matched), whole, route.split(rows, {len(by): ""}, shown))


def _rows(record: Record, found: Sequence[Mapping[str, Any]], by: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The split; facilities of one state are added up, and a facility that no list places has none."""
    placed = states(record) if any(name.endswith("_state") for name in by) else {}
    sums: dict[tuple[Any, ...], int] = {}
    for row in found:
        key = tuple(placed.get(row[f"{name}_"]) if name.endswith("_state") else row[f"{name}_"] for name in by)
        sums[key] = sums.get(key, 0) + row["matched"]
    for key in sorted(sums, key=lambda cells: [(cell is None, str(cell)) for cell in cells]):
        if sums[key]:
            yield (*map(label, key), sums[key])


_BLANK = """
    SELECT count(*) AS stints FROM detention_path
    WHERE release = $release AND stint_number IS NOT NULL AND facility_code IS NULL
        AND CAST(book_in AS DATE) BETWEEN $first AND $last"""


def _caveats(moves: _Moves) -> Iterator[Caveat]:
    asked = moves.asked
    yield Caveat(
        said(
            "A new stint in the same facility is no transfer, and stints that repeat another are left out; a person moved "
            "twice is two transfers."
        )
    )
    yield Caveat(said("Moves by way of places that ICE does not record as facilities are not in the rows."))
    covered = asked.chosen.covered
    blank = asked.query(_BLANK, first=covered.first, last=covered.last)[0]["stints"]
    if blank:
        yield Caveat(
            said(
                "Stints of the period without a facility code: {stints:number}; moves to and from them are not counted.",
                stints=blank,
            ),
            "warning",
        )


MEASURE = Measure(
    id="transfers",
    estimators=("complete_count",),
    definition=Definition(
        question="How often were people moved from one facility to another?",
        counted="stints whose facility differs from that of the stint before them in the same stay",
        not_counted="new stints in the same facility, rows that repeat another, and stints without a facility code",
        date_basis="the book-in to the facility to which the person was moved",
        estimator="complete count of the rows of one release",
    ),
    unit="transfers",
    parameters=(
        Parameter("origin", "text", "facility code that people were moved from (JENATLA); several with + between"),
        Parameter("destination", "text", "facility code that people were moved to (BASILLA); several with + between"),
        Parameter("origin_state", "text", "two letters of the state that people were moved from (TX)"),
        Parameter("destination_state", "text", "two letters of the state that people were moved to (LA)"),
        *PEOPLE,
        PERIOD,
        RELEASE,
    ),
    tables=("detention_stints", "detention_path", "facilities"),
    answer=_answer,
    dimensions={
        "origin": Dimension("origin", "facility_code", "facility that people were moved from"),
        "destination": Dimension("destination", "facility_code", "facility that people were moved to"),
        "origin_state": Dimension("origin", "facility_code", "state of the facility that people were moved from"),
        "destination_state": Dimension(
            "destination", "facility_code", "state of the facility that people were moved to"
        ),
        **WHO_DIMENSIONS,
        "month": Dimension("month_of(book_in)", "book_in", "month of the book-in"),
        "day": Dimension("CAST(book_in AS DATE)", "book_in", "day of the book-in"),
    },
    example="-p period=2025-06 -p destination_state=LA --by origin_state",
)
