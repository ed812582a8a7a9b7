"""A sentence in English that remembers how it was made, so that another language can say it with its own grammar and numbers.

A measure writes `said("Women: {women:number} of {known:number} ({share:percent}).", women=…, known=…, share=…)`. The
result is the English text. It keeps its message and its values, and a catalogue has the message in other languages.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, Protocol

from sojourn.words.figures import number, percent, points, rough


class Ways(Protocol):
    """How one language says the values of a message. A place `{name:way}` names one of these; `{name}` is a text."""

    def number(self, value: float | None) -> str:
        """A count or a measured number."""

    def percent(self, share: float) -> str:
        """A share between 0 and 1, as exact as `figures.percent`."""

    def points(self, difference: float) -> str:
        """A difference of two shares in percentage points, with its sign."""

    def share(self, share: float) -> str:
        """A share between 0 and 1 with one decimal, as it stands beside its limits."""

    def change(self, change: float) -> str:
        """A relative change as per cent with its sign and one decimal."""

    def ratio(self, ratio: float) -> str:
        """A ratio near 1, with three decimals."""

    def amount(self, value: float) -> str:
        """A number with all its decimals, as it stands in a drawing."""

    def tenths(self, value: float) -> str:
        """A number with one decimal."""

    def hundredths(self, value: float) -> str:
        """A number with two decimals."""

    def rough(self, share: float) -> str:
        """A share between 0 and 1 as per cent with two digits that count, however small it is."""

    def name(self, name: object) -> str:
        """A name, a code or a day as it is, which no language says differently, though a word may be written like it."""

    def opening(self, text: str) -> str:
        """A text that opens a sentence, with its first letter as a capital."""

    def tell(self, text: str) -> str:
        """A text that stands in a place: said again if it is `Said`."""


WAYS: Final = (
    "number",
    "percent",
    "points",
    "share",
    "change",
    "ratio",
    "amount",
    "tenths",
    "hundredths",
    "rough",
    "name",
    "opening",
)
"""The ways that a place can name."""


class English:
    """The ways of English."""

    def number(self, value: float | None) -> str:
        """As `figures.number`."""
        return number(value)

    def percent(self, share: float) -> str:
        """As `figures.percent`."""
        return percent(share)

    def points(self, difference: float) -> str:
        """As `figures.points`."""
        return points(difference)

    def share(self, share: float) -> str:
        """As a value of a finding whose unit is a share."""
        return f"{100 * share:.1f} %"

    def change(self, change: float) -> str:
        """As a value of a finding whose unit is a relative change."""
        return f"{100 * change:+.1f} %"

    def ratio(self, ratio: float) -> str:
        """With three decimals."""
        return f"{ratio:.3f}"

    def amount(self, value: float) -> str:
        """With at most ten digits."""
        return f"{value:,.10g}"

    def tenths(self, value: float) -> str:
        """With one decimal."""
        return f"{value:,.1f}"

    def hundredths(self, value: float) -> str:
        """With two decimals."""
        return f"{value:,.2f}"

    def rough(self, share: float) -> str:
        """As `figures.rough`."""
        return rough(share)

    def name(self, name: object) -> str:
        """As it is."""
        return str(name)

    def opening(self, text: str) -> str:
        """With a capital."""
        return text[:1].upper() + text[1:]

    def tell(self, text: str) -> str:
        """The text as it is: what is said is English already."""
        return text


ENGLISH: Final[Ways] = English()
"""Who speaks where nobody else is named."""


class Said(str):
    """An English text with the message and the values that it was made of; with `many`, `values["count"]` chooses the form."""

    message: str
    values: Mapping[str, Any]
    many: str

    def __new__(cls, message: str, values: Mapping[str, Any], many: str = "") -> Said:
        """The text, and what it was made of.

        Raises:
            KeyError: a place without a value.
            ValueError: a place with a way that there is not.
        """
        form = many if many and values["count"] != 1 else message
        made = super().__new__(cls, filled(form, values, ENGLISH))
        made.message, made.values, made.many = message, dict(values), many
        return made

    def __reduce__(self) -> tuple[type[Said], tuple[str, Mapping[str, Any], str]]:
        return Said, (self.message, self.values, self.many)


class Joined(str):
    """Texts one after the other: sentences of a paragraph, or the labelled items of a list."""

    parts: tuple[str, ...]
    between: str

    def __new__(cls, between: str, parts: Sequence[str]) -> Joined:
        """The parts that are not empty, with `between` between them."""
        made = super().__new__(cls, between.join(parts))
        made.parts, made.between = tuple(parts), between
        return made

    def __reduce__(self) -> tuple[type[Joined], tuple[str, tuple[str, ...]]]:
        return Joined, (self.between, self.parts)


def said(message: str, /, **values: Any) -> Said:
    """A whole sentence, or a label that stands by itself.

    The message is a literal, since the catalogues are made from the literals. No word is bent by what stands in a
    place: "Citizenship: {country}", not "citizens of {country}", where a language would have to decline it.

    Raises:
        KeyError: a place without a value.
        ValueError: a place with a way that there is not.
    """
    return Said(message, values)


def said_count(one: str, many: str, /, count: int, **values: Any) -> Said:
    """A whole sentence in which one word follows the number `{count:number}`; both forms are literals.

    Raises:
        KeyError: a place without a value.
        ValueError: a place with a way that there is not.
    """
    return Said(one, {**values, "count": count}, many)


def joined(parts: Iterable[str], between: str = " ") -> Joined:
    """Texts one after the other; empty ones are left out."""
    return Joined(between, [part for part in parts if part])


def filled(message: str, values: Mapping[str, Any], ways: Ways) -> str:
    """A message with its values in the ways of a language.

    Raises:
        KeyError: a place without a value.
        ValueError: a place with a way that there is not.
    """
    return "".join([text + _told(values[name], way, ways) if name else text for text, name, way in _pieces(message)])


def _told(value: Any, way: str, ways: Ways) -> str:
    if not way:
        return ways.tell(value if isinstance(value, str) else str(value))
    if way not in WAYS:
        raise ValueError(f"no way {way!r} to say a value: use {', '.join(WAYS)}, or none for a text")
    told: str = getattr(ways, way)(value)
    return told


@lru_cache(maxsize=8192)
def _pieces(message: str) -> tuple[tuple[str, str, str], ...]:
    """The texts of a message, each with the name and the way of the place after it; the last may have none after it."""
    return tuple((text, name or "", way or "") for text, name, way, _ in string.Formatter().parse(message))


def places(message: str) -> list[tuple[str, str]]:
    """The places of a message in order of their names: name and way."""
    return sorted((name, way or "") for _, name, way, _ in string.Formatter().parse(message) if name is not None)


def wordless(message: str) -> bool:
    """Whether a message is places and marks alone, which every language writes the same."""
    return not any(letter.isalpha() for text, *_ in string.Formatter().parse(message) for letter in text)
