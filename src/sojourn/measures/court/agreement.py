"""Whether the comparisons of one judge with like cases agree, and what they make of the raw difference."""

from __future__ import annotations

from collections.abc import Sequence

from sojourn.measures.court.peers import Compared
from sojourn.words.said import Said, joined, said


def points_told(one: Compared) -> str:
    """A difference in percentage points with its limits, or why there is none."""
    if not one.difference:
        return said("none ({note})", note=one.note)
    value, low, high = one.difference
    return said("{value:points} ({low:points} to {high:points})", value=value, low=low, high=high)


def disagree(three: tuple[Compared, ...]) -> bool:
    """Whether comparisons differ in direction, or one excludes zero and another does not."""
    found = [one for one in three if one.difference]
    values = [one.difference[0] for one in found if one.difference]
    return len({one.side for one in found}) > 1 or (min(values, default=0) < 0 < max(values, default=0))


def agreement(raw: Compared, three: tuple[Compared, ...]) -> str:
    """Whether the comparisons of like cases agree, and what they make of the raw difference, in one or two sentences."""
    found = [one for one in three if one.difference]
    if len(found) < 2:
        return said("There are not two comparisons of like cases to hold against each other.")
    if disagree(three):
        return _disagreement(found)
    count = said("Comparisons of like cases: {count:number} of 3.", count=len(found))
    side = found[0].side
    if not side:
        end = said("The cases explain the raw difference, as far as these strata tell.") if raw.side else ""
        return joined([count, said("All hold zero: the judge cannot be told from the peers."), end])
    if side > 0:
        where = said("All put the judge above the peers by more than their intervals.")
    else:
        where = said("All put the judge below the peers by more than their intervals.")
    end = said("The cases do not explain the raw difference.") if raw.side == side else ""
    return joined([count, where, end])


def _disagreement(found: Sequence[Compared]) -> Said:
    """In what the comparisons differ."""
    apart, within = (
        joined([one.name for one in found if bool(one.side) == is_apart], "; ") for is_apart in (True, False)
    )
    if apart and within:
        return said(
            "The comparisons of like cases do not agree. Those that exclude zero: {apart}. Those that do not: {within}.",
            apart=apart,
            within=within,
        )
    return said("The comparisons of like cases do not agree: they point in different directions, though all hold zero.")
