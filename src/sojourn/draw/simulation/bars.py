"""Five bars that a replay must pass, each computed from counts that a caller gives: met, not met, or cannot say.

What is fitted is fitted on one part of the record and judged on another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sojourn.draw.simulation.counts import TOTAL, Counts
from sojourn.draw.simulation.dated_places import places_in
from sojourn.draw.simulation.fairness import Judged

Status = Literal["met", "not met", "cannot say"]

STEADY_MONTHS: Final = (*(f"2023-{month:02}" for month in range(7, 13)), *(f"2024-{month:02}" for month in range(1, 9)))
"""July 2023 to August 2024: the number of places did not change."""

BEFORE_MONTHS: Final = ("2022-10", "2022-11", "2022-12")
RACE_MONTHS: Final = ("2023-01", "2023-02", "2023-03", "2023-04")
DRAW_MONTHS: Final = ("2023-06", "2023-07", "2023-08", "2023-09")
LAST_MONTHS: Final = ("2024-10", "2024-11", "2024-12")
ROUNDING: Final = 5
"""OHSS rounds to the nearest ten."""

REST: Final = "OTHER"
"""All that a file does not name: in two files not the same people."""

_ASSOCIATION = "Title 42 ended in the same week and the places doubled, so this is an association"


@dataclass(frozen=True)
class Bar:
    """One bar: what is asked, whether it is met, why, and the figures behind it."""

    id: str
    asks: str
    status: Status
    why: str
    rows: tuple[Mapping[str, Any], ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """The form in JSON."""
        return {"id": self.id, "asks": self.asks, "status": self.status, "why": self.why, "rows": list(self.rows)}


def by_month(counts: Counts, months: Sequence[str]) -> list[dict[str, Any]]:
    """Places and appointments processed in each month, with their ratio; None where no count was given."""
    rows = []
    for month in months:
        places, processed = places_in(month), counts.get("appointments", month)
        ratio = processed / places if processed is not None and places else None
        rows.append({"month": month, "places": places, "processed": processed, "ratio": ratio})
    return rows


def places_explain_appointments(counts: Counts) -> Bar:
    """R1: places alone give the appointments processed in each month within 2 %."""
    asks = "places alone give the appointments processed in each month from July 2023 to August 2024 within 2 %"
    rows = by_month(counts, STEADY_MONTHS)
    off = [row["month"] for row in rows if row["ratio"] is not None and abs(row["ratio"] - 1) > 0.02]
    unknown = [row["month"] for row in rows if row["ratio"] is None]
    if off:
        return Bar("R1", asks, "not met", f"off by more than 2 % in {', '.join(off)}", tuple(rows))
    if unknown:
        why = f"within 2 % in {len(rows) - len(unknown)} months; no count was given for {', '.join(unknown)}"
        return Bar("R1", asks, "cannot say", why, tuple(rows))
    return Bar("R1", asks, "met", f"within 2 % in all {len(rows)} months", tuple(rows))


def speed_explains_share(counts: Counts, nationality: str) -> Bar:
    """R2: one speed weight, fitted on the race of January to April 2023 and then removed, gives the share under the draw.

    In a race for few places the odds of a nationality are its speed weight times its odds among those who ask; in a draw they
    are its odds among those who ask. Who asked was never published. The nationality's share of all encounters in the three
    months before the app stands for it, and the band is the lowest to the highest of these months. Where that stand-in gives
    the shares under the draw for no more than half of the other nationalities, the bar says that it cannot say.
    """
    asks = (
        f"a speed weight of {nationality} fitted on January to April 2023 and removed gives its share of June to "
        "September 2023 within the band of its monthly shares of all encounters before the app"
    )
    race = _share(counts, "appointments", RACE_MONTHS, nationality)
    drawn = _share(counts, "appointments", DRAW_MONTHS, nationality)
    if race is None or drawn is None:
        return Bar("R2", asks, "cannot say", "appointments were not given for all months of both rules")
    rows: list[Mapping[str, Any]] = [
        {"figure": "share of appointments, January to April 2023 (race)", "value": race},
        {"figure": "share of appointments, June to September 2023 (draw)", "value": drawn},
        {"figure": "odds in the race relative to the draw", "value": _odds(race) / _odds(drawn)},
    ]
    before = _share(counts, "border", BEFORE_MONTHS, nationality)
    monthly = [_share(counts, "border", [month], nationality) for month in BEFORE_MONTHS]
    known = [one for one in monthly if one]
    if before is None or len(known) < len(monthly):
        why = "who asked was never published, and without a stand-in only the product of speed and share among those who ask is known"
        return Bar("R2", asks, "cannot say", why, tuple(rows))
    low, high = min(known), max(known)
    rows += [
        {
            "figure": "share of all encounters before the app (stand-in for who asks)",
            "value": before,
            "low": low,
            "high": high,
        },
        {"figure": "speed weight that fits the race", "value": _odds(race) / _odds(before)},
    ]
    held, tried = _stand_in_holds(counts, nationality)
    rows.append(
        {"figure": "other nationalities whose share under the draw is in their band", "value": held, "of": tried}
    )
    inside = f"{100 * drawn:.1f} % under the draw; band of {100 * low:.1f} to {100 * high:.1f} %; {_ASSOCIATION}"
    if 2 * held <= tried:
        why = f"the stand-in fails for {tried - held} of {tried} other nationalities, so a hit or miss for this one means nothing"
        return Bar("R2", asks, "cannot say", f"{why} ({inside})", tuple(rows))
    return Bar("R2", asks, "met" if low <= drawn <= high else "not met", inside, tuple(rows))


def _stand_in_holds(counts: Counts, nationality: str) -> tuple[int, int]:
    """For how many other nationalities, of how many, the stand-in gives the share under the draw without any speed weight."""
    held = tried = 0
    for other in counts.nationalities("appointments"):
        drawn = _share(counts, "appointments", DRAW_MONTHS, other)
        monthly = [_share(counts, "border", [month], other) for month in BEFORE_MONTHS]
        known = [one for one in monthly if one is not None]
        if other not in (nationality, REST) and drawn is not None and len(known) == len(monthly):
            tried += 1
            held += min(known) <= drawn <= max(known)
    return held, tried


def _share(
    counts: Counts, series: Literal["appointments", "border"], months: Sequence[str], nationality: str
) -> float | None:
    part, whole = counts.sum(series, months, nationality), counts.sum(series, months)
    return None if part is None or not whole else part / whole


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else float("inf")


def pair_of_waits(judged: Judged) -> Bar:
    """R3: a run at the level of requests of May 2023 gives 55 +- 5 days and 60 to 70 % within 56 days."""
    asks = "a draw among 81,000 for 1,450 places gives a mean wait of 55 +- 5 days and 60 to 70 % within 56 days"
    mean, within = judged.figures["mean"], judged.figures["share_within"]
    rows = (
        {"figure": "mean wait in days", "value": mean.middle, "low": mean.low, "high": mean.high},
        {"figure": "share within 56 days", "value": within.middle, "low": within.low, "high": within.high},
    )
    met = 50 <= mean.middle <= 60 and 0.6 <= within.middle <= 0.7
    why = f"{mean.middle:.1f} days ({mean.low:.1f} to {mean.high:.1f}) and {100 * within.middle:.0f} % over {judged.seeds} seeds"
    return Bar(
        "R3", asks, "met" if met else "not met", f"{why}; other shares and pools fit as well (see the sets)", rows
    )


def appointments_within_ports(counts: Counts) -> Bar:
    """R4: no nationality has more appointments in a month than encounters at the ports."""
    asks = "no nationality has more appointments in a month than encounters at the ports, but for rounding"
    rows: list[dict[str, Any]] = [
        {"month": month, "nationality": nationality, "processed": processed, "ports": ports}
        for month in counts.months("appointments")
        for nationality in [*counts.nationalities("appointments"), TOTAL]
        if nationality != REST
        and (processed := counts.get("appointments", month, nationality)) is not None
        and (ports := counts.get("ports", month, nationality)) is not None
    ]
    above = [row for row in rows if row["processed"] > row["ports"] + ROUNDING]
    if not rows:
        why = "no encounters at the ports were given for a month and nationality of appointments"
        return Bar("R4", asks, "cannot say", why)
    if above:
        holds = sorted({row["nationality"] for row in rows} - {row["nationality"] for row in above})
        why = f"more appointments than encounters in {len(above)} of {len(rows)}; it holds for {', '.join(holds) or 'none'}"
        return Bar("R4", asks, "not met", f"{why}. The two files may not mean the same by nationality", tuple(above))
    return Bar("R4", asks, "met", f"in all {len(rows)} months and nationalities that could be compared")


def closure(counts: Counts) -> Bar:
    """R5: no places from noon of 20 January 2025 give the encounters at the ports in that month within 3 %.

    Encounters without an appointment are fitted on October to December 2024, as encounters less places a day.
    """
    asks = (
        "places until noon of 20 January 2025, with the encounters beside them of late 2024, give that month within 3 %"
    )
    before, found = counts.sum("ports", LAST_MONTHS), counts.get("ports", "2025-01")
    if before is None or found is None:
        return Bar("R5", asks, "cannot say", "encounters at the ports from October 2024 to January 2025 were not given")
    beside = (before - sum(map(places_in, LAST_MONTHS))) / 92
    expected = places_in("2025-01") + 31 * beside
    rows = (
        {"figure": "encounters a day beside appointments, October to December 2024", "value": beside},
        {"figure": "expected in January 2025", "value": expected},
        {"figure": "found in January 2025", "value": found},
    )
    off = expected / found - 1 if found else float("inf")
    status: Status = "met" if abs(off) <= 0.03 else "not met"
    return Bar("R5", asks, status, f"expected {expected:,.0f}, found {found:,}: {100 * off:+.1f} %", rows)
