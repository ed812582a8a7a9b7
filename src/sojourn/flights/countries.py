"""The country of a citizenship as ICE spells it, in the code that lists of airports use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sojourn.shipped import rows_of


@cache
def _table() -> Mapping[str, str]:
    return {row["citizenship"]: row["country"] for row in rows_of(Path(__file__).with_suffix(".csv"))}


def country_of(citizenship: str) -> str:
    """The two letters of ISO 3166-1 for a citizenship; empty where none can be told, as for a state that is no more.

    `citizenship` is ICE's spelling as the vocabulary of countries keeps it (RUSSIA). Kosovo has the user-assigned XK.

    Source: ISO 3166-1 (Debian package iso-codes), by the three letters of the vocabulary.

    Raises:
        KeyError: the vocabulary has no such citizenship.
    """
    return _table()[citizenship]


def countries() -> frozenset[str]:
    """Every two-letter code that a citizenship leads to."""
    return frozenset(_table().values()) - {""}
