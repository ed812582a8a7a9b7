"""Logistic regression with a random intercept for each unit: maximum likelihood by adaptive Gauss-Hermite quadrature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sojourn.stats.grouped_logit import (
    NEWTON_STEPS,
    TIGHT,
    Inestimable,
    Ones,
    Rows,
    fixed_effects,
    plain_likelihood,
    rows_of,
    softplus_and_share,
)
from sojourn.stats.marginal import Marginal, Quadrature, marginal, modes, quadrature
from sojourn.stats.risk_sets import Floats

_NEAR = 1e-7
"""Slope of the mean log-likelihood down to which it is climbed by its values, which tell no nearer points apart."""
_STEP = 1e-4
"""Step of the differences that make second derivatives of exact first ones."""
_QUASI_STEPS = 5
_BOUNDARY = 1e-3
"""A spread below this is none: the likelihood is flat there."""
_LEAST_START, _USUAL_START = 0.1, 0.5
"""No search for the spread begins nearer to 0 than the first, where the likelihood is flat: then it begins at the second."""


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


def logistic(successes: ArrayLike, trials: ArrayLike, design: ArrayLike | Ones) -> Logit:
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
    rows = rows_of(successes, trials, design)
    return _plain(rows, fixed_effects(rows), 0)


def random_intercept(
    successes: ArrayLike,
    trials: ArrayLike,
    design: ArrayLike | Ones,
    units: ArrayLike,
    points: int = 9,
    *,
    plain: Floats | None = None,
) -> Logit:
    """Logistic regression with a normal random intercept for each unit, by maximum likelihood.

    The likelihood may have two tops, one of them at no spread: that one is taken where it is the higher.

    Args:
        successes: (r,) successes of each row.
        trials: (r,) trials of each row, at least 1.
        design: (r, k) the fixed effects, a column of ones for the intercept among them.
        units: (r,) the unit of each row, numbered from 0 without gaps.
        points: points of the quadrature, around each unit's own mode; 1 is Laplace's approximation.
        plain: (k,) the effects of the plain regression, where they are known.

    Raises:
        ValueError: arrays that do not belong together, counts that cannot be, fewer than two units.
        Inestimable: the rows separate successes from failures, columns of the design repeat each other, or no maximum
            was found.

    Source: adaptive quadrature after J. C. Pinheiro, D. M. Bates, Journal of Computational and Graphical Statistics 4
    (1995) 12-35, as in R lme4, `glmer(..., nAGQ = points)`, with which the results agree.
    """
    rows = rows_of(successes, trials, design, units)
    if rows.number < 2 or points < 1:
        raise ValueError(f"{rows.number} units and {points} points make no random intercept")
    rule, effects = quadrature(points), fixed_effects(rows) if plain is None else plain
    at, found = _maximum(rows, rule, effects)
    tau, alike = abs(float(at[-1])), _plain(rows, effects, rows.number)
    if tau < _BOUNDARY or found.value < alike.log_likelihood:
        return alike
    errors: Floats = tau / np.sqrt(found.modes.curvature)
    return Logit(at[:-1], tau, found.modes.mode * at[-1], errors, found.value, lambda: _information(rows, rule, at))


def _errors(information: Floats) -> Floats:
    """Standard errors from minus the second derivatives (n, n), which must be those of a maximum."""
    if float(np.linalg.eigvalsh(information).min()) <= 0:
        raise Inestimable("no maximum was found: the likelihood is flat in some direction")
    found: Floats = np.sqrt(np.diag(np.linalg.inv(information)))
    return found


def _plain(rows: Rows, effects: Floats, units: int) -> Logit:
    """The plain regression, with units that do not differ."""
    nothing = np.zeros(units)
    value, share = plain_likelihood(rows, rows.odds(effects))
    return Logit(effects, 0.0, nothing, nothing, value, lambda: rows.information(share))


@dataclass(frozen=True)
class _Start:
    """Where a search begins: effects and spread (k + 1,), the inverse information (k + 1, k + 1) and the modes (g,) about there.

    `found` is the likelihood there, if it is known.
    """

    at: Floats
    inverse: Floats
    modes: Floats
    found: Marginal | None = None


def _start(rows: Rows, effects: Floats) -> _Start:
    """The plain regression, the spread that the units' scores show there, and Laplace's information.

    The information of the effects is that of the plain regression, less what the effects of the units take of it.
    """
    odds = rows.odds(effects)
    share = softplus_and_share(odds)[1]
    known = rows.by_unit(rows.trials * share * (1 - share))
    scores = rows.by_unit(rows.successes - rows.trials * share)
    moment = float((scores**2 - known).sum() / (known**2).sum())
    tau = float(np.sqrt(moment)) if moment > _LEAST_START**2 else _USUAL_START
    found = modes(rows, odds, tau)
    crossed = tau * rows.crossed(rows.trials * found.share * (1 - found.share))
    inverse = np.zeros((effects.size + 1,) * 2)
    inverse[:-1, :-1] = np.linalg.inv(rows.information(found.share) - crossed.T @ (crossed / found.curvature[:, None]))
    held = (found.curvature - 1) / tau**2
    inverse[-1, -1] = 1 / (2 * tau**2 * ((held / found.curvature) ** 2).sum())
    return _Start(np.append(effects, tau), (inverse + inverse.T) / 2, found.mode)


def _maximum(rows: Rows, rule: Quadrature, effects: Floats) -> tuple[Floats, Marginal]:
    """Effects and spread (k + 1,) at the maximum, and the likelihood there: quasi-Newton from the plain regression."""
    from scipy.optimize import minimize  # noqa: PLC0415 - scipy is slow to import and needed only here

    start, scale = _start(rows, effects), float(rows.trials.sum())
    last = start

    def below(at: NDArray[np.float64]) -> tuple[float, Floats]:
        nonlocal last
        found = marginal(rows, rule, at, last.modes)
        last = _Start(at.copy(), start.inverse, found.modes.mode, found)
        return -found.value / scale, -found.slope / scale

    options = {"gtol": _NEAR, "maxiter": 1000, "hess_inv0": start.inverse * scale}
    end = minimize(below, start.at, jac=True, method="BFGS", options=options)
    found = last.found if np.array_equal(last.at, end.x) else None
    return _polished(rows, rule, _Start(end.x, end.hess_inv / scale, last.modes, found))


def _polished(rows: Rows, rule: Quadrature, start: _Start) -> tuple[Floats, Marginal]:
    """The maximum near a point, by steps with the inverse information found on the way, then with the exact one."""
    scale, at = float(rows.trials.sum()), start.at
    found = start.found or marginal(rows, rule, at, start.modes)
    for taken in range(NEWTON_STEPS):
        if float(np.abs(found.slope).max()) < TIGHT * scale or abs(at[-1]) < _BOUNDARY:
            return at, found
        exact = taken >= _QUASI_STEPS
        at = at + (np.linalg.solve(_information(rows, rule, at), found.slope) if exact else start.inverse @ found.slope)
        found = marginal(rows, rule, at, found.modes.mode)
    raise Inestimable("no maximum was found: an effect or the spread grows without end")


def _information(rows: Rows, rule: Quadrature, at: Floats) -> Floats:
    """Minus the second derivatives (k + 1, k + 1) of the log-likelihood, by central differences of its slope."""
    steps = np.eye(at.size) * _STEP
    differences = [marginal(rows, rule, at - one).slope - marginal(rows, rule, at + one).slope for one in steps]
    found = np.array(differences) / (2 * _STEP)
    both: Floats = (found + found.T) / 2
    return both
