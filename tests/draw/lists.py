"""Invented policies and lists for the tests of the draw, and two rounds of the beacon as drand published them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from sojourn.draw.frozen import Entry, Frozen, freeze
from sojourn.draw.policy import Policy, Share

# Published by the League of Entropy: quicknet, rounds 123 (2023-08-23 15:15:33 UTC) and 1000 (15:59:24 UTC).
SIGNATURES = {
    123: "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92",
    1000: "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
}


def beacon(number: int) -> dict[str, Any]:
    """A round of the beacon in its published form."""
    return {"chain": "quicknet", "round": number, "signature": SIGNATURES[number]}


def policy(
    *sites: str,
    reserved: Share = (0, 1),
    classes: Sequence[tuple[str, Share]] = (),
    largest: int = 6,
    hold_days: int = 10,
) -> Policy:
    """A policy of some sites, one if none is named."""
    return Policy(
        name="invented",
        sites=sites or ("A",),
        reserved=reserved,
        classes=tuple(classes),
        largest=largest,
        hold_days=hold_days,
        confirm_hours=48,
        horizon_days=14,
        keep_days=90,
        beacon="quicknet",
        wait_hours=24,
    )


def token(name: object) -> str:
    """A token that is the same in every run."""
    return hashlib.sha256(f"invented {name}".encode()).hexdigest()


def seed(name: object) -> bytes:
    """A seed that is the same in every run."""
    return hashlib.sha256(f"seed {name}".encode()).digest()


def households(sizes: Iterable[int], sites: tuple[str, ...] = ("A",)) -> list[Entry]:
    """Households of given sizes, all registered in one week."""
    return [Entry(token(at), size, 0, sites) for at, size in enumerate(sizes)]


def one_site(sizes: Iterable[int], places: int, **told: Any) -> Frozen:
    """A list of one site."""
    return freeze(1, policy(**told), {"A": places}, households(sizes), 1000)
