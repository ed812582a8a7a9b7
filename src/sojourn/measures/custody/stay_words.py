"""What answers about the length of stays say: whose stays, how many lasted how long, and which are odd."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sojourn.findings import Caveat
from sojourn.measures.conditions import conditions, narrowed, narrowed_reason
from sojourn.measures.custody.question import CustodyQuestion
from sojourn.measures.custody.stay_lengths import MAJORITY, RELEASED
from sojourn.words.said import Joined, Said, said


def told(share: float) -> Said:
    """A share in words: with one decimal below ten per cent, where whole numbers would say too little."""
    return said("{share:percent}", share=share) if share >= 0.1 else said("{share:share}", share=share)


def whose(asked: CustodyQuestion) -> Iterator[Said]:
    """Whose stays, each condition by itself: age, attributes, facilities."""
    ages = {
        "adults": said("Age by year of birth: adults"),
        "under_18": said("Age by year of birth: under {majority:number}", majority=MAJORITY),
    }
    if asked.parameters["age"] in ages:
        yield ages[asked.parameters["age"]]
    yield from conditions(asked.who)
    yield from asked.place.labels
    if asked.place.labels:
        yield {
            "first": said("Stays counted: those that began there"),
            "longest": said("Stays counted: those with most of their time there"),
            "any": said("Stays counted: those that were there at some time"),
        }[asked.parameters["facility_is"]]


def of_stays(asked: CustodyQuestion, sentence: str) -> Joined:
    """A sentence about stays, with whose they are after it."""
    return narrowed(sentence, whose(asked))


def no_figure(asked: CustodyQuestion, reason: str) -> Joined:
    """A reason about stays, with whose they are after it."""
    return narrowed_reason(reason, whose(asked))


def figure_columns(*, stays: bool) -> tuple[Said, ...]:
    """The columns of a table of quantiles and shares; stays of people entering also by exit, with how many they are."""
    figure, at, value = said("figure"), said("at"), said("value")
    low, high = said("low"), said("high")
    if stays:
        return figure, said("exit"), at, value, low, high, said("stays")
    return figure, said("time"), at, value, low, high


_TIMED = """
    SELECT count(CASE WHEN entered > CAST(CAST(entered AS DATE) AS TIMESTAMP) THEN 1 END) AS timed
    FROM detention_stays WHERE release = $release"""


def whole_days(asked: CustodyQuestion) -> bool:
    """Whether the release has days without times."""

    def _none() -> bool:
        return not asked.query(_TIMED)[0]["timed"]

    return asked.record.remember(("whole days", asked.release), _none)


def oddities(asked: CustodyQuestion, counts: Mapping[str, int]) -> Iterator[Caveat]:
    """What is left out or uncertain, each with its number, and the clock."""
    told = {name: count for name, count in counts.items() if name != "may_be_17" or asked.parameters["age"] == "adults"}
    yield from (Caveat(_odd(name, count)) for name, count in told.items() if count)
    yield Caveat(
        said("Lengths are whole nights: the release has days without times.")
        if whole_days(asked)
        else said("Lengths are complete hours from the published book-in of the stay, in days of 24 hours.")
    )


def _odd(name: str, stays: int) -> Said:
    """How many stays are left out or uncertain, and why."""
    return {
        "backwards": said("Stays left out, as they end before they begin: {stays:number}.", stays=stays),
        "unseen": said(
            "Stays left out, as they ended before the release could tell about them: {stays:number}.", stays=stays
        ),
        "untold": said(
            "Further stays that could match and are left out, as a cell asked for is blank, redacted or unknown: {stays:number}.",
            stays=stays,
        ),
        "without_id": said(
            "Rows without a person id, each of which counts as a stay of its own: {stays:number}.", stays=stays
        ),
        "disagree": said(
            "Stays that are open by their stints and closed by their published end, or the other way round: {stays:number}.",
            stays=stays,
        ),
        "may_be_17": said(
            "Stays that began in the calendar year of the 18th birthday; they count as of adults, and the person may have "
            "been 17: {stays:number}.",
            stays=stays,
        ),
    }[name]


def entering_denominator(kind: str) -> Said:
    """What the value is out of, and what its numerator is."""
    return {
        "longer_than": said(
            "stays of people entering; the numerator is those known to have lasted longer; the share also weighs those still "
            "open before"
        ),
        "within": said(
            "stays of people entering; the numerator is those known to have left so; the share also weighs those still open "
            "before"
        ),
        "": said("stays of people entering; the numerator is those that have ended"),
    }[kind]


def entering_columns() -> tuple[Said, ...]:
    """The columns of a split of people entering."""
    share, median = (
        (said("share"), said("low"), said("high")),
        (said("median days"), said("median low"), said("median high")),
    )
    return said("stays"), said("ended"), *share, *median


def lasted_longer(places: Mapping[str, Any], *, began: bool) -> Said:
    """What share of the stays of people entering lasted longer; they began in the period, or were seen at all."""
    if began:
        return said(
            "An estimated {share} of {stays:number} stays that began in {period} lasted longer than {days:number} days.",
            **places,
        )
    return said(
        "An estimated {share} of {stays:number} stays seen in the release ({period}) lasted longer than {days:number} days.",
        **places,
    )


def ended_within(places: Mapping[str, Any], *, began: bool) -> Said:
    """What share of them had ended."""
    if began:
        return said(
            "An estimated {share} of {stays:number} stays that began in {period} had ended within {days:number} days.",
            **places,
        )
    return said(
        "An estimated {share} of {stays:number} stays seen in the release ({period}) had ended within {days:number} days.",
        **places,
    )


def half_ended(places: Mapping[str, Any], *, began: bool) -> Said:
    """By when half of them had ended."""
    if began:
        return said(
            "Half of {stays:number} stays that began in {period} had ended within {days:number} days.", **places
        )
    return said(
        "Half of {stays:number} stays seen in the release ({period}) had ended within {days:number} days.", **places
    )


def way_out(exit_: str) -> Said:
    """The way of leaving that is counted."""
    return {
        "removal": said("Ended by: removal"),
        "bond": said("Ended by: bond"),
        "parole": said("Ended by: parole"),
        "recognizance": said("Ended by: order of recognizance"),
        "supervision": said("Ended by: order of supervision"),
        "other": said("Ended by: another way"),
        "unknown": said("Ended by: a way that is not known"),
        RELEASED: said("Ended by: bond, parole, recognizance or supervision"),
    }[exit_]
