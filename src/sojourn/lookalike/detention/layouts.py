"""In which files and sheets each family of detention releases is delivered, and which days it covers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np

from sojourn.lookalike.detention.rows import NEVER, Rows
from sojourn.lookalike.detention.world import DAY, Minutes, Numbers
from sojourn.lookalike.draws import number_of
from sojourn.lookalike.forms import FORMS, Form

FIRST, LAST = date(2022, 10, 1), date(2026, 7, 31)
"""The days of the world that the releases of 2026 show."""
CHUNK = 1_000_000
"""Rows on a sheet of the Deportation Data Project's workbooks."""
SPLIT = date(2024, 10, 1)
"""The day at which the posts of 2025 go on to their second sheet."""
TABLE = "Detentions"


@dataclass(frozen=True)
class Layout:
    """How a family is delivered.

    `first` and `last` are the days of the world; `form.last` is that of the release. `by` says by whose year
    the files are cut; rows from before `first` stand in the `prior` file, or nowhere if there is none.
    """

    form: Form
    first: date = FIRST
    last: date = LAST
    by: Literal["stint", "stay", "nothing"] = "stint"
    prior: str = ""
    prior_sheet: str = ""
    chunks: bool = False
    days_only: bool = False
    later: bool = False
    parquet: bool = False
    since: date | None = None


@dataclass(frozen=True)
class Sheet:
    """A sheet, or a text without sheets: its file, its name, its fiscal year (0 for none), its rows."""

    file: str
    name: str
    year: int
    rows: Numbers


_DDP = replace(FORMS["foia-2025-icli-00019"], name="2025-ICLI-00019_2024-ICFO-39357_{table}.xlsx")
_MARCH = FORMS["foia-2026-icli-00005"]


def _processed(name: str, last: date, years: tuple[int, ...]) -> Form:
    return Form("", years, name, 0, "", "", sheet="Sheet{part}", one_file=True, last=last)


LAYOUTS = {
    "foia-2026-icli-00005": Layout(
        _MARCH,
        prior="2026-ICLI-00005_{table}_PriorFY23_20260311_Redacted.xlsx",
        prior_sheet="Prior FY2023",
    ),
    "hausman-2026-08": Layout(
        replace(FORMS["hausman-2026-08"], name="Hausman_DET_FY{fy}_LESA-STU_FINAL.xlsx"),
        prior="Hausman_DET_FY2022_LESA-STU_FINAL.xlsx",
        prior_sheet="FY2022",
        later=True,
    ),
    "foia-2025-icli-00019": Layout(
        replace(_DDP, last=date(2025, 7, 28)), date(2023, 9, 1), date(2025, 7, 28), by="nothing"
    ),
    "foia-2025-icli-00019-march": Layout(
        replace(_DDP, last=date(2025, 2, 13)),
        date(2023, 9, 1),
        date(2025, 2, 13),
        by="nothing",
        since=date(2023, 11, 16),
    ),
    "foia-2023-icfo-42034": Layout(
        replace(FORMS["foia-2023-icfo-42034"], last=date(2023, 11, 15)),
        date(2021, 10, 1),
        date(2023, 11, 15),
        days_only=True,
    ),
    "foia-2022-icfo-09022": Layout(
        replace(
            FORMS["foia-2023-icfo-42034"],
            request="2022-ICFO-09022",
            years=(2022, 2023, 2024),
            name="2022-ICFO-09022_{table}_FY{fy}.csv.gz",
            banner=6,
            text=True,
            sheets_a_year=1,
            last=date(2024, 1, 4),
        ),
        date(2021, 10, 1),
        date(2024, 1, 4),
        by="stay",
    ),
    "foia-2019-icfo-21307": Layout(
        replace(
            FORMS["foia-2023-icfo-42034"],
            request="2019-ICFO-21307",
            years=(2016, 2017),
            name="2019-ICFO-21307_{table}_FY{yy}.xlsx",
            banner=5,
            sheets_a_year=1,
            last=date(2017, 8, 18),
        ),
        date(2015, 10, 1),
        date(2017, 8, 18),
    ),
    "ddp-2025": Layout(
        _processed("detentions_202508.xlsx", date(2025, 7, 28), (2024, 2025)),
        date(2023, 9, 1),
        date(2025, 7, 28),
        by="nothing",
        chunks=True,
    ),
    "ddp-2026-03": Layout(
        _processed("detention-stints_202603.parquet", date(2026, 3, 10), (2023, 2024, 2025, 2026)),
        by="nothing",
        chunks=True,
        parquet=True,
    ),
    "ddp-2026-08": Layout(
        _processed("detention-stints_202608.xlsx", date(2026, 7, 31), (2023, 2024, 2025, 2026)),
        by="nothing",
        chunks=True,
        later=True,
    ),
}


def sheets(layout: Layout, rows: Rows, order: Numbers) -> Iterator[Sheet]:
    """The sheets of a release with their rows, which stand in them in this order."""
    if layout.by == "nothing":
        yield from _of_one_file(layout, rows, order)
        return
    year = _years(rows.book_in if layout.by == "stint" else _or_book_in(rows))[order]
    for wanted in (0, *layout.form.years):
        mine = order[_wanted(layout, year, wanted)]
        parts = layout.form.sheets_a_year if wanted else 1
        for part, some in enumerate(np.array_split(mine, parts), 1):
            if len(some):
                yield _sheet(layout, wanted, part, some)


def shown(layout: Layout, rows: Rows) -> Rows:
    """The rows for which the release has a file."""
    if layout.since:
        ended_before = (rows.book_out != NEVER) & (rows.book_out < number_of(layout.since) * DAY)
        rows = rows.taken(~ended_before)
    if layout.by == "nothing":
        return rows
    year = _years(rows.book_in if layout.by == "stint" else _or_book_in(rows))
    least = layout.form.years[0] - (1 if layout.later else 100 if layout.prior else 0)
    return rows.taken(year >= least)


def _or_book_in(rows: Rows) -> Minutes:
    return np.where(rows.stay_book_in == NEVER, rows.book_in, rows.stay_book_in)


def _years(times: Minutes) -> Numbers:
    """Fiscal years of times."""
    months = times.astype("datetime64[m]").astype("datetime64[M]").astype(np.int64)
    return np.asarray((months + 3) // 12 + 1970)


def _wanted(layout: Layout, year: Numbers, wanted: int) -> Numbers:
    """The rows of a year's file; 0 stands for the file of the years before, without which the first file has them."""
    years = np.array(layout.form.years)
    nearest = np.clip(year, years[0] - bool(layout.prior), years[-1])
    return np.flatnonzero(nearest == (wanted or years[0] - 1))


def _sheet(layout: Layout, year: int, part: int, rows: Numbers) -> Sheet:
    form = layout.form
    if not year:
        return Sheet(layout.prior.format(table=TABLE), layout.prior_sheet, 0, rows)
    words = {"table": TABLE, "fy": year, "yy": year % 100}
    name = "" if form.text else form.sheet.format(**words) + (f" {part}" if form.sheets_a_year > 1 else "")
    return Sheet(form.name.format(**words), name, year, rows)


def _of_one_file(layout: Layout, rows: Rows, order: Numbers) -> Iterator[Sheet]:
    file = layout.form.name.format(table=TABLE)
    if layout.parquet:
        yield Sheet(file, "", 0, order)
    elif layout.chunks:
        for part, start in enumerate(range(0, len(order), CHUNK), 1):
            yield Sheet(file, f"Sheet{part}", 0, order[start : start + CHUNK])
    else:
        second = rows.book_in[order] >= number_of(SPLIT) * DAY
        yield Sheet(file, f"{TABLE} FY24", 2024, order[~second])
        yield Sheet(file, f"{TABLE} FY25", 2025, order[second])
