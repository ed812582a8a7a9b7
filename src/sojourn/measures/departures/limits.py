"""How much work one question may ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sojourn.errors import BadParameter
from sojourn.words.said import said


def within(measure: str, asked: Mapping[str, Any], **most: int) -> None:
    """Check numbers of a question.

    Raises:
        BadParameter: one is larger than the most that may be asked.
    """
    for name, limit in most.items():
        if (asked[name] or 0) > limit:
            raise BadParameter(
                said("{number:name} is too many", number=asked[name]),
                where=said("{measure:name}, parameter {parameter:name}", measure=measure, parameter=name),
                todo=said("give at most {limit:number}", limit=limit),
            )
