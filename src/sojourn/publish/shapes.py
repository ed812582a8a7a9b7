"""The shapes of the documents that `--json` and the JSON API share, as JSON Schema made from the declarations in the code.

docs/json.md says in words what each key holds; tests/docs holds both against what is printed.
Source: JSON Schema 2020-12, which OpenAPI 3.1 uses.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from sojourn import errors
from sojourn.compare.drift import Drift
from sojourn.findings import SCHEMA, Caveat, Definition, Interval, Rival, Status
from sojourn.measures.declare import ParameterKind
from sojourn.tiers import Tier

_PLAIN: Final[Mapping[Any, str]] = {str: "string", int: "integer", float: "number", bool: "boolean"}
_TEXTS: Final = tuple[str, ...]
Shape = dict[str, Any]


def shape_of(kind: Any) -> Shape:
    """The schema of a type: texts, numbers, lists, choices, and the classes of data made of them.

    Raises:
        TypeError: a type that no document holds.
    """
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if kind is type(None):
        return {"type": "null"}
    if get_origin(kind) is Literal:
        return {"type": "string", "enum": list(get_args(kind))}
    if get_origin(kind) in {Union, types.UnionType}:
        return {"anyOf": [shape_of(one) for one in get_args(kind)]}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": shape_of(get_args(kind)[0])}
    if hasattr(kind, "__dataclass_fields__"):
        said = inspect.getdoc(kind) or ""
        return _object(get_type_hints(kind), " ".join(said.split("\n\n")[0].split()))
    raise TypeError(f"no document holds a {kind}")


def _object(keys: Mapping[str, Any], description: str = "") -> Shape:
    """An object with all of its keys; each is a schema or a type. Others may come, as docs/json.md says."""
    properties = {name: one if isinstance(one, dict) else shape_of(one) for name, one in keys.items()}
    told = {"description": description} if description else {}
    return {"type": "object", **told, "properties": properties, "required": list(properties)}


def _list(item: Any) -> Shape:
    return {"type": "array", "items": item if isinstance(item, dict) else shape_of(item)}


def _named(value: Any) -> Shape:
    """An object whose keys are data."""
    return {"type": "object", "additionalProperties": value if isinstance(value, dict) else shape_of(value)}


def _document(schema: str, keys: Mapping[str, Any], description: str) -> Shape:
    return _object({"schema": {"type": "string", "const": schema}, **keys}, description)


def finding() -> Shape:
    """`sojourn.finding/1`."""
    number = float | None
    return _document(
        SCHEMA,
        {
            "id": {"type": "string", "pattern": "^S-[a-z2-7]{8}$"},
            "measure": str,
            "parameters": {"type": "object"},
            "status": Status,
            "reason": str,
            "sentence": str,
            "value": number,
            "unit": str,
            "numerator": number,
            "denominator": number,
            "denominator_is": str,
            "interval": Interval | None,
            "columns": _TEXTS,
            "rows": _list({"type": "array"}),
            "definition": Definition,
            "caveats": tuple[Caveat, ...],
            "rivals": tuple[Rival, ...],
            "tier": Tier,
            "details": {"type": "object"},
            "releases": _TEXTS,
            "files": _list({"type": "string", "pattern": "^[0-9a-f]{64}$"}),
            "invented": bool,
            "sql": str,
        },
        "The answer of one measure to one question, with all that is needed to check it.",
    )


def measures() -> Shape:
    """`sojourn.measures/1`."""
    parameter = _object(
        {
            "name": str,
            "kind": ParameterKind,
            "help": str,
            "default": str,
            "required": bool,
            "choices": _TEXTS,
            "vocabulary": str,
        }
    )
    one = _object(
        {
            "id": str,
            "definition": Definition,
            "unit": str,
            "tables": _TEXTS,
            "minimum": int,
            "estimators": _TEXTS,
            "tiers": _named(Tier),
            "parameters": _list(parameter),
            "dimensions": _named(str),
            "example": str,
        }
    )
    return _document("sojourn.measures/1", {"measures": _list(one)}, "What can be asked and how.")


def releases() -> Shape:
    """`sojourn.releases/1`."""
    texts = ("id", "source", "title", "publisher", "licence", "first", "last")
    lists = ("families", "obtained_through", "scope")
    one = _object(
        {
            **dict.fromkeys(texts, str),
            **dict.fromkeys(lists, _TEXTS),
            "tables": _named(int),
            "files": _TEXTS,
            "defects": _TEXTS,
        }
    )
    keys = {"invented": bool, "releases": _list(one), "drift": tuple[Drift, ...]}
    return _document("sojourn.releases/1", keys, "What the record was built from.")


def error() -> Shape:
    """`sojourn.error/1`."""
    code = {"type": "string", "enum": codes()}
    return _document(
        "sojourn.error/1",
        {"error": _object({"code": code, "what": str, "where": str, "todo": str})},
        "What happened, where, and what to do.",
    )


def codes() -> Sequence[str]:
    """The code of every error, in order."""
    classes = (one for one in vars(errors).values() if isinstance(one, type))
    return sorted({one.code for one in classes if issubclass(one, errors.SojournError)})


SHAPES: Final[Mapping[str, Shape]] = {
    "Finding": finding(),
    "Measures": measures(),
    "Releases": releases(),
    "Error": error(),
}
"""The documents of the JSON API by the name that its description gives them."""
