"""What the files of UNHCR's statistics share: how their editions are told apart."""

from __future__ import annotations


def edition(rows: list[dict[str, str]]) -> str:
    """The last year of a file and the countries of asylum in it, as in `2025-CAN`; beyond three, how many they are."""
    years = [text for row in rows if (text := row.get("year", "").partition(".")[0]).isdigit()]
    countries = sorted({row["coa_iso"] for row in rows if row.get("coa_iso")})
    where = "-".join(countries) if len(countries) <= 3 else f"{len(countries)}-countries"
    return f"{max(years, default='undated')}-{where}"
