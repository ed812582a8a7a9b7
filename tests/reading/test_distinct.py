"""Texts get the same number if they are the same, and only then, however they are handed over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.reading import distinct
from sojourn.reading.cuts import MOST_WORDS, Words
from sojourn.reading.distinct import NONE, Distinct

TEXTS = st.binary(max_size=8 * MOST_WORDS).filter(lambda text: b"\0" not in text)
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
    for texts in calls:
        numbers = found.numbers(words_of(texts))
        assert [named(found)[number] for number in numbers] == texts
    assert sorted(named(found)) == sorted({b"", *(text for texts in calls for text in texts)})


@pytest.mark.parametrize("crowded", [False, True])
def test_many_texts_find_places_where_their_first_ones_are_taken(
    crowded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many that places collide; crowded, every text wants one of two places."""
    if crowded:
        monkeypatch.setattr(distinct, "_FACTORS", (np.uint64(2**63), *distinct._FACTORS[1:]))
    texts = [b"%d" % number for number in range(300 if crowded else 20_000)]
    found = Distinct()
    numbers = found.numbers(words_of(texts))
    assert len(set(numbers.tolist())) == len(texts)
    assert found.numbers(words_of(texts[::-1])).tolist() == numbers[::-1].tolist()
    held = named(found)
    assert [held[number] for number in numbers] == texts


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
