"""What the kit has frozen, drawn and told, read from its file and written into it."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from typing import Any

from sojourn.draw.allocate import Drawn, Outcomes
from sojourn.draw.canonical import canonical
from sojourn.draw.frozen import Frozen, read_frozen
from sojourn.draw.kit.store import Kit, one
from sojourn.draw.log import Kind, Line, Log
from sojourn.draw.reassignment import Reassignment


def log_of(connection: sqlite3.Connection) -> Log:
    """The log so far."""
    rows = connection.execute("SELECT line FROM log ORDER BY number").fetchall()
    documents = [json.loads(row[0]) for row in rows]
    return Log(Line(**{**document, "at": datetime.fromisoformat(document["at"])}) for document in documents)


def tell(kit: Kit, connection: sqlite3.Connection, kind: Kind, number: int, what: str, **told: Any) -> None:
    """Add a line to the log.

    Raises:
        BadDraw: the log cannot have it; or the clock is behind the last line.
    """
    at = kit.clock().astimezone(UTC).replace(microsecond=0)
    line = log_of(connection).add(kind, number, at, what, **told)
    values = (line.number, line.kind, line.round, canonical(line.as_dict()).decode())
    connection.execute("INSERT INTO log VALUES (?, ?, ?, ?)", values)


def frozen_of(connection: sqlite3.Connection, number: int) -> Frozen:
    """The list of a round."""
    row = one(connection, "SELECT list FROM round WHERE number = ?", number)
    assert row
    return read_frozen(json.loads(row[0]), f"round {number}")


def outcomes_of(connection: sqlite3.Connection, number: int) -> Outcomes:
    """The outcomes of a round that was drawn."""
    row = one(connection, "SELECT outcomes FROM round WHERE number = ?", number)
    assert row
    document = json.loads(row[0])
    drawn = tuple(Drawn(*drawn) for drawn in document["drawn"])
    return Outcomes(number, document["seed"], drawn, document["left"], document["credit"])


def reassignments_of(connection: sqlite3.Connection, number: int) -> list[Reassignment]:
    """The reassignments of a round, in order."""
    sql = "SELECT document FROM reassignment WHERE round = ? ORDER BY number"
    documents = [json.loads(row[0]) for row in connection.execute(sql, (number,)).fetchall()]
    return [
        Reassignment(
            number, one["number"], one["freed"], tuple(one["gone"]), tuple(Drawn(*drawn) for drawn in one["drawn"])
        )
        for one in documents
    ]


def last_round(connection: sqlite3.Connection, state: str) -> int | None:
    """The last round in a state."""
    row = one(connection, "SELECT max(number) FROM round WHERE state = ?", state)
    return row[0] if row else None
