"""An invented court release about case mix that can be counted by hand.

Judge QQA and five peers (QQB to QQF) at Oakdale, FY2024, asylum denied of decided:

    people of Russia    QQA  2 of 10 (20 %)   each peer  4 of 20 (20 %)
    people of Mexico    QQA 36 of 40 (90 %)   each peer  9 of 10 (90 %)
    people of Cuba      QQA  3 of  3          no peer
    people of Russia    VJ1, a visiting judge without a name, 7 of 7

QQA denies 41 of 53 (77 %), the peers 65 of 150 (43 %), and like cases no differently. Half of the people of Mexico before
each judge have a lawyer.

Judge QQX, people of Russia: in FY2022 granted 72 of 80 at New York, 8 of 20 at Jena, 10 of 10 at Oakdale; in FY2025 30 of
50 at New York and 10 of 50 at Jena.
"""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import tiny_court as court
from measures.court.asylum_court import World, files
from sojourn.record.build import build
from sojourn.record.opened import Record

PEERS = ("QQB", "QQC", "QQD", "QQE", "QQF")
JUDGES = {
    "QQA": "Alder, Ann",
    **{code: f"Peer, {code.title()}" for code in PEERS},
    "QQX": "Xylem, Max",
    "VJ1": "VISITING JUDGE 1",
}


def decided(world: World, judge: str, place: str, day: str, nationality: str, denied: int, granted: int) -> None:
    """Cases with one decided application each; every other one has a lawyer where the person is of Mexico."""
    for number, letter in enumerate("D" * denied + "G" * granted):
        lawyer = nationality == "MX" and number % 2 == 0
        world.case(judge, place, day, [("ASYL", letter)], nationality=nationality, lawyer=lawyer)


def mixed() -> World:
    """Every case of the release."""
    world = World()
    for judge, russia, mexico in (("QQA", (2, 8), (36, 4)), *((peer, (4, 16), (9, 1)) for peer in PEERS)):
        decided(world, judge, "OAK", "2024-03-05", "RU", *russia)
        decided(world, judge, "OAK", "2024-03-05", "MX", *mexico)
    decided(world, "QQA", "OAK", "2024-03-05", "CU", 3, 0)
    decided(world, "VJ1", "OAK", "2024-03-05", "RU", 7, 0)
    for day, place, denied, granted in (
        *(("2022-09-05", "NYC", 8, 72), ("2022-09-05", "JNA", 12, 8), ("2022-09-05", "OAK", 0, 10)),
        *(("2025-03-05", "NYC", 20, 30), ("2025-03-05", "JNA", 40, 10)),
    ):
        decided(world, "QQX", place, day, "RU", denied, granted)
    return world


@cache
def mixed_record() -> Record:
    """The record of the release, built once in a run of the tests."""
    folder = Path(mkdtemp(prefix="sojourn-mixed-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    made = files(mixed())
    lines = ["idnJudge\tJUDGE_CODE\tJUDGE_NAME\tblnActive"]
    lines += [f"{at}\t{code}\t{name}\t1" for at, (code, name) in enumerate(JUDGES.items(), 1)]
    made["Lookup/tblLookupJudge.csv"] = ("\r\n".join(lines) + "\r\n").encode()
    court.write_folder(folder / court.FOLDER, made)
    build(folder / "record", [folder / court.FOLDER], invented=True)
    record = Record(folder / "record")
    atexit.register(record.close)
    return record
