"""Claim cards as one self-contained HTML page: no script, no request, readable without styles, printable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from sojourn.claims.declare import ClaimsFile
from sojourn.claims.judge import VERDICTS, Card
from sojourn.findings import Finding
from sojourn.publish.bars import bars
from sojourn.publish.environment import page_environment
from sojourn.publish.findings_text import limits
from sojourn.publish.public_cards import public_cards
from sojourn.publish.terminal import DRAFT_NOTICE, INVENTED_NOTICE, P2_CHECKLIST, P2_NOTICE
from sojourn.words.figures import number, percent
from sojourn.words.spoken import Words


def cards_page(file: ClaimsFile, cards: Sequence[Card], *, public: bool, spoken: Words | None = None) -> str:
    """The page, in English unless `spoken` says another language.

    With `public`, every finding passes the disclosure gate and those that may not leave are left out.

    Raises:
        GateError: the cards of a public page together give a count away whatever is hidden.
    """
    shown = public_cards(cards) if public else cards
    environment = page_environment(spoken)
    environment.filters |= {"number": number, "percent": percent, "cell": _cell}
    environment.globals |= {
        "bars": _bars,
        "p2_notice": P2_NOTICE,
        "p2_checklist": P2_CHECKLIST,
        "invented_notice": INVENTED_NOTICE,
        "draft_notice": DRAFT_NOTICE,
        "limits": limits,
        "verdicts": VERDICTS,
    }
    counted = {said: sum(card.verdict == verdict for card in shown) for verdict, said in VERDICTS.items()}
    invented = any(card.invented for card in shown)
    return environment.get_template("cards.html").render(
        file=file, cards=shown, counted=counted, invented=invented, public=public
    )


def _cell(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and -1 < cell < 1 and cell != 0:
        return f"{cell:.3f}"
    if isinstance(cell, int | float):
        return number(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _bars(finding: Finding) -> Markup:
    """A chart of a monthly table; nothing for other tables."""
    months = [
        (row[0], row[1]) for row in finding.rows if row and isinstance(row[0], date) and isinstance(row[1], int | float)
    ]
    if len(months) < 3 or finding.columns[0] != "month":
        return Markup()
    return Markup(bars([(day.strftime("%b %Y"), float(value)) for day, value in months], finding.columns[1]))  # noqa: S704 - built by bars(), which escapes
