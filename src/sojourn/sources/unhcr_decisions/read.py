"""UNHCR's decisions: one header, years and counts written as decimals."""

from __future__ import annotations

from sojourn.sources.headed import headed
from sojourn.sources.own import OwnReader
from sojourn.sources.unhcr import edition

READERS: dict[str, OwnReader] = {"decisions": headed("unhcr_decisions/decisions", edition)}
