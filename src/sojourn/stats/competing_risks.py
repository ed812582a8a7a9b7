"""How often each of several ends comes first, when part of the subjects have not come to any."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sojourn.stats.proportions import wilson
from sojourn.stats.risk_sets import Floats, Whole, subjects
from sojourn.stats.survival import Curve, Estimate, curve, log_log


@dataclass(frozen=True)
class Incidence:
    """The Aalen-Johansen estimate for k causes: one column for each of the m distinct times of an end by any cause.

    `total` is the Kaplan-Meier curve of ends by any cause, whose `times` (m,), `at_risk` (m,) and `events` (m,) hold here
    too. `events` (k, m) are ends by each cause at each time, `share` (k, m) the estimated share of subjects that have come
    to that end by then, `variance` (k, m) its variance. Before the first time every share is 0. At each time the shares of
    all causes and the survival of `total` add up to 1.
    """

    total: Curve
    events: Whole
    share: Floats
    variance: Floats

    @property
    def standard_error(self) -> Floats:
        """The standard error (k, m) of the shares."""
        return np.sqrt(self.variance)

    def band(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Lower and upper limit (k, m) of the shares, by the log-log transformation; a share of 0 or 1 is its own limit."""
        return log_log(self.share, self.standard_error, level)

    def by(self, cause: int, time: float, level: float = 0.95) -> Estimate | None:
        """The share that has come to an end by a cause (1 to k) up to a time, with limits; None where it is not reached.

        A share of 0 has the Wilson limit of the subjects whose state at that time is known, a share of 1 the limit of the
        total curve: the transformation has none.
        """
        whole = self.total.longer(time, level)
        if whole is None:
            return None
        at = int(np.searchsorted(self.total.times, time, side="right")) - 1
        share = float(self.share[cause - 1, at]) if at >= 0 else 0.0
        if share <= 0:
            return 0.0, 0.0, wilson(0, max(self._known(at, time), 1), level)[1]
        if whole[0] <= 0 and share >= 1:
            return 1.0, 1 - whole[2], 1.0
        error = np.sqrt(self.variance[cause - 1, at : at + 1])
        low, high = log_log(self.share[cause - 1, at : at + 1], error, level)
        return share, float(low[0]), float(high[0])

    def _known(self, at: int, time: float) -> int:
        """Subjects that have come to an end by a time, or are at risk after it."""
        after = np.nextafter(np.array([float(time)]), np.inf)
        return int(self.total.events[: at + 1].sum() + self.total.of.at_risk(after)[0])


def cumulative_incidence(
    times: ArrayLike,
    causes: ArrayLike,
    number: int,
    counts: ArrayLike | None = None,
    entries: ArrayLike | None = None,
) -> Incidence:
    """The share of subjects that come to each end over time, the others competing, by Aalen and Johansen.

    Treating ends by other causes as censored (1 - Kaplan-Meier of one cause) would overstate each share. Ties, entries and
    counts are treated as in `kaplan_meier`: entry < t <= time is at risk at t, and ends by several causes at one time share
    its risk set. Where the risk set falls to zero early under delayed entries, `total.emptied` says so and `by` gives nothing
    from there on.

    Args:
        times: (n,) durations from the origin to the end or to the censoring, any unit, at least 0.
        causes: (n,) whole numbers: 0 where censored, else the cause, 1 to `number`.
        number: k, the number of causes; those without any subject have shares of 0.
        counts: (n,) number of subjects that each entry stands for; 1 where not given.
        entries: (n,) durations from the origin to the start of observation (left truncation), each below its time.

    Raises:
        ValueError: as `kaplan_meier`; or a cause outside 0 to `number`.

    Source: O. O. Aalen, S. Johansen, Scandinavian Journal of Statistics 5 (1978) 141-150; the variance is that of
    Greenwood's kind, P. K. Andersen, O. Borgan, R. D. Gill, N. Keiding, Statistical Models Based on Counting Processes
    (1993), section IV.4.1.3, written out in E. Marubini, M. G. Valsecchi, Analysing Survival Data (1995), section 10.4.
    """
    kinds = np.asarray(causes, dtype=np.int64)
    seen = subjects(times, counts, entries, kinds)
    if (kinds < 0).any() or (kinds > number).any():
        raise ValueError(f"a cause is outside 0 to {number}")
    moments = seen.moments(kinds > 0)
    events = np.array([seen.ended(kinds == cause, moments) for cause in range(1, number + 1)], dtype=np.int64)
    events = events.reshape(number, moments.size)
    total = curve(seen, moments, events.sum(axis=0))
    before = np.concatenate([np.ones(1), total.survival])[:-1]
    share = np.cumsum(before * events / total.at_risk, axis=1, dtype=np.float64)
    return Incidence(total, events, share, _variance(total, events, before, share))


def _variance(total: Curve, events: Whole, before: Floats, share: Floats) -> NDArray[np.float64]:
    """The variance (k, m) of the shares.

    With F the share of a cause, S- the survival just before u, n at risk, d ends by any cause and e by this one:
    sum over u <= t of (F(t) - F(u))^2 d / (n (n - d)) + S-^2 e (n - e) / n^3 - 2 (F(t) - F(u)) S- e / n^2,
    summed as powers of F(t). Once nobody is left F stands still, so the first sum stops before that time.
    """
    n = total.at_risk.astype(np.float64)
    left = total.at_risk > total.events
    spread = np.where(left, total.events / np.where(left, n * (n - total.events), 1.0), 0.0)
    crossed = before * events / n**2
    own = np.cumsum(before**2 * events * (n - events) / n**3 + share**2 * spread + 2 * share * crossed, axis=1)
    summed: Floats = own - 2 * share * np.cumsum(share * spread + crossed, axis=1) + share**2 * np.cumsum(spread)
    return np.maximum(summed, 0.0)
