"""A whole release: chunks made by several processes, joined into one zip or a folder of files, with its truth beside it."""

from __future__ import annotations

import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import BinaryIO

from sojourn.lookalike.court import chunk, lookups, text, truth
from sojourn.lookalike.court.archive import Archive, Piece, piece
from sojourn.lookalike.court.chunk import Job, Part
from sojourn.lookalike.court.world import World
from sojourn.reading.limits import end_with_parent
from sojourn.reading.marked import MARK


@dataclass(frozen=True)
class Form:
    """How a release is written, apart from what is in it."""

    as_folder: bool = False
    line_end: str = "\r\n"
    level: int = 6
    deflate64: bool = False
    processes: int | None = None


@dataclass(frozen=True)
class Written:
    """A release and the folder of its truth."""

    path: Path
    truth: Path


def name_of(world: World) -> str:
    """The folder inside the zip, dated as the agency dates it."""
    return f"EOIR Case Data {world.release_day:%Y-%m%d}"


def write(world: World, folder: Path, form: Form | None = None) -> Written:
    """Write one release of an invented world into `folder`, and its truth beside it."""
    form = form or Form()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (name_of(world) if form.as_folder else f"{name_of(world)}.zip")
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as scratch:
        job = Job(world, Path(scratch), form.line_end, form.level, form.deflate64)
        chunks = _chunks(job, form.processes or os.cpu_count() or 1)
        account = truth.Account(world, path.name, form.line_end)
        _assemble(job, chunks, path, form, account)
        told = account.write(path.with_name(path.name + ".truth"), job)
    return Written(path, told)


def _chunks(job: Job, processes: int) -> list[dict[str, Part]]:
    numbers = range(job.chunks)
    if min(processes, job.chunks) == 1:
        return [chunk.make(job, number) for number in numbers]
    # a fresh process each, because the engine must not be forked
    context = get_context("spawn")
    with ProcessPoolExecutor(min(processes, job.chunks), mp_context=context, initializer=end_with_parent) as pool:
        return list(pool.map(chunk.make, [job] * job.chunks, numbers))


def _assemble(job: Job, chunks: list[dict[str, Part]], path: Path, form: Form, account: truth.Account) -> None:
    end = form.line_end.encode()
    with _target(job, path, form) as target:
        counted = []
        for table in text.tables():
            header = text.header(table) + end
            parts = [made[table] for made in chunks]
            target.add(f"{table}.csv", _pieces(job, table, header, chunks))
            account.table(table, len(header), parts)
            counted.append((table, sum(part.rows for part in parts)))
        for name, rows in lookups.files(next_month=job.world.next_month).items():
            data = b"".join("\t".join(row).encode() + end for row in rows)
            target.add(f"Lookup/{name}.csv", [piece(data, form.level, deflate64=form.deflate64)])
            account.lookup(name, len(rows[0]), len(rows) - 1, len(data))
            # the published count of the judge list is one short
            counted.append((name, len(rows) - 1 - (name == "tblLookupJudge")))
        count = b"".join(f"{name}\t{rows}".encode() + end for name, rows in counted)
        account.counted(counted)
        target.add("Count.txt", [piece(count, form.level, deflate64=form.deflate64)])
        target.add(
            "Readme.txt",
            [piece(_readme(job.world).replace("\n", form.line_end).encode(), form.level, deflate64=form.deflate64)],
        )


def _pieces(job: Job, table: str, header: bytes, chunks: list[dict[str, Part]]) -> Iterator[Piece]:
    yield piece(header, job.level, deflate64=job.deflate64)
    for number, parts in enumerate(chunks):
        part = parts[table]
        with job.file_of(number).open("rb") as file:
            file.seek(part.offset)
            yield Piece(file.read(part.packed), part.crc, part.size)


class _Folder:
    """A release as a folder of files."""

    def __init__(self, folder: Path, day: float) -> None:
        self._folder, self._day = folder, day

    def add(self, name: str, pieces: Iterator[Piece] | list[Piece]) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for one in pieces:
                _unpack(one, file)
        os.utime(path, (self._day, self._day))


def _unpack(one: Piece, file: BinaryIO) -> None:
    file.write(zlib.decompressobj(-15).decompress(one.data))


class _Zip:
    """A release as a zip, under its dated folder."""

    def __init__(self, zipped: Archive, folder: str) -> None:
        self._zipped, self._folder = zipped, folder

    def add(self, name: str, pieces: Iterator[Piece] | list[Piece]) -> None:
        self._zipped.add(f"{self._folder}/{name}", pieces)


@contextmanager
def _target(job: Job, path: Path, form: Form) -> Iterator[_Folder | _Zip]:
    day = job.world.release_day
    if form.as_folder:
        if path.exists():
            shutil.rmtree(path)
        # midnight UTC of the release day, whatever the machine's clock says
        yield _Folder(path, (day - day.fromordinal(719_163)).days * 86_400.0)
    else:
        with Archive(path, (day.year, day.month, day.day), deflate64=form.deflate64) as zipped:
            yield _Zip(zipped, name_of(job.world))


def _readme(world: World) -> str:
    return (
        f"{MARK}\n\n"
        "Every row in this release is invented. The layout, the codes and their labels follow the case data that the\n"
        "Executive Office for Immigration Review publishes; people, cases, judges' names and decisions do not exist.\n\n"
        f"Release day: {world.release_day:%Y-%m-%d}\nCases: {world.total}\nSeed: {world.seed}\n"
    )
