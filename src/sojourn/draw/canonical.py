"""One form of bytes for one document, so that two programs hash the same thing.

Source: RFC 8785 (JSON Canonicalization Scheme), restricted to objects, lists, strings, whole numbers, true, false and null,
with Unicode Normalization Form C asked of every string and ASCII of every key.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any

from sojourn.errors import BadDraw


def canonical(document: Any) -> bytes:
    """The bytes of a document.

    Raises:
        BadDraw: a fraction, a string that is not in Form C, a key that is not ASCII, or a value that JSON does not have.
    """
    _check(document, "the document")
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def digest(document: Any) -> str:
    """The SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()


def _check(value: Any, where: str) -> None:
    if isinstance(value, dict):
        for key, one in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise BadDraw(f"the key {key!r} is not ASCII", where=where, todo="name it in plain letters")
            _check(one, f"{where}, {key}")
    elif isinstance(value, list):
        for one in value:
            _check(one, where)
    elif isinstance(value, str):
        if not unicodedata.is_normalized("NFC", value):
            raise BadDraw(f"{value!r} is not in Unicode Form C", where=where, todo="normalise it before it is frozen")
    elif not (value is None or isinstance(value, bool | int)):
        raise BadDraw(f"{value!r} is no text and no whole number", where=where, todo="write fractions as two numbers")
