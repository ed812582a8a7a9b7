"""Sojourn, the open record of asylum and removal: the public names, each imported when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sojourn.claims.declare import read_claims
    from sojourn.claims.judge import Card, check
    from sojourn.errors import SojournError
    from sojourn.findings import Finding
    from sojourn.measures import MEASURES, measure
    from sojourn.record.build import build
    from sojourn.record.opened import Record

__version__ = "0.1.0"
__all__ = ["MEASURES", "Card", "Finding", "Record", "SojournError", "build", "check", "measure", "read_claims"]

_HOME = {
    "MEASURES": "sojourn.measures",
    "Card": "sojourn.claims.judge",
    "Finding": "sojourn.findings",
    "Record": "sojourn.record.opened",
    "SojournError": "sojourn.errors",
    "build": "sojourn.record.build",
    "check": "sojourn.claims.judge",
    "measure": "sojourn.measures",
    "read_claims": "sojourn.claims.declare",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module."""
    if name not in _HOME:
        raise AttributeError(f"module 'sojourn' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
