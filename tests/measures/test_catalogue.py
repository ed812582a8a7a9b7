"""Every measure is described in full, in the words of the glossary, and its example runs."""

from __future__ import annotations

import pkgutil
import re
import shlex
from importlib import import_module
from itertools import pairwise

import pytest

from sojourn import measures
from sojourn.errors import BadParameter, UnknownName
from sojourn.measures import MEASURES, Measure, measure
from sojourn.publish.catalogue import all_text, as_dict, one_text, tiers_of
from sojourn.record.opened import Record
from sojourn.stats.estimators import estimators
from sojourn.tables import TABLES

every_measure = pytest.mark.parametrize("one", MEASURES.values(), ids=MEASURES)

NOT_OUR_WORDS = (
    *("alien", "illegal", "inmate", "detainee", "deportation", "deported", "deportee", "dataset", "data set"),
    *("criminal alien", "bed", "flow", "surge", "chance", "odds", "likely", "fake", "dummy", "mock"),
    *("minor", "child", "children", "robust", "powerful", "simply", "easily"),
)


def texts(one: Measure) -> str:
    """Everything that a measure says about itself."""
    definition = one.definition
    parts = [
        definition.question,
        definition.counted,
        definition.not_counted,
        definition.date_basis,
        definition.estimator,
    ]
    parts += [
        one.unit,
        *(parameter.help for parameter in one.parameters),
        *(dim.help for dim in one.dimensions.values()),
    ]
    return "\n".join(parts)


def test_the_measures_of_this_version_are_there() -> None:
    """A measure that vanishes breaks claims files."""
    expected = {"removals", "arrests", "book_ins", "facility_population", "population_change", "women_share"}
    expected |= {"largest_removal_days", "official_agreement", "asylum_outcomes", "judge_funnel"}
    expected |= {"judge_variation"}
    expected |= {"pending_cases", "completions", "in_absentia", "bond_outcomes", "appeals_filed", "continuances"}
    expected |= {"granted_then_appealed", "time_to_decision", "representation", "case_mix", "then_and_now"}
    expected |= {"people_held", "held_in_period", "transfers", "last_before_removal", "first_transfer", "shuttled"}
    expected |= {"held_elsewhere", "stay_faults"}
    assert expected <= set(MEASURES)


@every_measure
def test_a_measure_tells_its_interval_its_floor_and_its_tier(one: Measure) -> None:
    """Nobody has to ask it first to know how sure it will be, and how far the answer may travel."""
    text = " ".join(one_text(one).split())
    known = estimators()
    assert one.estimators
    assert all(known[name].name in text for name in one.estimators)
    assert f"Floor: {one.minimum or 'none'}" in text
    assert "Tier: P0 without a personal attribute" in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("removals", {"citizenship": "P1", "sex": "P1"}),
        ("facility_population", {}),
        ("people_held", {"citizenship": "P1", "criminality": "P1", "sex": "P1"}),
        ("held_in_period", {"citizenship": "P1", "criminality": "P1", "sex": "P1", "younger_than": "P2"}),
        ("asylum_outcomes", {"nationality": "P1"}),
        ("in_absentia", {"nationality": "P1"}),
    ],
)
def test_the_tiers_of_a_measure_follow_from_its_columns(name: str, expected: dict[str, str]) -> None:
    """By the attributes that the tables declare."""
    assert tiers_of(MEASURES[name]) == expected


@every_measure
def test_a_measure_is_described_in_full(one: Measure) -> None:
    """A number without its definition has no meaning."""
    definition = one.definition
    assert definition.question.endswith("?")
    assert all((definition.counted, definition.not_counted, definition.date_basis, definition.estimator, one.unit))
    assert set(one.tables) <= set(TABLES)


@every_measure
def test_each_parameter_and_dimension_is_described(one: Measure) -> None:
    """Whoever lists the parameters learns what each does and which values it takes."""
    assert all(len(parameter.help) > 8 for parameter in one.parameters)
    assert all(len(dimension.help) > 4 for dimension in one.dimensions.values())
    assert all(parameter.choices for parameter in one.parameters if parameter.kind == "choice")
    assert all(
        parameter.default in ("", *parameter.choices) for parameter in one.parameters if parameter.kind == "choice"
    )
    assert all(parameter.vocabulary for parameter in one.parameters if parameter.kind in {"country", "area", "sex"})


@every_measure
@pytest.mark.parametrize("word", NOT_OUR_WORDS)
def test_a_measure_uses_the_words_of_the_glossary(one: Measure, word: str) -> None:
    """One word for one thing, and people are people (docs/style.md)."""
    assert not re.search(rf"\b{word}s?\b", texts(one), re.IGNORECASE)


@every_measure
def test_the_example_of_a_measure_runs(one: Measure, tiny: Record) -> None:
    """What the catalogue tells people to type is a question that the measure understands."""
    words = shlex.split(one.example)
    given = dict(word.split("=", 1) for option, word in pairwise(words) if option == "-p")
    finding = one.ask(tiny, given)
    assert finding.measure == one.id
    assert finding.sentence or finding.reason


@every_measure
def test_the_catalogue_lists_a_measure_whole(one: Measure) -> None:
    """Text and document name each parameter and dimension."""
    text, document = one_text(one), as_dict(one)
    named = [entry["name"] for entry in document["parameters"]]
    assert named == [parameter.name for parameter in one.parameters]
    assert set(document["dimensions"]) == set(one.dimensions)
    assert all(name in text for name in (*named, *one.dimensions, one.id))
    assert one.id in all_text([one])


def test_an_unknown_measure_names_the_nearest() -> None:
    """A typing error is answered with what was probably meant."""
    with pytest.raises(UnknownName, match="Did you mean removals") as refused:
        measure("removal")
    assert refused.value.exit_status == 2


def test_a_measure_that_resembles_none_lists_all() -> None:
    """Where nothing is near, the list helps."""
    with pytest.raises(UnknownName, match="The measures are removals, arrests"):
        measure("zzz")


def test_an_unknown_parameter_names_the_nearest(tiny: Record) -> None:
    """A parameter that is silently ignored would give the answer to another question."""
    with pytest.raises(UnknownName, match="did you mean citizenship"):
        measure("removals").ask(tiny, {"citizenshp": "RUSSIA"})


def test_an_unknown_dimension_lists_the_known(tiny: Record) -> None:
    """So does a split that does not exist."""
    with pytest.raises(UnknownName, match="It can be split by: fiscal_year, month, day"):
        measure("removals").ask(tiny, {}, ("hair",))


def test_a_misspelt_citizenship_is_refused_with_suggestions(tiny: Record) -> None:
    """A country that ICE does not spell so would count zero people."""
    with pytest.raises(BadParameter, match="Did you mean RUSSIA"):
        measure("removals").ask(tiny, {"citizenship": "RUSIA"})


def test_a_citizenship_may_be_written_in_small_letters(tiny: Record) -> None:
    """Case is not a spelling."""
    assert measure("removals").ask(tiny, {"citizenship": "russia"}).parameters["citizenship"] == "RUSSIA"


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("removals", {"clock": "wall"}, "Choose departed or counted or without_lag"),
        ("removals", {"sex": "F"}, "not in the vocabulary sex"),
        ("removals", {"area": "Narnia"}, "not in the vocabulary area"),
        ("removals", {"period": "last summer"}, "is no period"),
        ("facility_population", {}, "it has no value"),
        (
            "population_change",
            {"facility": "AAAAAAA", "before": "2025-05"},
            "parameter after: it has no value",
        ),
        ("largest_removal_days", {"citizenship": "RUSSIA", "days": "ten"}, "is not a whole number"),
        ("largest_removal_days", {"citizenship": "RUSSIA", "days": "²"}, "is not a whole number"),
        ("official_agreement", {"fiscal_year": "-2017"}, "is not a whole number"),
        ("grouped_removals", {"rate": "9" * 400}, "the number is too large"),
    ],
)
def test_a_value_that_a_parameter_cannot_have_is_refused(
    tiny: Record, name: str, given: dict[str, str], message: str
) -> None:
    """The message says which parameter and what it takes."""
    with pytest.raises(BadParameter, match=message) as refused:
        measure(name).ask(tiny, given)
    assert refused.value.where.startswith(name)


def test_every_measure_that_a_module_declares_is_in_the_catalogue() -> None:
    """A module is imported only for a question, so a forgotten one would never be asked."""
    declared = set()
    for module in pkgutil.walk_packages(measures.__path__, f"{measures.__name__}."):
        made = import_module(module.name)
        found = getattr(made, "MEASURES", None) or (getattr(made, "MEASURE", None),)
        declared |= {one.id for one in found if isinstance(one, Measure)}

    assert declared == set(MEASURES)
