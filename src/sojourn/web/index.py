"""An index of names by the sound of their words, which finds what was misheard or mistyped in a few milliseconds."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from sojourn.web.sound import consonants, misspelt, slips, words_heard

LEAST: Final = 0.6
"""The share of what was typed that a name must answer."""
MOST_WORDS: Final = 10
"""Words of a text that are looked at; no name has more."""
ENOUGH: Final = 0.45
"""The share that is enough where no name answers `LEAST`, and a whole word of `TELLING` letters or more is in the name."""
TELLING: Final = 4
BEGINS: Final = 0.92
"""How well a word fits that is only begun."""
BY_EAR: Final = 0.68
"""How well a word fits of which the consonants alone agree."""
_SMALL: Final = "de del la el los las le les du des of the in at y e en et v na iz i no"
_KINDS: Final[Mapping[str, str]] = {
    "court": "court courts immigration immigrant corte tribunal tribunaux cour juzgado inmigracion sud suda sude sudy immigratsionnyy",
    "judge": "judge judges juez jueza jueces juge juges sudya sudi sudyi",
    "facility": "detention center centre centro centra tsentr ctr facility jail prison prision carcel detencion tyurma tyurme processing proc"
    " correctional ice county service svc staging spc ipc det fac fclty",
    "airport": "airport aeropuerto aeroport aeroporta international intl regional municipal field",
    "country": "republic country pais pays strana respublika republica republique",
}
"""Words that say of what kind a thing is, as they are typed in four languages."""


_Fits = dict[int, tuple[float, float]]
"""By name: how well it answers a word, and how much of the name that is."""


@cache
def _kinds() -> Mapping[str, frozenset[str]]:
    """The kinds that a word tells of; of a small word, none."""
    told: dict[str, set[str]] = {word: set() for word in words_heard_of(_SMALL)}
    for kind, text in _KINDS.items():
        for word in words_heard_of(text):
            told.setdefault(word, set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in told.items()}


def words_heard_of(text: str) -> list[str]:
    """The words of a list, however long, as they sound."""
    return [heard for one in text.split() for heard in words_heard(one)]


_MEANS: Final[Mapping[str, str]] = {
    heard: words_heard(meant)[0]
    for meant, said in {
        "new": "novyy novaya novoye nyu nueva nuevo nouvelle nouveau",
        "south": "yuzhnaya yuzhnyy yug sur",
        "north": "severnaya severnyy sever norte nord",
        "west": "zapadnaya zapadnyy oeste ouest",
        "east": "vostochnaya vostochnyy este",
        "central": "tsentralnaya tsentralnyy centrale",
        "kyiv": "kiev",
        "county": "okrug condado comte",
        "parish": "parroquia paroisse prihod",
    }.items()
    for heard in words_heard_of(said)
}
"""Words that are translated in the names of places, as they sound."""


def kinds_told(words: Iterable[str]) -> frozenset[str]:
    """The kinds of thing that words speak of."""
    return frozenset(kind for word in words for kind in _kinds().get(word, ()))


def _weight(word: str) -> float:
    """How much of a name a word carries."""
    told = _kinds().get(word)
    return 1.0 if told is None else 0.15 if told else 0.05


@dataclass(frozen=True)
class Hit:
    """A name that fits: its number, and how much of what was typed it answers (`fit`) and of it was typed (`whole`)."""

    name: int
    fit: float
    whole: float


class Index:
    """Names by their words, and by two words that follow each other as one: `Allenparish`."""

    def __init__(self, names: Sequence[str]) -> None:
        self._spans: list[float] = []
        self._at: dict[str, dict[int, float]] = {}
        for number, name in enumerate(names):
            words = words_heard(name)
            self._spans.append(sum(map(_weight, words)) or 1.0)
            for word in words:
                self._add(word, number, _weight(word))
            for one, other in pairwise(words):
                self._add(one + other, number, _weight(one) + _weight(other))
        self._terms = sorted(self._at)
        self._as_long: dict[int, list[str]] = defaultdict(list)
        self._by_ear: dict[str, list[str]] = defaultdict(list)
        for term in self._terms:
            self._as_long[len(term)].append(term)
            self._by_ear[consonants(term)].append(term)

    def _add(self, term: str, number: int, weight: float) -> None:
        named = self._at.setdefault(term, {})
        named[number] = max(weight, named.get(number, 0.0))

    def find(self, text: str) -> list[Hit]:
        """The names that answer most of a text, in no order; words of kinds and small words only add to it."""
        typed = list(dict.fromkeys(_MEANS.get(word, word) for word in words_heard(text)))[:MOST_WORDS]
        words, light = [one for one in typed if _weight(one) == 1.0], [one for one in typed if _weight(one) < 1.0]
        fits = [self._fits(word) for word in words]
        joined = [self._fits(one + other, most=1) for one, other in pairwise(words)]
        beside = [self._at[word] for word in light if word in self._at]
        hits, less = list[Hit](), list[Hit]()
        for name in {name for one in (*fits, *joined) for name in one}:
            answered = _answered(name, fits, joined)
            fit = sum(one for one, _ in answered) / len(answered)
            if fit >= ENOUGH:
                span = sum(one for _, one in answered) + sum(one.get(name, 0.0) for one in beside)
                hit = Hit(name, fit, min(1.0, span / self._spans[name]))
                told = any(one == 1.0 and len(word) >= TELLING for word, (one, _) in zip(words, answered, strict=True))
                (hits if fit >= LEAST else less if told else []).append(hit)
        return hits or less

    def _fits(self, word: str, most: int = 2) -> _Fits:
        """How well each name answers a word, and how much of the name that is."""
        best: _Fits = {}
        for term, fit in self._near(word, most):
            for name, weight in self._at[term].items():
                if fit > best.get(name, (0.0, 0.0))[0]:
                    best[name] = fit, weight
        return best

    def _near(self, word: str, most: int) -> Iterator[tuple[str, float]]:
        """The terms that a word may stand for, with how well it fits."""
        if word in self._at:
            yield word, 1.0
        if len(word) < 3:
            return
        for at in range(bisect_right(self._terms, word), len(self._terms)):
            if not self._terms[at].startswith(word):
                break
            yield self._terms[at], BEGINS
        allowed = min(most, slips(len(word)))
        for length in range(len(word) - allowed, len(word) + allowed + 1) if allowed else ():
            for term, wrong in misspelt(word, self._as_long.get(length, ()), allowed):
                yield term, 0.9 - 0.2 * wrong / allowed
        bare = consonants(word)
        if len(bare) > 3 or (len(bare) == 3 and len(word) > 3):
            yield from ((term, BY_EAR) for term in self._by_ear.get(bare, ()))


def _answered(name: int, fits: Sequence[_Fits], joined: Sequence[_Fits]) -> list[tuple[float, float]]:
    """How well a name answers each word, alone or together with the next, and how much of the name that is."""
    answered = [one.get(name, (0.0, 0.0)) for one in fits]
    for at, pair in enumerate(joined):
        if name in pair and pair[name][0] > max(answered[at][0], answered[at + 1][0]):
            answered[at], answered[at + 1] = pair[name], (pair[name][0], 0.0)
    return answered
