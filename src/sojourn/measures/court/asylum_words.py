"""What the measures of decisions on asylum say in the same words: outcomes with counts, units, and the definition."""

from __future__ import annotations

from sojourn.measures.court.asylum_definitions import FEWEST, WORDS, Counted, Outcome, Side, Way
from sojourn.words.said import Joined, Said, joined, said


def counted_as(outcome: Outcome, count: int) -> Said:
    """An outcome with its count."""
    return said("{outcome} {count:number}", outcome=WORDS[outcome], count=count)


def part_of(outcome: Outcome, part: int, whole: int) -> Said:
    """An outcome with its count, and of how many."""
    return said("{outcome} {part:number} of {whole:number}", outcome=WORDS[outcome], part=part, whole=whole)


def counted_under(way: Way, side: Side | None = None) -> Said:
    """The sentence that says what is counted, by which definition, and by whose proceeding where that is told."""
    values = {"unit": way.unit, "definition": way.id}
    if side is None:
        return said("Counted are {unit} under the definition {definition}.", **values)
    if side == "own":
        return said("Counted are {unit} under the definition {definition}, by the own proceeding.", **values)
    return said("Counted are {unit} under the definition {definition}, by the last proceeding.", **values)


def too_few_for_rate(way: Way) -> Said:
    """Why there is no rate."""
    if way.unit == "cases":
        return said("fewer than {fewest:number} cases give no rate", fewest=FEWEST)
    return said("fewer than {fewest:number} decisions give no rate", fewest=FEWEST)


def units_counted(way: Way) -> Said:
    """What the denominator of a definition is."""
    if way.unit == "cases":
        return said("cases that {definition} counts", definition=way.id)
    return said("decisions that {definition} counts", definition=way.id)


def outcomes_of(one: Counted) -> Joined:
    """The counts of a definition in words."""
    return joined([counted_as(outcome, count) for outcome, count in one.counts.items()], ", ")
