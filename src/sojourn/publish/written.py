"""A folder that leaves the machine: written whole or not at all, and never over an earlier one."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

from sojourn.errors import GateError
from sojourn.reading.limits import system_errors


def expect_new(folder: Path) -> None:
    """Nothing where the folder is free.

    Raises:
        GateError: it holds something already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise GateError(
            "the folder is not empty",
            where=str(folder),
            todo="choose a new folder; earlier publications count in the audit",
        )


def write_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write all files, by their paths within the folder, beside it, and put them in its place at once."""
    with system_errors(str(folder)):
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            for name, data in contents.items():
                path = made / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            made.chmod(0o755)
            made.replace(folder)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
