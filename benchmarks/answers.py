"""Answers from a record: cold processes and warm measures.

python benchmarks/answers.py [RECORD]    default: the record of ./run
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from measure import table, timed_command

from sojourn.measures import MEASURES
from sojourn.record.opened import Record

QUESTIONS = (
    ("removals", {"period": "FY2017", "clock": "counted"}, ("citizenship",)),
    ("removals", {"period": "FY2018", "citizenship": "RUSSIA"}, ("month",)),
    ("arrests", {"period": "FY2018"}, ("area", "sex")),
    ("facility_population", {"facility": "BASILLA", "period": "2025-06..2025-08"}, ()),
    ("population_change", {"facility": "KRNRCTX", "before": "2025-01", "after": "2025-03"}, ()),
    ("women_share", {"of": "held", "facility": "BASILLA", "period": "2025-06..2025-08"}, ()),
    ("largest_removal_days", {"citizenship": "RUSSIA", "period": "FY2016..FY2018"}, ()),
    ("official_agreement", {"fiscal_year": "2017"}, ()),
)
RUNS = 15


def first_and_warm(folder: Path, name: str, given: dict[str, str], by: tuple[str, ...]) -> tuple[float, float]:
    """Milliseconds of the first answer of a record just opened, and the median of later ones without memory of it."""
    first, later = [], []
    for _ in range(3):
        record = Record(folder)
        record.query("SELECT 1")
        start = time.perf_counter()
        MEASURES[name].ask(record, given, by)
        first.append(1000 * (time.perf_counter() - start))
        for _ in range(RUNS // 3):
            record.forget()
            start = time.perf_counter()
            MEASURES[name].ask(record, given, by)
            later.append(1000 * (time.perf_counter() - start))
        record.close()
    return statistics.median(first), statistics.median(later)


def main() -> None:
    """Print the tables."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "record")
    sojourn = str(Path(sys.executable).with_name("sojourn"))
    rows = []
    for name, given, by in QUESTIONS:
        parameters = [part for key, value in given.items() for part in ("-p", f"{key}={value}")]
        split = [part for one in by for part in ("--by", one)]
        cold = timed_command([sojourn, "ask", name, *parameters, *split, "--record", str(folder)])
        first, warm = first_and_warm(folder, name, given, by)
        asked = " ".join([name, *(f"{key}={value}" for key, value in given.items()), *(f"by {one}" for one in by)])
        rows.append([asked, f"{1000 * cold:.0f}", f"{first:.0f}", f"{warm:.1f}"])
    table(
        "Answers, milliseconds (bars: cold process 400, warm 50)",
        ("question", "cold process", "first, open record", "warm"),
        rows,
    )
    table("sojourn --help, milliseconds (bar 150)", ("median",), [[f"{1000 * timed_command([sojourn, '--help']):.0f}"]])


if __name__ == "__main__":
    main()
