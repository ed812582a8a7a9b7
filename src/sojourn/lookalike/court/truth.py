"""The truth about an invented release: every line accounted for, every damage with its true cells, every answer.

`truth.json` holds the account and the damage, `answers/*.parquet` the answers; both stand beside the release in a
folder of its name, never inside it.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from sojourn.lookalike.court import answers, lookups, months, text
from sojourn.lookalike.court.chunk import Job, Part
from sojourn.lookalike.court.headlines import headlines
from sojourn.lookalike.court.world import World
from sojourn.reading.marked import MARK

SCHEMA = "sojourn.lookalike.court/1"


class Account:
    """Collects what is true about a release while it is written."""

    def __init__(self, world: World, name: str, line_end: str) -> None:
        """Start the account of the release `name`."""
        self._world, self._name, self._line_end = world, name, line_end
        self._files: dict[str, dict[str, Any]] = {}
        self._damage: list[dict[str, Any]] = []
        self._counts: dict[str, int] = {}

    def table(self, table: str, header: int, parts: list[Part]) -> None:
        """Add one of the 19 tables; `header` is the size of its header line."""
        planted = self._placed(f"{table}.csv", parts)
        expected = Counter(one["expected"] for one in planted)
        rows, lines = sum(part.rows for part in parts), sum(part.lines for part in parts)
        self._files[f"{table}.csv"] = {
            "columns": len([one for one in text.tables()[table] if one.name]),
            "fields": len(text.tables()[table]),
            "rows": rows,
            "lines": lines + 1,
            "blank_lines": expected["blank"],
            "continuation_lines": lines - rows - expected["blank"],
            "bytes": header + sum(part.size for part in parts),
            "ends_with_line_end": all(part.is_closed for part in parts),
            "quarantined": expected["quarantined"],
            "repaired": expected["repaired"],
            "either": expected["either"],
            "unclean": sum(one["kind"] == "NUL" or one["reason"] == "encoding" for one in planted),
        }

    def _placed(self, file: str, parts: list[Part]) -> list[dict[str, Any]]:
        """The damage of a table with its rows (data rows from 1) and lines (the header is line 1) in the whole file."""
        rows, lines, placed = 1, 1, []
        for part in parts:
            placed += [
                {"file": file} | one | {"row": rows + one["row"], "line": lines + one["line"]} for one in part.planted
            ]
            rows += part.rows
            lines += part.lines
        self._damage += placed
        return placed

    def lookup(self, name: str, columns: int, rows: int, size: int) -> None:
        """Add one of the lookups, which are never damaged."""
        self._files[f"Lookup/{name}.csv"] = {
            "columns": columns,
            "fields": columns,
            "rows": rows,
            "lines": rows + 1,
            "bytes": size,
        }

    def counted(self, counts: list[tuple[str, int]]) -> None:
        """Add what Count.txt says."""
        self._counts = dict(counts)

    def write(self, folder: Path, job: Job) -> Path:
        """Write the truth into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        world = self._world
        told = {
            "schema": SCHEMA,
            "invented": MARK,
            "source": "eoir_cases",
            "release": self._name,
            "release_day": str(world.release_day),
            "last_day": str(world.horizon),
            "next_month": world.next_month,
            "cases": world.cases,
            "seed": world.seed,
            "faults": world.faults,
            "line_end": self._line_end,
            "count_txt": self._counts,
            "files": self._files,
            "damage": self._damage,
        }
        if world.next_month:
            for name in ("changes", "withdrawn"):
                months.gathered(
                    [job.answers_of(chunk) / f"{name}.parquet" for chunk in range(job.chunks)],
                    folder / f"{name}.parquet",
                )
            told["lookup_changes"] = lookups.changes()
        answers.added(map(job.answers_of, range(job.chunks)), folder / "answers")
        told["headlines"] = headlines(folder / "answers")
        (folder / "truth.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        return folder
