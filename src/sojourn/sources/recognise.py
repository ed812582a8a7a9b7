"""Which family a table of text belongs to, by its header row, wherever that row stands.

A header row is accepted when every header that the family always has is there and every header in the row is
known to some family of the same table (columns wander between the files of one release). Anything less is not
read: either it is far from every family, or an error names the nearest family and the differing columns.
"""

from __future__ import annotations

from dataclasses import dataclass

from sojourn.errors import DuplicateHeader, HeaderMismatch
from sojourn.sources.declare import Family, families, headers_of_table, normal, unread_layouts

NEAR = 0.5
"""Share of common headers from which a row counts as meant for a family."""
NEAR_OWN, FEWEST_OWN = 0.6, 5
"""The same for a family with its own reader, which may make up some of its columns: few common headers prove nothing."""


@dataclass(frozen=True)
class Recognised:
    """A header row and the family that reads the rows below it.

    `headers` are empty for columns without one: margins and separators of a sheet, which must hold nothing.
    """

    family: Family
    header_row: int
    headers: tuple[str, ...]


@dataclass(frozen=True)
class Near:
    """The family that comes nearest to a row that none fits."""

    family: Family
    header_row: int
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    likeness: float

    @property
    def told(self) -> str:
        """What differs, in words."""
        return f"missing: {', '.join(self.missing) or 'none'}; not known: {', '.join(self.unexpected) or 'none'}"

    def error(self, where: str) -> HeaderMismatch:
        """What to tell the user."""
        return HeaderMismatch(
            f"row {self.header_row + 1} looks like family {self.family.source}/{self.family.id}, but columns differ "
            f"({self.told})",
            where=where,
            todo=f"compare with sources/{self.family.source}/columns/{self.family.id}.csv; a new layout is a new file there",
        )


@dataclass(frozen=True)
class Unread:
    """A layout that is known and not read yet."""

    name: str


def _trimmed(row: list[str]) -> list[str]:
    names = [normal(cell) for cell in row]
    while names and not names[-1]:
        names.pop()
    return names


def recognise(rows: list[list[str]], where: str) -> Recognised | Near | Unread | None:
    """The best reading of the first rows of a file or sheet.

    Raises:
        DuplicateHeader: the accepted header row has one header twice.
    """
    candidates = [(at, names) for at, names in enumerate(map(_trimmed, rows)) if sum(map(bool, names)) >= 2]
    accepted = [
        (_likeness(family, names), -at, family.id, family, at)
        for at, names in candidates
        for family in families().values()
        if family.form == "rows" and _fits(family, names)
    ]
    if accepted:
        *_, family, at = max(accepted, key=lambda one: one[:3])
        headers = tuple(rows[at][: len(_trimmed(rows[at]))])
        _refuse_duplicates(headers, where)
        return Recognised(family, at, headers)
    return _unread(candidates) or _nearest(candidates, rows)


def _fits(family: Family, names: list[str]) -> bool:
    present = set(names) - {""}
    if not present <= headers_of_table(family.table):
        return False
    return all(present.intersection(mapped.names) for mapped in family.required)


def _likeness(family: Family, names: list[str]) -> float:
    lookup = family.lookup()
    common = {lookup[name].published for name in names if name in lookup}
    return len(common) / (len(family.columns) + len(set(names) - {""}) - len(common))


def _refuse_duplicates(headers: tuple[str, ...], where: str) -> None:
    names = [normal(header) for header in headers]
    twice = sorted({header for header in headers if normal(header) and names.count(normal(header)) > 1})
    if twice:
        raise DuplicateHeader(
            f"the header {twice[0]!r} stands twice in one row",
            where=where,
            todo="a cell would have two meanings; get the file as the agency published it",
        )


def _nearest(candidates: list[tuple[int, list[str]]], rows: list[list[str]]) -> Near | None:
    """The family that one row comes near; where several rows do, the sheet is a list of layouts and no table."""
    near = [one for at, names in candidates if (one := _nearest_family(at, names, rows[at]))]
    return near[0] if len(near) == 1 else None


def _nearest_family(at: int, names: list[str], row: list[str]) -> Near | None:
    present = {name for name in names if name}
    likeness, family = max(
        ((_likeness(family, names), family) for family in families().values() if family.form in {"rows", "own"}),
        key=lambda one: one[0],
    )
    own = family.form == "own"
    if likeness < (NEAR_OWN if own else NEAR) or (own and len(present) < FEWEST_OWN):
        return None
    known = family.lookup().keys() if own else headers_of_table(family.table)
    missing = tuple(mapped.published for mapped in family.required if not present.intersection(mapped.names))
    unexpected = tuple(cell.strip() for cell in row if cell.strip() and normal(cell) not in known)
    return Near(family, at, missing, unexpected, likeness)


def _unread(candidates: list[tuple[int, list[str]]]) -> Unread | None:
    for _, names in candidates:
        present = set(names) - {""}
        for layout in unread_layouts():
            if len(present & layout.headers) >= 0.9 * len(present | layout.headers):
                return Unread(f"{layout.agency} {layout.table}, release {layout.release}")
    return None
