"""A claims file says what it must and nothing else; a typing error never passes for an untested claim."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from sojourn.claims.declare import Claim, read_claims
from sojourn.errors import BadClaims, UnreadableFile
from sojourn.measures import measure

SHIPPED = sorted((Path(__file__).parents[2] / "claims").glob("*.toml"))
WHOLE = """
title = "A text"
about = "For a test."
[[claim]]
id = "one"
sentence = "Many were removed."
said_by = "a test"
published = "2026"
[[claim.reading]]
label = "removals of FY2017"
measure = "removals"
parameters = { period = "FY2017", citizenship = "RUSSIA" }
comparison = "at_least"
value = 5
tolerance = 1
decides = true
[claim.reading.vary]
clock = ["counted", "departed"]
[[claim.missing]]
needs = "more files"
why = "they would tell"
[[claim.nearby]]
figure = "six"
publisher = "a paper"
published = "2025"
"""


def written(folder: Path, text: str) -> Path:
    """A claims file with this text."""
    path = folder / "claims.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    """Every key of docs/claims.md arrives."""
    file = read_claims(written(tmp_path, WHOLE))
    (claim,) = file.claims
    (reading,) = claim.readings
    assert (file.title, file.about, claim.id, claim.published) == ("A text", "For a test.", "one", "2026")
    assert (reading.measure, reading.comparison, reading.value, reading.tolerance) == (
        "removals",
        "at_least",
        5.0,
        1.0,
    )
    assert (reading.decides, reading.vary) == (True, {"clock": ("counted", "departed")})
    assert (claim.missing[0].needs, claim.nearby[0].figure) == ("more files", "six")


def test_optional_keys_have_their_defaults(tmp_path: Path) -> None:
    """Tolerance 0, deciding, nothing varied, no text about it."""
    short = WHOLE.replace("tolerance = 1\ndecides = true\n", "").replace('about = "For a test."\n', "")
    file = read_claims(written(tmp_path, short.replace('[claim.reading.vary]\nclock = ["counted", "departed"]\n', "")))
    reading = file.claims[0].readings[0]
    assert (file.about, reading.tolerance, reading.decides, reading.vary) == ("", 0.0, True, {})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = "A text"', "title = [", "it is not valid TOML"),
        ('title = "A text"', 'titel = "A text"', "the key 'title' is missing"),
        ('about = "For a test."', 'abuot = "For a test."', "the key 'abuot' is not known"),
        ('title = "A text"', "title = 5", "the key 'title' has a value of the wrong kind: 5"),
        ('said_by = "a test"\n', "", "claim one: the key 'said_by' is missing"),
        (
            'said_by = "a test"',
            'said_by = "a test"\nshouted_by = "x"',
            "claim one: the key 'shouted_by' is not known",
        ),
        ("value = 5", 'value = "5"', "the key 'value' has a value of the wrong kind"),
        ("value = 5", "value = true", "the key 'value' has a value of the wrong kind: True"),
        ("value = 5", "value = nan", "the key 'value' is no finite number"),
        ("value = 5\n", "", "the key 'value' is missing"),
        ("tolerance = 1", "tolerance = inf", "the key 'tolerance' is no finite number"),
        ("tolerance = 1", "tolerance = -1", "the tolerance is below zero"),
        ("decides = true", 'decides = "yes"', "the key 'decides' has a value of the wrong kind"),
        ("decides = true", "decide = false", "reading removals of FY2017: the key 'decide' is not known"),
        ('comparison = "at_least"', 'comparison = "roughly"', "'roughly' is no comparison"),
        (
            'parameters = { period = "FY2017", citizenship = "RUSSIA" }',
            'parameters = "FY2017"',
            "'parameters' has a value of the wrong kind",
        ),
        ('clock = ["counted", "departed"]', 'clock = "counted"', "each entry of 'vary' must be a list"),
        ('needs = "more files"\n', "", "missing 1: the key 'needs' is missing"),
        ('figure = "six"', "figure = 6", "nearby 1: the key 'figure' has a value of the wrong kind"),
        ("[[claim]]", "[claim]", "the key 'claim' has a value of the wrong kind"),
    ],
)
def test_a_file_that_does_not_say_what_it_must_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """The message names the file, the claim, the key and the page that describes the format."""
    assert old in WHOLE
    with pytest.raises(BadClaims) as refused:
        read_claims(written(tmp_path, WHOLE.replace(old, new, 1)))
    assert message in str(refused.value)
    assert str(tmp_path) in str(refused.value)
    assert refused.value.exit_status == 1


def test_two_claims_of_one_id_are_refused(tmp_path: Path) -> None:
    """A card is cited by its id."""
    with pytest.raises(BadClaims, match="two claims are called 'one'"):
        read_claims(written(tmp_path, WHOLE + WHOLE[WHOLE.index("[[claim]]") :]))


def test_a_claim_without_a_test_is_refused(tmp_path: Path) -> None:
    """It has neither a reading nor what is missing."""
    bare = '\n[[claim]]\nid = "two"\nsentence = "x"\nsaid_by = "x"\npublished = "x"\n'
    with pytest.raises(BadClaims, match="claim two: it has neither a reading nor what is missing"):
        read_claims(written(tmp_path, 'title = "t"' + bare))


def test_a_file_without_claims_is_refused(tmp_path: Path) -> None:
    """An empty check would look like a passed one."""
    with pytest.raises(BadClaims, match=r"it has no \[\[claim\]\]"):
        read_claims(written(tmp_path, 'title = "t"'))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """TOML is UTF-8."""
    path = tmp_path / "claims.toml"
    path.write_bytes(b'title = "\xff"')
    with pytest.raises(BadClaims, match="it is not valid TOML"):
        read_claims(path)


def test_a_file_that_is_not_there_is_an_error_of_the_input(tmp_path: Path) -> None:
    """Not a traceback."""
    with pytest.raises(UnreadableFile):
        read_claims(tmp_path / "nowhere.toml")


def _claims() -> list[tuple[str, Claim]]:
    return [(f"{path.stem}/{claim.id}", claim) for path in SHIPPED for claim in read_claims(path).claims]


@pytest.mark.parametrize("claim", [claim for _, claim in _claims()], ids=[name for name, _ in _claims()])
def test_the_shipped_claims_ask_what_can_be_asked(claim: Claim) -> None:
    """Every measure, parameter and varied value exists."""
    for reading in claim.readings:
        known = measure(reading.measure)
        known.values(reading.parameters)
        for name, values in reading.vary.items():
            assert all(known.values({**reading.parameters, name: value}) for value in values)


def test_two_files_are_shipped() -> None:
    """The story, and the five facilities."""
    expected = ["charter-flights-story", "fell-by-half"]
    assert [path.stem for path in SHIPPED] == expected


def test_the_example_of_the_documentation_is_valid(tmp_path: Path) -> None:
    """What docs/claims.md shows can be copied."""
    page = (Path(__file__).parents[2] / "docs" / "claims.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert tomllib.loads(example)
    assert read_claims(written(tmp_path, example)).claims[0].id == "basile-july-2025"
