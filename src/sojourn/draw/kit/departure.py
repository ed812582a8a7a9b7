"""What leaves the kit: the folder that everyone can verify, and, when the draw ends, a proof for each household to carry on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from sojourn.draw.canonical import canonical
from sojourn.draw.kit.chronicle import frozen_of, log_of, outcomes_of, reassignments_of
from sojourn.draw.kit.codes import file_name
from sojourn.draw.kit.households import monday_of
from sojourn.draw.kit.papers import fingerprint
from sojourn.draw.kit.store import Kit
from sojourn.draw.proofs import Proof, prove_all, sign, standing
from sojourn.draw.publishing import published_list
from sojourn.draw.sealed import sealed_outcomes
from sojourn.errors import NoSpace


@dataclass(frozen=True)
class Written:
    """The files that were written into a folder."""

    folder: Path
    files: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {"folder": str(self.folder), "files": list(self.files)}


def publish(kit: Kit, folder: Path, *, auditors: bool = False) -> Written:
    """Write what `sojourn verify` reads (`public_files`).

    Raises:
        GateError: an open list shows a household that stands out.
        NoSpace: the folder cannot be written.
    """
    return _write(folder, public_files(kit, auditors=auditors), secret=auditors)


def public_files(kit: Kit, *, auditors: bool = False) -> dict[str, bytes]:
    """What is published, by file: the log, and of each round the list, the beacon, the outcomes and reassignments.

    With `auditors` sealed rounds are open: those files are for whom the lists name, and for nobody else.

    Raises:
        GateError: an open list shows a household that stands out.
    """
    files = {"key.txt": fingerprint(kit).encode() + b"\n"}
    with kit.reading() as connection:
        files["log.jsonl"] = log_of(connection).as_bytes()
        for number, state, beacon in connection.execute("SELECT number, state, beacon FROM round").fetchall():
            documents = _documents(connection, number, state, auditors=auditors)
            if beacon:
                files[f"round-{number}/beacon.json"] = beacon.encode()
            files |= {f"round-{number}/{name}.json": canonical(document) for name, document in documents.items()}
    return files


def _documents(connection: Connection, number: int, state: str, *, auditors: bool) -> dict[str, dict[str, Any]]:
    """What is published of a round: of a sealed one, the public gets no list and nothing that tells sites or sizes."""
    frozen = frozen_of(connection, number)
    documents = {"list": frozen.as_dict() if auditors else published_list(frozen)}
    if state != "drawn":
        return documents
    outcomes = outcomes_of(connection, number)
    if frozen.auditors and not auditors:
        return {**documents, "outcomes": sealed_outcomes(outcomes)}
    again = {f"reassignment-{one.number}": one.as_dict() for one in reassignments_of(connection, number)}
    return {**documents, "outcomes": outcomes.as_dict(), **again}


def export(kit: Kit, folder: Path) -> Written:
    """Write the proof of every household into a folder that its owner alone can open (`proof_files`).

    Raises:
        NoSpace: the folder cannot be written.
    """
    return _write(folder, proof_files(kit), secret=True)


def proof_files(kit: Kit) -> dict[str, bytes]:
    """The proof of every household, each in a file of its own, for the day on which the draw ends.

    The name of a file follows from the recovery code alone (`codes.file_of`). The files tell who waited how long for what: they go
    to the households, or under lock to those who will hand them out, and are not published.
    """
    with kit.reading() as connection:
        households = connection.execute(
            "SELECT id, secret, week FROM household WHERE merged_into IS NULL ORDER BY secret"
        ).fetchall()
        proofs = _all_proofs(kit)
        return {
            file_name(secret): canonical(_signed(kit, week, proofs.get(household, []), _places(kit, household)))
            for household, secret, week in households
        }


def _signed(kit: Kit, week: int, proofs: list[Proof], places: list[dict[str, Any]]) -> dict[str, Any]:
    document = standing(monday_of(week).isoformat(), proofs, places)
    return sign(document, bytes.fromhex(kit.setting("signing_key")))


def _all_proofs(kit: Kit) -> dict[int, list[Proof]]:
    """The proofs of each household, one round after the other."""
    proofs: dict[int, list[Proof]] = {}
    for (number,) in kit.connection.execute("SELECT number FROM round ORDER BY number").fetchall():
        frozen = frozen_of(kit.connection, number)
        rows = kit.connection.execute("SELECT token, household FROM entry WHERE round = ?", (number,)).fetchall()
        made = prove_all(frozen)
        for token, household in rows:
            proofs.setdefault(household, []).append(made[token])
    return proofs


def _places(kit: Kit, household: int) -> list[dict[str, Any]]:
    """The places that a household had, and what became of each."""
    sql = "SELECT o.round, site, day, o.state FROM offer o JOIN round ON number = o.round WHERE household = ? ORDER BY o.id"
    return [
        {"round": number, "site": site, "day": date.fromordinal(day).isoformat(), "state": state}
        for number, site, day, state in kit.connection.execute(sql, (household,)).fetchall()
    ]


def _write(folder: Path, files: Mapping[str, bytes], *, secret: bool) -> Written:
    """Write files, each whole or not at all; into a folder that its owner alone can open, where they are secret."""
    try:
        folder.mkdir(mode=0o700 if secret else 0o777, parents=True, exist_ok=True)
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(path.name + ".new")
            beside.write_bytes(content)
            beside.replace(path)
    except OSError as error:
        raise NoSpace(
            f"it cannot be written ({error.strerror})", where=str(folder), todo="name a folder that you own"
        ) from error
    return Written(folder, tuple(files))
