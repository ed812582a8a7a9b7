"""Court releases among the files of a build: a zip that holds one, or a folder whose files are one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sojourn.errors import FileChanged, InputError
from sojourn.reading.raw import kind_of
from sojourn.record.court.files import TEXTS, CourtFile, archive_files, is_court_archive, is_court_text
from sojourn.record.inputs import Found

_LOOKUP_FOLDERS = {"lookup", "lookups"}
_CALLED = re.compile(r"(?:[A-Z]_)?tbl|count\.", re.IGNORECASE)
_HEAD = 4096


def court_releases(found: Sequence[Found]) -> list[Found]:
    """The files of a build, with those that lie together as one court release put together as one.

    Files of other publishers may lie in the same folder; they stay files of their own.
    """
    folders: dict[Path, list[Found]] = {}
    for one in found:
        if one.path.suffix.casefold() in TEXTS:
            folders.setdefault(_root(one.path), []).append(one)
    releases = {
        root: [one for one in files if _is_called_so(one.path) or _is_court_text(one)]
        for root, files in folders.items()
        if any(map(_is_court_text, files))
    }
    taken = {one.path for files in releases.values() for one in files}
    rest = [one for one in found if one.path not in taken]
    return [*rest, *(_together(root, files) for root, files in sorted(releases.items()))]


def _root(path: Path) -> Path:
    return path.parent.parent if path.parent.name.casefold() in _LOOKUP_FOLDERS else path.parent


def _is_called_so(path: Path) -> bool:
    """Whether a file has the name of a table, a code list or the counts, those of later releases too."""
    return bool(_CALLED.match(path.name)) or path.parent.name.casefold() in _LOOKUP_FOLDERS


def _is_court_text(one: Found) -> bool:
    with one.path.open("rb") as file:
        return is_court_text(file.read(_HEAD), str(one.path))


def _together(root: Path, files: list[Found]) -> Found:
    digest = hashlib.sha256()
    for one in sorted(files, key=lambda one: one.sha256):
        digest.update(one.sha256.encode())
    return Found(
        root,
        digest.hexdigest(),
        sum(one.bytes for one in files),
        any(one.named for one in files),
        tuple(sorted(one.path for one in files)),
    )


def is_court_release(file: Found) -> bool:
    """Whether a found file (or the files of a folder) is a release of the courts."""
    try:
        return bool(file.members) or (kind_of(file.path) == "zip" and is_court_archive(file.path))
    except InputError:  # a damaged archive: the reader of single files says what is wrong with it
        return False


def court_files(file: Found) -> list[CourtFile]:
    """The texts of a release that was found."""
    if not file.members:
        return archive_files(file.path)
    return [CourtFile(path, str(path.relative_to(file.path)), path.stat().st_size) for path in file.members]


@contextmanager
def unchanged(file: Found) -> Iterator[None]:
    """Hold that no file of a release changed while it was read; sizes and times tell, its 20 GB are not hashed again.

    Raises:
        FileChanged: size, time or identity of one changed.
    """
    before = _stats(file)
    yield
    for path, stat in _stats(file).items():
        if before[path] != stat:
            raise FileChanged(
                "it changed while it was read", where=str(path), todo="wait until it is complete and build again"
            )


def _stats(file: Found) -> dict[Path, tuple[int, int, int]]:
    return {
        path: (stat.st_size, stat.st_mtime_ns, stat.st_ino)
        for path in file.members or (file.path,)
        for stat in (path.stat(),)
    }
