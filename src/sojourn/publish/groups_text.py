"""Groups as text: the finding, then a block for each group with its members, its error rates and what else it may be."""

from __future__ import annotations

from collections.abc import Iterator

from sojourn.findings import Finding
from sojourn.groups.hand_over import hand_over
from sojourn.groups.linking import Fit, Links, stops_of
from sojourn.groups.nouns import Group
from sojourn.publish.findings_text import Teller
from sojourn.publish.groups import Answer
from sojourn.publish.terminal import table, wrapped
from sojourn.words.figures import number
from sojourn.words.spoken import words


def groups_text(one: Answer) -> str:
    """An answer as text."""
    lines = [Teller(words("en")).finding(one.finding, listed=False)]
    lines += ["", *_shared(one)] if _shared(one) else []
    for at, group in enumerate(one.groups):
        lines += ["", *_block(group, told=not _shared(one))]
        if one.assembly is not None:
            lines.append(wrapped(f"Assembly: {_told(one.assembly[at])}", "    ", "  "))
        if one.links is not None:
            lines += _flights(one.links, at)
    if one.finding.status == "answered" and not one.groups:
        lines += ["", "No group was found."]
    if one.events:
        lines += ["", wrapped("Events as sources claim them, held against these groups (no identification):")]
        lines += [wrapped(matched.sentence(), "    ", "  ") for matched in one.events]
    if one.routine:
        lines += ["", "Routine charters", "", Teller(words("en")).finding(one.routine)]
    return "\n".join(lines)


def days_of(group: Group) -> str:
    """The day or the two days of a group."""
    return str(group.first) if group.first == group.last else f"{group.first} to {group.last}"


def members_of(group: Group) -> str:
    """The members with their numbers, in one line."""
    return ", ".join(f"{member.citizenship} {number(member.departed)}" for member in group.members)


def _shared(one: Answer) -> list[str]:
    """What cannot be told of any group, where it is the same for all of several."""
    texts = {group.cannot_tell for group in one.groups}
    return (
        [wrapped(f"Of each group: {text}") for text in texts if text] if len(one.groups) > 1 and len(texts) == 1 else []
    )


def _block(group: Group, *, told: bool) -> Iterator[str]:
    """A group with its members; with `told` what cannot be told of it."""
    place = f" from {group.place}" if group.place else ""
    yield wrapped(f"{days_of(group)}: {number(group.departed)} people{place}", "  ", "")
    rows = [
        (
            member.citizenship,
            number(member.departed),
            f"{member.expected:.1f}",
            f"{member.departed - member.expected:.1f}",
            f"{member.low:.1f} to {member.high:.1f}",
        )
        for member in group.members
    ]
    yield table(("citizens of", "departed", "expected", "excess", "95 % interval"), rows, "  ")
    yield wrapped(
        f"Evidence: {group.evidence:.1f} nats; q {rate(group.q)}; {rate(group.false_alarms_per_year)} false alarms a year "
        "with as much by shuffled citizenships.",
        "    ",
        "  ",
    )
    if group.alternatives:
        yield wrapped(f"It may also be: {'; '.join(group.alternatives)}.", "    ", "  ")
    if group.cannot_tell and told:
        yield wrapped(f"Cannot tell: {group.cannot_tell}", "    ", "  ")


def rate(value: float) -> str:
    """A small share or rate with two digits that count."""
    return f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"


def _told(finding: Finding) -> str:
    """The sentence of a finding, or why there is no figure."""
    return finding.sentence if finding.status == "answered" else f"no figure ({finding.status}): {finding.reason}."


def _flights(links: Links, at: int) -> Iterator[str]:
    """The flights that fit a group, with every reason."""
    linked = links.groups[at]
    yield wrapped(f"Flights: {links.sentence(linked)}", "    ", "  ")
    for fit in linked.fits:
        yield wrapped(f"{fit.strength}: {_mission(fit)}", "      ", "    * ")
        for reason in fit.reasons:
            yield wrapped(f"{reason.strength}: {reason.rule}: {reason.seen} ({reason.source})", "        ", "      - ")
        changed = hand_over(fit.group, fit.mission)
        if changed:
            yield wrapped(f"hand-over at {changed.airport}: {changed.cannot_tell}", "        ", "      - ")


def _mission(fit: Fit) -> str:
    return f"{fit.mission.aircraft}, started {fit.mission.started}, {'-'.join(stops_of(fit.mission))}"
