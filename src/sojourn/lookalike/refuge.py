"""UNHCR's decisions and applications, and the Board's outcomes: invented figures in the publishers' forms, with their faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice, product
from pathlib import Path

from sojourn.lookalike.book import workbook
from sojourn.lookalike.draws import stream
from sojourn.lookalike.frame import Outcome
from sojourn.lookalike.truth import Account, Fault, Made, PartTruth, Truth, made
from sojourn.reading.marked import MARK
from sojourn.sources.declare import families, vocabulary

YEARS = range(2013, 2026)
WORLD_ROWS = {"unhcr_decisions": 800, "unhcr_applications": 400, "ircc_claimants": 127, "irb_outcomes": 40}
"""Rows in the small world; of IRCC's claimants months."""

_CANADA, _STATES = ("INVENTED Canada", "CAN", "CAN"), ("INVENTED United States", "USA", "USA")
_DECISIONS = "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,procedure_type,dec_level,dec_pc,dec_recognized,dec_other,dec_rejected,dec_closed,dec_total"
_APPLICATIONS = "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,procedure_type,app_type,dec_level,app_pc,applied"
_ZERO_WIDTH = "\u200b"

Row = list[str]
Change = tuple[str, int, Callable[[str], str], Outcome]
"""A fault: its kind, the column, how the cell changes, and what becomes of the row."""


@cache
def origins() -> tuple[str, ...]:
    """Countries of origin by their codes; those that the claims of the story ask for come first."""
    codes = sorted(set(vocabulary("origin").standard.values()) - {"all", "UNK", "XXA"})
    first = ("RUS", "IND", "MEX", "TUR", "COL", "HTI")
    return (*first, *(code for code in codes if code not in first))


def _rounded(count: int) -> int:
    """A count as UNHCR prints decisions: below 10 to the nearest five."""
    return count if count >= 10 else 5 * round(count / 5)


def _decided(rows: int, seed: int, where: tuple[str, str, str], levels: Sequence[tuple[str, str]]) -> Iterator[Row]:
    """Rows of decisions: every level and year of one origin after the other. In 2020 some cells are hidden."""
    rng = stream(seed, "unhcr_decisions", where[1])
    for code, year, (level, unit) in islice(product(origins(), YEARS, levels), rows):
        size = 240 if code == "RUS" else 60
        parts = [_rounded(int(one)) for one in rng.poisson([size, 0, size // 3, size // 8])]
        hidden = int(rng.integers(1, 30)) if year == 2020 else 0
        cells = [f"{cell}.0" for cell in (*parts, sum(parts) + hidden)]
        yield [f"{year}.0", f"INVENTED {code}", code, code, *where, "G", level, unit, *cells]


def _applied(rows: int, seed: int, where: tuple[str, str, str], levels: Sequence[tuple[str, str]]) -> Iterator[Row]:
    """Rows of applications: new ones of every level and year of one origin after the other."""
    rng = stream(seed, "unhcr_applications", where[1])
    for code, year, (level, unit) in islice(product(origins(), YEARS, levels), rows):
        kind = "A" if level == "AR" else "N"
        count = max(5, int(rng.poisson(300 if code == "RUS" else 80)))
        yield [f"{year}.0", f"INVENTED {code}", code, code, *where, "G", kind, level, unit, f"{count}.0"]


_IN_CANADA, _IN_STATES = (("FI", "P"), ("AR", "P")), (("EO", "P"), ("IN", "C"))


def _cell_faults(figure: int) -> tuple[Change, ...]:
    """Faults that scripts and spreadsheets put into such files; `figure` is the column of a figure that a row needs."""
    return (
        ("comma in a year", 0, lambda text: text.replace(".", ","), "repaired"),
        ("invisible character at a name", 1, lambda text: text + _ZERO_WIDTH, "repaired"),
        ("no country of origin", 3, lambda _: "", "quarantined"),
        ("no figure", figure, lambda _: "many", "quarantined"),
    )


def write_decisions(rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:
    """Write a file for Canada and one for the United States; `rows` is the sum over both."""
    return _both("unhcr_decisions/decisions", _DECISIONS, _decided, 10, rows, folder, seed, faults=faults)


def write_applications(rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:
    """Write a file for Canada and one for the United States; `rows` is the sum over both."""
    return _both("unhcr_applications/applications", _APPLICATIONS, _applied, 11, rows, folder, seed, faults=faults)


def _both(
    name: str,
    header: str,
    draw: Callable[[int, int, tuple[str, str, str], Sequence[tuple[str, str]]], Iterator[Row]],
    figure: int,
    rows: int,
    folder: Path,
    seed: int,
    *,
    faults: bool,
) -> list[Made]:
    changes = _cell_faults(figure) if faults else ()
    stem = name.partition("/")[2]
    return [
        _text(
            folder / f"invented_{stem}_{where[1]}.csv",
            name,
            header,
            list(draw(part, seed, where, levels)),
            changes,
            seed,
        )
        for where, levels, part in (
            (_CANADA, _IN_CANADA, max(1, rows // 2)),
            (_STATES, _IN_STATES, max(1, rows - rows // 2)),
        )
    ]


def _text(path: Path, name: str, header: str, rows: list[Row], changes: Sequence[Change], seed: int) -> Made:
    """Write a text of rows; each fault takes a row of its own, from the end, and a blank line stands before the last."""
    family = families()[name]
    account = Account(len(rows), len(rows))
    planted = []
    for number, (kind, column, change, outcome) in enumerate(changes):
        at = len(rows) - 2 * (number + 1)
        if at < 0:
            continue
        rows[at][column] = change(rows[at][column])
        planted.append(Fault(kind, "", at + 2, header.split(",")[column], rows[at][column], outcome))
        setattr(account, outcome, getattr(account, outcome) + 1)
        account.loaded -= 1
    lines = [header, *(",".join(_quoted(cell) for cell in row) for row in rows)]
    if changes:
        lines.insert(len(lines) - 1, "")
        account.blank = 1
        planted.append(Fault("blank line before", "", len(lines) - 1, "", "", "blank"))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    truth = Truth(path.name, family.source, family.id, seed, [PartTruth("", family.table, account, {})], planted)
    return made(path, truth)


def _quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell else cell


# The Board.

_COUNTRIES = ("Country", "Referred", "Accepted", "Rejected", "Abandoned", "Withdrawn & other", "Total", "Pending")
_MISSING_IN = 2022
"""The year in whose table two headers are missing, as in some of the Board's."""


def write_outcomes(rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:
    """Write the national figures, and a workbook of three years with `rows` countries each."""
    return [_national(folder, seed, faults=faults), _by_country(rows, folder, seed, faults=faults)]


def _national(folder: Path, seed: int, *, faults: bool) -> Made:
    rng = stream(seed, "irb_outcomes", "national")
    rows = []
    for year in YEARS:
        accepted, rejected, other = (int(one) for one in rng.poisson([20_000, 8_000, 4_000]))
        rate = f"{100 * accepted / (accepted + rejected):.1f}"
        rows.append([str(year), f"{accepted}.0", f"{rejected}.0", f"{other}.0", rate])
    changes: list[Change] = [("comma for a decimal point", 2, lambda text: text.replace(".", ","), "repaired")]
    path = folder / "invented_irb_outcomes.csv"
    header = "year,accepted,rejected,other,acceptance_rate"
    return _text(path, "irb_outcomes/national", header, rows, changes if faults else (), seed)


def _by_country(rows: int, folder: Path, seed: int, *, faults: bool) -> Made:
    path = folder / "invented_irb_claims_by_country.xlsx"
    family = families()["irb_outcomes/by-country"]
    truth = Truth(path.name, family.source, family.id, seed)
    with workbook(path) as book:
        for year in (2021, _MISSING_IN, 2023):
            rng = stream(seed, "irb_outcomes", str(year))
            table = [
                _country(code, [int(one) for one in rng.poisson([90, 60, 14, 6, 12, 0, 150])]) for code in _some(rows)
            ]
            mended = 1 if faults else 0
            if faults:
                table[0][0] += _ZERO_WIDTH
                truth.faults.append(
                    Fault("invisible character at a name", str(year), 4, "Country", table[0][0], "repaired")
                )
            headers = [name if year != _MISSING_IN or at not in (3, 5) else "" for at, name in enumerate(_COUNTRIES)]
            title = f"Claims by country of alleged persecution, {year}"
            book.rows(str(year), [[MARK], [title], headers, *table, ["-- stands for small counts"]])
            account = Account(len(table), len(table) - mended, repaired=mended)
            truth.parts.append(PartTruth(str(year), family.table, account, {}))
    return made(path, truth)


def _some(rows: int) -> tuple[str, ...]:
    return origins()[: min(rows, 60)]


def _country(code: str, counts: list[int]) -> list[str]:
    """A row with its total, and counts below 20 hidden."""
    counts[5] = sum(counts[1:5])
    return [code, *("--" if count < 20 else f"{count:,}" for count in counts)]
