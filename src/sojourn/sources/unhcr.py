"""What the files of UNHCR's statistics share: how their editions are told apart."""

from __future__ import annotations

from sojourn.sources.headed import Cells, last_year


def edition(rows: list[Cells]) -> str:
    """The last year of a file and the countries of asylum in it, as in `2025-CAN`; beyond three, how many they are."""
    countries = sorted({row["coa_iso"] for row in rows if row.get("coa_iso")})
    where = "-".join(countries) if len(countries) <= 3 else f"{len(countries)}-countries"
    return f"{last_year(rows)}-{where}"
