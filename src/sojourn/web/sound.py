"""How names sound: one spelling for what alphabets and languages write apart, and how far two spellings are from each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import OSA

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


def misspelt(word: str, among: Sequence[str], most: int) -> Iterator[tuple[str, int]]:
    """The words that a word may be with at most `most` letters wrong, too many, missing or exchanged with the next.

    Source: optimal string alignment, Boytsov (2011), Indexing methods for approximate dictionary searching, 2.2.
    """
    for other, wrong, _ in process.extract(word, among, scorer=OSA.distance, score_cutoff=most, limit=None):
        yield other, int(wrong)
