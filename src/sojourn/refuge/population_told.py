"""The sizing of an invented population as a document and as text; every count with what it is out of."""

from __future__ import annotations

from typing import Any, Final

from sojourn.refuge.population import Sized

SCHEMA: Final = "sojourn.population/1"
NOTICE: Final = (
    "Invented people, drawn by the shares that the assumptions file gives, each fact independently of the others. "
    "A count here says what the law does under these assumptions; it is no estimate of real people."
)


def population_document(sized: Sized, seed: int) -> dict[str, Any]:
    """The document: people by eligibility, and by ground who certainly meets it and for whom it is open."""
    return {
        "schema": SCHEMA,
        "notice": NOTICE,
        "invented": True,
        "people": sized.people,
        "seed": seed,
        "law_day": sized.law_day.isoformat(),
        "eligibility": [
            {"eligibility": word, "people": count, "share": count / sized.people}
            for word, count in sized.eligibility.items()
        ],
        "grounds": [
            {"paragraph": paragraph, "met": met, "met_or_open": possible, "share_met": met / sized.people}
            for paragraph, (met, possible) in sized.grounds.items()
        ],
    }


def population_text(told: dict[str, Any]) -> str:
    """The document for a terminal."""
    people = told["people"]
    lines = [NOTICE, f"Law of {told['law_day']}. Invented people: {people:,}. Seed: {told['seed']}.", ""]
    lines += ["Eligibility (each person once)"]
    lines += [f"  {one['eligibility']:<13} {_out_of(one['people'], people)}" for one in told["eligibility"]]
    lines += ["", "Grounds of IRPA 101(1) (a person can meet several)"]
    lines += [
        f"  ({one['paragraph']})".ljust(9)
        + f"met {_out_of(one['met'], people)}, met or open {_out_of(one['met_or_open'], people)}"
        for one in told["grounds"]
    ]
    return "\n".join(lines)


def _out_of(count: int, people: int) -> str:
    return f"{count:,} of {people:,} ({100 * count / people:.1f} %)"
