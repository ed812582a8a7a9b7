"""A finding as it may leave the machine: its hidden counts taken out of the table, the headline and every sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from typing import Any, Final

from sojourn.breakdown import Key
from sojourn.findings import Caveat, Finding, Interval
from sojourn.stats.proportions import wilson
from sojourn.words.figures import number
from sojourn.words.said import said

HIDDEN: Final = said("hidden")
"""What stands in the place of a hidden count, whatever its size: a mark for small ones would give their size away."""

_DATE = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b|\bFY ?\d{4}\b")


def guarded(finding: Finding, hidden: Set[Key]) -> Finding:
    """The finding without its hidden counts, and without any text that has numbers of its own.

    A sentence may tell a count that the gate never saw, so it is written anew from the headline; remarks with numbers are
    left out. A finding that tells nothing about people comes back as it is.
    """
    if finding.tier == "P0" and finding.told.form == "P0" and not _touched(finding, hidden):
        return finding
    headline = {"interval": _interval(finding)} if _headline_is_shown(finding, hidden) else _NO_HEADLINE
    told = replace(finding.told, cells=())  # the gate has seen every count that is left
    rows = tuple(_rows(finding, hidden))
    shown = replace(finding, rows=rows, details={}, breaks_down=lambda: None, told=told, **headline)
    kept = tuple(one for one in finding.caveats if _has_no_number(one.text, finding))
    return replace(
        shown,
        rivals=tuple(one for one in finding.rivals if not one.counted),
        sentence=_sentence(shown) if finding.sentence else "",
        reason=finding.reason if _has_no_number(finding.reason, finding) else _TOO_FEW,
        caveats=(*kept, *_about_hiding(finding, hidden, len(finding.caveats) - len(kept))),
    )


_NO_HEADLINE: Final[dict[str, Any]] = {"value": None, "numerator": None, "denominator": None, "interval": None}
_TOO_FEW = "too few to be told outside this machine"


def _interval(finding: Finding) -> Interval | None:
    """The interval as it follows from the counts that are shown; the one at hand may tell how many cells were blank."""
    if finding.value is None or finding.numerator is None:
        return None
    if finding.value == finding.numerator or not finding.denominator:
        return Interval(
            finding.value, finding.value, "complete count; rows whose cell for a filter is blank are not told"
        )
    return Interval(*wilson(int(finding.numerator), int(finding.denominator)), "Wilson, of the counts shown")


def _touched(finding: Finding, hidden: Set[Key]) -> bool:
    return finding.breakdown is not None and any(count.key in hidden for count in finding.breakdown.counts)


def _headline_is_shown(finding: Finding, hidden: Set[Key]) -> bool:
    """Whether numerator and denominator are counts of the breakdown, and shown."""
    assert finding.breakdown is not None, "the gate lets nothing about people through that has no breakdown"
    return not {finding.breakdown.numerator, finding.breakdown.denominator} & {None, *hidden}


def _rows(finding: Finding, hidden: Set[Key]) -> Iterator[tuple[Any, ...]]:
    """The rows whose counts are known to the gate; a row with a hidden count keeps its labels and its shown counts."""
    assert finding.breakdown is not None
    keys: dict[int, dict[int, Key]] = defaultdict(dict)
    for count in finding.breakdown.counts:
        if count.at:
            keys[count.at[0]][count.at[1]] = count.key
    for at, row in enumerate(finding.rows):
        if counted := keys.get(at):
            yield tuple(_cells(row, set(counted), {column for column, key in counted.items() if key in hidden}))


def _cells(row: tuple[Any, ...], counted: Set[int], secret: Set[int]) -> Iterator[Any]:
    """The cells of a row: hidden counts marked, and with one of them all that was computed from the row's counts."""
    for column, cell in enumerate(row):
        if column in secret:
            yield HIDDEN
        elif secret and column > min(counted) and column not in counted:
            yield None
        else:
            yield cell


def _has_no_number(text: str, finding: Finding) -> bool:
    """Whether a text has no number but dates, years and those in the name of a release."""
    for release in finding.provenance.releases:
        text = text.replace(release, "")
    return not any(letter.isdigit() for letter in _DATE.sub("", text))


def _sentence(shown: Finding) -> str:
    """The answer in words, from what is shown alone."""
    told = {name: " and ".join(value) if isinstance(value, list) else value for name, value in shown.parameters.items()}
    asked = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in told.items() if value)
    question = f"{shown.definition.question} Asked with {asked}:"
    if shown.value is None:
        return f"{question} the figure is hidden; the table has what may be shown."
    part, whole = number(shown.numerator), number(shown.denominator)
    of = f" {shown.denominator_is}" if _has_no_number(shown.denominator_is, shown) else ""
    return f"{question} {shown.shown(shown.value)} ({part} of {whole}{of})."


def _about_hiding(finding: Finding, hidden: Set[Key], left_out: int) -> Iterator[Caveat]:
    counts = finding.breakdown.counts if finding.breakdown else ()
    if any(count.key in hidden for count in counts):
        yield Caveat(
            "Counts are hidden so that no number of fewer than eleven people can be worked out, from this and earlier "
            "publications together. Hidden means neither zero nor small: large counts are hidden to protect others.",
            "warning",
        )
    if left_out or len(list(_listed(finding))) < len(finding.rows):
        yield Caveat("Remarks and rows with counts that the publication does not show are left out.")


def _listed(finding: Finding) -> Iterable[int]:
    return {count.at[0] for count in finding.breakdown.counts if count.at} if finding.breakdown else set()
