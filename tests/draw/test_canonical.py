"""One document, one string of bytes; and no document of a stranger that breaks the reader."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw.lists import one_site, policy
from sojourn.draw.canonical import LARGEST, canonical, read_document
from sojourn.draw.frozen import read_frozen
from sojourn.draw.policy import read_policy
from sojourn.errors import BadDraw

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def test_the_bytes_are_those_of_rfc_8785() -> None:
    """Keys in order, no space, letters as they are, control characters as \\u001f: as JavaScript writes it."""
    expected = '{"a":[true,null,-3],"b":"東門 é\\u001f\\n\\"/"}'.encode()

    assert canonical({"b": '東門 é\x1f\n"/', "a": [True, None, -3]}) == expected


def test_two_forms_of_one_letter_are_not_two_documents() -> None:
    """An e with an accent has two spellings in Unicode that look alike: only one can be frozen."""
    composed = "Cl\u00ednica"
    decomposed = "Cli\u0301nica"

    assert canonical([composed])
    with pytest.raises(BadDraw, match="Form C"):
        canonical([decomposed])


@pytest.mark.parametrize("value", [1.5, float("nan"), (1, 2), b"x", 2**53, -(2**53), {"é": 1}, {1: 2}, "\ud800"])
def test_what_two_programs_could_write_differently_is_refused(value: Any) -> None:
    """A fraction or a number beyond 2^53 is rounded by some readers, and half a character is no text."""
    with pytest.raises(BadDraw):
        canonical([value])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"3",
        b"{",
        b'{"a": 1.0}',
        b'{"a": 1e3}',
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1, "a": 2}',
        b'{"a": ' + b"9" * 100_000 + b"}",
        b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a": "\xff"}',
    ],
    ids=lambda content: content[:16].decode(errors="replace"),
)
def test_hostile_json_is_refused(content: bytes) -> None:
    """Files of strangers must not be read in two ways, nor stop the reader."""
    with pytest.raises(BadDraw, match=r"cannot be read|no object"):
        read_document(content, "file")


def test_the_largest_whole_number_is_read() -> None:
    """It is the last that all readers keep."""
    assert read_document(json.dumps({"a": LARGEST}).encode(), "file") == {"a": LARGEST}


@given(st.sampled_from(sorted(one_site([1, 2], 3).head())), VALUES)
def test_a_head_with_any_other_value_is_refused(key: str, value: Any) -> None:
    """Whatever a stranger writes there, the answer is a message and no crash."""
    document = one_site([1, 2], 3).as_dict()
    if document["head"][key] == value and type(document["head"][key]) is type(value):
        return
    document["head"][key] = value

    with pytest.raises(BadDraw):
        read_frozen(document)


@given(st.integers(0, 4), VALUES)
def test_an_entry_with_any_other_value_is_refused(at: int, value: Any) -> None:
    """As for the head."""
    document = one_site([1, 2], 3).as_dict()
    if document["entries"][0][at] == value and type(value) is not bool:
        return
    document["entries"][0][at] = value

    with pytest.raises(BadDraw):
        read_frozen(document)


@given(VALUES)
def test_any_other_document_is_no_list(value: Any) -> None:
    """As for the head."""
    with pytest.raises(BadDraw):
        read_frozen({"head": value, "policy": value, "entries": value})


@given(st.sampled_from(sorted(policy().as_dict())), VALUES)
def test_a_policy_is_read_or_refused(key: str, value: Any) -> None:
    """What is read is written again as it was; everything else is a message."""
    document = policy(classes=[("medical", (1, 10))]).as_dict() | {key: value}

    try:
        read = read_policy(document)
    except BadDraw:
        return
    assert read.as_dict() == document


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sites", []),
        ("sites", ["A", "A"]),
        ("sites", ["東門"]),
        ("reserved", [11, 10]),
        ("reserved", [1, 10_001]),
        ("reserved", [True, 2]),
        ("classes", [{"name": "m", "share": [1, 2]}, {"name": "r", "share": [6, 10]}]),
        ("classes", [{"name": "longest waiting", "share": [1, 10]}]),
        ("largest", 0),
        ("largest", 101),
        ("hold_days", -1),
        ("schema", "sojourn.draw.policy/2"),
    ],
)
def test_a_policy_that_cannot_be_kept_is_refused(key: str, value: Any) -> None:
    """Shares of more than all places, or a site twice, would be found out by the people who wait."""
    with pytest.raises(BadDraw):
        read_policy(policy().as_dict() | {key: value})
