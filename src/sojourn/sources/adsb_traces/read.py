"""Traces of one aircraft, as readsb writes them: points with feet and knots, beside seconds since the trace began.

Source: readsb, README-json.md, "trace jsons".
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from json import dumps
from typing import Any

from sojourn.sources.own import JsonReader, Unfit

_METRES_A_FOOT = 0.3048
_METRES_A_SECOND_A_KNOT = 1852 / 3600
_FLAGS, _STALE, _NEW_LEG = 6, 1, 2
_FEWEST = 8
"""Cells of a point up to the vertical rate; newer programs write more behind them."""
_EPOCH = datetime(1970, 1, 1)
_MOST_SECONDS = 10**10
"""Some three hundred years; a number beyond counts thousandths."""
_YES_NO = ("false", "true")


def _rows(trace: dict[str, Any]) -> Iterator[list[str] | Unfit]:
    start = _number(trace["timestamp"])
    points = trace["trace"]
    if start is None or not isinstance(points, list):
        yield Unfit("the trace has no time or no points")
        return
    if abs(start) > _MOST_SECONDS:
        yield Unfit("the timestamp of the trace is no number of seconds since 1970")
        return
    head = [_text(trace["icao"]).lower(), _text(trace.get("r"))]
    callsign = ""
    for point in points:
        if not isinstance(point, list) or len(point) < _FEWEST:
            yield Unfit("a point of the trace is no list of eight or more", dumps(point))
            continue
        try:
            bits = int(point[_FLAGS])
            callsign = _callsign(point, "" if bits & _NEW_LEG else callsign)
            yield head + _cells(point, start, bits, callsign)
        except (TypeError, ValueError, OverflowError):
            yield Unfit("a number of the point is none", dumps(point))


def _cells(point: list[Any], start: float, bits: int, callsign: str) -> list[str]:
    """The cells of a point behind those of its aircraft, in the order of the columns."""
    seconds, latitude, longitude, altitude, speed, heading, _, climb = point[:_FEWEST]
    seen = _EPOCH + timedelta(seconds=start + float(seconds))
    on_ground = altitude == "ground"
    return [
        seen.isoformat(" ", "milliseconds"),
        callsign,
        "position",
        latitude or "",
        longitude or "",
        "" if on_ground or altitude is None else f"{float(altitude) * _METRES_A_FOOT:.1f}",
        "" if speed is None else f"{float(speed) * _METRES_A_SECOND_A_KNOT:.2f}",
        heading or "",
        "" if climb is None else f"{float(climb) * _METRES_A_FOOT / 60:.2f}",
        "" if altitude is None else _YES_NO[on_ground],
        _YES_NO[bits & _STALE],
        _YES_NO[bits & _NEW_LEG > 0],
    ]


def _callsign(point: list[Any], before: str) -> str:
    """The call sign of a point; most points repeat nothing, and have that of the point before."""
    details = point[_FEWEST] if len(point) > _FEWEST else None
    flight = details.get("flight") if isinstance(details, dict) else None
    return flight.strip() if isinstance(flight, str) else before


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


READERS = {"readsb-trace": JsonReader(frozenset({"icao", "timestamp", "trace"}), _rows)}
