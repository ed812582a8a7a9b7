"""A data package of findings that passed the gate: CSV and JSON, with hashes and what the next audit needs.

The descriptor follows the Frictionless Data Package specification, version 1 (specs.frictionlessdata.io/data-package).
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sojourn.disclosure.gate import Passed, pass_gate
from sojourn.disclosure.published import FILE, Publication, read_publication
from sojourn.errors import GateError
from sojourn.findings import Finding, harmless
from sojourn.measures import measure
from sojourn.publish.questions import Question, QuestionsFile
from sojourn.reading.limits import system_errors
from sojourn.record.opened import Record
from sojourn.tiers import SMALLEST_CELL

SCHEMA = "sojourn.package/1"
DESCRIPTOR = "datapackage.json"
_KINDS = {bool: "boolean", int: "integer", float: "number"}


@dataclass(frozen=True)
class Package:
    """What was published: the folder, the findings in their published form, and the audit."""

    folder: Path
    findings: tuple[Finding, ...]
    shown: int
    hidden: int
    narrowest: int | None
    earlier: int

    def as_dict(self) -> dict[str, Any]:
        """The publication as JSON has it."""
        return {
            "schema": SCHEMA,
            "folder": str(self.folder),
            "findings": [one.as_dict() for one in self.findings],
            "audit": audit_as_dict(self.shown, self.hidden, self.narrowest, self.earlier),
        }

    def as_text(self) -> str:
        """The publication as a terminal shows it."""
        lines = [
            f"Published in {self.folder}: {len(self.findings)} findings, {self.shown} counts shown, {self.hidden} hidden."
        ]
        if self.narrowest is not None:
            lines.append(
                f"The narrowest interval that an outsider is left with is {self.narrowest} wide (at least {SMALLEST_CELL} is asked for)."
            )
        lines.append(f"Audited with {self.earlier} earlier publications. Name this folder with --earlier next time.")
        return "\n".join(lines)


def audit_as_dict(shown: int, hidden: int, narrowest: int | None, earlier: int) -> dict[str, Any]:
    """The result of the audit as JSON has it."""
    return {"shown": shown, "hidden": hidden, "width": SMALLEST_CELL, "narrowest": narrowest, "earlier": earlier}


def publish(record: Record, file: QuestionsFile, folder: Path, earlier: Sequence[Path] = ()) -> Package:
    """Ask the questions of a file and write the answers that may leave the machine; all of them, or nothing.

    Raises:
        GateError: an answer may not leave the machine, or the folder holds something already.
        SojournError: a question cannot be asked.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise GateError(
            "the folder is not empty",
            where=str(folder),
            todo="choose a new folder; earlier publications count in the audit",
        )
    publications = [read_publication(one) for one in earlier]
    passed = pass_gate([_ask(record, one) for one in file.questions], publications)
    findings = passed.only_findings()
    package = _package(folder, findings, passed, publications)
    _write(folder, _contents(file, package, passed.publication))
    return package


def _ask(record: Record, question: Question) -> Finding:
    return measure(question.measure).ask(record, question.parameters, question.by)


def _package(folder: Path, findings: tuple[Finding, ...], passed: Passed, earlier: Sequence[Publication]) -> Package:
    shown, hidden = len(passed.publication.shown), len(passed.publication.hidden)
    return Package(folder, findings, shown, hidden, passed.narrowest, len(earlier))


def _contents(file: QuestionsFile, package: Package, publication: Publication) -> dict[str, bytes]:
    """The files of the package by name."""
    contents: dict[str, bytes] = {}
    for finding in package.findings:
        contents[f"{finding.id}.json"] = _json(finding.as_dict())
        contents[f"{finding.id}.csv"] = _csv(finding).encode()
    contents[FILE] = _json(publication.as_dict())
    contents[DESCRIPTOR] = _json(_descriptor(file, package, contents))
    return contents


def _descriptor(file: QuestionsFile, package: Package, contents: Mapping[str, bytes]) -> dict[str, Any]:
    invented = any(one.provenance.invented for one in package.findings)
    return {
        "profile": "tabular-data-package",
        "title": f"INVENTED DATA: {file.title}" if invented else file.title,
        "description": file.about,
        "resources": [_resource(one, contents) for one in package.findings],
        "sojourn": {
            "invented": invented,
            "audit": audit_as_dict(package.shown, package.hidden, package.narrowest, package.earlier),
            "files": {name: _hash(data) for name, data in sorted(contents.items())},
            "notice": "Not a government publication. `hidden` means neither zero nor small.",
        },
    }


def _resource(finding: Finding, contents: Mapping[str, bytes]) -> dict[str, Any]:
    name = f"{finding.id}.csv"
    columns, rows = finding.table()
    return {
        "profile": "tabular-data-resource",
        "name": finding.id.lower(),
        "title": finding.sentence or finding.reason,
        "path": name,
        "hash": f"sha256:{_hash(contents[name])}",
        "bytes": len(contents[name]),
        "schema": {
            "fields": [{"name": column, "type": _kind([row[at] for row in rows])} for at, column in enumerate(columns)],
            "missingValues": [""],
        },
        "sources": [{"title": release} for release in finding.provenance.releases],
    }


def _kind(cells: Sequence[Any]) -> str:
    """The type of a column; a column with hidden counts holds text."""
    kinds = {_KINDS.get(type(cell), "string") for cell in cells if cell is not None}
    if kinds == {"integer", "number"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 else "string"


def _csv(finding: Finding) -> str:
    """The table of a finding, or its single value, as plain CSV with a header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns, rows = finding.table()
    writer.writerow([harmless(column) for column in columns])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _json(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write all files beside the folder, and put them in its place at once."""
    with system_errors(str(folder)):
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            for name, data in contents.items():
                (made / name).write_bytes(data)
            made.chmod(0o755)
            made.replace(folder)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
