"""What an officer can still do after the claim was referred to the Board: IRPA 104."""

from __future__ import annotations

from sojourn.refuge.case import Case
from sojourn.refuge.rule import rule
from sojourn.refuge.rules.appeal import refused_on_appeal
from sojourn.refuge.rules.claims_before import claim_elsewhere
from sojourn.refuge.rules.grounds import ineligible
from sojourn.refuge.truth import Truth


@rule("notice_ends_the_case", "IRPA 104(1)")
def notice_ends_the_case(case: Case) -> Truth:
    """A claim was referred although a ground is met: an officer's notice ends it before the Board.

    Before the first decision for every ground; on the claimant's appeal too for a claim elsewhere (c.1).
    Source: IRPA 104(1)(a) to (b), 104(2)(a), (a.1).
    """
    undecided = case.is_one_of("decision", "none") & ineligible(case)
    on_appeal = case.is_one_of("decision", "rejected") & case.holds("appeal_filed") & ~refused_on_appeal(case)
    return case.holds("referred_to_board") & (undecided | (on_appeal & claim_elsewhere(case)))
