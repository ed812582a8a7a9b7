"""A comparison with statute files as a document and as text."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from sojourn.refuge.drift import DRIFTED, Anchor, Compared, Drift
from sojourn.refuge.provisions import current_to
from sojourn.refuge.statute import Statute

SCHEMA: Final = "sojourn.drift/1"


def drift_document(found: Drift) -> dict[str, Any]:
    """The document: every provision with its status and the rules that rest on it."""
    statuses = Counter(one.status for one in found.compared)
    return {
        "schema": SCHEMA,
        "drifted": len(found.drifted),
        "counts": {status: statuses[status] for status in ("unchanged", *DRIFTED)},
        "files": [_file(one) for one in found.files],
        "compared": [_compared(one) for one in found.compared],
        "not_in_files": [_anchor(one) for one in found.not_in_files],
        "newer": [
            {"citation": one.citation, "in_force": one.in_force, "fid": one.fid, "id": one.id} for one in found.newer
        ],
    }


def _file(file: Statute) -> dict[str, Any]:
    """A file, and whether it is older than the one from which the rules were written (null: none was)."""
    behind = current_to().get(file.instrument)
    return {
        "instrument": file.instrument,
        "language": file.language,
        "current_to": file.current_to.isoformat(),
        "behind_the_rules": behind.isoformat() if behind else None,
        "older": file.current_to < behind if behind else None,
    }


def _anchor(anchor: Anchor) -> dict[str, Any]:
    return {"citation": anchor.citation, "language": anchor.language, "rules": list(anchor.rules)}


def _compared(one: Compared) -> dict[str, Any]:
    known = {"fid": one.anchor.fid or None, "id": one.anchor.id or None, "in_force": one.anchor.in_force or None}
    now = one.now and {
        "citation": one.now.citation,
        "fid": one.now.fid,
        "id": one.now.id,
        "in_force": one.now.in_force,
        "text_sha256": one.now.sha256,
    }
    return _anchor(one.anchor) | {
        "status": one.status,
        "known": known | {"text_sha256": one.anchor.text_sha256},
        "now": now,
    }


def drift_text(told: dict[str, Any]) -> str:
    """The document for a terminal: files, what drifted with its rules, and counts."""
    lines = [_file_text(one) for one in told["files"]]
    lines += ["", "  ".join(f"{status}: {count}" for status, count in told["counts"].items())]
    lines += [_compared_text(one) for one in told["compared"] if one["status"] in DRIFTED]
    if told["newer"]:
        lines += ["", "New or changed in the sections of the rules since the files behind them:"]
        lines += [f"  {one['citation']} (printed date in force {one['in_force']})" for one in told["newer"]]
    if told["not_in_files"]:
        missing = Counter(f"{one['citation'].split(' ')[0]} in {one['language']}" for one in told["not_in_files"])
        listed = ", ".join(f"{count} provisions of {of}" for of, count in missing.items())
        lines += ["", f"Not in these files: {listed}."]
    return "\n".join(lines)


def _file_text(file: dict[str, Any]) -> str:
    age = {
        True: f"OLDER than the file behind the rules ({file['behind_the_rules']}): differences may be old law",
        False: f"the file behind the rules is current to {file['behind_the_rules']}",
        None: "no rule cites it by itself",
    }[file["older"]]
    return f"{file['instrument']} ({file['language']}), current to {file['current_to']}; {age}."


def _compared_text(one: dict[str, Any]) -> str:
    rules = ", ".join(one["rules"]) or "no rule"
    now = one["now"]
    where = f"; now {now['citation']}, id {now['id']}, printed date in force {now['in_force']}" if now else ""
    return f"  {one['citation']} ({one['language']}): {one['status']}{where}. Rests on it: {rules}."
