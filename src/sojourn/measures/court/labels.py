"""What narrows a question about the courts, as labels after its sentence, and what is said of codes that a release lacks."""

from __future__ import annotations

from collections.abc import Mapping

from sojourn.measures.declare import Period
from sojourn.words.said import Said, said


def custody(*, detained: bool) -> Said:
    """Where the hearing was, as a label."""
    return said("Heard at a place of detention") if detained else said("Heard elsewhere")


def completed_in(period: Period | None) -> Said:
    """The period of completion, as a label."""
    return said("Completed in: {period}", period=str(period)) if period else said("Whole release")


def no_code(release: str, name: str, codes: str) -> Said:
    """Why there is no answer about a judge, courts or nationalities that the release has nowhere."""
    values: Mapping[str, str] = {"release": release, "codes": codes}
    return {
        "judge": said("release {release} has no judge {codes}, neither in its list nor in a row", **values),
        "court": said("release {release} has no court {codes}, neither in its list nor in a row", **values),
        "nationality": said("release {release} has no nationality {codes}, neither in its list nor in a row", **values),
    }[name]


def others_counted(release: str, name: str, codes: str) -> Said:
    """What is said where the release has some of the courts or nationalities, and not all."""
    values: Mapping[str, str] = {"release": release, "codes": codes}
    return {
        "court": said("Release {release} has no court {codes}; the others are counted.", **values),
        "nationality": said("Release {release} has no nationality {codes}; the others are counted.", **values),
    }[name]


def ends_before(release: str, last: str, period: Period) -> Said:
    """Why there is no answer about a period after the end of a release."""
    return said(
        "release {release} ends on {last}, before {period} begins", release=release, last=last, period=str(period)
    )


def ends_within(last: str, period: Period) -> Said:
    """What is said where a release ends before a period does."""
    return said("The release ends on {last}, so part of {period} is not in it.", last=last, period=str(period))


def no_person(code: str, reason: str) -> Said:
    """What is said where a code of a judge stands for no person."""
    return said("The code {code} is not a person: {reason}.", code=code, reason=reason)
