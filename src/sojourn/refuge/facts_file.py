"""Writing a facts file, in the form in which `facts.read_facts` reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any


def facts_text(document: Mapping[str, Any]) -> str:
    """The TOML of a facts document: days without quotes, lists of tables below their person."""
    lines = [f"{name} = {_value(value)}" for name, value in document.items() if name != "person"]
    for person in document["person"]:
        lines += ["", "[[person]]", *_table(person, "person")]
    return "\n".join(lines).lstrip("\n") + "\n"


def write_facts(path: Path, document: Mapping[str, Any]) -> None:
    """Write a facts file that nobody but the owner can read: it is about people."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(facts_text(document), encoding="utf-8")


def _table(table: Mapping[str, Any], name: str) -> Iterator[str]:
    below = {key: value for key, value in table.items() if _is_tables(value) or isinstance(value, Mapping)}
    yield from (f"{key} = {_value(value)}" for key, value in table.items() if key not in below)
    for key, items in below.items():
        path = f"{name}.{key}"
        for item in [items] if isinstance(items, Mapping) else items:
            yield f"[{path}]" if isinstance(items, Mapping) else f"[[{path}]]"
            yield from _table(item, path)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False)
