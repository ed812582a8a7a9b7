"""How far the models of a size mixture that fit nearly as well lie apart: draws about the best one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sojourn.stats.risk_sets import Floats
from sojourn.stats.size_mixture import (
    MEAN_DAYS,
    NUDGE,
    POOLED_DAYS,
    SHAPES,
    Days,
    Mixture,
    Prior,
    log_likelihood,
    moved,
    prior_height,
)


def draws(days: Days, prior: Prior, at: Mixture, number: int, seed: int) -> list[Mixture]:
    """Models that fit nearly as well, as often as they do.

    They come from a normal approximation in the logarithms of the shapes, a gamma for the means of the background and a
    Dirichlet for the numbers of loads.

    Source: A. Gelman and others, Bayesian Data Analysis (2013), section 4.1.
    """
    random = np.random.default_rng(seed)
    moves = random.multivariate_normal(np.zeros(len(SHAPES)), _covariance(days, prior, at), number)
    before = POOLED_DAYS * at.numbers.clip(1e-6)
    weight = at.numbers * days.of_weekday[:, None] + before
    error = at.scatter / np.sqrt(days.of_stratum + MEAN_DAYS)
    shape = (at.background / error) ** 2
    return [
        _drawn(at, move, random.standard_gamma(weight), random.gamma(shape, at.background / shape)) for move in moves
    ]


def _drawn(at: Mixture, moves: Floats, weights: Floats, background: Floats) -> Mixture:
    for name, move in zip(SHAPES, moves, strict=True):
        at = moved(at, name, float(np.clip(move, -1.5, 1.5)))
    weights = np.maximum(weights, 1e-12)
    return replace(at, background=np.maximum(background, 1e-6), numbers=weights / weights.sum(axis=1, keepdims=True))


def _covariance(days: Days, prior: Prior, at: Mixture) -> Floats:
    """Of the logarithms of the shapes (3, 3): the inverse of the curvature of the height, made positive where it is not."""

    def height(steps: dict[str, float]) -> float:
        there = at
        for name, step in steps.items():
            there = moved(there, name, step, free=True)
        return log_likelihood(days, there) + prior_height(there, prior)

    bend = np.zeros((len(SHAPES), len(SHAPES)))
    middle = height({})
    for row, one in enumerate(SHAPES):
        bend[row, row] = (height({one: NUDGE}) + height({one: -NUDGE}) - 2 * middle) / NUDGE**2
        for column, other in enumerate(SHAPES[:row]):
            up, down = (
                height({one: a * NUDGE, other: NUDGE}) - height({one: a * NUDGE, other: -NUDGE}) for a in (1, -1)
            )
            bend[row, column] = bend[column, row] = (up - down) / (4 * NUDGE**2)
    values, vectors = np.linalg.eigh(-bend)
    made: Floats = (vectors / np.maximum(values, 1.0)) @ vectors.T
    return made
