"""Numbers as English writes them, in sentences and beside them."""

from __future__ import annotations

from decimal import Decimal


def number(value: float | None) -> str:
    """A number as people read it: thousands separated, at most one decimal above ten."""
    if value is None:
        return "no figure"
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:.2f}"


def percent(share: float) -> str:
    """A share as whole or one-decimal per cent."""
    return f"{100 * share:.0f} %" if 0.01 <= share <= 0.99 else f"{100 * share:.1f} %"


def points(difference: float) -> str:
    """A difference of two shares in percentage points, with its sign; what rounds to zero has none."""
    rounded = round(100 * difference, 1)
    return f"{rounded:+.1f}" if rounded else "0.0"


def rough(share: float) -> str:
    """A share as per cent with two digits that count: what is one row of millions stays above zero."""
    return f"{Decimal(f'{100 * share:.2g}'):f} %"
