"""The midnight conventions: at which moment of a day people count as held (docs/custody.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CONVENTION_MEANINGS: Final[Mapping[str, str]] = {
    "end_of_day": "people at the midnight that ends the day, so somebody who came and left within it does not count",
    "start_of_day": "people at the midnight that begins the day, which is the end of the day before: the series moves by a day",
    "any_time": "everyone held at any moment of the day, so more than at midnight; a transferred person counts at both facilities",
}
"""What each convention counts, and why its figure differs from the others'."""
CONVENTION_DAYS: Final[Mapping[str, str]] = {
    "end_of_day": "the midnight that ends the day",
    "start_of_day": "the midnight that begins the day",
    "any_time": "any moment of the day",
}
"""When people count as held under each convention."""
CONVENTIONS: Final = tuple(CONVENTION_MEANINGS)
