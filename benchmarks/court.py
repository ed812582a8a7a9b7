"""The court release against its floor: DuckDB's own typed copy to Parquet of the same text.

    python benchmarks/court.py [--cases N]     a look-alike of N cases (default 500,000); needs 3 KB of disk a case

What the floor leaves out: DuckDB's copy keeps no ledger, trims nothing, decodes nothing, and stops at rows that do
not fit, so it reads a look-alike without faults. What ours includes: finding and recognising the files, hashing
them, worker processes, proof of every line, code checks, the derived tables sorted by judge, the manifest.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from measure import Timing, table, timed

TABLES = ("B_TblProceeding", "A_TblCase", "tbl_Court_Appln")

FLOOR = """
import duckdb
from pathlib import Path
from sojourn.tables.court.declare import court_tables
files = {{name: table for table in court_tables().values() for name in table.files}}
types = {{'id': 'BIGINT', 'date': 'TIMESTAMP'}}
engine = duckdb.connect(config={{'threads': 2}})
engine.execute('SET enable_progress_bar = false')
start = now()
for path in {paths!r}:
    with open(path, encoding='utf-8') as file:
        headers = file.readline().rstrip('\\r\\n').split('\\t')
        width = len(file.readline().split('\\t'))
    table = files[Path(path).stem.casefold()]
    kinds = {{}}
    for at in range(width):
        column = table.column_of(headers[at]) if at < len(headers) else None
        kinds[f'c{{at}}'] = types.get(column.kind if column else '', 'VARCHAR')
    engine.execute(f"COPY (SELECT * FROM read_csv('{{path}}', delim='\\t', quote='', escape='', skip=1, header=false, "
                   f"auto_detect=false, null_padding=true, nullstr=['', ' ', '  '], columns={{kinds}})) "
                   f"TO '{target}/floor.parquet' (FORMAT parquet, COMPRESSION zstd)")
passed(start)
"""

ROWS = """
from pathlib import Path
from sojourn.record.court.build import read_tables
from sojourn.reading.limits import Limits
from sojourn.record.court.files import CourtFile, release_of
from sojourn.record.court.read import read_lookups
if __name__ == '__main__':
    import shutil
    target = Path({target!r}) / 'ours'
    shutil.rmtree(target, ignore_errors=True)
    limits = Limits.from_environment()
    files = [CourtFile(path, path.name, path.stat().st_size) for path in map(Path, {paths!r} + {lists!r})]
    release = release_of(Path({target!r}), files, limits)
    lists = read_lookups(list(release.lookups), target / 'lists', limits)
    start = now()
    read_tables(release, lists, target, limits, 2, lambda *_: None)
    passed(start)
"""

BUILD = """
import shutil
from pathlib import Path
from sojourn.record.build import build
if __name__ == '__main__':
    shutil.rmtree({record!r}, ignore_errors=True)
    start = now()
    build(Path({record!r}), [Path({source!r})], invented=True)
    passed(start)
"""

PANDAS = """
import pandas
start = now()
for path in {paths!r}:
    pandas.read_csv(path, sep='\\t', quoting=3, dtype=str, keep_default_na=False, index_col=False)
passed(start)
"""

QUESTIONS = {
    "one judge's page": ("asylum_outcomes", {"judge": "CAT", "court": "JNA"}, ()),
    "one judge by fiscal year": ("asylum_outcomes", {"judge": "CAT"}, ("fiscal_year",)),
    "one nationality by year": ("asylum_outcomes", {"nationality": "RU"}, ("fiscal_year",)),
    "one nationality by court": ("asylum_outcomes", {"nationality": "RU"}, ("court",)),
    "courts by year": ("asylum_outcomes", {}, ("court", "fiscal_year")),
}


def row(name: str, mine: Timing, base: Timing, aim: str) -> list[str]:
    """One line of the table."""
    ratio = mine.seconds / base.seconds
    return [name, f"{mine.seconds:.1f}", f"{base.seconds:.1f}", f"{ratio:.2f}", aim, f"{mine.peak_mib:,.0f}"]


def warm(record: Path) -> list[list[str]]:
    """p50 and p95 in milliseconds of each question, asked again and again of one open record."""
    from sojourn import Record, measure  # noqa: PLC0415 - after the arguments, so that --help is quick

    lines = []
    opened = Record(record)
    for name, (asked, parameters, by) in QUESTIONS.items():
        measure(asked).ask(opened, parameters, by)
        taken = []
        for _ in range(40):
            opened.forget()
            start = time.perf_counter()
            measure(asked).ask(opened, parameters, by)
            taken.append(1000 * (time.perf_counter() - start))
        lines.append([name, f"{statistics.median(taken):.0f}", f"{sorted(taken)[37]:.0f}", "20, 80"])
    opened.close()
    return lines


def cold(record: Path) -> float:
    """Milliseconds of a judge's page from a cold process, median of five."""
    command = [Path(sys.executable).parent / "sojourn", "ask", "asylum_outcomes", "-p", "judge=CAT", "--record", record]
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([str(one) for one in command], check=True, capture_output=True)
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)


def size(folder: Path) -> int:
    """Bytes below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=500_000)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    from sojourn.lookalike import make  # noqa: PLC0415 - after the arguments, so that --help is quick

    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        packed = next(one.path for one in make("eoir_cases", arguments.cases, scratch / "zip", faults=False))
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(scratch / "text")
        texts = {path.stem: str(path) for path in (scratch / "text").rglob("*.csv") if path.parent.name != "Lookup"}
        lists = [str(path) for path in (scratch / "text").rglob("Lookup/*.csv")]
        lines = []
        for one in TABLES:
            base = timed(FLOOR.format(paths=[texts[one]], target=scratch), arguments.runs)
            mine = timed(ROWS.format(paths=[texts[one]], lists=lists, target=str(scratch)), arguments.runs)
            lines.append(row(f"{one}, text to typed rows", mine, base, "1.2"))
        base = timed(FLOOR.format(paths=sorted(texts.values()), target=scratch), arguments.runs)
        record = scratch / "record"
        mine = timed(ROWS.format(paths=sorted(texts.values()), lists=lists, target=str(scratch)), arguments.runs)
        lines.append(row("all tables, text to typed rows", mine, base, "1.2"))
        text = timed(BUILD.format(record=str(record), source=str(scratch / "text")), arguments.runs)
        lines.append(row("whole build from text", text, base, "2.5"))
        whole = timed(BUILD.format(record=str(record), source=str(packed)), arguments.runs)
        lines.append(row("whole build from the zip", whole, base, "2.5"))
        pandas = timed(PANDAS.format(paths=[texts[one] for one in TABLES]), 1)
        three = timed(FLOOR.format(paths=[texts[one] for one in TABLES], target=scratch), 1)
        lines.append(row("pandas reads the three as strings", pandas, three, ""))
        table(f"Court release of {arguments.cases:,} cases", ("", "s", "floor s", "ratio", "aim", "MiB"), lines)
        print(f"zip to text: {whole.seconds / text.seconds:.2f} (aim 1.15)")
        print(f"record to zip: {size(record / 'tables') / packed.stat().st_size:.2f} of its bytes (aim 0.6)")
        table("Answers, milliseconds warm", ("question", "p50", "p95", "aims"), warm(record))
        print(f"a judge's page from a cold process: {cold(record):.0f} ms (aim 600)")


if __name__ == "__main__":
    main()
