"""The invented ports: appointments by month and nationality, and the encounters that they are part of.

Places a day double in June 2023, one nationality has fewer of them from then on, and all stop after 20 January 2025.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date

from sojourn.lookalike.draws import stream

FIRST, STOP, LAST = date(2023, 1, 1), date(2025, 1, 1), date(2025, 8, 1)
"""The first month with appointments, the month in which they stop, and the last month of encounters."""
STOP_DAY = 20
_PLACES_BEFORE, _PLACES_AFTER, _WITHOUT = 600, 1200, 90
_CHANGE = date(2023, 6, 1)
_WEIGHTS = {
    "Cuba": (6, 6),
    "Venezuela": (20, 19),
    "Haiti": (18, 20),
    "Mexico": (19, 21),
    "Honduras": (7, 8),
    "Colombia": (2, 4),
    "Russia": (14, 4),
    "El Salvador": (2, 3),
    "Guatemala": (2, 3),
    "Ecuador": (1, 2),
    "Chile": (2, 2),
    "Other": (7, 8),
}
"""How the appointments of a month fall to nationalities, before and after the change."""
NATIONALITIES = tuple(_WEIGHTS)


def months(first: date, last: date) -> Iterator[date]:
    """The first day of each month from one to another."""
    month = first
    while month <= last:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def appointments(month: date, nationality: str, seed: int) -> int:
    """Appointments of a nationality in a month, not rounded."""
    if not FIRST <= month <= STOP:
        return 0
    days = STOP_DAY if month == STOP else calendar.monthrange(month.year, month.month)[1]
    late = month >= _CHANGE
    shares = [weights[late] for weights in _WEIGHTS.values()]
    places = (_PLACES_AFTER if late else _PLACES_BEFORE) * days
    drawn = stream(seed, "appointments", str(month), nationality).uniform(0.95, 1.05)
    return round(places * _WEIGHTS[nationality][late] / sum(shares) * drawn)


def encounters(month: date, nationality: str, seed: int) -> int:
    """Encounters at ports: every appointment, and people who come without one."""
    days = calendar.monthrange(month.year, month.month)[1]
    drawn = stream(seed, "encounters", str(month), nationality).uniform(0.9, 1.1)
    return appointments(month, nationality, seed) + round(_WITHOUT * days / len(NATIONALITIES) * drawn)
