"""JSON text: every element with its own text, and a place for everything that is broken."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sojourn.errors import UnreadableFile
from sojourn.reading import json_text, raw
from sojourn.reading.json_text import Element, Twice, elements, start_of_json
from sojourn.reading.limits import Limits

Values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
BLOCK = 7
"""Bytes of a block in these tests, so that elements and characters lie across several."""


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Reads a text block by block, in blocks of a few bytes."""
    monkeypatch.setattr(raw, "_BLOCK", BLOCK)
    monkeypatch.setattr(json_text, "AT_ONCE", 0)

    def _read(content: bytes) -> list[Element]:
        path = tmp_path / "one.json"
        path.write_bytes(content)
        return list(elements(path, Limits()))

    return _read


def as_texts(value: Any) -> Any:
    """A value with its numbers as the texts that stand in a file."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return json.dumps(value)
    if isinstance(value, list):
        return [as_texts(one) for one in value]
    return {key: as_texts(one) for key, one in value.items()}


@example([None, -1.0694516813969234e16], None, False)  # a block ends between the digits and the exponent
@given(st.lists(Values, max_size=6), st.sampled_from([None, 1]), st.booleans())
def test_every_element_of_an_array_comes_with_its_text(
    tmp_path_factory: pytest.TempPathFactory, values: list[Any], indent: int | None, escaped: bool
) -> None:
    """Nothing is lost, nothing is added, and what is kept apart can be shown as it stands."""
    path = tmp_path_factory.mktemp("json") / "one.json"
    path.write_text(json.dumps(values, indent=indent, ensure_ascii=escaped), encoding="utf-8")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(raw, "_BLOCK", BLOCK)
        patch.setattr(json_text, "AT_ONCE", 0)
        found = list(elements(path, Limits()))

    assert [element.value for element in found] == [as_texts(value) for value in values]
    assert [json.loads(element.text) for element in found] == values
    assert [element.number for element in found] == list(range(1, len(values) + 1))


@given(st.lists(st.dictionaries(st.text(), Values, max_size=3), min_size=1, max_size=4), st.floats(0, 1))
def test_a_text_that_is_cut_short_is_an_error_wherever_it_is_cut(
    tmp_path_factory: pytest.TempPathFactory, values: list[Any], share: float
) -> None:
    """Half a month of polls must never pass for a month."""
    path = tmp_path_factory.mktemp("json") / "one.json"
    whole = json.dumps(values).encode()
    path.write_bytes(whole[: 1 + int(share * (len(whole) - 2))])

    with pytest.raises(UnreadableFile, match=r"its JSON is (cut short|broken) at line 1, column"):
        list(elements(path, Limits()))


def test_objects_one_after_another_are_elements(read: Any) -> None:
    """Traces of many aircraft may be put into one file."""
    assert [element.value for element in read(b'{"a": 1}\n{"a": 2} {"a": 3}\n')] == [{"a": "1"}, {"a": "2"}, {"a": "3"}]


def test_a_packed_text_with_a_byte_order_mark_is_read(read: Any) -> None:
    """Windows programs write the mark."""
    assert [element.value for element in read(gzip.compress(b'\xef\xbb\xbf[{"a": 1.50}]'))] == [{"a": "1.50"}]


def test_a_key_that_stands_twice_is_told(read: Any) -> None:
    """Such an object has two readings."""
    (element,) = read(b'[{"a": 1, "a": 2}]')

    assert isinstance(element.value, Twice)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'[{"a": 1}\n {"b": 2}]', "broken at line 2, column 2, element 1: a comma or ] is missing"),
        (b'[{"a": 1},\n {"b" 2}]', "broken at line 2, column 7, element 2: Expecting ':' delimiter"),
        (b'[{"a": 1}]\nmore', "broken at line 2, column 1, element 1: text follows the end of the array"),
        (b'[{"a": 1},', "cut short at line 1, column 11, element 2"),
        (b'[{"a": 1}', "cut short at line 1, column 10, element 1"),
        (b'{"a": "\xff"}', "no UTF-8"),
        (b"[" * 100_000, "values stand too deep in one another"),
    ],
)
def test_what_is_broken_is_named_with_its_place(content: bytes, told: str, tmp_path: Path) -> None:
    """Who wants to mend a file must know where."""
    path = tmp_path / "one.json"
    path.write_bytes(content)

    with pytest.raises(UnreadableFile, match=told.replace("]", r"\]")):
        list(elements(path, Limits()))


def test_only_a_text_that_opens_an_object_or_array_is_json(tmp_path: Path) -> None:
    """Tables of text must not be taken for JSON."""
    path = tmp_path / "one"

    path.write_bytes(b" \n[1]")
    assert start_of_json(path, Limits()) == "[1]"
    path.write_bytes(b"a|b\n[1]|2\n")
    assert start_of_json(path, Limits()) == ""
