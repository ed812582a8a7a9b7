"""Texts get the same number if they are the same, and only then, however they are handed over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.reading import distinct
from sojourn.reading.distinct import NONE, Distinct
from sojourn.reading.words import LONGEST, Words

TEXTS = st.binary(max_size=LONGEST).filter(lambda text: b"\0" not in text)
FEW = st.lists(st.one_of(TEXTS, st.sampled_from([b"", b"A", b"AB", b"2024-01-01 00:00:00.000"])), min_size=1)


def words_of(texts: Sequence[bytes]) -> list[Words]:
    """Texts as words, as many as the longest one needs."""
    depth = max([1, *(-(-len(text) // 8) for text in texts)])
    held = np.frombuffer(b"".join(text.ljust(8 * depth, b"\0") for text in texts), "<u8").reshape(len(texts), depth)
    return [np.ascontiguousarray(held[:, at]) for at in range(depth)]


def named(found: Distinct) -> list[bytes]:
    """The texts by number."""
    return [bytes(text) for text in found.texts()]


@given(st.lists(FEW, min_size=1))
def test_the_number_of_a_text_names_that_text(calls: list[list[bytes]]) -> None:
    """Long and short texts in any order of calls."""
    found = Distinct()
    assert named(found) == [b""]
    for texts in calls:
        numbers = found.numbers(words_of(texts))
        assert [named(found)[number] for number in numbers] == texts
    assert sorted(named(found)) == sorted({b"", *(text for texts in calls for text in texts)})


def crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every short text want one of two places."""
    monkeypatch.setattr(distinct, "_FACTORS", [np.uint64(2**63), *distinct._FACTORS[1:]])


@pytest.mark.parametrize("crowded", [False, True])
def test_many_texts_find_places_where_their_first_ones_are_taken(
    crowded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many that places collide."""
    if crowded:
        crowd(monkeypatch)
    texts = [b"%d" % number for number in range(100 if crowded else 20_000)]
    found = Distinct()
    numbers = found.numbers(words_of(texts))
    assert len(set(numbers.tolist())) == len(texts)
    assert found.numbers(words_of(texts[::-1])).tolist() == numbers[::-1].tolist()
    held = named(found)
    assert [held[number] for number in numbers] == texts
    assert not found.is_full


def test_texts_that_were_made_to_crowd_have_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever makes them gains nothing: none is looked for farther and farther, and none is taken for another."""
    crowd(monkeypatch)
    texts = [b"%d" % number for number in range(300)]
    found = Distinct()
    numbers = found.numbers(words_of(texts)).tolist()
    assert found.is_full
    assert numbers.count(NONE) > 150
    assert found.numbers(words_of(texts)).tolist() == numbers
    assert all(number == NONE or named(found)[number] == text for number, text in zip(numbers, texts, strict=True))


def test_numbers_follow_the_order_in_which_texts_came() -> None:
    """However often each comes, and in whatever call: what comes first is common, and low numbers pack well."""
    found = Distinct()
    found.numbers(words_of([b"Newark", b"Boston", b"Newark", b"Miami", b"Boston"]))
    found.numbers(words_of([b"Denver", b"Miami", b"Chicago", b"Denver"]))
    assert named(found) == [b"", b"Newark", b"Boston", b"Miami", b"Denver", b"Chicago"]


def test_texts_for_which_there_is_no_room_have_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that came before keep theirs."""
    monkeypatch.setattr(distinct, "MOST_TEXTS", 10)
    found = Distinct()
    texts = [b"%d" % number for number in range(30)]
    numbers = found.numbers(words_of(texts))
    kept = [number for number in numbers.tolist() if number != NONE]
    assert sorted(kept) == list(range(1, 10))
    assert found.numbers(words_of(texts)).tolist() == numbers.tolist()
    assert found.count == 10
