"""How much work one question may ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sojourn.errors import BadParameter


def within(measure: str, asked: Mapping[str, Any], **most: int) -> None:
    """Check numbers of a question.

    Raises:
        BadParameter: one is larger than the most that may be asked.
    """
    for name, limit in most.items():
        if (asked[name] or 0) > limit:
            raise BadParameter(
                f"{asked[name]} is too many", where=f"{measure}, parameter {name}", todo=f"give at most {limit:,}"
            )
