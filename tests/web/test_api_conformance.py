"""Schemathesis asks the JSON API by its own description, as it is said to be asked and as it is not."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from sojourn.measures import MEASURES
from sojourn.web.openapi import ROOT
from web.visit import BASE, Visit

schemathesis = pytest.importorskip("schemathesis", reason="needs the extra api")
positive_data_acceptance = pytest.importorskip("schemathesis.specs.openapi.checks").positive_data_acceptance

pytestmark = pytest.mark.api

PATHS = [f"{ROOT}/{one}" for one in ("measures", "releases", "openapi.json")]
ASKED = [f"{ROOT}/{what}/{name}" for name in MEASURES for what in ("ask", "csv")]
FEW = 4
"""Questions of each kind to each address, so that all of them take a minute."""


@cache
def described() -> Any:
    """The API behind its guard, as its own description has it."""
    visit = Visit(seconds=5)
    schema = schemathesis.openapi.from_dict(visit.client.get(f"{ROOT}/openapi.json").json())
    return visit, schema


def conforms(path: str, *, negative: bool, examples: int) -> None:
    """Ask one address as its description says, or as it does not, and hold each answer against the description."""
    visit, schema = described()
    modes = schemathesis.GenerationMode
    strategy = schema[path]["GET"].as_strategy(modes.NEGATIVE if negative else modes.POSITIVE)

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def ask(case: Any) -> None:
        sent = case.as_transport_kwargs(base_url=BASE)
        told = {name: sent[name] for name in ("params", "headers") if sent.get(name)}
        answer = visit.client.request(sent["method"], sent["url"], **told)
        # a day or a name of the right form that does not exist is a question that cannot be asked, not a fault of the form
        case.validate_response(answer, excluded_checks=[positive_data_acceptance])

    ask()


@pytest.mark.parametrize("path", [*PATHS, *ASKED])
def test_an_answer_is_as_it_is_described(path: str) -> None:
    """Status, type and shape, and no error of our own, whatever is asked within the description."""
    conforms(path, negative=False, examples=FEW)


@pytest.mark.parametrize("path", ASKED)
def test_what_is_asked_amiss_is_refused_as_it_is_described(path: str) -> None:
    """A value or a name that the description does not have is refused with our error, and never with 500."""
    conforms(path, negative=True, examples=FEW)
