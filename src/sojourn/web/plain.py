"""Findings that a page says in the reader's own language: the few values that its sentence needs.

None is computed here but a share of a year to the month. What a sentence leaves out stands in the
finding, which is shown below or one link away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.measures.custody.stay_lengths import UNTIL
from sojourn.web.asked import Shown
from sojourn.words.said import said

MOST_LISTED: Final = 1_000_000
MONTHS: Final = 12
BANDS: Final = ((50, None), (11, 50), (1, 11), (0, 1))
"""Bounds of the bands in which facilities stand beside a nationality: at least, and fewer than (None: no upper bound)."""

Beside = Literal["within", "above", "below"]


@dataclass(frozen=True)
class Band:
    """How long people stayed: days until a quarter, half and three quarters had left, as far as the release reaches."""

    stays: float
    quarter: float | None
    half: float
    most: float | None
    low: float
    high: float
    release: str
    ends: date | None


@dataclass(frozen=True)
class Decisions:
    """Past decisions before a court or a judge: how many refused every relief, out of how many."""

    denied: float
    counted: float
    share: float
    low: float
    high: float
    release: str


@dataclass(frozen=True)
class Line:
    """One figure of a summary with its bounds, the days that it is of, and the section that shows the whole finding."""

    name: str
    section: str
    finding: Finding
    low: float | None
    central: float | None
    high: float | None
    days: str

    @property
    def release(self) -> str:
        """The first release that it was counted from."""
        return next(iter(self.finding.provenance.releases), "")

    def beside(self, listed: int) -> Beside | None:
        """Where the size of a list lies; None where there is no figure."""
        if self.low is None or self.high is None:
            return None
        return "above" if listed > self.high else "below" if listed < self.low else "within"


def band(shown: Shown) -> Band | None:
    """The length of stay in a facility; None where there is no figure."""
    finding = shown.finding
    if finding is None or finding.value is None or finding.interval is None or finding.denominator is None:
        return None
    at = {row[2]: row[3] for row in finding.rows if row[0] == UNTIL}
    release = finding.provenance.releases[0]
    limits = (finding.interval.low, finding.interval.high)
    return Band(finding.denominator, at.get(0.25), finding.value, at.get(0.75), *limits, release, _last_day(finding))


def _last_day(finding: Finding) -> date | None:
    """The last day of the release; the finding has the moment at which it is over."""
    over = finding.details.get("release_ends")
    return (datetime.fromisoformat(str(over)) - timedelta(seconds=1)).date() if over else None


def decisions(shown: Shown) -> Decisions | None:
    """The outcomes of a court or a judge under the definition that the page asks; None where there is no figure."""
    finding = shown.finding
    if finding is None or finding.value is None or finding.interval is None or finding.denominator is None:
        return None
    limits = (finding.interval.low, finding.interval.high)
    return Decisions(
        finding.numerator or 0.0, finding.denominator, finding.value, *limits, finding.provenance.releases[0]
    )


def line(name: str, section: str, shown: Shown, *, monthly: bool = False) -> Line | None:
    """A figure of a summary; `monthly` divides that of a year by its months. None where it could not be asked."""
    finding = shown.finding
    if finding is None:
        return None
    by = MONTHS if monthly else 1
    days = str(finding.parameters.get("period") or finding.details.get("day") or "")
    if finding.value is None or finding.interval is None:
        return Line(name, section, finding, None, None, None, days)
    return Line(name, section, finding, finding.interval.low / by, finding.value / by, finding.interval.high / by, days)


def list_size(text: str) -> int | None:
    """The size of a list as it was typed; None where nothing was.

    Raises:
        BadParameter: it is no whole number, or too large to be a list.
    """
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text[:8]) <= MOST_LISTED and len(text) < 8):
        raise BadParameter(
            said("the size of a list is a whole number"),
            where="list",
            todo=said("type a number from 0 to {most_listed:number}", most_listed=MOST_LISTED),
        )
    return int(text)


def in_bands(finding: Finding, names: dict[str, str]) -> list[tuple[int, int | None, Sequence[str]]]:
    """The facilities of a finding of people held by facility, in bands of people a day; each by its name where it has one."""
    means = {str(row[0]): float(row[-1]) for row in finding.rows if isinstance(row[-1], int | float)}
    made: list[tuple[int, int | None, Sequence[str]]] = []
    for low, high in BANDS:
        codes = [code for code, mean in means.items() if mean >= low and (high is None or mean < high)]
        if codes:
            made.append((low, high, sorted(names.get(code, code) for code in codes)))
    return made
