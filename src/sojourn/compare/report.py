"""The comparison of two releases as one object, and as a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from math import inf
from typing import Any

from sojourn.compare.arrivals import Arrivals, arrivals
from sojourn.compare.form import Form, compare_form
from sojourn.compare.grouped import Grouped, compare_by_group
from sojourn.compare.keyed import KeyedTable, compare_by_key
from sojourn.compare.lists import Lists, compare_lists
from sojourn.compare.losses import RATE
from sojourn.compare.profile import ProfiledTable, compare_by_column
from sojourn.compare.sides import Pair, Side, engine, pair
from sojourn.compare.thresholds import Note, notes_on_form, notes_on_rows
from sojourn.errors import UnknownName
from sojourn.record.opened import Record
from sojourn.tables import table as table_named
from sojourn.tiers import Tier
from sojourn.words.said import said

SCHEMA = "sojourn.compare/1"
"""Name and version of the JSON form; docs/json.md describes it."""


@dataclass(frozen=True)
class Comparison:
    """Everything that changed between two releases, in counts."""

    pair: Pair
    invented: bool
    keyed: tuple[KeyedTable, ...]
    grouped: tuple[Grouped, ...]
    profiled: tuple[ProfiledTable, ...]
    forms: tuple[Form, ...]
    arrivals: tuple[Arrivals, ...]
    lists: Lists | None
    notes: tuple[Note, ...]

    @property
    def tier(self) -> Tier:
        """The strictest tier of its counts."""
        tiers: list[Tier] = [one.losses.tier for one in self.keyed if one.losses]
        tiers += [one.tier for one in self.grouped]
        return max(tiers, default="P0")

    def as_dict(self) -> dict[str, Any]:
        """The JSON form, with stable keys."""
        gone, new = self.pair.in_one_only()
        document = {
            "schema": SCHEMA,
            "invented": self.invented,
            "tier": self.tier,
            "source": self.pair.source,
            "older": _side(self.pair.older),
            "newer": _side(self.pair.newer),
            "before": [side.id for side in self.pair.before],
            "tables_gone": gone,
            "tables_new": new,
            "matched": [_keyed(one) for one in self.keyed],
            "grouped": [asdict(one) for one in self.grouped],
            "unmatched": [asdict(one) for one in self.profiled],
            "form": [asdict(one) for one in self.forms],
            "arrivals": [asdict(one) for one in self.arrivals],
            "lists": asdict(self.lists) if self.lists else None,
            "notes": [asdict(one) for one in self.notes],
        }
        plain = _plain(document)
        assert isinstance(plain, dict)
        return plain


def compare(
    record: Record,
    source: str,
    first: str,
    second: str,
    tables: Sequence[str] = (),
    progress: Callable[[str], None] = lambda _: None,
    seconds: float = inf,
) -> Comparison:
    """Compare two releases of a source, of all tables or of some; `progress` gets the name of each.

    Raises:
        UnknownName: a source, release or table that is not there.
        BadParameter: both releases are the same.
        LimitReached: it took longer than `seconds`.
    """
    both = pair(record, source, first, second)
    chosen = _chosen(both, tables)
    keyed, grouped, profiled, forms, came = [], [], [], [], []
    with engine(record, seconds) as opened:
        for name in chosen:
            progress(name)
            if both.key(name):
                keyed.append(compare_by_key(opened, both, name))
                came += arrivals(opened, both, name)
            else:
                grouped += compare_by_group(opened, both, name)
                profiled.append(compare_by_column(opened, both, name))
            forms.append(compare_form(record, opened, both, name))
    notes = [note for one in keyed for note in notes_on_rows(one)]
    notes += [note for form in forms if both.key(form.table) for note in notes_on_form(form)]
    lists = None if tables else compare_lists(record, both)
    return Comparison(
        pair=both,
        invented=record.invented,
        keyed=tuple(keyed),
        grouped=tuple(grouped),
        profiled=tuple(profiled),
        forms=tuple(forms),
        arrivals=tuple(came),
        lists=lists,
        notes=tuple(notes),
    )


def _chosen(both: Pair, tables: Sequence[str]) -> list[str]:
    there = both.tables()
    for name in tables:
        table_named(name)
        if name not in there:
            raise UnknownName(
                said("the two releases do not both have {table:name}", table=name),
                where="compare",
                todo=_shared(there),
            )
    return [name for name in there if not tables or name in tables]


def _shared(tables: Sequence[str]) -> str:
    if tables:
        return said("they share: {tables:name}", tables=", ".join(tables))
    return said("they share: no table")


def _side(side: Side) -> dict[str, Any]:
    return {
        "release": side.id,
        "files": list(side.release.files),
        "bytes": side.bytes,
        "rows": side.rows,
        "last": side.release.last,
    }


def _keyed(one: KeyedTable) -> dict[str, Any]:
    """A table with the false discovery rate by which its groups count as hit."""
    found = asdict(one)
    if one.losses:
        found["losses"]["rate"] = RATE
        for group, made in zip(found["losses"]["groups"], one.losses.groups, strict=True):
            group["hit"] = made.hit
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
