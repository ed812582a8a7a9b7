"""The pages. A module holds one family: functions from what was asked to a page, and `ROUTES`; its templates stand beside."""

from __future__ import annotations

from typing import Final

from sojourn.web.asked import Route
from sojourn.web.pages import (
    about,
    ask,
    canada,
    claims,
    courts,
    draw,
    entry,
    facility,
    family,
    groups,
    nationality,
    refuge,
    releases,
    start,
)

ROUTES: Final[tuple[Route, ...]] = (
    *start.ROUTES,
    *family.ROUTES,
    *ask.ROUTES,
    *courts.ROUTES,
    *nationality.ROUTES,
    *entry.ROUTES,
    *canada.ROUTES,
    *facility.ROUTES,
    *groups.ROUTES,
    *claims.ROUTES,
    *refuge.ROUTES,
    *draw.ROUTES,
    *releases.ROUTES,
    *about.ROUTES,
)
