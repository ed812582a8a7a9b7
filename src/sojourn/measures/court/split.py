"""Rows of a split by judge, court or nationality: codes of one person together, names for codes, and their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from sojourn.measures.court.entries import normal_name
from sojourn.measures.court.release import placeholder
from sojourn.words.said import said

NO_PERSON = said("not a person")
NOT_RECORDED = said("not recorded")
_YES_NO = {True: said("yes"), False: said("no"), None: NOT_RECORDED}


def merged(
    rows: Sequence[Mapping[str, Any]],
    by: Sequence[str],
    counts: Sequence[str],
    together: Mapping[str, tuple[str, ...]],
) -> list[dict[str, Any]]:
    """Rows with their counts added up where `together` says that judge codes are one person; `judge` becomes a tuple."""
    sums: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        code = row["judge"]
        judge = together.get(code, (code,)) if code else ()
        key = tuple(judge if name == "judge" else row[name] for name in by)
        held = sums.setdefault(key, dict(zip(by, key, strict=True)) | dict.fromkeys(counts, 0))
        for name in counts:
            held[name] += row[name]
    return list(sums.values())


def judge_place(row: Mapping[str, Any], by: Sequence[str], known: Mapping[str, Mapping[str, str]]) -> tuple[Any, ...]:
    """Where a row stands: what is no person comes last, the rest in the order of the dimensions, judges by name."""
    apart = "judge" in by and bool(_no_person(row["judge"], known["judge"]))
    return apart, *(_place(name, row[name], known) for name in by)


def _place(name: str, value: Any, known: Mapping[str, Mapping[str, str]]) -> tuple[Any, ...]:
    if name == "judge":
        return not value, normal_name(known[name].get(value[0], "")) if value else "", value
    return value is None, str(value)


def shower(
    by: Sequence[str], known: Mapping[str, Mapping[str, str]]
) -> Callable[[Mapping[str, Any]], tuple[tuple[Any, ...], str]]:
    """Gives the dimensions of a row as people read them, and a note where a judge code stands for no person.

    A table has thousands of rows and few values in each dimension, so each value is put into words once.
    """
    words = [(name, cache(partial(_cell, name, known=known.get(name, {})))) for name in by]
    note = cache(lambda judge: NO_PERSON if _no_person(judge, known["judge"]) else "")

    def shown(row: Mapping[str, Any]) -> tuple[tuple[Any, ...], str]:
        return tuple([told(row[name]) for name, told in words]), note(row["judge"]) if "judge" in by else ""

    return shown


def _cell(name: str, value: Any, known: Mapping[str, str]) -> Any:
    if value is None or value == ():
        return NOT_RECORDED
    if isinstance(value, bool):
        return _YES_NO[value]
    if name not in {"judge", "court", "nationality"}:
        return value
    codes = value if isinstance(value, tuple) else (value,)
    label = known.get(codes[0]) or ""
    return f"{label} ({', '.join(codes)})" if label else ", ".join(codes)


def _no_person(judge: Sequence[str], known: Mapping[str, str]) -> str:
    """Why a judge is no person; a row without a judge is none either."""
    if not judge:
        return NOT_RECORDED
    return placeholder(judge[0], known.get(judge[0], ""))
