"""What the kit says to the person at the desk: a few plain lines for each thing."""

from __future__ import annotations

from sojourn.draw.kit.departure import Written
from sojourn.draw.kit.households import Receipt, Standing
from sojourn.draw.kit.ledger import Status
from sojourn.draw.kit.offers import Swept
from sojourn.draw.kit.rounds import Round

_STATES = {
    "waiting": "They wait.",
    "offered": "They are offered a place and must confirm it.",
    "confirmed": "They have an appointment.",
    "served": "They were served; the registration has ended.",
    "withdrawn": "They have withdrawn; the registration has ended.",
    "expired": "The registration was not renewed and has ended.",
}


def standing_text(standing: Standing) -> str:
    """How a household stands."""
    lines = [
        _STATES[standing.state],
        f"{_people(standing.size)}, for {' or '.join(standing.sites)}"
        + (f", class {standing.group}" if standing.group else "")
        + f"; registered in the week of {standing.since}.",
    ]
    if standing.offer:
        lines.append(f"Round {standing.offer.round}: {standing.offer.site}, {standing.offer.day}.")
    if standing.state == "offered" and standing.offer:
        lines.append(f"Confirm before {standing.offer.confirm_by}, else the place goes to the next. The date is kept.")
    if standing.state in ("waiting", "offered", "confirmed"):
        lines.append(f"Renew before {standing.renew_by}.")
    return "\n".join(lines)


def receipt_text(receipt: Receipt) -> str:
    """What a household takes home."""
    lines = [
        f"Recovery code: {receipt.code}",
        "It is shown this once. Whoever has it can confirm, cancel and withdraw: keep it, show it to nobody.",
        f"File of the proof, should the draw end: {receipt.file}",
        standing_text(receipt.standing),
    ]
    return "\n".join(lines)


def round_text(told: Round) -> str:
    """A round, with what is to be done next."""
    places = ", ".join(f"{site} {number}" for site, number in told.places.items())
    lines = [f"Round {told.number} is {told.state}: {_households(told.households)}; places: {places}."]
    if told.state == "frozen":
        lines += [
            f"Commitment: {told.commitment}",
            f"Post it where you cannot take it back, before {told.speaks_at}.",
            f"Then draw with round {told.beacon_round} of {told.beacon}.",
        ]
    if told.state == "drawn":
        lines.append(f"Offered: {_households(told.offered)}, for {told.day}. Held for the next round: {told.held}.")
    return "\n".join(lines)


def status_text(status: Status) -> str:
    """All that is counted."""
    states = ", ".join(f"{state} {count:,}" for state, count in status.states.items())
    free = ", ".join(f"{site} {count:,}" for site, count in status.free.items())
    rounds = ", ".join(f"{state} {count:,}" for state, count in status.rounds.items())
    books = "; ".join(status.amiss) or "The books agree: nobody is lost, no place is given twice."
    return "\n".join([f"Registered {status.registered:,} = {states}.", f"Rounds: {rounds}.", f"Free: {free}.", books])


def swept_text(swept: Swept) -> str:
    """What time brought to an end."""
    return (
        f"Not confirmed in time {swept.lapsed}, missed {swept.missed}: they wait on with their date. "
        f"Not renewed {swept.expired}: ended. Offered places that were given back: {swept.reassigned}."
    )


def written_text(written: Written) -> str:
    """What was written where."""
    return f"Written: {len(written.files):,} files in {written.folder.resolve()}"


def _people(size: int) -> str:
    return "1 person" if size == 1 else f"{size} people"


def _households(count: int) -> str:
    return "1 household" if count == 1 else f"{count:,} households"
