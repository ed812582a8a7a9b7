"""Reading against its floors: DuckDB's typed copy of the same text, and python-calamine merely reading a workbook.

    python benchmarks/reading.py            the real files where they are at hand, and look-alikes
    python benchmarks/reading.py --rows N   rows of the look-alikes (default 300,000)

What the floor leaves out: DuckDB's copy keeps no ledger, no line numbers, no absences, and drops or refuses rows
that do not fit. What ours includes: hashing, recognition, worker processes, the look back, the manifest. Both leave
out the start of the program: ours begins, as `sojourn build` does, to load the modules of the workers with its own.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import tempfile
from pathlib import Path

from measure import Timing, table, timed

FLOOR = """
import duckdb, time
from pathlib import Path
start = time.perf_counter()
for number, path in enumerate({paths!r}):
    kinds = dict.fromkeys({columns!r}[path], 'VARCHAR') | dict.fromkeys({dates!r}[path], 'DATE')
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{{path}}', delim='|', quote='\\"', skip=5, header=true, auto_detect=false, "
               f"dateformat='%m/%d/%Y', columns={{kinds}}, strict_mode=false, null_padding=true, ignore_errors=true)) "
               f"TO '{target}/{{number}}.parquet' (FORMAT parquet, COMPRESSION zstd)")
print(time.perf_counter() - start)
"""

OURS = """
import time
from pathlib import Path
from sojourn.reading.limits import prepare
if __name__ == '__main__':
    prepare()
    from sojourn.record.build import build
    start = time.perf_counter()
    build(Path({record!r}), [Path(path) for path in {paths!r}]{extra})
    print(time.perf_counter() - start)
"""

CALAMINE = """
import time
from python_calamine import CalamineWorkbook
start = time.perf_counter()
for path in {paths!r}:
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).iter_rows():
            pass
print(time.perf_counter() - start)
"""

HEADERS = {
    "removals": [
        "Area of Responsibility",
        "Apprehension Date",
        "Processing Disposition Code",
        "Birth Date",
        "Citizenship",
        "Gender",
        "RC Threat Level",
        "Final Charge Section",
        "Departed Date",
        "Removal Date",
    ],
    "arrests": [
        "Area of Responsibility",
        "Apprehension Date",
        "Apprehension Method",
        "Apprehension Landmark",
        "Operation",
        "Processing Disposition",
        "Birth Date",
        "Citizenship",
        "Gender",
    ],
}


def ours(paths: list[str], scratch: Path) -> Timing:
    """A whole build into a fresh record each time."""
    record = str(scratch / "record")
    code = f"import shutil; shutil.rmtree({record!r}, ignore_errors=True)\n" + OURS.format(
        record=record, paths=paths, extra=", invented=True"
    )
    return timed(code)


def floor(paths: list[str], scratch: Path) -> Timing:
    """DuckDB's own typed copy, all threads."""
    columns = {path: HEADERS["arrests" if "arrest" in Path(path).name.lower() else "removals"] for path in paths}
    dates = {
        path: [name for name in names if name.endswith("Date") and name != "Birth Date"]
        for path, names in columns.items()
    }
    return timed(FLOOR.format(paths=paths, columns=columns, dates=dates, target=scratch))


def row(name: str, mine: Timing, base: Timing, limit: str) -> list[str]:
    """One line of the table."""
    return [
        name,
        f"{mine.seconds:.2f}",
        f"{base.seconds:.2f}",
        f"{mine.seconds / base.seconds:.2f}",
        limit,
        f"{mine.peak_mib:,.0f}",
        f"{base.peak_mib:,.0f}",
    ]


def real_texts() -> list[str]:
    """The real delimited files, where they are at hand."""
    folder = Path(os.environ.get("SOJOURN_FILES", "../shared/data")) / "ice"
    return sorted(
        str(path.resolve()) for name in ("removals", "arrests") for path in (folder / name).glob("*_FY*.csv.gz")
    )


def unzipped(paths: list[str], folder: Path) -> list[str]:
    """The same texts without compression."""
    plain = []
    for path in paths:
        target = folder / Path(path).name.removesuffix(".gz")
        with gzip.open(path, "rb") as packed, target.open("wb") as out:
            shutil.copyfileobj(packed, out)
        plain.append(str(target))
    return plain


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=300_000)
    rows = parser.parse_args().rows
    from sojourn.lookalike import make  # noqa: PLC0415 - after the arguments, so that --help is quick

    lines = []
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        texts = real_texts()
        if texts:
            lines.append(row("real removals and arrests, gzip", ours(texts, scratch), floor(texts, scratch), "1.5"))
            plain = unzipped(texts, scratch)
            lines.append(row("the same, plain text", ours(plain, scratch), floor(plain, scratch), "1.5"))
        made = [str(one.path) for one in make("ice_removals", rows, scratch / "text", faults=False)]
        lines.append(row(f"invented removals, {rows:,} rows, gzip", ours(made, scratch), floor(made, scratch), "1.5"))
        books = [
            str(one.path)
            for one in make("ice_removals", rows // 3, scratch / "books", family="foia-2026-icli-00005", faults=False)
        ]
        lines.append(
            row(
                f"invented workbooks, {rows // 3:,} rows",
                ours(books, scratch),
                timed(CALAMINE.format(paths=books)),
                "1.4",
            )
        )
        single = sorted(books, key=lambda path: Path(path).stat().st_size)[-1:]
        lines.append(
            row("the largest of them alone", ours(single, scratch), timed(CALAMINE.format(paths=single)), "1.4")
        )
        again = timed(OURS.format(record=str(scratch / "record"), paths=single, extra=", invented=True"))
    columns = ("input", "ours s", "floor s", "ratio", "bar", "ours MiB", "floor MiB")
    table("Reading (median of 5, two cores)", columns, lines)
    table("A second build with nothing changed", ("seconds", "bar"), [[f"{again.seconds:.3f}", "1"]])


if __name__ == "__main__":
    main()
