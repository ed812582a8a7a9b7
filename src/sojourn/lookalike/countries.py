"""The annual report's table of removals by country, which agrees with the rows of the same seed and size."""

from __future__ import annotations

from pathlib import Path

from sojourn.lookalike.answers import by_citizenship
from sojourn.lookalike.enforcement import Order
from sojourn.lookalike.truth import Account, Made, PartTruth, Truth, made
from sojourn.sources.declare import families, vocabulary

ROWS_OF = "ice_removals/foia-2019-icfo-53623"
YEARS = (2017, 2018)
"""The fiscal years that the real table prints."""


def write(rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:
    """Write the table; with faults the rows it counts are those that a reader keeps of the faulty files."""
    family = families()["ice_removals_by_country/removals-by-country"]
    every = [sheet.frame for sheet in Order(families()[ROWS_OF], rows, seed, faults).sheets()]
    years = {year: by_citizenship([frame for frame in every if frame.year == year]) for year in YEARS}
    names = sorted(set().union(*years.values()), key=lambda name: (-years[YEARS[-1]][name], name))
    lines = [",".join(["CountryOfCitizenship", *map(str, YEARS)])]
    lines += [", ".join([_spelling(name), *(str(years[year][name]) for year in YEARS)]) for name in names]
    path = folder / "invented_official_removals_by_country_FY2017_FY2018.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    counts = {str(year): dict(count) for year, count in years.items()}
    part = PartTruth("", family.table, Account(len(names), len(names)), {"removals": counts})
    return [made(path, Truth(path.name, family.source, family.id, seed, [part]))]


def _spelling(name: str) -> str:
    """The spelling of a country without a comma, as the table has it; quoted where there is none."""
    if "," not in name:
        return name
    spellings = [
        published for published, kept in vocabulary("country").standard.items() if kept == name and "," not in published
    ]
    return min(spellings, key=len) if spellings else f'"{name}"'
