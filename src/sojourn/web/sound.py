"""How names sound: one spelling for what alphabets and languages write apart, and how far two spellings are from each other."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii

LONGEST: Final = 100
_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"dzh|dj|dge?(?=[aeiou])", "j"),
        (r"shch|sch|tch|tsch", "ch"),
        (r"kh|gh", "h"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ck|qu(?=[ei])|q", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c(?!h)", "k"),
        (r"x", "ks"),
        (r"ou|oo", "u"),
        (r"^u(?=[aeio])|w", "v"),
        (r"z|ts", "s"),
        (r"y", "i"),
        (r"(?<=.)h", ""),
        (r"(.)\1", r"\1"),
    )
)
"""Replaced in this order. Russian letters come as English ones (dzh, kh, ts), French and Spanish as they are written."""
_VOWELS: Final = re.compile("[aeiouhv]")


def latin(text: str) -> str:
    """A text as lower-case Latin letters, digits and single blanks; sounds that alphabets spell apart are spelled alike."""
    letters = anyascii(text[:LONGEST]).lower().replace("dzh", "j").replace("kh", "h")
    return " ".join("".join(one if one.isalnum() else " " for one in letters).split())


@lru_cache(2**15)  # the words of an index are a third of all that stand in its names
def heard(word: str) -> str:
    """A word of Latin letters as it sounds, so that Aleksandriya and Alexandria are one word."""
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


def words_heard(text: str) -> list[str]:
    """The words of a text as they sound; an apostrophe parts none."""
    plain = anyascii(text[:LONGEST]).lower().replace("'", "")
    return [word for one in re.findall(r"[a-z0-9]+", plain) if (word := heard(one))]


def consonants(word: str) -> str:
    """What is left of a word that was written by ear in another alphabet: its consonants, with `a` for a first vowel."""
    bare = _VOWELS.sub("", word)
    return f"a{bare}" if word[:1] in "aeiou" else bare


def slips(length: int) -> int:
    """How many letters may be wrong in a word of a length."""
    return 0 if length < 4 else 1 if length < 6 else 2


def distance(one: str, other: str, most: int) -> int:
    """Letters that are wrong, too many, missing or exchanged with the next; more than `most` where it is more.

    Source: optimal string alignment, Boytsov (2011), Indexing methods for approximate dictionary searching, 2.2.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, last = list[int](), list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, wanted in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return last[-1]
