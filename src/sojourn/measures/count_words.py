"""What a count of removals, arrests or book-ins says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sojourn.words.said import Said, said


@dataclass(frozen=True)
class CountTexts:
    """What a count says: its sentence, what it is out of, and the columns of its split."""

    sentence: Said
    everything: Said
    columns: tuple[Said, Said]


def _of_removals(matched: int, total: int, period: str, clock: str) -> CountTexts:
    places = {"matched": matched, "total": total, "period": period}
    by_clock = {
        "departed": said(
            "{matched:number} removals out of {total:number} in {period}, by the departed clock.", **places
        ),
        "counted": said("{matched:number} removals out of {total:number} in {period}, by the counted clock.", **places),
        "without_lag": said(
            "{matched:number} removals out of {total:number} in {period}, by the without lag clock.", **places
        ),
    }
    everything = said("all removals of the period in the release")
    return CountTexts(by_clock[clock], everything, (said("removals"), said("all removals")))


def _of_arrests(matched: int, total: int, period: str, _clock: str) -> CountTexts:
    return CountTexts(
        said(
            "{matched:number} arrests out of {total:number} in {period}.", matched=matched, total=total, period=period
        ),
        said("all arrests of the period in the release"),
        (said("arrests"), said("all arrests")),
    )


def _of_book_ins(matched: int, total: int, period: str, _clock: str) -> CountTexts:
    return CountTexts(
        said(
            "{matched:number} book-ins out of {total:number} in {period}.", matched=matched, total=total, period=period
        ),
        said("all book-ins of the period in the release"),
        (said("book-ins"), said("all book-ins")),
    )


TEXTS: Mapping[str, Callable[[int, int, str, str], CountTexts]] = {
    "removals": _of_removals,
    "arrests": _of_arrests,
    "book_ins": _of_book_ins,
}
