"""Reading the shares that a population is drawn from; as strict as reading a facts file. Format: docs/refuge-population.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from sojourn.errors import BadFacts
from sojourn.refuge.case import UNKNOWN
from sojourn.refuge.facts import LISTS, Fact, facts
from sojourn.refuge.toml_file import read_toml

PAGE: Final = "docs/refuge-population.md"
HAD: Final = "had"
"""The share of people who have an item of a list at all."""
_ROUNDING: Final = 1e-9


@dataclass(frozen=True)
class Assumptions:
    """Shares for each fact, in words as the file has them, and the day whose law is asked."""

    law_day: date
    person: Mapping[str, Any]
    lists: Mapping[str, tuple[Mapping[str, Any], ...]]
    unstated_is_no: bool


def read_assumptions(path: Path) -> Assumptions:
    """The assumptions of a file.

    Raises:
        BadFacts: no TOML, a key or a value that no fact has, or shares that are none.
    """
    where = str(path)
    document = read_toml(path, PAGE)
    _only(document, {"law_day", "unstated", "person"}, where)
    law_day, unstated = document.get("law_day"), document.get("unstated", UNKNOWN)
    if type(law_day) is not date:
        raise BadFacts("it has no law_day", where=where, todo="write law_day = 2026-11-28")
    if unstated not in (UNKNOWN, "no"):
        raise BadFacts(
            f"unstated = {unstated!r} means nothing", where=where, todo='write unstated = "no", or leave it out'
        )
    person = _table(document.get("person", {}), where)
    lists = {name: _items(person[name], name, f"{where}, {name}") for name in LISTS if name in person}
    own = {name: shares for name, shares in person.items() if name not in LISTS}
    _check_all(own, "person", where)
    return Assumptions(law_day, own, lists, unstated == "no")


def _items(items: Any, of: str, where: str) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(items, list):
        raise BadFacts("it is no list", where=where, todo=f"write [[person.{of}]]")
    for item in items:
        table = _table(item, where)
        _share(table.get(HAD, 1.0), f"{where}, {HAD}")
        _check_all({name: shares for name, shares in table.items() if name != HAD}, of, where)
    return tuple(items)


def _check_all(table: Mapping[str, Any], of: str, where: str) -> None:
    _only(table, set(facts()[of]), where)
    for name, shares in table.items():
        _check(facts()[of][name], _table(shares, f"{where}, {name}"), f"{where}, {name}")


def _check(fact: Fact, shares: Mapping[str, Any], where: str) -> None:
    """Refuse what the fact cannot have, shares above one in all, and a span of days that is none."""
    if fact.kind == "day":
        _only(shares, {"from", "to", "known"}, where)
        first, last = shares.get("from"), shares.get("to")
        if not (type(first) is date and type(last) is date and first <= last):
            raise BadFacts("it has no days", where=where, todo="write { from = 2024-01-01, to = 2026-01-01 }")
        _share(shares.get("known", 1.0), where)
        return
    for word, share in shares.items():
        _word(fact, word, where)
        _share(share, where)
    if sum(shares.values()) > 1 + _ROUNDING:
        raise BadFacts("its shares are more than one in all", where=where, todo="lower them; the rest is unknown")


def _word(fact: Fact, word: str, where: str) -> None:
    if fact.kind in {"country", "countries"}:
        known, todo = len(word) == 2 and word.isascii() and word.isupper(), "write two letters such as RU"
    else:
        words = ("yes", "no") if fact.kind == "truth" else fact.choices
        known, todo = word in words, f"write shares of {', '.join(words)}; the rest is unknown"
    if not known:
        raise BadFacts(f"{word!r} is not one of its values", where=where, todo=todo)


def _share(share: Any, where: str) -> None:
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        raise BadFacts(f"{share!r} is no share", where=where, todo="write a number from 0 to 1")


def _table(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadFacts("it is no table", where=where, todo=f"see {PAGE}")
    return value


def _only(table: Mapping[str, Any], known: set[str], where: str) -> None:
    for name in table:
        if name not in known:
            raise BadFacts(f"nothing is called {name!r}", where=where, todo="the facts are in docs/refuge-facts.md")
