"""The faults that draws have had, put into this one: each must be found by the tests.

    python benchmarks/draw_mutants.py [--only NAME]

Each mutant is a copy of the source with one text replaced; the tests that should find it run against the copy. The list is
that of the field: the US diversity lottery of 2012, a remainder that favours small numbers, ties settled by name, and so on.
Prints killed or survived; exit status 3 where one survived, or where a text is not in the source once.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Mutant:
    """A fault: where, which text, what stands there instead, and the tests that find it."""

    name: str
    module: str
    text: str
    instead: str
    tests: str

    @property
    def path(self) -> Path:
        """The file of the module in the source."""
        return ROOT / "src" / "sojourn" / "draw" / f"{self.module}.py"


MUTANTS = [
    Mutant(
        "the first two weeks get nine tenths (DV-2012)",
        "allocate",
        "_grouped(one[0] for one in self._scores)",
        "_grouped(one[0] + 256 * (self._entries[at].since > 1 and one[0] < 230) for at, one in enumerate(self._scores))",
        "test_fairness.py -k no_week",
    ),
    Mutant(
        "a remainder that favours small numbers",
        "allocate",
        "return self._in_turn(self._by_first_byte)",
        "rest = list(self._entries)\n        return iter([rest.pop(one[0] % len(rest)) for one in self._scores])",
        "test_fairness.py -k no_token",
    ),
    Mutant(
        "ties settled by the token",
        "allocate",
        "return self._in_turn(_grouped(entry.since for entry in self._entries))",
        "return iter(sorted(self._entries, key=lambda entry: (entry.since, entry.token)))",
        "test_allocate.py -k hash_among_equals",
    ),
    Mutant(
        "who does not fit is skipped",
        "allocate",
        "if self._place(entry, stage):\n            return True",
        "return self._place(entry, stage)",
        "test_fairness.py -k small_site",
    ),
    Mutant(
        "one place too many",
        "allocate",
        "if self.left[site] >= entry.size",
        "if self.left[site] >= entry.size - 1",
        "test_allocate.py -k more_people_than_places",
    ),
    Mutant(
        "one place too few",
        "allocate",
        "if self.left[site] >= entry.size",
        "if self.left[site] > entry.size",
        "test_allocate.py -k fills_a_site_exactly",
    ),
    Mutant(
        "the reserved share is taken twice",
        "allocate",
        "due = owed + total * top",
        "due = owed + 2 * total * top",
        "test_allocate.py -k served_as_stated",
    ),
    Mutant(
        "a household in both pools",
        "allocate",
        "return entry.token not in self._done and not",
        "return not",
        "test_allocate.py -k drawn_once",
    ),
    Mutant(
        "a place given back that was not free",
        "allocate",
        "    _check_freed(frozen, outcomes, freed, left)\n",
        "",
        "test_reassignment.py -k more_places",
    ),
    Mutant(
        "the latest beacon instead of the named one",
        "beacon",
        "if type(beacon.round) is not int or beacon.round != named_round:",
        "if type(beacon.round) is not int:",
        "test_beacon.py -k no_other_round",
    ),
    Mutant(
        "a beacon that nobody signed",
        "beacon",
        "    _check_signature(beacon)\n    return beacon",
        "    return beacon",
        "test_beacon.py -k wrong_digit",
    ),
    Mutant(
        "the list changed after the freeze, head kept",
        "frozen",
        "if canonical(found) != canonical(head):",
        "if not found:",
        "test_canonical.py -k any_other_value",
    ),
    Mutant(
        "the list changed after the freeze, head new",
        "verify",
        "line.what == frozen.commitment and",
        "line.what and",
        "test_verify.py -k frozen_anew",
    ),
    Mutant(
        "frozen when the beacon had spoken",
        "verify",
        "if line and line.at < speaks.at",
        "if line",
        "test_verify.py -k frozen_after_the_beacon",
    ),
    Mutant(
        "a round drawn again",
        "log",
        "if again or ended or not",
        "if not",
        "test_log.py -k drawn_once",
    ),
    Mutant(
        "the last leaf of an odd level dropped",
        "merkle",
        "return pairs + level[len(level) & ~1 :]",
        "return pairs",
        "test_merkle.py -k share_a_root",
    ),
    Mutant(
        "the last leaf of an odd level repeated",
        "merkle",
        "return pairs + level[len(level) & ~1 :]",
        "return pairs + [_node(one, one) for one in level[len(level) & ~1 :]]",
        "test_merkle.py -k share_a_root",
    ),
    Mutant(
        "one token for all rounds",
        "tokens",
        "% (use, number)",
        "% (use, 1)",
        "test_tokens.py -k one_round",
    ),
]


def applies(mutant: Mutant) -> bool:
    """Whether its text stands in the source, once."""
    return mutant.path.read_text(encoding="utf-8").count(mutant.text) == 1


def killed(mutant: Mutant) -> bool:
    """Whether the tests fail on a copy of the source with the fault (and not for another reason: status 1 is failed tests)."""
    tests, _, chosen = mutant.tests.partition(" -k ")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "sojourn")
        shutil.copytree(ROOT / "src" / "sojourn", copy, ignore=shutil.ignore_patterns("__pycache__"))
        path = copy / "draw" / mutant.path.name
        path.write_text(path.read_text(encoding="utf-8").replace(mutant.text, mutant.instead), encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            f"tests/draw/{tests}",
            "-k",
            chosen,
            "-p",
            "no:cacheprovider",
        ]
        environment = os.environ | {"PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if run.returncode not in {0, 1}:
        raise RuntimeError(run.stdout + run.stderr)
    return run.returncode == 1


def main() -> int:
    """Try all, or one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="a part of the name of a mutant")
    wanted = parser.parse_args().only or ""
    survived = 0
    for mutant in (one for one in MUTANTS if wanted in one.name):
        dead = applies(mutant) and killed(mutant)
        survived += not dead
        print(f"{'killed' if dead else 'SURVIVED':8}  {mutant.name}", flush=True)
    return 3 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
