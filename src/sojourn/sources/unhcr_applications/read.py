"""UNHCR's applications: one header, years and counts written as decimals."""

from __future__ import annotations

from sojourn.sources.headed import headed
from sojourn.sources.own import OwnReader
from sojourn.sources.unhcr import edition

READERS: dict[str, OwnReader] = {"applications": headed("unhcr_applications/applications", edition)}
