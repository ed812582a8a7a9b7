"""The files of a build: found, hashed, and remembered by size and time so that unchanged ones are not hashed again."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sojourn.reading.limits import prepare, system_errors
from sojourn.reading.raw import sha256_of

SIGHTINGS = "sightings.json"
RACY_SECONDS = 2
"""A file changed this shortly before it was hashed may change again without a new time stamp; it is hashed anew."""

Sightings = dict[str, list[int | str]]
"""Path to size, time of change, identity, hash and time of hashing."""


@dataclass(frozen=True)
class Found:
    """A file that was found, its hash, and whether the user named it or only its folder.

    A release that lies in a folder counts as one file; `members` are the files of it.
    """

    path: Path
    sha256: str
    bytes: int
    named: bool
    members: tuple[Path, ...] = ()


def find(inputs: Iterable[Path]) -> list[tuple[Path, bool]]:
    """The regular files at and below the inputs, sorted, with whether each was named itself.

    Hidden files and the lock files that spreadsheet programs leave (`~$...`) are no data.
    """
    found: dict[Path, bool] = {}
    for given in inputs:
        with system_errors(str(given)):
            path = given.resolve(strict=True)
            if path.is_file():
                found[path] = True
                continue
            for folder, folders, names in os.walk(path, onerror=_raise):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                for name in names:
                    one = Path(folder) / name
                    if not name.startswith((".", "~$")) and one.is_file():
                        found.setdefault(one, False)
    return sorted(found.items())


def _raise(error: OSError) -> None:
    raise error


def hashed(record: Path, found: list[tuple[Path, bool]]) -> tuple[list[Found], Sightings]:
    """Hash what is not known by size, time and identity from the last build; the sightings are for the next."""
    sightings = _read(record)
    if any(str(path) not in sightings for path, _ in found):
        prepare()  # a file that no build has seen will be read: what reads it starts while it is hashed
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # a hash is computed without holding Python's lock
        seen = list(pool.map(lambda one: _seen(one[0], sightings.get(str(one[0]))), found))
    files = [Found(path, str(one[3]), int(one[0]), named) for (path, named), one in zip(found, seen, strict=True)]
    return files, {str(path): one for (path, _), one in zip(found, seen, strict=True)}


def why_passed_over(passed: Sequence[tuple[str, str]]) -> str:
    """The first of the files that were passed over, each with the reason, as the end of a sentence."""
    told = "; ".join(f"{Path(path).name}: {reason}" for path, reason in passed[:4])
    more = f"; and {len(passed) - 4:,} more" if len(passed) > 4 else ""
    return f" ({told}{more})" if told else ""


def _seen(path: Path, known: list[int | str] | None) -> list[int | str]:
    """The sighting of a file, hashed anew where the last one is not to be believed."""
    with system_errors(str(path)):
        stat = path.stat()
        same = known and known[:3] == [stat.st_size, stat.st_mtime_ns, stat.st_ino]
        settled = known and int(known[4]) - stat.st_mtime_ns > RACY_SECONDS * 1e9
        sha256 = str(known[3]) if known and same and settled else sha256_of(path)
    return [stat.st_size, stat.st_mtime_ns, stat.st_ino, sha256, time.time_ns()]


def sighting_of(release: Found) -> list[int | str]:
    """What stands for a release in a folder among the sightings: its name by its hash, never believed for a file."""
    return [release.bytes, 0, 0, release.sha256, 0]


def _read(record: Path) -> Sightings:
    """Size, time, identity, hash and time of hashing of each path; a cache that may be lost."""
    try:
        sightings = json.loads((record / SIGHTINGS).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return sightings if isinstance(sightings, dict) else {}


def remember(record: Path, sightings: Sightings) -> None:
    """Keep the sightings for the next build."""
    fresh = record / f"{SIGHTINGS}.{os.getpid()}"
    fresh.write_text(json.dumps(sightings, indent=1, sort_keys=True), encoding="utf-8")
    fresh.replace(record / SIGHTINGS)


def sighted(record: Path) -> dict[str, list[str]]:
    """File hash to the paths under which the last build saw it."""
    names: dict[str, list[str]] = {}
    for path, seen in _read(record).items():
        names.setdefault(str(seen[3]), []).append(path)
    return names
