"""The likelihood of a logistic regression whose units have normal effects of their own, with the effects integrated out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from sojourn.stats.grouped_logit import NEWTON_STEPS, Rows, softplus_and_share
from sojourn.stats.risk_sets import Floats

_STILL = 1e-7
"""A step of a mode after which the next one, about its square, is rounding."""


@dataclass(frozen=True)
class Quadrature:
    """Gauss-Hermite nodes (q,) on the scale of a standard normal, and the logarithm of their weights (q,)."""

    nodes: Floats
    weights: Floats


@cache
def quadrature(points: int) -> Quadrature:
    """The rule of a number of points; 1 is Laplace's approximation."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(points)
    return Quadrature(nodes, np.log(weights) + nodes**2 / 2)


@dataclass(frozen=True)
class Modes:
    """Where each unit's effect is likeliest, on the standard scale: `mode` and `curvature` (g,), and the shares (r,) there."""

    mode: Floats
    curvature: Floats
    share: Floats


@dataclass(frozen=True)
class Marginal:
    """The log-likelihood at effects and spread, its exact slope (k + 1,) with the spread last, and each unit's mode."""

    value: float
    slope: Floats
    modes: Modes


@dataclass(frozen=True)
class _Moved:
    """How modes and the logarithms of curvatures move with the parameters: each (g, k + 1), the spread last."""

    mode: Floats
    log_curvature: Floats


def modes(rows: Rows, odds: Floats, tau: float, near: Floats | None = None) -> Modes:
    """Each unit's mode by Newton steps; the function is concave, so halving always climbs.

    Args:
        rows: the rows.
        odds: (r,) log odds of the fixed effects.
        tau: standard deviation of the units' effects.
        near: (g,) where the steps begin, such as the modes of other effects that are near these.
    """
    mode, successes = np.zeros(rows.number) if near is None else near, rows.by_unit(rows.successes)

    def reached(u: Floats) -> tuple[Floats, Floats]:
        softplus, share = softplus_and_share(odds + tau * rows.of_unit(u))
        return tau * u * successes - rows.by_unit(rows.trials * softplus) - u * u / 2, share

    height, share = reached(mode)
    for _ in range(NEWTON_STEPS):
        expected = rows.trials * share
        slope = tau * (successes - rows.by_unit(expected)) - mode
        step = slope / (1 + tau * tau * rows.by_unit(expected * (1 - share)))
        found, share = reached(mode + step)
        while (lower := found < height - 1e-10).any():
            step = np.where(lower, step / 2, step)
            found, share = reached(mode + step)
        mode, height = mode + step, found
        if float(np.abs(step).max()) < _STILL:
            break
    return Modes(mode, 1 + tau * tau * rows.by_unit(rows.trials * share * (1 - share)), share)


def marginal(rows: Rows, rule: Quadrature, at: Floats, near: Floats | None = None) -> Marginal:
    """The log-likelihood at effects and spread (k + 1,); `near` (g,) is where the modes are looked for.

    The nodes move with the parameters, and the slope follows them: it is the slope of the approximation itself.
    """
    odds, tau = rows.odds(at[:-1]), float(at[-1])
    found = modes(rows, odds, tau, near)
    width = 1 / np.sqrt(found.curvature)
    where = found.mode + width * rule.nodes[:, None]
    softplus, shares = softplus_and_share(odds + tau * rows.of_unit(where))
    successes, known = rows.by_unit(rows.successes), rows.by_unit(rows.successes * odds)
    parts = known + tau * where * successes - rows.by_unit(rows.trials * softplus)
    terms = parts - where**2 / 2 + rule.weights[:, None]
    top = terms.max(axis=0)
    weights = np.exp(terms - top)
    total = weights.sum(axis=0)
    value = float((top + np.log(total) + np.log(width)).sum() - rows.number * np.log(2 * np.pi) / 2)
    return Marginal(value, _slope(rows, rule, tau, found, where, rows.trials * shares, weights / total), found)


def _moved(rows: Rows, tau: float, found: Modes) -> _Moved:
    """By the implicit function of the mode, at which the slope is 0."""
    mode, share, curvature = found.mode, found.share, found.curvature
    by_row = rows.trials * share * (1 - share)
    by_third = by_row * (1 - 2 * share)
    spread, thirds = rows.by_unit(by_row), rows.by_unit(by_third)
    by_tau = rows.by_unit(rows.successes - rows.trials * share) - tau * mode * spread
    moved = np.column_stack([-tau * rows.crossed(by_row), by_tau]) / curvature[:, None]
    bent = np.column_stack([tau * tau * rows.crossed(by_third), 2 * tau * spread + tau * tau * mode * thirds])
    return _Moved(moved, (bent + (tau**3 * thirds)[:, None] * moved) / curvature[:, None])


def _slope(
    rows: Rows, rule: Quadrature, tau: float, found: Modes, where: Floats, expected: Floats, weights: Floats
) -> Floats:
    """The slope (k + 1,) of the log-likelihood: of the terms at their nodes, and of the nodes themselves.

    Args:
        rows: the rows.
        rule: the rule of q nodes.
        tau: the spread.
        found: the modes.
        where: (q, g) the nodes of each unit.
        expected: (q, r) expected successes at the nodes.
        weights: (q, g) what each node has of the likelihood of its unit.
    """
    moved = _moved(rows, tau, found)
    summed = rows.by_unit(rows.successes) - rows.by_unit(expected)
    left = rows.successes - (rows.of_unit(weights) * expected).sum(axis=0)
    direct = np.append(rows.by_column(left), float((weights * where * summed).sum()))
    pull = weights * (tau * summed - where)
    drift = pull.sum(axis=0) @ moved.mode
    stretch = (pull * rule.nodes[:, None]).sum(axis=0) / np.sqrt(found.curvature)
    slope: Floats = direct + drift - (stretch / 2 + 0.5) @ moved.log_curvature
    return slope
