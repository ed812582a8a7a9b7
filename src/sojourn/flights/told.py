"""The classes of legs and the roles of airports in words, so that each language can say them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sojourn.flights.nouns import LegClass, StopRole
from sojourn.words.said import said

CLASSES: Final[Mapping[LegClass, str]] = {
    "removal": said("removal"),
    "removal by land": said("removal by land"),
    "onward": said("onward"),
    "connection": said("connection"),
    "transfer": said("transfer"),
    "return": said("return"),
    "positioning": said("positioning"),
    "unknown": said("unknown"),
}
"""The classes of legs in words."""
PLAYED: Final[Mapping[StopRole, str]] = {
    "drop": said("drop"),
    "hand-over": said("hand-over"),
    "offshore": said("offshore"),
    "pickup": said("pickup"),
    "return": said("return"),
    "technical stop": said("technical stop"),
    "unknown": said("unknown"),
}
"""The roles of airports in words."""
