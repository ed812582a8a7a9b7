"""Claims against the record: files beside the record as cards, and a file that is pasted, judged and forgotten.

None of it is on a public site: `sojourn check --public` makes the page of cards that may leave the machine.
"""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sojourn.claims.declare import ClaimsFile, read_claims
from sojourn.claims.judge import VERDICTS, check
from sojourn.errors import BadClaims
from sojourn.findings import Finding
from sojourn.web.asked import Asked, Page, Route
from sojourn.words.said import said

FOLDER: Final = Path("claims")
"""Where claims files are looked for, below the working folder."""


def listed(_asked: Asked) -> Page:
    """The claims files, and a form to paste one."""
    return Page("claims.html", {"names": [one.stem for one in _files()]})


def cards(asked: Asked) -> Page:
    """The cards of one file."""
    found = next((one for one in _files() if one.stem == asked.path["name"]), None)
    if found is None:
        raise BadClaims(said("there is no claims file of this name"), todo=said("choose one from the list of claims"))
    return _judged(asked, read_claims(found))


def pasted(asked: Asked) -> Page:
    """The cards of a text; it is kept nowhere once they are made."""
    with TemporaryDirectory(prefix="sojourn-claims-") as folder:
        path = Path(folder, "pasted.toml")
        path.write_text("\n".join(asked.query.get("claims", ())), encoding="utf-8")
        try:
            file = read_claims(path)
        except BadClaims as error:
            raise BadClaims(error.what, where=said("the pasted text"), todo=error.todo) from None
    return _judged(asked, file)


def _judged(asked: Asked, file: ClaimsFile) -> Page:
    with asked.site.record() as record:
        made = check(file, record)
    findings: list[Finding] = [judged.finding for card in made for judged in card.readings]
    return Page("cards.html", {"file": file, "cards": made, "verdicts": VERDICTS}, findings)


def _files() -> list[Path]:
    return [one for one in sorted(FOLDER.glob("*.toml")) if re.fullmatch(r"[a-z0-9-]+", one.stem)]


ROUTES: Final = (
    Route("/claims", listed, local=True),
    Route("/claims/{name}", cards, local=True),
    Route("/claims-pasted", pasted, local=True, writes=True),
)
