"""The fair draw in the open: the rounds of a published folder with every check, the board of codes, and a paper to check.

Nothing of a kit is read, and nobody is asked for a recovery code.
"""

from __future__ import annotations

from typing import Final

from sojourn.draw.canonical import read_document
from sojourn.draw.papers import verify_document
from sojourn.web.asked import Asked, Page, Route
from sojourn.web.draws import without_path

PASTED: Final = "the pasted text"


def listed(asked: Asked) -> Page:
    """The draws that were named when the site was started, and the form to check a paper."""
    return Page("draws.html", {"names": [one.name for one in asked.site.draws.folders]}, of_record=False)


def board(asked: Asked) -> Page:
    """The rounds of a draw: list, commitment, beacon, what was drawn, codes, and each check."""
    draw = asked.site.draws.shown(asked.path["number"], public=asked.site.public)
    return Page("draw.html", {"draw": draw}, of_record=False)


def checked(asked: Asked) -> Page:
    """A pasted proof, ticket or proof of waiting with each check; it is kept nowhere."""
    number = asked.first("draw")
    folder = asked.site.draws.folder(number) if number else None
    document = read_document("\n".join(asked.query.get("paper", ())).encode(), PASTED)
    found = verify_document(document, PASTED, folder, asked.first("posted") or None)
    told = without_path(found.checks, folder) if folder else found
    against = folder.name if folder else ""
    return Page("paper.html", {"verification": told, "against": against, "said": _said(document)}, of_record=False)


def _said(document: dict[str, object]) -> str:
    """What a ticket says of its household: registered, placed or held; empty for another paper."""
    told = document.get("document")
    state = told.get("state") if isinstance(told, dict) else None
    return state if isinstance(state, str) else ""


ROUTES: Final = (
    Route("/draw", listed),
    Route("/draw/{number}", board),
    Route("/draw-checked", checked, local=True, writes=True),
)
