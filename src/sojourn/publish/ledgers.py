"""What a build did, releases, ledger and quarantine: as documents for JSON and as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from sojourn.compare.drift import drift
from sojourn.publish.terminal import INVENTED_NOTICE, table, wrapped
from sojourn.record.inputs import sighted
from sojourn.record.manifest import Manifest, SheetEntry
from sojourn.record.opened import Record
from sojourn.sources.declare import sources, unread_layouts
from sojourn.tables import TABLES

if TYPE_CHECKING:
    from sojourn.record.build import Built

MOST_SHOWN = 40
MOST_SHEETS = 4
"""Sheets of one file and family that the printed ledger lists one by one."""
_COUNTS = ("lines", "rows", "loaded", "repaired", "quarantined")


def as_dict(built: Built) -> dict[str, Any]:
    """A build as a document."""
    return {
        "schema": "sojourn.build/1",
        "invented": built.manifest.invented,
        "unchanged": built.unchanged,
        "files_read": built.read,
        "files_reused": built.reused,
        "copies": [{"path": path, "same_bytes_as": other} for path, other in built.copies],
        "passed_over": [{"path": path, "reason": reason} for path, reason in built.passed_over],
        "errors": [error.as_dict() for error in built.errors],
        "ledger": _lines(built.manifest, built.names),
        "rules": _rules(built.manifest),
    }


def built_text(built: Built, record: Path) -> str:
    """A build as text: the ledger, what was noticed, and where the record is."""
    lines = [INVENTED_NOTICE] if built.manifest.invented else []
    lines.append(ledger_text({"ledger": _lines(built.manifest, built.names), "invented": built.manifest.invented}))
    read = {Path(name) for file in built.manifest.files if file.sheets for name in built.names.get(file.sha256, [])}
    copies = [Path(path).name for path, _ in built.copies if Path(path) in read]
    if copies:
        lines.append(wrapped(f"Copies of other files, counted once: {', '.join(copies)}."))
    lines += [wrapped(line) for line in (*_passed_over(built.passed_over), *_not_read(built))]
    lines += [wrapped(line) for line in _noticed(built.manifest)]
    state = "The record was up to date" if built.unchanged else "The record is new"
    lines.append(f"{state}: {record} ({built.read} file(s) read, {built.reused} reused).")
    return "\n".join(lines)


def _passed_over(passed: list[tuple[str, str]]) -> Iterator[str]:
    """The files of which nothing was read, those with one reason together."""
    for reason, several in groupby(sorted(passed, key=lambda one: one[1]), key=lambda one: one[1]):
        names = [Path(path).name for path, _ in several]
        plain = reason.removeprefix("no source knows its layout (").removesuffix(")")
        yield f"Passed over: {len(names)} file(s), {plain} ({_some(names)})."


def _not_read(built: Built) -> Iterator[str]:
    """The sheets, or files of a release, that were left aside where others beside them were read."""
    for file in built.manifest.files:
        for reason, several in groupby(sorted(file.unread, key=lambda one: one[1]), key=lambda one: one[1]):
            names = [_last(sheet) for sheet, _ in several]
            name = Path(built.names.get(file.sha256, [file.sha256[:12]])[0]).name
            if file.sheets and any(names):
                yield f"Not read in {name}: {len(names)} of its sheets or files, {reason} ({_some(names)})."


def _some(names: list[str]) -> str:
    return ", ".join(names[:6]) + (" ..." if len(names) > 6 else "")


def _lines(manifest: Manifest, names: dict[str, list[str]]) -> list[dict[str, Any]]:
    """The account of each sheet; what was derived from sheets has none."""
    sheets = sorted(manifest.sheets, key=lambda one: (one.source, one.release, one.first, one.sheet, one.file))
    return [
        {
            "file": sheet.file,
            "name": Path(names.get(sheet.file, [sheet.file[:12]])[0]).name,
            "sheet": sheet.sheet,
            "source": sheet.source,
            "family": sheet.family,
            "release": sheet.release,
            "table": sheet.table,
            "first": sheet.first,
            "last": sheet.last,
            **sheet.ledger,
            "unlisted": [
                {"column": column, "value": value, "rows": rows, "first_line": line}
                for column, value, rows, line in sheet.unlisted
            ],
            "defects": sheet.defects,
        }
        for sheet in sheets
        if not sheet.derived
    ]


def _rules(manifest: Manifest) -> list[dict[str, Any]]:
    return [
        {"release": sheet.release, "table": sheet.table, "sheet": sheet.sheet, **one}
        for sheet in manifest.sheets
        for one in sheet.quality
    ]


def _noticed(manifest: Manifest) -> list[str]:
    """Values outside open vocabularies, broken rules and defects: one line each, the worst first."""
    lines = []
    for sheet in manifest.sheets:
        where = f"{sheet.release} {sheet.table}" + (f", sheet {_last(sheet.sheet)}" if sheet.sheet else "")
        lines += [
            f"Rule not kept in {where}: {one['rule']} ({one['broken']:,} of {one['rows']:,} rows)."
            for one in sheet.quality
            if not one["kept"]
        ]
        if sheet.unlisted:
            lines.append(_unlisted(sheet, where))
        lines += [f"Noticed in {where}: {defect}." for defect in sheet.defects[:2]]
        if len(sheet.defects) > 2:
            lines.append(f"Noticed in {where}: {len(sheet.defects) - 2} more (`sojourn releases`).")
    return lines


def _unlisted(sheet: SheetEntry, where: str) -> str:
    shown = ", ".join(
        f"{column} {value!r} ({rows:,} rows{f', first line {line}' if line else ''})"
        for column, value, rows, line in sheet.unlisted[:3]
    )
    more = f" and {len(sheet.unlisted) - 3} more" if len(sheet.unlisted) > 3 else ""
    if TABLES[sheet.table].compact:
        return f"Kept as published, in no code list of the release: {where}: {shown}{more}."
    return f"Kept as published, in no vocabulary: {where}: {shown}{more}. Add them to sources/vocabularies."


def _last(sheet: str) -> str:
    """A sheet of an archive without its folders; no sheet of a workbook has a slash in its name."""
    return PurePosixPath(sheet).name


def ledger(record: Record) -> dict[str, Any]:
    """The ledger of a record as a document, with both sums."""
    lines = _lines(record.manifest, sighted(record.folder))
    return {
        "schema": "sojourn.ledger/1",
        "invented": record.invented,
        "ledger": lines,
        "total": {name: sum(line[name] for line in lines) for name in _COUNTS},
        "unread": [
            {"file": file.sha256, "sheet": sheet, "reason": reason}
            for file in record.manifest.files
            for sheet, reason in file.unread
            if file.sheets
        ],
        "rules": _rules(record.manifest),
    }


def ledger_text(document: dict[str, Any]) -> str:
    """The ledger as a table, many alike in one line; rows = loaded + repaired + quarantined."""
    rows = [*_summed([line for line in document["ledger"] if line["family"]], "sheets", MOST_SHEETS)]
    rows += _summed([line for line in document["ledger"] if not line["family"]], "code lists", 1)
    total = tuple(sum(row[at] for row in rows) for at in range(2, 7))
    columns = ("file / sheet", "table", *_COUNTS)
    text = table(columns, [*rows, ("total", "", *total)])
    notice = f"{INVENTED_NOTICE}\n" if document["invented"] and "schema" in document else ""
    return f"{notice}{text}\n{total[1]:,} rows = {total[2]:,} loaded + {total[3]:,} repaired + {total[4]:,} quarantined"


def _shown(line: dict[str, Any]) -> tuple[Any, ...]:
    sheet = f" / {_last(line['sheet'])}" if line["sheet"] else ""
    return line["name"] + sheet, line["table"], *(line[name] for name in _COUNTS)


def _summed(lines: list[dict[str, Any]], what: str, most: int) -> Iterator[tuple[Any, ...]]:
    """One row where a file has more than `most` sheets of one family, or code lists (--json has each)."""
    for (name, table_name, _), several in groupby(
        lines, key=lambda line: (line["name"], line["table"], line["family"])
    ):
        alike = list(several)
        if len(alike) > most:
            yield f"{name} / {len(alike)} {what}", table_name, *(sum(one[count] for one in alike) for count in _COUNTS)
        else:
            yield from map(_shown, alike)


def releases(record: Record) -> dict[str, Any]:
    """The releases of a record as a document."""
    return {
        "schema": "sojourn.releases/1",
        "invented": record.invented,
        "releases": [
            {
                "id": one.id,
                "source": one.source,
                "title": sources()[one.source].title,
                "publisher": sources()[one.source].publisher,
                "licence": sources()[one.source].licence,
                "families": [family.id for family in one.families],
                "obtained_through": sorted({family.obtained_through for family in one.families}),
                "scope": sorted({family.scope for family in one.families}),
                "tables": one.tables,
                "first": one.first,
                "last": one.last,
                "files": list(one.files),
                "defects": list(one.defects),
            }
            for one in record.releases()
        ],
        "drift": [asdict(one) for one in drift(record)],
    }


def releases_text(document: dict[str, Any]) -> str:
    """The releases as text."""
    lines = [INVENTED_NOTICE] if document["invented"] else []
    for one in document["releases"]:
        tables = ", ".join(f"{rows:,} {name}" for name, rows in one["tables"].items())
        span = f", {one['first']} to {one['last']}" if one["first"] else ""
        lines.append(wrapped(f"{one['id']}: {tables}{span}; {', '.join(one['scope'])}; {one['licence']}", "    ", ""))
        lines.append(wrapped(f"{one['title']}. Obtained through {'; '.join(one['obtained_through'])}.", "    "))
        lines += [wrapped(defect, "      ", "    ! ") for defect in one["defects"][:8]]
        if len(one["defects"]) > 8:
            lines.append(f"    ! and {len(one['defects']) - 8} more (--json)")
    return "\n".join([*lines, *_drift_text(document["drift"])])


def _drift_text(found: list[dict[str, Any]]) -> list[str]:
    """Columns that not every release of their table has."""
    if not found:
        return []
    rows = [
        (one["table"], one["column"], one["since"], one["until"], len(one["lacking"]) or "", one["declared"])
        for one in found[:MOST_SHOWN]
    ]
    more = len(found) - len(rows)
    head = "Columns that come and go: the first and the last release that have them, where these are not the outermost"
    columns = ("table", "column", "since", "until", "gaps", "declared")
    return ["", head, "", table(columns, rows, "  "), *([f"  ... and {more:,} more (--json)"] if more else [])]


def known_layouts() -> dict[str, Any]:
    """Every layout that can be read, and those that are recognised only."""
    return {
        "schema": "sojourn.layouts/1",
        "layouts": [
            {
                "source": source.id,
                "family": family.id,
                "table": family.table,
                "title": family.title,
                "coverage": family.coverage,
                "columns": [mapped.published for mapped in family.columns],
            }
            for source in sources().values()
            for family in source.families
        ],
        "recognised_only": [
            {"agency": one.agency, "table": one.table, "release": one.release} for one in unread_layouts()
        ],
    }


def known_text(document: dict[str, Any]) -> str:
    """The layouts as a table."""
    rows = [
        (one["source"], one["family"], one["table"], len(one["columns"]), one["coverage"])
        for one in document["layouts"]
    ]
    unread = Counter(f"{one['agency']} {one['table']}" for one in document["recognised_only"])
    told = ", ".join(f"{name} ({count})" for name, count in sorted(unread.items()))
    return (
        table(("source", "family", "table", "columns", "coverage"), rows)
        + "\n"
        + wrapped(f"Recognised and not read yet: {told}.")
    )


def quarantine(record: Record, *, raw: bool) -> dict[str, Any]:
    """The refused rows as a document; their bytes only where asked for, since they may identify people."""
    names = sighted(record.folder)
    rows = [
        {
            "file": row["file"],
            "name": Path(names.get(row["file"], [row["file"][:12]])[0]).name,
            "sheet": row["sheet"],
            "line": row["line"],
            "reason": row["reason"],
            **({"raw": bytes(row["raw"]).decode("utf-8", "backslashreplace")} if raw else {}),
        }
        for row in record.quarantine()
    ]
    return {"schema": "sojourn.quarantine/1", "invented": record.invented, "rows": rows}


def quarantine_text(document: dict[str, Any]) -> str:
    """The refused rows as text."""
    rows = document["rows"]
    if not rows:
        return "No row is in quarantine."
    lines = [INVENTED_NOTICE] if document["invented"] else []
    for row in rows[:MOST_SHOWN]:
        where = f"{row['name']}{' / ' + _last(row['sheet']) if row['sheet'] else ''}, line {row['line']}"
        lines.append(wrapped(f"{where}: {row['reason']}", "    ", ""))
        if "raw" in row:
            lines.append(wrapped(row["raw"], "    "))
    if len(rows) > MOST_SHOWN:
        lines.append(f"... {len(rows) - MOST_SHOWN:,} more (--json lists all)")
    return "\n".join(lines)
