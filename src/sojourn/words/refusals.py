"""An error as what is said, so that whoever asked in another language is told in it what is wrong and what to do."""

from __future__ import annotations

from sojourn.errors import SojournError
from sojourn.words.said import Joined, Said, joined, said

_MARKS = (".", "?", "!")


def refusal(error: SojournError, *, ends: bool = True) -> Joined:
    """The text of `str(error)`: where, what, and what to do. Unless it `ends`, without the full stop that closes it.

    What was raised without a message for other languages (a damaged file, say) stands in it as a part of its own, which
    no language has.
    """
    where = said("{where}:", where=error.where) if isinstance(error.where, Said) else ""
    if error.where and not where:
        where = said("{where:name}:", where=error.where)
    if not error.todo:
        return joined((where, _what(error.what, ends=ends)))
    return joined((where, _what(error.what, ends=True), _todo(error.todo, ends=ends)))


def _what(text: str, *, ends: bool) -> str:
    closed = not ends or text.endswith(_MARKS)
    if not isinstance(text, Said | Joined):
        return text if closed else f"{text}."
    return text if closed else said("{what}.", what=text)


def _todo(text: str, *, ends: bool) -> str:
    closed = not ends or text.endswith(_MARKS)
    if not isinstance(text, Said | Joined):
        return text[:1].upper() + text[1:] + ("" if closed else ".")
    return said("{todo:opening}", todo=text) if closed else said("{todo:opening}.", todo=text)
