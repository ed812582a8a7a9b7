"""Logistic regression with a random intercept for each unit: maximum likelihood by adaptive Gauss-Hermite quadrature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sojourn.stats.risk_sets import Flags, Floats, Whole
from sojourn.stats.separation import SEPARATE, separating

_TIGHT = 1e-9
"""Slope of the mean log-likelihood, per trial, below which a maximum is reached."""
_STEP = 1e-4
"""Step of the differences that make second derivatives of exact first ones."""
_FLAT = 1e-11
"""Least eigenvalue of second derivatives, each scaled to 1 at the start, below which they are flat in some direction."""
_NEWTON_STEPS = 50
_QUASI_STEPS = 5
_BOUNDARY = 1e-3
"""A spread below this is none: the likelihood is flat there."""


class Inestimable(ValueError):
    """The likelihood has no finite maximum: an effect grows without end, or two effects cannot be told apart."""


@dataclass(frozen=True)
class Logit:
    """A fitted model: log odds = design @ `effects` + the effect of the row's unit.

    `effects` (k,) are the fixed effects, `tau` the standard deviation of the units' effects (0 in a plain regression, and
    where the data show no spread), `units` (g,) each unit's effect as its conditional mode and `unit_errors` (g,) the
    standard errors of those, given `effects` and `tau`. `log_likelihood` is that of single trials, without the binomial
    coefficients of grouped ones.
    """

    effects: Floats
    tau: float
    units: Floats
    unit_errors: Floats
    log_likelihood: float
    _information: Callable[[], Floats] = field(repr=False)

    @cached_property
    def errors(self) -> Floats:
        """The standard errors (k,) of the fixed effects, computed when they are first asked for.

        Raises:
            Inestimable: the likelihood is flat in some direction.
        """
        return _errors(self._information())[: self.effects.size]


@dataclass(frozen=True)
class _Data:
    """Grouped binomial rows, r of them, in the order of their units; `unit` (r,) numbers these from 0 to `number` - 1.

    The design (r, k) is sparse: with factors most of it is zeros, and a large court has 100,000 rows.
    """

    successes: Floats
    trials: Floats
    design: Any
    unit: Whole
    number: int

    def summed(self, values: Floats) -> Floats:
        """Sums (g,) of the values (r,) of each unit."""
        return np.bincount(self.unit, values, self.number).astype(np.float64)

    def crossed(self, values: Floats) -> Floats:
        """Sums (g, k) of values (r,) times the design."""
        from scipy.sparse import csr_matrix  # noqa: PLC0415 - scipy is slow to import and needed only here

        starts = np.searchsorted(self.unit, np.arange(self.number + 1))
        by_unit = csr_matrix((values, np.arange(values.size), starts), shape=(self.number, values.size))
        found: Floats = (by_unit @ self.design).toarray()
        return found

    def information(self, odds: Floats) -> Floats:
        """Minus the second derivatives (k, k) of the plain log-likelihood at log odds (r,)."""
        share = _share(odds)
        weighted = self.design.multiply((self.trials * share * (1 - share))[:, None])
        found: Floats = (weighted.T @ self.design).toarray()
        return found


def logistic(successes: ArrayLike, trials: ArrayLike, design: ArrayLike) -> Logit:
    """Plain logistic regression of grouped trials by maximum likelihood.

    Args:
        successes: (r,) successes of each row.
        trials: (r,) trials of each row, at least 1.
        design: (r, k) the fixed effects, a column of ones for the intercept among them.

    Raises:
        ValueError: arrays that do not belong together, or counts that cannot be.
        Inestimable: the rows separate successes from failures, or columns of the design repeat each other.

    Source: D. R. Cox, Journal of the Royal Statistical Society B 20 (1958) 215-242.
    """
    data = _data(successes, trials, design, np.zeros(np.shape(successes), np.int64))
    effects = _fixed(data)
    odds, nothing = data.design @ effects, np.zeros(0)
    return Logit(effects, 0.0, nothing, nothing, _plain_likelihood(data, odds), lambda: data.information(odds))


def random_intercept(
    successes: ArrayLike, trials: ArrayLike, design: ArrayLike, units: ArrayLike, points: int = 9
) -> Logit:
    """Logistic regression with a normal random intercept for each unit, by maximum likelihood.

    Args:
        successes: (r,) successes of each row.
        trials: (r,) trials of each row, at least 1.
        design: (r, k) the fixed effects, a column of ones for the intercept among them.
        units: (r,) the unit of each row, numbered from 0 without gaps.
        points: points of the quadrature, around each unit's own mode; 1 is Laplace's approximation.

    Raises:
        ValueError: arrays that do not belong together, counts that cannot be, fewer than two units.
        Inestimable: the rows separate successes from failures, columns of the design repeat each other, or no maximum
            was found.

    Source: adaptive quadrature after J. C. Pinheiro, D. M. Bates, Journal of Computational and Graphical Statistics 4
    (1995) 12-35, as in R lme4, `glmer(..., nAGQ = points)`, with which the results agree.
    """
    data = _data(successes, trials, design, units)
    if data.number < 2 or points < 1:
        raise ValueError(f"{data.number} units and {points} points make no random intercept")
    rule = _Quadrature(points)
    at = _maximum(data, rule)
    tau = abs(float(at[-1]))
    if tau < _BOUNDARY:
        return _without_spread(data)
    value, _, mode, curvature = _marginal(data, rule, at)
    errors: Floats = tau / np.sqrt(curvature)
    return Logit(at[:-1], tau, mode * at[-1], errors, value, lambda: _information(data, rule, at))


def _errors(information: Floats) -> Floats:
    """Standard errors from minus the second derivatives (n, n), which must be those of a maximum."""
    if float(np.linalg.eigvalsh(information).min()) <= 0:
        raise Inestimable("no maximum was found: the likelihood is flat in some direction")
    found: Floats = np.sqrt(np.diag(np.linalg.inv(information)))
    return found


def _without_spread(data: _Data) -> Logit:
    """The plain regression, with units that do not differ."""
    effects, nothing = _fixed(data), np.zeros(data.number)
    odds = data.design @ effects
    return Logit(effects, 0.0, nothing, nothing, _plain_likelihood(data, odds), lambda: data.information(odds))


def _data(successes: ArrayLike, trials: ArrayLike, design: ArrayLike, units: ArrayLike) -> _Data:
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - scipy is slow to import and needed only here

    a, n, x = (np.asarray(one, dtype=np.float64) for one in (successes, trials, design))
    unit = np.asarray(units, dtype=np.int64)
    if a.ndim != 1 or x.ndim != 2 or not a.shape == n.shape == unit.shape == x.shape[:1] or not a.size:
        raise ValueError(f"arrays of {[a.shape, n.shape, x.shape, unit.shape]} do not belong together")
    if (n < 1).any() or (a < 0).any() or (a > n).any():
        raise ValueError("a row has no trial, or more successes than trials, or fewer than none")
    number = int(unit.max()) + 1
    if not np.array_equal(np.unique(unit), np.arange(number)):
        raise ValueError("units must be numbered from 0 without gaps")
    order = np.argsort(unit, kind="stable")
    return _Data(a[order], n[order], csr_matrix(x[order]), unit[order], number)


def _fixed(data: _Data) -> Floats:
    """The fixed effects of the plain regression.

    Raises:
        Inestimable: they have no finite values, and why.
    """
    effects = _climbed(data)
    if effects is None:
        direction = separating(data.successes, data.trials, data.design.toarray())
        named = ", ".join(map(str, np.flatnonzero(direction)))
        raise Inestimable(
            f"successes and failures are separated by columns {named} of the design: no finite estimate"
            if named
            else "no maximum was found: an effect grows without end"
        )
    return effects


def _climbed(data: _Data) -> Floats | None:
    """The fixed effects by Newton steps that are halved until they climb; None where they climb without end.

    The likelihood is concave, so where the steps come to rest it has its one maximum: nothing separates the rows. Where
    something does, each step is about one more unit of log odds, for ever.

    Raises:
        Inestimable: columns of the design repeat each other.
    """
    effects = np.zeros(data.design.shape[1])
    best = _plain_likelihood(data, data.design @ effects)
    information = data.information(data.design @ effects)
    scale = np.sqrt(np.diag(information))
    if not scale.all() or np.linalg.eigvalsh(information / np.outer(scale, scale))[0] < _FLAT:
        raise Inestimable("columns of the design repeat each other: their effects cannot be told apart")
    for _ in range(_NEWTON_STEPS):
        odds = data.design @ effects
        information = data.information(odds)
        if np.linalg.eigvalsh(information / np.outer(scale, scale))[0] < _FLAT:
            return None
        step = np.linalg.solve(information, data.design.T @ (data.successes - data.trials * _share(odds)))
        found = _plain_likelihood(data, data.design @ (effects + step))
        while found < best - _TIGHT * max(1.0, abs(best)):
            step /= 2
            found = _plain_likelihood(data, data.design @ (effects + step))
        effects, best = effects + step, found
        if float(np.abs(step).max()) < _TIGHT:
            return effects
    return None


def separated(successes: ArrayLike, trials: ArrayLike, design: ArrayLike) -> Flags:
    """Whether a row (r,) came out as some combination of the columns says for certain.

    Such rows have no finite estimate. In the limit of that combination they say nothing of anything else, so the others can
    be fitted without them; there may be further ones among those.
    """
    data = _data(successes, trials, design, np.zeros(np.shape(successes), np.int64))
    if _climbed(data) is not None:
        return np.zeros(data.trials.shape, np.bool_)
    margins = data.design @ separating(data.successes, data.trials, data.design.toarray())
    apart: Flags = np.abs(margins) > SEPARATE
    return apart


def _share(odds: Floats) -> Floats:
    """The share of log odds, without overflow."""
    return 0.5 * (1 + np.tanh(odds / 2))


def _likelihoods(successes: Floats, trials: Floats, odds: Floats) -> Floats:
    return successes * odds - trials * np.logaddexp(0.0, odds)


def _plain_likelihood(data: _Data, odds: Floats) -> float:
    return float(_likelihoods(data.successes, data.trials, odds).sum())


class _Quadrature:
    """Gauss-Hermite nodes (q,) on the scale of a standard normal, and the logarithm of their weights (q,)."""

    def __init__(self, points: int) -> None:
        nodes, weights = np.polynomial.hermite_e.hermegauss(points)
        self.nodes: Floats = nodes
        self.weights: Floats = np.log(weights) + nodes**2 / 2


def _modes(data: _Data, odds: Floats, tau: float) -> Floats:
    """Each unit's mode (g,) on the standard scale, by Newton steps; the function is concave, so halving always climbs."""
    mode = np.zeros(data.number)

    def height(u: Floats) -> Floats:
        return data.summed(_likelihoods(data.successes, data.trials, odds + tau * u[data.unit])) - u * u / 2

    best = height(mode)
    for _ in range(_NEWTON_STEPS):
        share = _share(odds + tau * mode[data.unit])
        slope = tau * data.summed(data.successes - data.trials * share) - mode
        step = slope / (1 + tau * tau * data.summed(data.trials * share * (1 - share)))
        found = height(mode + step)
        while (lower := found < best - 1e-10).any():
            step = np.where(lower, step / 2, step)
            found = height(mode + step)
        mode, best = mode + step, found
        if float(np.abs(step).max()) < 1e-12:
            break
    return mode


def _marginal(data: _Data, rule: _Quadrature, at: Floats) -> tuple[float, Floats, Floats, Floats]:
    """The log-likelihood at effects and spread (k + 1,), its exact slope (k + 1,), and each unit's mode and curvature (g,).

    The nodes move with the parameters, and the slope follows them: it is the slope of the approximation itself.
    """
    effects, tau = at[:-1], float(at[-1])
    odds = data.design @ effects
    mode = _modes(data, odds, tau)
    share = _share(odds + tau * mode[data.unit])
    curvature = 1 + tau * tau * data.summed(data.trials * share * (1 - share))
    width = 1 / np.sqrt(curvature)
    where = mode + width * rule.nodes[:, None]
    shares = odds + tau * where[:, data.unit]
    parts = np.array([data.summed(_likelihoods(data.successes, data.trials, one)) for one in shares])
    terms = parts - where**2 / 2 + rule.weights[:, None]
    top = terms.max(axis=0)
    weights = np.exp(terms - top)
    total = weights.sum(axis=0)
    value = float((top + np.log(total) + np.log(width)).sum() - data.number * np.log(2 * np.pi) / 2)
    moved = _moved(data, tau, mode, share)
    return value, _slope(data, rule, tau, where, shares, weights / total, moved, width), mode, curvature


@dataclass(frozen=True)
class _Moved:
    """How modes and the logarithms of curvatures move with the parameters: each (g, k + 1), the spread last."""

    mode: Floats
    log_curvature: Floats


def _moved(data: _Data, tau: float, mode: Floats, share: Floats) -> _Moved:
    """By the implicit function of the mode, at which the slope is 0; `share` (r,) are the shares at the modes."""
    by_row = data.trials * share * (1 - share)
    spread, thirds = data.summed(by_row), data.summed(by_row * (1 - 2 * share))
    curvature = 1 + tau * tau * spread
    by_tau = data.summed(data.successes - data.trials * share) - tau * mode * spread
    moved = np.column_stack([-tau * data.crossed(by_row), by_tau]) / curvature[:, None]
    bent = np.column_stack(
        [tau * tau * data.crossed(by_row * (1 - 2 * share)), 2 * tau * spread + tau * tau * mode * thirds]
    )
    return _Moved(moved, (bent + (tau**3 * thirds)[:, None] * moved) / curvature[:, None])


def _slope(
    data: _Data,
    rule: _Quadrature,
    tau: float,
    where: Floats,
    odds: Floats,
    weights: Floats,
    moved: _Moved,
    width: Floats,
) -> Floats:
    """The slope (k + 1,) of the log-likelihood: of the terms at their nodes, and of the nodes themselves."""
    left = data.successes - data.trials * _share(odds)
    each = weights[:, data.unit] * left
    summed = np.array([data.summed(one) for one in left])
    direct = np.append(data.design.T @ each.sum(axis=0), float((weights * where * summed).sum()))
    pull = weights * (tau * summed - where)
    drift = pull.sum(axis=0) @ moved.mode
    stretch = (pull * rule.nodes[:, None]).sum(axis=0) * width
    slope: Floats = direct + drift - (stretch / 2) @ moved.log_curvature - moved.log_curvature.sum(axis=0) / 2
    return slope


def _maximum(data: _Data, rule: _Quadrature) -> Floats:
    """Effects and spread (k + 1,) at the maximum: quasi-Newton from the plain regression and its information."""
    from scipy.optimize import minimize  # noqa: PLC0415 - scipy is slow to import and needed only here

    effects, scale = _fixed(data), float(data.trials.sum())
    guess = np.zeros((effects.size + 1,) * 2)
    guess[:-1, :-1] = np.linalg.inv(data.information(data.design @ effects)) * scale
    guess[-1, -1] = scale / data.number

    def below(at: NDArray[np.float64]) -> tuple[float, Floats]:
        value, slope, _, _ = _marginal(data, rule, at)
        return -value / scale, -slope / scale

    options = {"gtol": _TIGHT, "maxiter": 1000, "hess_inv0": (guess + guess.T) / 2}
    found = minimize(below, np.append(effects, 0.5), jac=True, method="BFGS", options=options)
    return _polished(data, rule, found.x, found.hess_inv / scale)


def _polished(data: _Data, rule: _Quadrature, at: Floats, inverse: Floats) -> Floats:
    """The maximum near a point, by steps with the inverse information (k + 1, k + 1) found on the way, then with the exact."""
    scale = float(data.trials.sum())
    for taken in range(_NEWTON_STEPS):
        slope = _marginal(data, rule, at)[1]
        if float(np.abs(slope).max()) < _TIGHT * scale or abs(at[-1]) < _BOUNDARY:
            return at
        exact = taken >= _QUASI_STEPS
        at = at + (np.linalg.solve(_information(data, rule, at), slope) if exact else inverse @ slope)
    raise Inestimable("no maximum was found: an effect or the spread grows without end")


def _information(data: _Data, rule: _Quadrature, at: Floats) -> Floats:
    """Minus the second derivatives (k + 1, k + 1) of the log-likelihood, by central differences of its slope."""
    steps = np.eye(at.size) * _STEP
    rows = [(_marginal(data, rule, at - one)[1] - _marginal(data, rule, at + one)[1]) / (2 * _STEP) for one in steps]
    found = np.array(rows)
    both: Floats = (found + found.T) / 2
    return both
