"""The faults that draws have had are found by the tests (benchmarks/draw_mutants.py has them all)."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[2] / "benchmarks" / "draw_mutants.py"


def _module() -> Any:
    spec = spec_from_file_location("draw_mutants", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["draw_mutants"] = module
    spec.loader.exec_module(module)
    return module


MUTANTS = _module()


@pytest.mark.parametrize("mutant", MUTANTS.MUTANTS, ids=lambda one: one.name)
def test_a_mutant_still_applies(mutant: Any) -> None:
    """A fault that changes nothing would survive unseen once the source has moved on."""
    assert MUTANTS.applies(mutant)


def test_a_fault_is_found() -> None:
    """One that is quick to try, so that the way to try them stays in order."""
    assert MUTANTS.killed(next(one for one in MUTANTS.MUTANTS if one.name == "the last leaf of an odd level dropped"))


@pytest.mark.slow
def test_what_is_no_fault_is_not_found() -> None:
    """Tests that fail on everything would kill every mutant."""
    harmless = MUTANTS.Mutant(
        "none", "merkle", "return pairs + level", "return pairs + level", "test_merkle.py -k root"
    )

    assert not MUTANTS.killed(harmless)


@pytest.mark.slow
@pytest.mark.parametrize("mutant", MUTANTS.MUTANTS, ids=lambda one: one.name)
def test_every_fault_is_found(mutant: Any) -> None:
    """None of them may survive."""
    assert MUTANTS.killed(mutant)
