"""Ciw, a queue simulator by others, gives the same waits: an oracle that shares no line with ours.

The same batches arrive at noon, and a slot serves as many as a day has places; a wait of ours is theirs and half a day.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sojourn.draw.simulation.run import Run, run
from sojourn.draw.simulation.scenario import Option, Scenario

ciw = pytest.importorskip("ciw", reason="Ciw is not installed (pip install sojourn[oracles])")

DAYS, PLACES = 500, 20


def queued(option: Option) -> Run:
    """Our run: single people, a little fewer than places."""
    return run(Scenario("queue", (PLACES,) * DAYS, 0, (PLACES * 0.99,) * DAYS, ()), option, seed=3)


def theirs(arrived: Any, discipline: Any) -> Any:
    """Ciw's waits, in our days."""
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential([0.5] + [1.0] * (DAYS - 1) + [1e9])],
        batching_distributions=[ciw.dists.Sequential([*arrived.tolist(), 0])],
        service_distributions=[ciw.dists.Deterministic(0.01)],
        number_of_servers=[ciw.Slotted(slots=[1.0], slot_sizes=[PLACES])],
        service_disciplines=[discipline],
    )
    ciw.seed(1)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(DAYS - 0.75)
    return np.sort(np.rint([one.waiting_time + 0.5 for one in simulation.get_all_records()]))


@pytest.mark.oracle
def test_first_come_waits_as_in_ciw_person_by_person() -> None:
    """The same arrivals in the same order: not one wait differs."""
    ours = queued(Option("first come", reserved=(1, 1)))

    expected = theirs(ours.arrived, ciw.disciplines.FIFO)

    assert np.array_equal(np.sort(ours.waits), expected)


@pytest.mark.oracle
def test_a_draw_waits_as_service_in_random_order_does_in_ciw() -> None:
    """As many are served, in the same mean (Little), with the same shape up to chance."""
    ours = queued(Option("draw"))

    expected = theirs(ours.arrived, ciw.disciplines.SIRO)

    assert len(ours.waits) == len(expected)
    assert ours.waits.mean() == pytest.approx(expected.mean(), rel=0.02)
    for part in (0.5, 0.75, 0.9, 0.95):
        assert np.quantile(ours.waits, part) == pytest.approx(np.quantile(expected, part), rel=0.1, abs=1)
