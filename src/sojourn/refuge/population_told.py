"""The sizing of an invented population as a document and as text; every count with what it is out of."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

from sojourn.refuge.population import Sized
from sojourn.stats.proportions import wilson

SCHEMA: Final = "sojourn.population/1"
NOTICE: Final = (
    "Invented people, drawn by the shares that the assumptions file gives, each fact independently of the others. "
    "A count here says what the law does under these assumptions; it is no estimate of real people."
)


def population_document(sized: Sized, assumptions: Path, seed: int) -> dict[str, Any]:
    """The document: people by eligibility, and by ground who certainly meets it and with those for whom it is open."""
    return {
        "schema": SCHEMA,
        "notice": NOTICE,
        "invented": True,
        "assumptions_sha256": hashlib.sha256(assumptions.read_bytes()).hexdigest(),
        "law_day": sized.law_day.isoformat(),
        "people": sized.people,
        "seed": seed,
        "interval_is": "Wilson, 95 per cent: the chance of the draw alone",
        "eligibility": [
            {"eligibility": word} | _counted(count, sized.people) for word, count in sized.eligibility.items()
        ],
        "grounds": [
            {"paragraph": one, "met": _counted(met, sized.people), "met_or_open": _counted(possible, sized.people)}
            for one, (met, possible) in sized.grounds.items()
        ],
    }


def _counted(count: int, people: int) -> dict[str, Any]:
    low, high = wilson(count, people)
    return {"count": count, "of": people, "share": count / people, "low": low, "high": high}


def population_text(told: dict[str, Any]) -> str:
    """The document for a terminal."""
    lines = [NOTICE, f"Law of {told['law_day']}. Invented people: {told['people']:,}. Seed: {told['seed']}."]
    lines += [f"Assumptions: {told['assumptions_sha256']} (SHA-256). Intervals: {told['interval_is']}."]
    lines += ["", "Eligibility (each person once)"]
    lines += [f"  {one['eligibility']:<13} {_out_of(one)}" for one in told["eligibility"]]
    lines += ["", "Grounds of IRPA 101(1) (a person can meet several): met; met or open"]
    lines += [
        f"  ({one['paragraph']})".ljust(9) + f"{_out_of(one['met'])}; {_out_of(one['met_or_open'])}"
        for one in told["grounds"]
    ]
    return "\n".join(lines)


def _out_of(one: dict[str, Any]) -> str:
    shares = "{:.1f} %, {:.1f}-{:.1f} %".format(*(100 * one[name] for name in ("share", "low", "high")))
    return f"{one['count']:,} of {one['of']:,} ({shares})"
