"""A data package of findings that passed the gate: CSV and JSON, with hashes and what the next audit needs.

The descriptor follows the Frictionless Data Package specification, version 1 (specs.frictionlessdata.io/data-package).
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sojourn.disclosure.gate import Passed, pass_gate
from sojourn.disclosure.published import FILE, Publication, read_publication
from sojourn.findings import Finding, harmless
from sojourn.measures import measure
from sojourn.publish.questions import Question, QuestionsFile
from sojourn.publish.written import expect_new, write_folder
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
    expect_new(folder)
    publications = [read_publication(one) for one in earlier]
    passed = pass_gate([_ask(record, one) for one in file.questions], publications)
    findings = passed.only_findings()
    package = _package(folder, findings, passed, publications)
    write_folder(folder, _contents(file, package, passed.publication))
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
        contents[f"{finding.id}.json"] = as_json(finding.as_dict())
        contents[f"{finding.id}.csv"] = as_csv(finding)
    contents[FILE] = as_json(publication.as_dict())
    contents[DESCRIPTOR] = as_json(_descriptor(file, package, contents))
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
            "files": {name: hash_of(data) for name, data in sorted(contents.items())},
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
        "hash": f"sha256:{hash_of(contents[name])}",
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


def as_csv(finding: Finding) -> bytes:
    """The table of a finding, or its single value, as plain CSV with a header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns, rows = finding.table()
    writer.writerow([harmless(column) for column in columns])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def as_json(document: Mapping[str, Any]) -> bytes:
    """A document as a published file holds it."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def hash_of(data: bytes) -> str:
    """SHA-256 of the bytes of a file."""
    return hashlib.sha256(data).hexdigest()
