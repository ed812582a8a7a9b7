"""IRCC's asylum claimants: months by office and province as a workbook and as text, and two lists taken from them."""

from __future__ import annotations

from calendar import month_abbr
from collections import Counter
from pathlib import Path

from sojourn.lookalike.book import workbook
from sojourn.lookalike.draws import stream
from sojourn.lookalike.refuge import origins
from sojourn.lookalike.truth import Account, Fault, Made, PartTruth, Truth, made
from sojourn.reading.marked import MARK
from sojourn.sources.declare import families

FIRST_YEAR = 2015
MOST_MONTHS = 127
_OFFICES = {"Airport": 900.0, "Border": 1_500.0, "Inland": 4_000.0}
_PROVINCES = {"Quebec": 0.4, "Ontario": 0.55, "Alberta": 0.049, "Yukon": 0.001}
_FRENCH = {"Airport": "Aéroport", "Border": "Frontière", "Inland": "Bureau intérieur"}
_ZERO_WIDTH = "\u200b"
_LISTED = 25

Month = tuple[int, int]
Counts = dict[tuple[Month, str, str], int]
"""Claims by month, office and province."""


def printed(count: int) -> str:
    """A count as IRCC prints it: rounded to five, hidden between 0 and 5."""
    return "0" if not count else "--" if count < 5 else f"{5 * round(count / 5):,}"


def _counts(months: list[Month], seed: int) -> Counts:
    rng = stream(seed, "ircc_claimants")
    return {
        (month, office, province): int(rng.poisson(mean * share))
        for month in months
        for office, mean in _OFFICES.items()
        for province, share in _PROVINCES.items()
    }


def write(rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:
    """Write the four files; `rows` is the number of months, at most 127."""
    months = [(FIRST_YEAR + at // 12, at % 12 + 1) for at in range(min(rows, MOST_MONTHS))]
    counts = _counts(months, seed)
    return [
        _book(folder, months, counts, seed, faults=faults),
        _text(folder, counts, seed, faults=faults),
        *_lists(folder, counts, seed, faults=faults),
    ]


def _made(path: Path, family: str, seed: int, account: Account, faults: list[Fault], sheet: str = "") -> Made:
    declared = families()[f"ircc_claimants/{family}"]
    part = PartTruth(sheet, declared.table, account, {})
    return made(path, Truth(path.name, declared.source, declared.id, seed, [part], faults))


def _book(folder: Path, months: list[Month], counts: Counts, seed: int, *, faults: bool) -> Made:
    path, sheet = folder / "invented_EN_ODP-Asylum-OfficeType_Prov.xlsx", "Asylum Claimants - Office Type"
    years = sorted({year for year, _ in months})
    above, below = ["Claim Office Type and Province/Territory of Claim", ""], ["", ""]
    for year in years:
        mine = [number for of, number in months if of == year]
        above += [str(year), *[""] * len(mine)]
        below += [*(month_abbr[number] for number in mine), f"{year} Total"]
    rows = [["Canada - Asylum Claimants by Claim Office Type, " + MARK], [], above, below]
    for office in _OFFICES:
        rows += [["", name, *_across(years, months, counts, {office}, {name})] for name in _PROVINCES]
        rows.append([f"{office} - Total", "", *_across(years, months, counts, {office}, set(_PROVINCES))])
    rows.append(["Total ", "", *_across(years, months, counts, set(_OFFICES), set(_PROVINCES))])
    planted = []
    if faults:
        rows[4][2] += _ZERO_WIDTH
        planted.append(Fault("invisible character at a figure", sheet, 5, "Jan", rows[4][2], "repaired"))
    notes = [[], ["Notes: all values between 0 and 5 are shown as --. " + MARK], [], ["Source: INVENTED"]]
    with workbook(path) as book:
        book.rows(sheet, [*rows, *notes])
    figures = len(_OFFICES) * (len(_PROVINCES) + 1) + 1
    account = Account(figures, figures - len(planted), repaired=len(planted), blank=2)
    return _made(path, "office-type", seed, account, planted, sheet)


def _across(years: list[int], months: list[Month], counts: Counts, offices: set[str], provinces: set[str]) -> list[str]:
    """The months of each year and its total, each rounded by itself."""
    cells = []
    for year in years:
        each = [
            sum(counts[month, office, name] for office in offices for name in provinces)
            for month in months
            if month[0] == year
        ]
        cells += [*map(printed, each), printed(sum(each))]
    return cells


def _text(folder: Path, counts: Counts, seed: int, *, faults: bool) -> Made:
    """The text for programs: a row for each month, province and office, in two languages."""
    path = folder / "invented_ODP-Asylum-PT_OfficeType.csv"
    parts = ("YEAR", "MONTH", "PROVINCE_TERRITORY", "CLAIM_OFFICE_TYPE")
    header = [
        "EN_YEAR",
        "EN_MONTH",
        "FR_YEAR",
        "FR_MONTH",
        *(f"{by}_{part}" for part in parts[2:] for by in ("EN", "FR")),
    ]
    rows = [
        [str(year), month_abbr[month], str(year), f"mois {month}", name, name, office, _FRENCH[office], printed(count)]
        for ((year, month), office, name), count in counts.items()
    ]
    planted = []
    changes = (
        ("comma for a decimal point", "15,0"),
        ("blank in a figure", "1\xa0165"),
        ("invisible character", "15\u200b"),
    )
    for at, (kind, text) in enumerate(changes if faults else ()):
        rows[at][-1] = text
        planted.append(Fault(kind, "", at + 2, "TOTAL", text, "repaired"))
    lines = ["\t".join(row) for row in [[*header, "TOTAL"], *rows]]
    path.write_text("\ufeff" + "\n".join(lines) + "\n", encoding="utf-8")
    account = Account(len(rows), len(rows) - len(planted), repaired=len(planted))
    return _made(path, "office-type-text", seed, account, planted)


def _lists(folder: Path, counts: Counts, seed: int, *, faults: bool) -> list[Made]:
    """Claims by year, and by year and the most frequent citizenships, among which Russia never is."""
    by_year: Counter[int] = Counter()
    for ((year, _), _, _), count in counts.items():
        by_year[year] += count
    totals = [f"{year},{5 * round(count / 5)}" for year, count in sorted(by_year.items())]
    listed = [code for code in origins() if code != "RUS"][:_LISTED]
    lines = [
        f"{year},{code},{printed(count // (at + 3)).replace(',', '')}"
        for year, count in sorted(by_year.items())
        for at, code in enumerate(listed)
    ]
    planted = []
    if faults:
        first, code, figure = lines[0].split(",")
        lines[0] = f"{first}.0,{code}{_ZERO_WIDTH},{figure}"
        planted.append(Fault("invisible character at a name", "", 2, "country", code + _ZERO_WIDTH, "repaired"))
    paths = folder / "invented_ircc_asylum_by_country.csv", folder / "invented_ircc_asylum_total.csv"
    paths[0].write_text("\n".join(["year,country,count", *lines]) + "\n", encoding="utf-8")
    paths[1].write_text("\n".join(["year,count", *totals]) + "\n", encoding="utf-8")
    account = Account(len(lines), len(lines) - len(planted), repaired=len(planted))
    return [
        _made(paths[0], "by-country", seed, account, planted),
        _made(paths[1], "totals", seed, Account(len(totals), len(totals)), []),
    ]
