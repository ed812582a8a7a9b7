"""The court reader beside its peers, on the same look-alike files.

    python benchmarks/court_peers.py --steps FOLDER --eoir COMMAND [--cases N]

FOLDER holds `scripts/` of the Deportation Data Project's repository `deportationdata/eoir`, COMMAND is the `eoir` of
PyPI in an environment of its own; either may be left out. Needs Rscript with data.table, dplyr, purrr, stringr and
readr (R_PACKAGES), and PostgreSQL's programs, for a server of its own in a temporary folder, on a socket, with fsync
off.

What the peers are spared: of the R steps only the assignments are run, from reading to the conversion of types, so
their checks (pointblank), code lists, joins and files written are left out, and so is loading R's packages; `eoir` is
not asked to download, unpack, dump or index, and the server's memory is not counted. What ours includes: worker
processes, proof of every line, code checks, typed Parquet; for the whole build the derived tables too. The start of
Python is left out for Sojourn and pandas and is in `eoir`, whose seconds are those of its command.

The files have planted faults. Who cannot read them is measured on files without, and marked "no faults"; "rows off" are
the rows loaded less the true ones (ours are quarantined, with a reason). Starting the readers costs Sojourn some 0.6 s
of processor time whatever the size, so that figures by row need a large release (--cases 1000000).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import quote

from court import BUILD, PANDAS, ROWS, TABLES
from measure import Timing, middle, ran, spent, table, timed

LONG = 60
"""Seconds after which a run is not repeated."""

R_STEPS = {
    "B_TblProceeding": "eoir_proceeding.R",
    "A_TblCase": "eoir_case.R",
    "tbl_Court_Appln": "eoir_court_applications.R",
}

R_PACKAGES = """
suppressPackageStartupMessages(
  for (one in c("data.table", "dplyr", "purrr", "stringr", "readr")) library(one, character.only = TRUE)
)
"""

R_RUN = """
folder <- commandArgs(trailingOnly = TRUE)[1]
script <- commandArgs(trailingOnly = TRUE)[2]
assigns <- function(one) is.call(one) && identical(one[[1]], as.name("<-"))
for (one in parse(file.path(folder, "utilities.R"))) if (assigns(one)) eval(one, globalenv())
start <- proc.time()
for (one in parse(file.path(folder, script))) {
  if ("clean_names" %in% all.names(one)) break
  if (assigns(one) && !"read_eoir_lookup" %in% all.names(one)) {
    eval(one, globalenv())
    last <- as.character(one[[2]])
  }
}
taken <- proc.time() - start
cat(nrow(get(last)), taken[["elapsed"]], sum(taken[-3]), "\\n")
"""

ROLE, POSTFIX = "bklg", "peers"
"""The schema of `eoir` names this owner; its tables end in the postfix."""

Reading = tuple[int, Timing]
"""Rows loaded (0 where nothing tells them) and the time taken."""


@dataclass(frozen=True)
class Files:
    """The text of an invented release: its tables by name, its code lists, and the true rows of each table."""

    folder: Path
    faults: bool

    @property
    def lists(self) -> list[str]:
        """Paths of the code lists."""
        return [str(path) for path in sorted((self.folder / "Lookup").glob("*.csv"))]

    def paths(self, names: Sequence[str]) -> list[str]:
        """Paths of these tables; of all if none is named."""
        return [str(path) for path in sorted(self.folder.glob("*.csv")) if not names or path.stem in names]

    def rows(self, names: Sequence[str]) -> int:
        """True rows of these tables."""
        told = json.loads((self.folder.parent / "truth.json").read_text(encoding="utf-8"))["files"]
        return sum(told[Path(path).name]["rows"] for path in self.paths(names))


def invented(cases: int, folder: Path, *, faults: bool) -> Files:
    """Write a look-alike and unpack it."""
    from sojourn.lookalike import make  # noqa: PLC0415 - after the arguments, so that --help is quick

    packed = next(one.path for one in make("eoir_cases", cases, folder, faults=faults))
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder / "text")
    shutil.copy(Path(f"{packed}.truth") / "truth.json", folder / "text")
    return Files(next(path for path in (folder / "text").iterdir() if path.is_dir()), faults)


class Server:
    """A PostgreSQL of one's own: its folder is its socket too."""

    def __init__(self, binaries: Path, folder: Path, process: int) -> None:
        self._binaries = binaries
        self._process = process
        host = quote(str(folder), safe="")
        self.environment = {**os.environ, "POSTGRES_HOST": host, "POSTGRES_USER": ROLE, "POSTGRES_DB": ROLE}
        self._folder = folder

    def asked(self, statement: str, database: str = ROLE) -> str:
        """What it answers to a statement."""
        command = [str(self._binaries / "psql"), "-h", str(self._folder), "-U", ROLE, "-d", database]
        return subprocess.run([*command, "-Atc", statement], check=True, capture_output=True, text=True).stdout

    def processor(self) -> float:
        """Processor seconds of all its processes so far."""
        return spent(self._process)


@contextmanager
def server(binaries: Path, scratch: Path) -> Iterator[Server]:
    """Run a server until the end of the block; as `nobody` if we are root, which PostgreSQL refuses."""
    folder = scratch / "server"
    folder.mkdir()
    whom: dict[str, object] = {"cwd": folder}
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
        whom |= {"user": "nobody", "extra_groups": []}
    data = str(folder / "data")
    make = [str(binaries / "initdb"), "-D", data, "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, **whom)  # type: ignore[call-overload]
    run = [str(binaries / "postgres"), "-D", data, "-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off"]
    with (folder / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(run, stderr=log, **whom)  # type: ignore[call-overload]
    try:
        ready = [str(binaries / "pg_isready"), "-q", "-h", str(folder)]
        while subprocess.run(ready, check=False).returncode:
            if process.poll() is not None:
                raise SystemExit((folder / "log").read_text(encoding="utf-8"))
            time.sleep(0.2)
        running = Server(binaries, folder, process.pid)
        running.asked(f"CREATE DATABASE {ROLE}", "postgres")
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def ours(files: Files, names: Sequence[str], scratch: Path, runs: int) -> Reading:
    """Sojourn from text to typed rows."""
    import duckdb  # noqa: PLC0415 - after the arguments, so that --help is quick

    timing = timed(ROWS.format(paths=files.paths(names), lists=files.lists, target=str(scratch)), runs)
    parts = str(scratch / "ours" / "*" / "*" / "*.parquet")
    with duckdb.connect() as engine:
        counted = engine.execute(f"SELECT count(*) FROM read_parquet('{parts}', union_by_name=true)").fetchall()
    return counted[0][0], timing


def built(files: Files, scratch: Path, runs: int) -> Reading:
    """Sojourn's whole build from text."""
    return 0, timed(BUILD.format(record=str(scratch / "record"), source=str(files.folder)), runs)


def pandas(files: Files, name: str, runs: int) -> Reading:
    """pandas reads strings and writes nothing."""
    return 0, timed(PANDAS.format(paths=files.paths([name])), runs)


def steps(files: Files, name: str, scripts: Path, scratch: Path) -> Reading:
    """One run of the R steps of a table."""
    link = scratch / "inputs_eoir"
    link.unlink(missing_ok=True)
    link.symlink_to(files.folder)
    script = scratch / "steps.R"
    script.write_text(R_PACKAGES + R_RUN, encoding="utf-8")
    command = ["Rscript", str(script), str(scripts), R_STEPS[name]]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    out, whole = ran(command, cwd=scratch, env=environment, stderr=subprocess.DEVNULL)
    rows, seconds, processor = out.splitlines()[-1].split()
    return int(rows), replace(whole, seconds=float(seconds), processor=float(processor))


def eoir(files: Files, names: Sequence[str], command: str, at: Server, scratch: Path) -> Reading:
    """One run of `eoir clean` on a copy of these tables, since it changes its files; two workers if there are several.

    Raises:
        subprocess.CalledProcessError: it loaded no row of one table that was to be loaded alone.
    """
    copy = scratch / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for path in files.paths(names):
        shutil.copy(path, copy)
    at.asked("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    how = {"cwd": scratch, "env": at.environment, "stderr": subprocess.DEVNULL}
    ran([command, "db", "create-all", "--postfix", POSTFIX], **how)
    asked = [command, "clean", "--path", str(copy), "--postfix", POSTFIX]
    before = at.processor()
    out, timing = ran(asked if len(names) == 1 else [*asked, "--parallel", "--workers", "2"], **how)
    timing = replace(timing, processor=timing.processor + at.processor() - before)
    every = at.asked("SELECT string_agg(format('SELECT count(*) AS n FROM %I', tablename), ' UNION ALL ') "
                     "FROM pg_tables WHERE schemaname = 'public'")  # fmt: skip
    rows = int(at.asked(f"SELECT sum(n) FROM ({every}) AS every"))
    print(*(line for line in out.splitlines() if "❌" in line), sep="\n", end="\n" if "❌" in out else "")
    if not rows:
        raise subprocess.CalledProcessError(0, asked, out)
    return rows, timing


def repeated(once: Callable[[], Reading], runs: int) -> Reading:
    """The same run again and again, unless it is long."""
    taken = [once()]
    while len(taken) < runs and taken[0][1].seconds < LONG:
        taken.append(once())
    return taken[0][0], middle([timing for _, timing in taken])


def either(read: Callable[[Files], Reading], given: Sequence[Files]) -> tuple[Files, Reading]:
    """The first of these files that the reader can read, and its reading."""
    for files in given[:-1]:
        try:
            return files, read(files)
        except subprocess.CalledProcessError as error:
            print(f"cannot read the files with faults: {error}\n{error.output}")
    return given[-1], read(given[-1])


Line = tuple[str, Files, Reading, str]
"""Who read, which files, what came of it, the aim."""


def lines(names: Sequence[str], read: Sequence[Line]) -> list[list[str]]:
    """Lines of the table; the first is what the others are compared with."""
    base = read[0][2][1]
    told = []
    for who, files, (loaded, timing), aim in read:
        true = files.rows(names)
        cells = [f"{loaded - true:+,}" if loaded else "", *(f"{1e6 * one / true:.1f}" for one in _clocks(timing))]
        cells += [f"{one / other:.1f}" for one, other in zip(_clocks(timing), _clocks(base), strict=True)]
        label = names[0] if len(names) == 1 else "all tables"
        told.append(
            [who, label, "" if files.faults else "no faults", f"{true:,}", *cells, aim, f"{timing.peak_mib:,.0f}"]
        )
    return told


def _clocks(timing: Timing) -> tuple[float, float]:
    return timing.seconds, timing.processor


def one_table(
    name: str, given: Sequence[Files], asked: argparse.Namespace, at: Server | None, scratch: Path
) -> list[Line]:
    """Everybody reads one table."""
    read = [("Sojourn, text to typed rows", given[0], ours(given[0], [name], scratch, asked.runs), "")]
    if asked.steps:
        scripts = (asked.steps / "scripts").resolve()
        files, taken = either(lambda one: repeated(lambda: steps(one, name, scripts, scratch), asked.runs), given)
        read.append(("R steps", files, taken, "10"))
    if at:
        files, taken = either(
            lambda one: repeated(lambda: eoir(one, [name], asked.eoir, at, scratch), asked.runs), given
        )
        read.append(("eoir", files, taken, "20"))
    return [*read, ("pandas, as strings", given[-1], pandas(given[-1], name, asked.runs), "")]


def all_tables(given: Sequence[Files], asked: argparse.Namespace, at: Server | None, scratch: Path) -> list[Line]:
    """Sojourn and `eoir` read all that they know."""
    read = [
        ("Sojourn, text to typed rows", given[0], ours(given[0], [], scratch, asked.runs), ""),
        ("Sojourn, whole build", given[0], built(given[0], scratch, asked.runs), ""),
    ]
    if at:
        for files in given:
            once = partial(eoir, files, [], asked.eoir, at, scratch)
            read.append(("eoir", files, repeated(once, asked.runs), "20"))
    return read


COLUMNS = (
    "who", "table", "files", "true rows", "rows off",
    "s a million", "processor s", "times ours", "processor", "aim", "MiB",
)  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=Path, help="a copy of the repository deportationdata/eoir")
    parser.add_argument("--eoir", type=_command, help="the command of eoir")
    parser.add_argument("--postgres", type=Path, help="the folder of initdb, postgres and psql")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        scratch = Path(name)
        scratch.chmod(0o755)
        at = stack.enter_context(server(asked.postgres or _binaries(), scratch)) if asked.eoir else None
        given = [invented(asked.cases, scratch / str(faults), faults=faults) for faults in (True, False)]
        told = []
        for one in TABLES:
            told += lines([one], one_table(one, given, asked, at, scratch))
        told += lines([], all_tables(given, asked, at, scratch))
        table(f"Peers on a court release of {asked.cases:,} cases", COLUMNS, told)


def _command(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise argparse.ArgumentTypeError(f"no command {name}")
    return str(Path(found).absolute())


def _binaries() -> Path:
    told = subprocess.run(["pg_config", "--bindir"], check=True, capture_output=True, text=True)
    return Path(told.stdout.strip())


if __name__ == "__main__":
    main()
