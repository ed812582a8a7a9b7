"""The code lists of two releases: codes that are new or retired, labels that changed, judges renamed or dropped."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from sojourn.compare.sides import Pair
from sojourn.record.opened import Record

Event = Literal["new", "retired", "relabelled", "respelt", "switched"]
"""Of a code: it came, it went, it means something else, its words stand in another order or case, or its use changed."""

_CODES = "court_codes"
_Key = tuple[str, str, str, str]
_Entry = tuple[str, str]


@dataclass(frozen=True)
class CodeChange:
    """One code whose entry differs. `before` and `after` are labels, or for `switched` the mark of use."""

    list: str
    code: str
    case_type: str
    kind: str
    event: Event
    before: str
    after: str


@dataclass(frozen=True)
class Lists:
    """What changed in the code lists; `lists_gone` and `lists_new` are whole lists, whose codes are not listed."""

    codes_older: int
    codes_newer: int
    lists_gone: tuple[str, ...]
    lists_new: tuple[str, ...]
    changes: tuple[CodeChange, ...]


def compare_lists(record: Record, pair: Pair) -> Lists | None:
    """Compare the code lists of two releases; None where one has none."""
    if not (pair.older.parts(_CODES) and pair.newer.parts(_CODES)):
        return None
    older, newer = (_entries(record, side.id) for side in (pair.older, pair.newer))
    names = [{key[0] for key in entries} for entries in (older, newer)]
    both = names[0] & names[1]
    changes = [
        change
        for key in sorted(older.keys() | newer.keys())
        if key[0] in both
        for change in _changes(key, older.get(key, set()), newer.get(key, set()))
    ]
    return Lists(
        codes_older=len(older),
        codes_newer=len(newer),
        lists_gone=tuple(sorted(names[0] - both)),
        lists_new=tuple(sorted(names[1] - both)),
        changes=tuple(changes),
    )


def _entries(record: Record, release: str) -> dict[_Key, set[_Entry]]:
    """Labels and marks of use of each code; one code may stand several times."""
    found: dict[_Key, set[_Entry]] = defaultdict(set)
    rows = record.query(
        f"SELECT list, code, label, case_type, kind, active FROM {_CODES} WHERE release = $release",
        {"release": release},
    )
    for row in rows:
        key = (row["list"], row["code"], row["case_type"] or "", row["kind"] or "")
        found[key].add((row["label"] or "", row["active"] or ""))
    return found


def _changes(key: _Key, older: set[_Entry], newer: set[_Entry]) -> list[CodeChange]:
    before, after = (" | ".join(sorted({label for label, _ in entries})) for entries in (older, newer))
    if not older or not newer:
        return [CodeChange(*key, "new" if newer else "retired", before, after)]
    changes = []
    if before != after:
        changes.append(CodeChange(*key, "respelt" if _words(before) == _words(after) else "relabelled", before, after))
    used, uses = (" | ".join(sorted({active for _, active in entries})) for entries in (older, newer))
    if used != uses:
        changes.append(CodeChange(*key, "switched", used, uses))
    return changes


def _words(label: str) -> list[str]:
    """The words of a label in any order: judges were written FIRST LAST until 2019 and Last, First since."""
    return sorted("".join(letter if letter.isalnum() else " " for letter in label.casefold()).split())
