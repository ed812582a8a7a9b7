"""The one file of a kit: SQLite, whose own rules keep what must hold (schema.sql) whoever writes and whenever the power fails."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from sojourn.draw.canonical import canonical
from sojourn.draw.policy import Policy, read_policy
from sojourn.draw.proofs import new_key
from sojourn.errors import BadDraw, NoSpace, SojournError

APPLICATION: Final = 0x50_4A_4B_31
"""What SQLite writes into the head of a kit's file, so that no other file is taken for one."""
PATIENCE: Final = 30.0
"""Seconds that an operation waits for others to finish theirs."""


def present() -> datetime:
    """The present time."""
    return datetime.now(UTC)


class Kit:
    """An open kit: one connection of one process. `clock` gives the present time, with its zone.

    Raises:
        BadDraw: the file is missing, or is no kit.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime] = present) -> None:
        self.path = path
        self.clock = clock
        if not path.is_file():
            raise BadDraw("there is no kit", where=str(path), todo="make one with `sojourn draw new`")
        self.connection = _connect(path)
        try:
            with _told(path):
                self._check_kind()
        except SojournError:
            self.connection.close()
            raise

    def _check_kind(self) -> None:
        if self.connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise BadDraw(
                "it is no kit, or making it was cut short", where=str(self.path), todo="name another file for a new kit"
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @cached_property
    def policy(self) -> Policy:
        """The policy that the kit was made with; it does not change."""
        return read_policy(json.loads(self.setting("policy")), str(self.path))

    def setting(self, name: str) -> str:
        """What was set when the kit was made."""
        value: str = self.connection.execute("SELECT value FROM setting WHERE name = ?", [name]).fetchone()[0]
        return value

    @property
    def today(self) -> date:
        """The day by the clock, in universal time."""
        return self.clock().astimezone(UTC).date()

    @property
    def now(self) -> int:
        """Seconds since 1970 by the clock."""
        return int(self.clock().timestamp())

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One operation, alone with the file: all of it is on the disk afterwards, or nothing of it.

        Raises:
            BadDraw: a rule of the file forbids it, or others keep the file busy.
            NoSpace: the disk is full or not writable.
        """
        yield from self._transaction("BEGIN IMMEDIATE")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One look at the file, in which nothing changes meanwhile."""
        yield from self._transaction("BEGIN")

    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with _told(self.path):
            self.connection.execute(begin)
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")


def create(path: Path, policy: Policy, clock: Callable[[], datetime] = present) -> Kit:
    """Make a kit: a new file that only its owner can read.

    Raises:
        BadDraw: there is a file already.
        NoSpace: the folder cannot be written.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise BadDraw("there is a file already", where=str(path), todo="name another file for a new kit") from error
    except OSError as error:
        raise NoSpace(
            f"no file can be made ({error.strerror})", where=str(path), todo="name a folder that you own"
        ) from error
    settings = {
        "policy": canonical(policy.as_dict()).decode(),
        "salt": secrets.token_hex(32),
        "signing_key": new_key().hex(),
    }
    with closing(_connect(path)) as connection, _told(path):
        connection.execute("PRAGMA journal_mode = WAL")  # stays with the file: desks read while another writes
        connection.executescript("BEGIN;" + files(__package__).joinpath("schema.sql").read_text(encoding="utf-8"))
        connection.executemany("INSERT INTO setting VALUES (?, ?)", settings.items())
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("COMMIT")
    return Kit(path, clock)


def _connect(path: Path) -> sqlite3.Connection:
    """A connection on which each commit is on the disk before it returns."""
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        with _told(path):
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
    except SojournError:
        connection.close()
        raise
    return connection


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what SQLite refuses into errors that say what to do."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise BadDraw(f"the kit refuses it: {error}", where=str(path), todo="nothing was changed") from error
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise BadDraw("others keep the kit busy", where=str(path), todo="try again; nothing was changed") from error
        raise NoSpace(
            f"it cannot be written ({error})", where=str(path), todo="free space or give the right to write"
        ) from error
    except sqlite3.DatabaseError as error:
        raise BadDraw(f"it is no kit, or damaged ({error})", where=str(path), todo="go back to your copy") from error


def one(connection: sqlite3.Connection, sql: str, *values: Any) -> tuple[Any, ...] | None:
    """The first row of an answer."""
    row: tuple[Any, ...] | None = connection.execute(sql, values).fetchone()
    return row
