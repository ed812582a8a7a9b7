"""Grounds that follow from protection or claims before this one, and from findings of inadmissibility."""

from __future__ import annotations

from datetime import date

from sojourn.refuge.case import Case
from sojourn.refuge.rule import rule
from sojourn.refuge.truth import Truth

SHARING = ("US", "GB", "AU", "NZ")
"""Countries with which Canada shares information under an arrangement (named in Hamami v. Canada, 2022 FC 222)."""
ROYAL_ASSENT_2019 = date(2019, 6, 21)
"""Claims made until this day are left alone if they had been heard by then (2019, c. 29, s. 309(b))."""
SERIOUS_WITHOUT_THRESHOLD = ("security", "rights_violations", "organized_criminality")


@rule("protected_already", "IRPA 101(1)(a)")
def protected_already(case: Case) -> Truth:
    """Canada has given the claimant refugee protection. Source: IRPA 101(1)(a)."""
    return case.holds("protected_in_canada")


@rule("rejected_before", "IRPA 101(1)(b)")
def rejected_before(case: Case) -> Truth:
    """The Board has rejected a claim of the claimant. Source: IRPA 101(1)(b)."""
    return case.some("canadian_claim", lambda claim: claim.is_one_of("outcome", "rejected"))


@rule("claim_before", "IRPA 101(1)(c)")
def claim_before(case: Case) -> Truth:
    """An earlier claim was ineligible, withdrawn or abandoned, unless it does not count as a prior claim.

    Source: IRPA 101(1)(c); IRPR 159.01.
    """
    return case.some(
        "canadian_claim",
        lambda claim: claim.is_one_of("outcome", "ineligible", "withdrawn", "abandoned") & ~not_a_prior_claim(claim),
    )


@rule("not_a_prior_claim", "IRPR 159.01", exception_to="claim_before")
def not_a_prior_claim(claim: Case) -> Truth:
    """A claim that was ineligible under the Agreement does not count if the United States then refused entry without a hearing.

    Source: IRPR 159.01 (SOR/2023-58).
    """
    third_country = claim.is_one_of("outcome", "ineligible") & claim.holds("only_third_country")
    return third_country & claim.holds("refused_us_after")


@rule("claim_elsewhere", "IRPA 101(1)(c.1)")
def claim_elsewhere(case: Case) -> Truth:
    """An earlier claim in a country that shares information with Canada, confirmed by it.

    It counts if withdrawn (Seifu, 2022 FC 328), never assessed (Seklani, 2020 FC 778) or old (Hamami, 2022 FC 222: a claim
    of 1997). Source: IRPA 101(1)(c.1).
    """
    claim = case.day("claim_day")
    found = case.some(
        "claim_elsewhere",
        lambda before: (
            before.is_one_of("country", *SHARING) & ~before.day("day").is_from(claim) & before.holds("confirmed")
        ),
    )
    return found & ~heard_before_assent(case)


@rule("heard_before_assent", "IRPA 101(1)(c.1)", exception_to="claim_elsewhere")
def heard_before_assent(case: Case) -> Truth:
    """A claim made from 8 April to 21 June 2019 on which the Board had heard evidence, or which it had allowed, by that day.

    Source: IRPA 101(1)(c.1); 2019, c. 29, s. 309(b), printed with the related provisions of the Act.
    """
    return ~case.day("claim_day").is_after(ROYAL_ASSENT_2019) & case.holds("heard_by_21_june_2019")


@rule("refuge_elsewhere", "IRPA 101(1)(d)")
def refuge_elsewhere(case: Case) -> Truth:
    """Another country has recognised the claimant as a Convention refugee, and they can be sent there. Source: IRPA 101(1)(d)."""
    return case.holds("refugee_elsewhere") & case.holds("returnable_to_refuge")


@rule("found_inadmissible", "IRPA 101(1)(f)")
def found_inadmissible(case: Case) -> Truth:
    """The claimant was found inadmissible; serious criminality counts for offences of ten years or more alone.

    Source: IRPA 101(1)(f), 101(2).
    """
    serious = case.is_one_of("found_inadmissible", "serious_criminality") & case.holds("offence_of_10_years")
    return case.is_one_of("found_inadmissible", *SERIOUS_WITHOUT_THRESHOLD) | serious
