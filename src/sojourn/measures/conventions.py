"""The midnight conventions: at which moment of a day people count as held (docs/custody.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sojourn.measures.declare import Parameter

_MEANINGS: Final[Mapping[str, str]] = {
    "end_of_day": "people at the midnight that ends the day, so somebody who came and left within it does not count",
    "start_of_day": "people at the midnight that begins the day, which is the end of the day before: the series moves by a day",
    "any_time": "everyone held at any moment of the day, so more than at midnight; a transferred person counts at both facilities",
}
"""What each convention counts, and why its figure differs from the others'."""
_DAYS: Final[Mapping[str, str]] = {
    "end_of_day": "the midnight that ends the day",
    "start_of_day": "the midnight that begins the day",
    "any_time": "any moment of the day",
}
"""When people count as held under each convention."""
CONVENTION: Final = Parameter(
    "convention",
    "choice",
    "when in the day people are counted; any_time cannot be added over facilities",
    "end_of_day",
    choices=tuple(_MEANINGS),
    meanings=_MEANINGS,
    date_bases=_DAYS,
)
"""The parameter of measures that count people held on a day."""
