"""What the kit holds, counted; and the proof from its journal that nobody was lost and no place given twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sojourn.draw.kit.chronicle import log_of
from sojourn.draw.kit.households import STATES
from sojourn.draw.kit.store import Kit
from sojourn.draw.log import Log
from sojourn.errors import BadDraw


@dataclass(frozen=True)
class Status:
    """How many households are in each state, which adds up to all that ever registered, and what is amiss (nothing, always)."""

    registered: int
    states: Mapping[str, int]
    free: Mapping[str, int]
    rounds: Mapping[str, int]
    amiss: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "registered": self.registered,
            "states": dict(self.states),
            "free": dict(self.free),
            "rounds": dict(self.rounds),
            "amiss": list(self.amiss),
        }


def status(kit: Kit) -> Status:
    """Count everything, and prove the books (`amiss`)."""
    with kit.reading() as connection:
        counted = dict(connection.execute("SELECT state, count(*) FROM household GROUP BY state").fetchall())
        rounds = dict(connection.execute("SELECT state, count(*) FROM round GROUP BY state").fetchall())
        free = (
            "SELECT site, sum(places - given) FROM place JOIN round ON number = round"
            " WHERE state = 'drawn' AND day >= ? GROUP BY site"
        )
        left = dict(connection.execute(free, (kit.today.toordinal(),)).fetchall())
        return Status(
            registered=connection.execute("SELECT count(*) FROM journal WHERE was IS NULL").fetchone()[0],
            states={state: counted.get(state, 0) for state in STATES},
            free={site: left.get(site, 0) for site in kit.policy.sites},
            rounds={state: rounds.get(state, 0) for state in ("frozen", "drawn", "void")},
            amiss=tuple(_amiss(connection)),
        )


def _amiss(connection: sqlite3.Connection) -> list[str]:
    """Every way in which the books do not agree; the file's own rules should make each impossible."""
    found = [what for what, sql in _NEVER.items() if connection.execute(sql).fetchone()]
    if replayed(connection) != dict(connection.execute("SELECT id, state FROM household").fetchall()):
        found.append("the journal does not lead to the states of the households")
    try:
        log = log_of(connection)
        again = Log()
        for line in log.lines:
            again.add(line.kind, line.round, line.at, line.what, **line.told)  # type: ignore[arg-type]
    except BadDraw as error:
        return [*found, str(error)]
    if again.as_bytes() != log.as_bytes():
        found.append("the chain of the log is broken")
    return found


def replayed(connection: sqlite3.Connection) -> dict[int, str]:
    """The state of every household, made again from the journal alone."""
    states: dict[int, str | None] = {}
    for household, was, became in connection.execute("SELECT household, was, became FROM journal ORDER BY number"):
        states[household] = became if states.get(household) == was else None
    return {household: state or "lost" for household, state in states.items()}


_NEVER = {
    "a household and its offer are in different states": (
        "SELECT 1 FROM household h LEFT JOIN offer o ON o.household = h.id AND o.state IN ('offered', 'confirmed')"
        " WHERE coalesce(o.state, '') <> CASE WHEN h.state IN ('offered', 'confirmed') THEN h.state ELSE '' END"
    ),
    "the places of a site are not those of its offers": (
        "SELECT 1 FROM place p WHERE given > places OR given <> (SELECT coalesce(sum(o.places), 0) FROM offer o"
        " WHERE o.round = p.round AND o.site = p.site AND o.state NOT IN ('cancelled', 'lapsed'))"
    ),
    "a household has two live offers": (
        "SELECT 1 FROM offer WHERE state IN ('offered', 'confirmed') GROUP BY household HAVING count(*) > 1"
    ),
    "a household was served without an offer": (
        "SELECT 1 FROM household h WHERE state = 'served' AND NOT EXISTS"
        " (SELECT 1 FROM offer o WHERE o.household = h.id AND o.state = 'served')"
    ),
    "a round and the log tell different things": (
        "SELECT 1 FROM round r WHERE (SELECT count(*) FROM log l WHERE l.round = r.number AND l.kind = 'freeze') <> 1"
        " OR (SELECT count(*) FROM log l WHERE l.round = r.number"
        "     AND l.kind = CASE r.state WHEN 'drawn' THEN 'draw' WHEN 'void' THEN 'void' END) <> (r.state <> 'frozen')"
    ),
}
