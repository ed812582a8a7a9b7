"""What a file holds that no reader took: listed with its reason, or refused where rows of a table would be lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sojourn.errors import HeaderMismatch, SojournError, UnknownFile
from sojourn.sources.recognise import Near, Recognised, Unread

FEWEST_COLUMNS = 5
"""Columns of a sheet without a header from which it is taken for the rest of another: fewer may be equal by chance."""


@dataclass
class LeftOut:
    """The sheets of one file that no reader took, and those of them that look as if one should have."""

    path: str
    unread: list[tuple[str, str]] = field(default_factory=list)
    _nearly: list[tuple[str, Near]] = field(default_factory=list)
    _bare: list[tuple[str, int]] = field(default_factory=list)

    def where(self, sheet: str) -> str:
        """The file, with the sheet where it has any."""
        return f"{self.path} (sheet {sheet})" if sheet else self.path

    def add(self, sheet: str, reason: str) -> None:
        """List a sheet, or the file, as not read."""
        if (sheet, reason) not in self.unread:
            self.unread.append((sheet, reason))

    def note(self, sheet: str, found: Near | Unread | Recognised | None, rows: list[list[str]]) -> None:
        """List a sheet under which no layout was found, from its first rows."""
        if isinstance(found, Near):
            self._nearly.append((sheet, found))
            self.add(sheet, f"nearly the layout {found.family.source}/{found.family.id} ({found.told})")
        elif isinstance(found, Unread):
            self.add(sheet, f"known and not read yet: {found.name}")
        else:
            self._bare.append((sheet, max(map(_width, rows), default=0)))
            self.add(sheet, "no source reads this layout")

    def nothing(self) -> SojournError:
        """What to say of a file of which nothing was read."""
        if self._nearly:
            sheet, near = max(self._nearly, key=lambda one: one[1].likeness)
            return near.error(self.where(sheet))
        reasons = "; ".join(f"{sheet}: {reason}" if sheet else reason for sheet, reason in self.unread[:6])
        return UnknownFile(
            f"no source knows its layout ({reasons or 'no header row found'})",
            where=self.path,
            todo="see `sojourn releases --known` for the layouts that can be read",
        )

    def refuse_rest(self, read: Iterable[tuple[str, str, int]]) -> None:
        """Refuse a file of which a sheet was left out that holds rows of a table that another sheet of it feeds.

        `read` are the sheets that were read under a header, each with its table and its number of columns.

        Raises:
            HeaderMismatch: some headers of such a sheet are unknown, or it has none.
        """
        widths: dict[int, str] = {}
        tables: set[str] = set()
        for sheet, table, columns in read:
            widths.setdefault(columns, sheet)
            tables.add(table)
        for sheet, near in self._nearly:
            if near.family.table in tables:
                raise near.error(self.where(sheet))
        for sheet, width in self._bare:
            if width in widths and width >= FEWEST_COLUMNS:
                raise HeaderMismatch(
                    f"it has no header row that is known, and {width} columns, as sheet {widths[width]} has",
                    where=self.where(sheet),
                    todo="if its rows go on from that sheet, put the header row of that sheet above them; if not, take the sheet out",
                )


def _width(row: list[str]) -> int:
    return max((at for at, cell in enumerate(row, 1) if cell.strip()), default=0)


@contextmanager
def placed(where: str) -> Iterator[None]:
    """Say in errors of a reader, which knows rows and no file, where it was reading."""
    try:
        yield
    except SojournError as error:
        if error.where.startswith(where):
            raise
        place = f"{where}, {error.where}" if error.where else where
        raise type(error)(error.what, where=place, todo=error.todo) from error
