"""Two lists side by side do not tell who is in both."""

from __future__ import annotations

import random

import pytest

from draw.lists import policy
from sojourn.draw.frozen import Entry
from sojourn.draw.policy import Policy
from sojourn.draw.publishing import coarsened
from sojourn.draw.tokens import salt, token
from sojourn.errors import BadDraw


def secrets_of(count: int) -> list[bytes]:
    """Secrets that are the same in every run."""
    chance = random.Random(count)
    return [chance.randbytes(32) for _ in range(count)]


def test_a_household_can_work_out_its_token() -> None:
    """By any program that knows HMAC: openssl dgst -sha256 -mac HMAC -macopt hexkey:00...00 of "sojourn.draw token 1"."""
    expected = "7c9d8ba8c70d1d6c19adac33c54c49370fc0362dcb00e11ca28c8ab1c1b41cd0"

    assert token(bytes(32), 1) == expected


def test_a_token_is_of_one_round_one_household_and_one_use() -> None:
    """Otherwise a list could be joined with the next."""
    first, second = secrets_of(2)

    assert len({token(first, 1), token(first, 2), token(second, 1), salt(first, 1), salt(first, 2)}) == 5


@pytest.mark.parametrize(("secret", "number"), [(b"", 1), (bytes(31), 1), (bytes(32), 0), (bytes(32), -1)])
def test_a_secret_cut_short_is_refused(secret: bytes, number: int) -> None:
    """Half a secret can be guessed."""
    with pytest.raises(BadDraw):
        token(secret, number)


def test_two_rounds_cannot_be_linked_better_than_by_chance() -> None:
    """Who guesses by place in the list, by first digits, or by the nearest number hits one of a thousand, as chance does."""
    known = secrets_of(1000)
    first = {token(secret, 1): at for at, secret in enumerate(known)}
    second = {token(secret, 2): at for at, secret in enumerate(known)}
    ordered = list(zip(sorted(first), sorted(second), strict=True))
    near = [(one, min(second, key=lambda other: int(one, 16) ^ int(other, 16))) for one in list(first)[:200]]
    far = [(one, min(second, key=lambda other: -(int(one, 16) ^ int(other, 16)))) for one in list(first)[:200]]

    hits = [sum(first[one] == second[other] for one, other in guess) for guess in (ordered, near, far)]

    assert max(hits) <= 6  # by chance one of a thousand is expected; seven come once in 12,000 tries


def test_who_knows_everything_of_a_household_finds_twenty_like_it() -> None:
    """An acquaintance knows its size, its week and its sites: in an open list that must still point to twenty."""
    chosen: Policy = policy("A", "B")
    chance = random.Random(3)
    entries = [
        Entry(secret.hex(), chance.choice((1, 1, 2)), chance.randrange(50), chance.choice((("A",), ("B", "A"))))
        for secret in secrets_of(2000)
    ]

    published = coarsened(entries, chosen)

    assert published is not None
    for mine in published.entries[::100]:
        assert sum(one[1:] == mine[1:] for one in published.entries) >= 20
