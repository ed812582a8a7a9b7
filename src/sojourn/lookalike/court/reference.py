"""What the invented world is made of: courts, judges, nationalities, years and how often each thing happens.

Shares and rates follow published figures (measures/court/reference_figures.csv has some of them); every judge's name is invented.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np

from sojourn import shipped

FOLDER = Path(__file__).parent
SLOTS = 4096
"""A draw picks one of this many slots, so the smallest share that can be drawn is 1 in 4096."""
ERA_SEATS = 64
"""Seats of a court in one era; a judge may hold several."""
ERAS = 13
"""A court's judges change by eras of three fiscal years from 1990 on (`judge_slots` in `sql/`)."""

Weights = dict[tuple[int, str], float]
"""How often each value is drawn, by group and value."""


@cache
def rows_of(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one CSV file of this package."""
    return tuple(shipped.rows_of(FOLDER / f"{name}.csv"))


@cache
def codes(of: str) -> dict[str, str]:
    """The codes and labels of one published list."""
    return {row["code"]: row["label"] for row in rows_of("codes") if row["list"] == of}


@dataclass(frozen=True)
class Judge:
    """An invented judge, or an entry of the judge list that is no person."""

    code: str
    name: str
    leaning: float = 0.0


_LOUISIANA = {
    "JNA": ("CAT", "GAC", "ALR", "REW", "KKR", "BHL"),
    "OAK": ("WSL", "JAD", "CAT", "VJO", "ALR", "AMS", "SJC"),
    "NOL": ("JBS", "JDR", "SAH", "JEC"),
    "BTR": ("CAT", "BHL", "SJC", "JDR"),
}
"""Judge codes that the Louisiana courts use; the names here are not those of the people who hold the codes."""
_FIRST_CAT_ERA = 10
_SAME_PERSON = ("JAD", "VJO")
_PLACEHOLDERS = {
    "AAA": "<All Judges>",
    "CLR": "CLERICAL TRANSFER",
    "IAD": "IAD, VISITING JUDGE",
    "TRN": "TRAINING, JUDGE",
    "TMP": "Larkspur, Orrin (Temp)",
    **{f"VJ{number}": f"VISITING JUDGE {number}" for number in range(1, 6)},
    **{f"V{number}": f"VISITING JUDGE {number}" for number in range(10, 29)},
    **{f"X0{number}": f"UNASSIGNED {number}" for number in range(1, 6)},
    **{f"SJ{number}": f"SPECIAL JUDGE {number}" for number in range(1, 6)},
}
_FIRST = (
    "Orrin Thessaly Maren Caspian Elowen Bram Isolde Fenn Odalys Perrin Sunniva Lucan Zephyrine Alaric Wren Ottoline"
)
_HEAD = (
    "Alder Bracken Cinder Dapple Ember Fallow Gossamer Hazel Juniper Kestrel Lantern Mallow Nettle Osier Plover Quill"
)
_TAIL = "brook croft dell fen garth hollow lea mere moss reach shaw thwaite vale wharf"
_LETTERS = "ABCDEFGHJKLMNPRSTVWXYZ"


@cache
def rosters() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The seats of each court in each era: which judge code sits in which of them."""
    found = {}
    for court, held in _benches().items():
        rng = np.random.default_rng([crc32(court.encode()), 7])
        eras = [_seated(court, held, era, rng) for era in range(ERAS)]
        found[court] = tuple(eras)
    return found


def _seated(court: str, held: tuple[str, ...], era: int, rng: np.random.Generator) -> tuple[str, ...]:
    if court in _LOUISIANA:
        here = [code for code in held if code != "CAT" or era >= _FIRST_CAT_ERA]
    else:
        span = max(3, len(held) // 3)
        start = (len(held) - span) * era // (ERAS - 1)
        here = list(held[start : start + span])
    shares = rng.dirichlet(np.full(len(here), 4.0))
    return tuple(here[place] for place in np.sort(rng.choice(len(here), ERA_SEATS, p=shares)))


@cache
def _benches() -> dict[str, tuple[str, ...]]:
    """The judges that ever sat at each court, in the order in which they came."""
    spare = iter(sorted(_codes_to_give(), key=lambda code: crc32(code.encode())))
    found = {}
    for row in rows_of("courts"):
        size = int(np.clip(round(float(row["weight"]) * 8), 4, 70))
        found[row["code"]] = _LOUISIANA.get(row["code"]) or tuple(next(spare) for _ in range(size))
    return found


def _codes_to_give() -> list[str]:
    taken = {code for held in _LOUISIANA.values() for code in held} | set(_PLACEHOLDERS)
    letters = _LETTERS
    every = (a + b + c for a in letters for b in letters for c in letters)
    return [code for code in every if code not in taken and code not in codes("tblLookupBaseCity")]


@cache
def judges() -> tuple[Judge, ...]:
    """Every entry of the judge list that the proceedings refer to, placeholders among them."""
    used = dict.fromkeys(code for held in _benches().values() for code in held)
    names = {code: _name(number) for number, code in enumerate(used)}
    names[_SAME_PERSON[1]] = names[_SAME_PERSON[0]]
    # a dozen more people with two codes, as in the published list
    others = [code for code in used if code not in {"CAT", *_SAME_PERSON}]
    for first, second in zip(others[40:900:70], others[41:900:70], strict=False):
        names[second] = names[first]
    rng = np.random.default_rng(20_260_701)
    people = [Judge(code, name, float(rng.normal(0, 0.5))) for code, name in names.items()]
    return (*people, *(Judge(code, name) for code, name in _PLACEHOLDERS.items()))


def _name(number: int) -> str:
    first, head, tail = _FIRST.split(), _HEAD.split(), _TAIL.split()
    family = head[number % len(head)] + tail[number // len(head) % len(tail)]
    given = first[(number * 7 + number // (len(head) * len(tail))) % len(first)]
    middle = f" {_LETTERS[number % 20]}." if number % 3 else ""
    return f"{family}, {given}{middle}"


@cache
def weights(of: str) -> Weights:
    """How often the values of one small list are drawn."""
    return {(int(row["group"]), row["value"]): float(row["weight"]) for row in rows_of("weights") if row["list"] == of}


@cache
def listed_weights() -> tuple[str, ...]:
    """The small lists, by name."""
    return tuple(dict.fromkeys(row["list"] for row in rows_of("weights")))


def year_weights() -> Weights:
    """Fiscal years: 1 of asylum decisions, 2 of other completions, 3 of filings that still wait."""
    columns = ("asylum_decided", "other_completions", "pending_by_filing")
    return {
        (group, row["fiscal_year"]): float(row[column])
        for group, column in enumerate(columns, 1)
        for row in rows_of("years")
    }


def nationality_weights() -> Weights:
    """Nationalities by era (2, 4, 6), and of those who ask for asylum (3, 5, 7)."""
    found: Weights = {}
    for row in rows_of("nationalities"):
        for group, column in ((2, "before_2014"), (4, "years_2014_2020"), (6, "since_2021")):
            found[group, row["code"]] = float(row[column])
            found[group + 1, row["code"]] = float(row[column]) * float(row["asylum"])
    return found


def court_weights() -> Weights:
    """Courts: 1 before 2008, 2 before 2022, 3 since, 4 pending, 15-26 asylum decisions of these fiscal years."""
    found: Weights = {}
    for group, year in ((1, 2000), (2, 2010), (3, 2023), (4, 2026)):
        found |= {(group, court): weight for court, weight in open_courts(year).items()}
    for year in range(2015, 2027):
        found |= {(year - 2000, court): weight for court, weight in asylum_courts(year).items()}
    return found


def open_courts(year: int) -> dict[str, float]:
    """The courts that were open in a fiscal year, by their size."""
    return {row["code"]: float(row["weight"]) for row in rows_of("courts") if int(row["opened"]) <= year}


def asylum_courts(year: int) -> dict[str, float]:
    """Where asylum is decided: Louisiana as published, the rest by size."""
    decided = next(float(row["asylum_decided"]) for row in rows_of("years") if int(row["fiscal_year"]) == year)
    known = {
        row["court"]: float(row["decisions"]) / 1000 for row in rows_of("louisiana") if int(row["fiscal_year"]) == year
    }
    others = {court: weight for court, weight in open_courts(year).items() if court not in known}
    rest = (decided - sum(known.values())) / sum(others.values())
    return {court: weight * rest for court, weight in others.items()} | known


def place_weights() -> Weights:
    """Hearing locations by the number of their court; courts without a list of their own are left out."""
    numbers = {row["code"]: number for number, row in enumerate(rows_of("courts"), 1)}
    return {(numbers[row["court"]], row["code"]): float(row["weight"]) for row in rows_of("places")}


def unlisted_nationality_weights() -> Weights:
    """Nationality codes that stand in no list."""
    return {(1, "Q9"): 1.0, (1, "ZZ"): 1.0, (1, "0"): 1.0}


def slots(of: Weights) -> list[tuple[int, str, int, int]]:
    """Which slots each value takes: group, value, first slot, slot after the last; every group fills all slots."""
    groups: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for (group, value), weight in of.items():
        groups[group].append((value, weight))
    found = []
    for group, listed in groups.items():
        ends = np.cumsum([weight for _, weight in listed])
        borders = np.rint(ends / ends[-1] * SLOTS).astype(int)
        starts = np.concatenate(([0], borders[:-1]))
        found += [
            (group, value, int(start), int(end))
            for (value, _), start, end in zip(listed, starts, borders, strict=True)
            if end > start
        ]
    return found
