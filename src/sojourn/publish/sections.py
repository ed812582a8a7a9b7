"""What a long answer says, as sentences and tables under headings, which the terminal and the site render alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sojourn.publish.terminal import table, wrapped


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; in a terminal its first line begins with `first`, the others with `indent`. An empty one is a gap."""

    text: str
    indent: str = ""
    first: str | None = None

    @property
    def warns(self) -> bool:
        """Whether it is marked as something to look at."""
        return "!" in (self.first or "")

    def as_text(self) -> str:
        """The paragraph as a terminal shows it."""
        return wrapped(self.text, self.indent, self.first)


@dataclass(frozen=True)
class Grid:
    """A table with a gap before it; a terminal shows at most `most` of its rows."""

    columns: tuple[str, ...]
    rows: tuple[Sequence[Any], ...]
    indent: str = "  "
    most: int = 1000

    def as_text(self) -> str:
        """The table as a terminal shows it."""
        more = len(self.rows) - self.most
        cut = [f"{self.indent}... and {more:,} more (--json lists all)"] if more > 0 else []
        return "\n".join(["", table(self.columns, self.rows[: self.most], self.indent), *cut])


GAP = Paragraph("")
Part = Paragraph | Grid


@dataclass(frozen=True)
class Section:
    """Parts under a heading, which may be empty."""

    title: str
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, title: str, parts: Iterable[Part]) -> Section:
        """A section of parts that are made one by one."""
        return cls(title, tuple(parts))

    def as_text(self) -> str:
        """The section as a terminal shows it."""
        return "\n".join([*([self.title] if self.title else []), *(part.as_text() for part in self.parts)])


NOTHING = Section("", ())
"""What is left out."""
