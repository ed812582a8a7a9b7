"""A bar chart as inline SVG, without script, readable in black and white; the table always stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT, FOOT, GAP, WIDEST = 640, 130, 24, 6, 64


def bars(values: Sequence[tuple[str, float]], title: str) -> str:
    """SVG of labelled bars from zero; the first, the last and every third label are written."""
    highest = max(value for _, value in values) or 1.0
    step = min(WIDTH / len(values), WIDEST)
    parts = []
    for at, (label, value) in enumerate(values):
        tall = (HEIGHT - FOOT - 16) * value / highest
        left, top = at * step + GAP / 2, HEIGHT - FOOT - tall
        parts.append(f'<rect x="{left:.1f}" y="{top:.1f}" width="{step - GAP:.1f}" height="{tall:.1f}"/>')
        if len(values) <= 14 or at % 3 == 0:
            middle = left + (step - GAP) / 2
            parts.append(f'<text x="{middle:.1f}" y="{top - 4:.1f}">{value:,.0f}</text>')
            parts.append(f'<text x="{middle:.1f}" y="{HEIGHT - FOOT + 14}">{escape(label)}</text>')
    return (
        f'<svg class="bars" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )
