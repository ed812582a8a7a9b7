"""The gate: what may leave the machine, audited together with what has left it before; nothing else passes."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np

from sojourn.breakdown import Key
from sojourn.disclosure.coarsening import coarsened
from sojourn.disclosure.guarded import guarded
from sojourn.disclosure.joining import Joined, join, words
from sojourn.disclosure.published import Publication
from sojourn.disclosure.suppress import CannotProtect, suppress
from sojourn.errors import GateError
from sojourn.findings import Finding
from sojourn.words.said import said

MOST_NAMED = 5


@dataclass(frozen=True)
class Passed:
    """What the gate made of several findings.

    `findings` has the form in which each may leave the machine, in the order given, or why it may not. `publication` is
    what they give away together; `narrowest` is the least width of an interval of a hidden count that was proven, None
    where nothing is hidden.
    """

    findings: tuple[Finding | GateError, ...]
    publication: Publication
    narrowest: int | None

    def only_findings(self) -> tuple[Finding, ...]:
        """The findings.

        Raises:
            GateError: one of them may not leave the machine.
        """
        refused = [one for one in self.findings if isinstance(one, GateError)]
        if refused:
            raise refused[0]
        return tuple(one for one in self.findings if isinstance(one, Finding))


def pass_gate(findings: Sequence[Finding], earlier: Sequence[Publication] = ()) -> Passed:
    """What may leave the machine of several findings that are published together.

    Args:
        findings: what is to be published.
        earlier: what was published before from the same sources.

    Raises:
        GateError: counts that several findings give away together and none prints, or periods that overlap.
        ContradictingNumbers: the findings and earlier publications contradict each other, so that no audit is possible.
    """
    forms: list[Finding | GateError] = [refusal(finding) or coarsened(finding) for finding in findings]
    while True:
        joined = join([one.breakdown for one in forms if isinstance(one, Finding) and one.breakdown], earlier)
        hidden, narrowest, exposed = _hide(joined)
        if not exposed:
            break
        forms = _coarsen_or_refuse(forms, exposed)
    shown = (guarded(one, hidden) if isinstance(one, Finding) else one for one in forms)
    return Passed(tuple(shown), _given_away(joined, hidden), narrowest)


def _coarsen_or_refuse(forms: Sequence[Finding | GateError], exposed: Set[Key]) -> list[Finding | GateError]:
    """The forms with the tables that print a count which cannot be protected coarsened; where that cannot be, refused.

    Raises:
        GateError: none prints it: it follows from several.
    """
    kept = [coarsened(one, exposed) if _prints(one, exposed) else one for one in forms]  # type: ignore[arg-type]
    if kept == list(forms):
        kept = [_cannot_protect(exposed) if _prints(one, exposed) else one for one in forms]
    if kept == list(forms):
        raise _cannot_protect(exposed)
    return kept


def _prints(form: Finding | GateError, keys: Set[Key]) -> bool:
    counts = form.breakdown.counts if isinstance(form, Finding) and form.breakdown else ()
    return any(count.key in keys for count in counts)


def _cannot_protect(exposed: Set[Key]) -> GateError:
    names = sorted(map(words, exposed))
    counts, more = "; ".join(names[:MOST_NAMED]), len(names) - MOST_NAMED
    what = (
        said(
            "counts about people cannot be hidden, since other numbers tell them: {counts:name} and {more:number} more",
            counts=counts,
            more=more,
        )
        if more > 0
        else said("counts about people cannot be hidden, since other numbers tell them: {counts:name}", counts=counts)
    )
    return GateError(
        what,
        where=said("the disclosure gate"),
        todo=said("leave out the question that has them, ask for longer periods or without one of the dimensions"),
    )


def refusal(finding: Finding) -> GateError | None:
    """Why a finding cannot leave the machine in any form; None where it can.

    The message has no number and no id of the finding: an id is computed from the answer, and whoever has the same files
    could try small numbers until it fits.
    """
    if finding.told.form in {"P2", "P3"}:
        return GateError(
            said(
                "an answer of tier {form:name} stays on this machine, whatever its numbers are", form=finding.told.form
            ),
            where=finding.measure,
            todo=said("ask by month instead of day, without an age, or for the country instead of a place"),
        )
    if finding.tier != "P0" and finding.breakdown is None:
        return GateError(
            said(
                "an answer of tier {tier:name} stays on this machine, since it does not say what its counts are of",
                tier=finding.tier,
            ),
            where=finding.measure,
            todo=said("ask without the personal attribute, or ask for the counts behind the answer"),
        )
    return None


def _hide(joined: Joined) -> tuple[Set[Key], int | None, Set[Key]]:
    """The printed counts to hide, the least width of the intervals that are left, and the counts that cannot be protected."""
    if not joined.has_secrets:
        return set(), None, set()
    tables = joined.tables()
    try:
        pattern = suppress(tables)
    except CannotProtect as error:
        return set(), None, {joined.keys[cell] for cell in error.cells}
    widths = (pattern.audit.high - pattern.audit.low)[tables.must_be_safe(pattern.hidden)]
    hidden = {joined.keys[at] for at in np.flatnonzero(pattern.hidden & tables.printed)}
    return hidden, int(widths.min()) if widths.size else None, set()


def _given_away(joined: Joined, hidden: Set[Key]) -> Publication:
    return Publication(
        {key: joined.values[key] for key in joined.printed if key not in hidden},
        frozenset(hidden),
        frozenset(joined.values.keys() - joined.printed),
        tuple(joined.equations),
    )
