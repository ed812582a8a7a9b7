"""In which files and sheets each family is delivered: names, banners, sheets, redaction markers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Form:
    """How one request was answered.

    `name` and `sheet` are patterns over {table}, {fy} (2026) and {yy} (26). `person` and `law` are the
    markers with which the release redacts people and law-enforcement data.
    """

    request: str
    years: tuple[int, ...]
    name: str
    banner: int
    person: str
    law: str
    sheet: str = "FY{fy}"
    text: bool = False
    one_file: bool = False
    sheets_a_year: int = 1
    cover: bool = False
    last: date = date.max


_OLD_PERSON, _OLD_LAW = "(B)(6);(B)(7)(C) ", "(B)(7)(E) "
_ACLU_PERSON, _ACLU_LAW = "(b)(6)(b)(7)(c)", "b(7)(e)"
_NEW_PERSON, _NEW_LAW = "b(6), b(7)c", "b(7)(e)"

_DDP = Form(
    "2025-ICLI-00019",
    (2024, 2025),
    "2025-ICLI-00019_2024-ICFO-39357_{table}.xlsx",
    6,
    _NEW_PERSON,
    _NEW_LAW,
    sheet="{table} FY{yy}",
    one_file=True,
    last=date(2025, 7, 28),
)
"""Large tables stand on two sheets that are split at 2024-10-01."""

FORMS = {
    "foia-2019-icfo-53623": Form(
        "2019-ICFO-53623", (2016, 2017, 2018), "{table}_FY{fy}.csv.gz", 5, _OLD_PERSON, _OLD_LAW, text=True
    ),
    "foia-14-03290": Form(
        "14-03290",
        (2012, 2013),
        "14-03290_{table}_FY{fy}.xlsx",
        0,
        _ACLU_PERSON,
        _ACLU_LAW,
        sheet="Details",
        cover=True,
    ),
    "foia-2022-icfo-09023-fy2012-2014": Form(
        "2022-ICFO-09023",
        (2012, 2013, 2014),
        "2022-ICFO-09023_{table}_FY12-14.xlsx",
        6,
        _ACLU_PERSON,
        _ACLU_LAW,
        one_file=True,
    ),
    "foia-2022-icfo-09023-fy2015-2023": Form(
        "2022-ICFO-09023",
        (2021, 2022, 2023),
        "2022-ICFO-09023_{table}_FY15-23.xlsx",
        6,
        _ACLU_PERSON,
        _ACLU_LAW,
        one_file=True,
        last=date(2023, 1, 29),
    ),
    "foia-2022-icfo-22955": Form(
        "2022-ICFO-22955",
        (2023, 2024),
        "2022-ICFO-22955_{table}_FY{yy}.xlsx",
        6,
        _ACLU_PERSON,
        _ACLU_LAW,
        last=date(2024, 7, 31),
    ),
    "foia-2023-icfo-42034": Form(
        "2023-ICFO-42034",
        (2022, 2023),
        "2023-ICFO-42034_{table}_FY{yy}.xlsx",
        5,
        _ACLU_PERSON,
        _ACLU_LAW,
        sheets_a_year=2,
    ),
    "foia-2025-icli-00019": _DDP,
    "foia-2025-icli-00019-march": _DDP,
    "foia-2025-icli-00019-june": _DDP,
    "foia-2025-icli-00019-july": _DDP,
    "foia-2025-icli-00019-august": _DDP,
    "foia-2026-icli-00005": Form(
        "2026-ICLI-00005",
        (2023, 2024, 2025, 2026),
        "2026-ICLI-00005_{table}_FY{yy}_20260311_Redacted.xlsx",
        6,
        "b(6), b(7)C",
        _NEW_LAW,
        last=date(2026, 3, 10),
    ),
    "hausman-2026-08": Form(
        "",
        (2023, 2024, 2025, 2026),
        "Hausman_{table}_FY{fy}_LESA-STU_FINAL.xlsx",
        6,
        _NEW_PERSON,
        _NEW_LAW,
        last=date(2026, 7, 31),
    ),
}

TITLES = {
    "removals": ("ICERemovals", "ICE Removals for FY{fy}"),
    "arrests": ("EROArrests", "ERO Administrative Arrests for FY{fy}"),
}
"""The word for a table in file names, and the title of a file's banner."""

AGENCY = ("ERO-LESA Statistical Tracking Unit", "For Official Use Only (FOUO)/Pre-decisional")
"""The first two banner lines of every release of rows."""

MARKERS = (
    "(B)(6);(B)(7)(C) ",
    "(B)(7)(E) ",
    "(b)(6),(b)(7)c)",
    "(b)(6),(b)(7)(c )",
    "(b)(6)(b)(7)(c)",
    "b(6), b(7)(c)",
    "b(7)(e)",
    "b(6), b(7)c",
    "b(6), b(7)C",
)
"""Every spelling of a redaction that the releases are known to use."""


def banner(form: Form, title: str, mark: str) -> list[str]:
    """The lines above the header; the mark takes the line that the agency leaves empty."""
    lines = [*AGENCY, form.request, mark, title, ""]
    return lines[: form.banner]
