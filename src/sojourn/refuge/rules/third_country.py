"""The Safe Third Country Agreement with the United States: IRPA 101(1)(e) and IRPR 159.1 to 159.7.

The base rule is where and how the person comes; each exception is a rule that defeats it. Place decides first: at a land
port; between ports within 14 days (since 25 March 2023); at an airport only in transit under a US removal order; never in
a harbour.
"""

from __future__ import annotations

from functools import reduce

from sojourn.refuge.case import Case
from sojourn.refuge.rule import rule
from sojourn.refuge.rules.too_late import DAYS_BETWEEN_PORTS
from sojourn.refuge.truth import Truth

FAMILY = (
    "spouse", "common_law_partner", "child", "parent", "sibling", "grandparent", "grandchild", "uncle_or_aunt",
    "nephew_or_niece",
)  # fmt: skip
"""Family members of IRPR 159.1, a closed list; a legal guardian is one for a claimant under 18 alone."""
LISTED_DOCUMENTS = (
    "permanent_resident_visa", "temporary_resident_visa", "temporary_resident_permit", "travel_document",
    "refugee_travel_papers", "temporary_travel_document",
)  # fmt: skip


@rule("third_country", "IRPA 101(1)(e)")
def third_country(case: Case) -> Truth:
    """The claimant came from the United States, not their own country, in a way that the Agreement reaches; no exception.

    Source: IRPA 101(1)(e); IRPR 159.2 to 159.6.
    """
    by_land = (at_land_port(case) | between_ports(case)) & ~excepted(case)
    reached = by_land | in_transit(case)
    return came_from_designated(case) & ~own_country(case) & reached & ~death_penalty(case) & ~removal_stayed(case)


@rule("came_from_designated", "IRPR 159.3")
def came_from_designated(case: Case) -> Truth:
    """They came from the United States, directly or by way of others; no other country is designated. Source: IRPR 159.3."""
    return case.holds("came_from_us")


@rule("own_country", "IRPR 159.2", exception_to="third_country")
def own_country(case: Case) -> Truth:
    """The United States is their own country: of nationality, or, if stateless, of former habitual residence.

    Source: IRPA 101(1)(e); IRPR 159.2.
    """
    stateless = case.holds("stateless") & case.is_one_of("former_habitual_residence", "US")
    return case.is_one_of("nationality", "US") | stateless


@rule("at_land_port", "IRPR 159.4(1)")
def at_land_port(case: Case) -> Truth:
    """They seek to enter at a land port, or by train. Nothing excludes it: 159.4(1) names other places.

    The rules speak of a claimant who seeks to enter; whether they reach someone who was let in at a land port and claims
    later inside Canada is not settled by the text. Source: IRPR 159.4(1), 159.5.
    """
    by_land = case.is_one_of("arrival_at", "land_port", "rail_port")
    inland = case.is_one_of("claim_place", "inland")
    return by_land & (~inland | case.unsettled("inland_after_land_port"))


@rule("between_ports", "IRPR 159.4(1.1)")
def between_ports(case: Case) -> Truth:
    """They crossed the land border between ports and claim less than 14 days after that day. Source: IRPR 159.4(1.1)."""
    too_late = case.day("claim_day").is_from(case.day("arrival_day").plus_days(DAYS_BETWEEN_PORTS))
    return case.is_one_of("arrival_at", "between_ports") & ~too_late


@rule("in_transit", "IRPR 159.4(2)")
def in_transit(case: Case) -> Truth:
    """They are at an airport in transit from the United States under its removal order.

    The exceptions of 159.5 are for land arrivals. Official instructions limit it to people whose US claim was not decided;
    the regulation does not: reported as a conflict. Source: IRPR 159.4(2).
    """
    return case.is_one_of("arrival_at", "airport") & case.holds("us_removal_in_transit")


def excepted(case: Case) -> Truth:
    """Whether any exception of IRPR 159.5 is met."""
    return reduce(lambda one, other: one | other, (exception(case) for exception in EXCEPTIONS))


def _relative(case: Case, *statuses: str) -> Truth:
    """A family member of the closed list is in Canada with one of some statuses."""
    return case.some(
        "relative",
        lambda relative: (
            _is_family(case, relative) & relative.holds("in_canada") & relative.is_one_of("status", *statuses)
        ),
    )


def _is_family(case: Case, relative: Case) -> Truth:
    guardian = relative.is_one_of("relation", "guardian") & case.holds("under_18")
    return relative.is_one_of("relation", *FAMILY) | guardian


@rule("family_citizen", "IRPR 159.5(a)", exception_to="third_country")
def family_citizen(case: Case) -> Truth:
    """A family member in Canada is a citizen; of any age. Source: IRPR 159.5(a)."""
    return _relative(case, "citizen")


@rule("family_settled", "IRPR 159.5(b)", exception_to="third_country")
def family_settled(case: Case) -> Truth:
    """A family member in Canada is a protected person, a permanent resident, or has a removal order stayed under section 233.

    Source: IRPR 159.5(b).
    """
    return _relative(case, "protected_person", "permanent_resident", "stayed_removal")


@rule("family_claimant", "IRPR 159.5(c)", exception_to="third_country")
def family_claimant(case: Case) -> Truth:
    """An adult family member in Canada has a claim that was referred to the Board and has not ended. Source: IRPR 159.5(c)."""
    return case.some(
        "relative",
        lambda relative: (
            _is_family(case, relative)
            & relative.holds("in_canada")
            & relative.holds("adult")
            & relative.is_one_of("status", "claimant")
            & relative.holds("claim_referred")
            & ~relative.holds("claim_ended")
        ),
    )


@rule("family_permit", "IRPR 159.5(d)", exception_to="third_country")
def family_permit(case: Case) -> Truth:
    """An adult family member in Canada holds a valid work or study permit, not one for an unenforceable removal order.

    Source: IRPR 159.5(d), which cites 206(b), now 206(1)(b).
    """
    return case.some(
        "relative",
        lambda relative: (
            _is_family(case, relative)
            & relative.holds("in_canada")
            & relative.holds("adult")
            & relative.is_one_of("status", "work_permit", "study_permit")
            & ~relative.holds("permit_excluded")
        ),
    )


@rule("unaccompanied_minor", "IRPR 159.5(e)", exception_to="third_country")
def unaccompanied_minor(case: Case) -> Truth:
    """Under 18, alone, without a partner, and without a parent or guardian in Canada or the United States.

    Source: IRPR 159.5(e); Interpretation Act, section 30, for the age.
    """
    alone = ~case.holds("accompanied") & ~case.holds("has_partner")
    return case.holds("under_18") & alone & ~case.holds("parent_in_canada_or_us")


@rule("holds_document", "IRPR 159.5(f)", exception_to="third_country")
def holds_document(case: Case) -> Truth:
    """They hold a visa, a permit or refugee travel papers of Canada, not for transit alone. An eTA is not listed.

    Source: IRPR 159.5(f).
    """
    return case.is_one_of("document", *LISTED_DOCUMENTS) & ~case.holds("document_transit_only")


@rule("visa_free", "IRPR 159.5(g)", exception_to="third_country")
def visa_free(case: Case) -> Truth:
    """They need no visa for Canada and would need one for the United States. Source: IRPR 159.5(g); list in section 190."""
    return ~case.holds("needs_visa_for_canada") & case.holds("needs_visa_for_us")


@rule("sent_back", "IRPR 159.5(h)", exception_to="third_country")
def sent_back(case: Case) -> Truth:
    """The United States refused them without a hearing, or is returning a permanent resident of Canada. Source: IRPR 159.5(h)."""
    return case.holds("refused_us_without_hearing") | case.holds("returned_permanent_resident")


@rule("death_penalty", "IRPR 159.6", exception_to="third_country")
def death_penalty(case: Case) -> Truth:
    """They are charged with, or convicted of, an offence that carries death, in the United States or elsewhere.

    Source: IRPR 159.6.
    """
    return case.holds("faces_death_penalty")


@rule("removal_stayed", "IRPR 159.6(c)", exception_to="third_country")
def removal_stayed(case: Case) -> Truth:
    """They are a national of a country to which Canada stays removals; an exception until 22 July 2009 alone.

    Source: IRPR 159.6(c), repealed by SOR/2009-210.
    """
    return case.holds("removals_to_country_stayed")


EXCEPTIONS = (
    family_citizen, family_settled, family_claimant, family_permit, unaccompanied_minor, holds_document, visa_free,
    sent_back,
)  # fmt: skip
"""The exceptions of IRPR 159.5, (a) to (h)."""
