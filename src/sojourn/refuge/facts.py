"""The facts that rules ask for, and reading them from a facts file into a household.

A facts file has no names and no numbers: relations, ages, statuses and dates. A fact that is not in the file, or is
"unknown", is unknown, which is neither yes nor no. Where the file says `unstated = "no"`, a fact that is not in it is no; one that it
says to be "unknown" stays unknown. Format: docs/refuge-facts.md.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from sojourn.errors import BadFacts
from sojourn.refuge.case import UNKNOWN, OneCase
from sojourn.refuge.days import age_on
from sojourn.refuge.toml_file import read_toml, toml_in

FactKind = Literal["truth", "day", "event", "choice", "choices", "country", "countries"]
"""An event is a day, or "never": it has not happened."""
FOLDER = Path(__file__).parent
FILES: Final = (FOLDER / "facts.toml", FOLDER / "us" / "facts.toml")
US: Final = "us"
"""The table of a person that the United States' rules ask for, and what its facts are of."""
NEVER_HAPPENED: Final = "never"
LISTS: Final = ("entry", "canadian_claim", "claim_elsewhere", "relative")
"""Lists of things in a person's life; `<list>_more = "unknown"` says that there may be others."""
PAGE: Final = "docs/refuge-facts.md"
LONGEST_LABEL: Final = 80
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
"""Days between which a life and the law of its days lie; periods can be counted from each of them."""
NEVER: Final = frozenset({"name", "surname", "first_name", "last_name", "a_number", "alien_number", "passport", "uci", "address", "phone", "email"})  # fmt: skip
"""Keys that are refused, since Sojourn asks for nothing that identifies a person."""


@dataclass(frozen=True)
class Fact:
    """One fact: its kind, and its texts by language (`ask`, `why`, `found`, `is`).

    One that `must_be_stated` stays unknown where a file says nothing of it, even if all else that is not stated is no. An event
    that comes `after` another has not happened where that one has not.
    """

    id: str
    of: str
    kind: FactKind
    choices: tuple[str, ...] = ()
    must_be_stated: bool = False
    after: str = ""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Person:
    """One member of a household: a label that is no name, and the facts that are known.

    `us` are the facts of the US rules, in which what is not stated is always unknown.

    `left_open` are the paths of facts that stay unknown although `unstated_is_no`.
    """

    label: str
    values: Mapping[str, Any]
    unstated_is_no: bool = False
    left_open: frozenset[str] = frozenset()
    us: Mapping[str, Any] = field(default_factory=dict)

    def case(self, law_day: date) -> OneCase:
        """What the rules see of the person under the law of a day; a claim that has no day is made on that day."""
        values = {"claim_day": law_day, **self.values}
        all_entries = self.unstated_is_no and "entry" not in self.left_open
        derived = _derived(values, all_entries=all_entries)
        return OneCase(derived, law_day, unstated_is_no=self.unstated_is_no, left_open=self.left_open)


@dataclass(frozen=True)
class Household:
    """People who travel or live together, and the day whose law is asked (None: today's)."""

    people: tuple[Person, ...]
    law_day: date | None = None


@cache
def facts() -> dict[str, dict[str, Fact]]:
    """Every fact by what it is of ("person", a list, or "us") and its id."""
    entries = [one for path in FILES for one in tomllib.loads(path.read_text(encoding="utf-8"))["fact"]]
    found: dict[str, dict[str, Fact]] = {}
    for entry in entries:
        known = {"id", "of", "kind", "choices", "must_be_stated", "after"}
        texts = {name: value for name, value in entry.items() if name not in known}
        choices, stated = tuple(entry.get("choices", ())), entry.get("must_be_stated", False)
        one = Fact(entry["id"], entry["of"], entry["kind"], choices, stated, entry.get("after", ""), texts)
        found.setdefault(one.of, {})[one.id] = one
    return found


def read_facts(path: Path) -> Household:
    """The household of a facts file.

    Raises:
        BadFacts: no TOML, a key that no fact has, a value that a fact cannot have, or a key that identifies a person.
    """
    return household(read_toml(path, PAGE), str(path))


def facts_in(text: str, where: str) -> Household:
    """The household of the text of a facts file; raises as `read_facts`."""
    return household(toml_in(text.encode(errors="surrogatepass"), where, PAGE), where)


def household(document: Mapping[str, Any], where: str = "facts") -> Household:
    """The household of a facts file that is read already; raises as `read_facts`."""
    _only_keys(document, {"law_day", "unstated", "person"}, where)
    people = document.get("person", [])
    if not isinstance(people, list) or not people:
        raise BadFacts("there is no person in it", where=where, todo="write at least one [[person]]")
    no = _unstated_is_no(document.get("unstated", UNKNOWN), where)
    read = tuple(_person(entry, at, f"{where}, person {at + 1}", no) for at, entry in enumerate(people))
    law_day = document.get("law_day")
    if law_day is not None:
        law_day = _day(law_day, f"{where}, law_day")
    return Household(read, law_day)


def _unstated_is_no(word: Any, where: str) -> bool:
    if word not in (UNKNOWN, "no"):
        raise BadFacts(f"unstated = {word!r} means nothing", where=where, todo='write unstated = "no", or leave it out')
    return bool(word == "no")


def _person(entry: Mapping[str, Any], at: int, where: str, unstated_is_no: bool) -> Person:
    known = facts()
    more = {f"{name}_more" for name in LISTS}
    _only_keys(entry, {*known["person"], *LISTS, *more, "label", US}, where)
    values = _values({name: value for name, value in entry.items() if name in known["person"]}, "person", where)
    for name in LISTS:
        if name in entry and entry[name] != UNKNOWN:
            values[name] = _items(entry[name], name, f"{where}, {name}")
        values |= {f"{name}_more": True} if entry.get(f"{name}_more") == UNKNOWN else {}
    us = _with_never(_item(entry[US], US, f"{where}, {US}")) if US in entry else {}
    label = _label(entry.get("label", str(at + 1)), where)
    return Person(label, values, unstated_is_no, frozenset(_left_open(entry)), us)


def _with_never(us: dict[str, Any]) -> dict[str, Any]:
    """The facts with the events that cannot have happened, since what comes before them has not."""
    never = [one.id for one in facts()[US].values() if one.after and us.get(one.after) == NEVER_HAPPENED]
    return {**dict.fromkeys(never, NEVER_HAPPENED), **us}


def _left_open(entry: Mapping[str, Any]) -> Iterator[str]:
    """The paths of facts that are never taken as no: those that are said to be unknown, and those that have to be stated."""
    yield from (name for name, value in entry.items() if value == UNKNOWN)
    for of in LISTS:
        items = entry.get(of, [])
        for at, item in enumerate(items if isinstance(items, list) else []):
            unstated = (fact.id for fact in facts()[of].values() if fact.must_be_stated and fact.id not in item)
            said = (name for name, value in item.items() if value == UNKNOWN)
            yield from (f"{of}.{at}.{name}" for name in (*unstated, *said))


def _label(label: Any, where: str) -> str:
    """A label is printed as it is, so it must not move a terminal's cursor."""
    if not (isinstance(label, str) and label.isprintable() and len(label) <= LONGEST_LABEL):
        todo = f"write at most {LONGEST_LABEL} printable characters, such as the sister"
        raise BadFacts("its label is none", where=where, todo=todo)
    return label


def _items(entries: Any, of: str, where: str) -> tuple[dict[str, Any], ...]:
    if not isinstance(entries, list):
        raise BadFacts("it is no list", where=where, todo=f"write [[person.{of}]] for each, or {of} = [] for none")
    return tuple(_item(one, of, where) for one in entries)


def _item(entry: Mapping[str, Any], of: str, where: str) -> dict[str, Any]:
    _only_keys(entry, set(facts()[of]), where)
    return _values(entry, of, where)


def _values(entry: Mapping[str, Any], of: str, where: str) -> dict[str, Any]:
    return {
        name: _value(facts()[of][name], value, f"{where}, {name}") for name, value in entry.items() if value != UNKNOWN
    }


def _value(fact: Fact, value: Any, where: str) -> Any:
    """A value as rules compare it; several values as a tuple."""
    if fact.kind == "truth":
        if not isinstance(value, bool):
            raise BadFacts(f"{value!r} is neither true nor false", where=where, todo='write true, false or "unknown"')
        return value
    if fact.kind == "event" and value == NEVER_HAPPENED:
        return value
    if fact.kind in {"day", "event"}:
        return _day(value, where)
    several = value if isinstance(value, list) else [value]
    for one in several:
        _chosen(fact, one, where)
    if fact.kind in {"choices", "countries"}:
        return tuple(several)
    if isinstance(value, list):
        raise BadFacts("it has several values", where=where, todo="give one")
    return value


def _chosen(fact: Fact, one: Any, where: str) -> None:
    """Refuse a value that a fact cannot have."""
    if fact.kind in {"country", "countries"}:
        if not (isinstance(one, str) and len(one) == 2 and one.isascii() and one.isupper()):
            raise BadFacts(f"{one!r} is no country", where=where, todo="write the two letters of ISO 3166, such as RU")
    elif one not in fact.choices:
        raise BadFacts(f"{one!r} is not one of its values", where=where, todo=f"write {', '.join(fact.choices)}")


def _day(value: Any, where: str) -> date:
    if type(value) is not date:
        raise BadFacts(f"{value!r} is no day", where=where, todo="write it as 2026-06-01, without quotes")
    if not FIRST_DAY <= value <= LAST_DAY:
        raise BadFacts(f"{value} is in nobody's life", where=where, todo=f"write a day from {FIRST_DAY} to {LAST_DAY}")
    return value


def _only_keys(entry: Any, known: set[str], where: str) -> None:
    if not isinstance(entry, Mapping):
        raise BadFacts("it is no table", where=where, todo="see docs/refuge-facts.md")
    for name in entry:
        if name.casefold() in NEVER:
            raise BadFacts(f"{name!r} would identify a person", where=where, todo="take it out: no rule needs it")
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = (
                f"did you mean {near[0]}?"
                if near
                else "the facts are in docs/refuge-facts.md, those of `us` in docs/deadlines.md"
            )
            raise BadFacts(f"no fact is called {name!r}", where=where, todo=hint)


def _derived(values: dict[str, Any], *, all_entries: bool) -> dict[str, Any]:
    """The values with what follows from others: the arrival from the entries, and being under 18 from the birth day.

    `all_entries` is whether an arrival without a list of entries was the only one.
    """
    if values.get("entry") and "entry_more" not in values:
        values = {**_arrival(values["entry"], values["claim_day"]), **values}
    if "entry" not in values and "arrival_day" in values:
        arrival = {"day": values["arrival_day"], **({"at": values["arrival_at"]} if "arrival_at" in values else {})}
        values = {**values, "entry": (arrival,), "entry_more": not all_entries}
    if "under_18" not in values and "birth_day" in values:
        values = {**values, "under_18": age_on(values["birth_day"], values["claim_day"]) < 18}
    return values


def _arrival(entries: Sequence[Mapping[str, Any]], claim_day: date) -> dict[str, Any]:
    """The entry that the claim is about: the last before it, where all days are known; its place, where one is stated."""
    if not all("day" in entry for entry in entries):
        return {}
    before = [entry["day"] for entry in entries if entry["day"] <= claim_day]
    last = max(before or [entry["day"] for entry in entries])
    places = {entry.get("at") for entry in entries if entry["day"] == last}
    return {"arrival_day": last, **({"arrival_at": places.pop()} if len(places) == 1 and None not in places else {})}
