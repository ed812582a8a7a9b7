"""What of a comparison may leave the machine: nothing that says something about few people, and no text of a refused cell."""

from __future__ import annotations

from dataclasses import replace

from sojourn.compare.guard import unguessable
from sojourn.compare.keyed import KeyedTable
from sojourn.compare.losses import Group, Losses
from sojourn.compare.report import Comparison
from sojourn.tiers import SMALLEST_CELL


def publishable(one: Comparison) -> Comparison:
    """A comparison of tier P0.

    Whole tables stay, as do groups of rows that say nothing about people. Of the rows that left, no group of a
    nationality is told, and no group of fewer than 11 rows or cases, nor one from which such a rest would follow.
    """
    return replace(
        one,
        keyed=tuple(_keyed(each) for each in one.keyed),
        grouped=tuple(each for each in one.grouped if each.tier == "P0"),
        forms=tuple(replace(form, reasons=()) for form in one.forms),
    )


def _keyed(one: KeyedTable) -> KeyedTable:
    many = [each for each in one.rewritten if each.rows >= SMALLEST_CELL]
    told, _ = unguessable(many, len(one.rewritten) - len(many), lambda each: each.rows)
    return replace(one, rewritten=tuple(told), losses=_losses(one.losses) if one.losses else None)


def _losses(one: Losses) -> Losses:
    kept = tuple(each for by in one.dimensions if by.by != "nationality" for each in _told(one, by.by, by.vanished))
    return replace(one, groups=kept, tier="P0")


def _told(one: Losses, by: str, vanished: int) -> list[Group]:
    """The groups of one dimension that were hit; none where what is left over would be few."""
    hit = [each for each in one.hit if each.by == by and min(each.vanished, each.cases) >= SMALLEST_CELL]
    rest = vanished - sum(each.vanished for each in hit)
    return hit if rest == 0 or rest >= SMALLEST_CELL else []
