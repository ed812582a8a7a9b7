"""One form of bytes for one document, so that two programs hash the same thing; and documents of strangers, read with care.

Source: RFC 8785 (JSON Canonicalization Scheme), restricted to objects, lists, strings, whole numbers, true, false and null,
with Unicode Normalization Form C asked of every string and ASCII of every key.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from pathlib import Path
from typing import Any, Final

from sojourn.errors import BadDraw

LARGEST: Final = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exactly (RFC 8785, section 3.2.2.3)."""


def canonical(document: Any) -> bytes:
    """The bytes of a document.

    Raises:
        BadDraw: a fraction, a number beyond 2^53 - 1, a string that is not in Form C or no Unicode, a key that is not ASCII, or
            a value that JSON does not have.
    """
    _check(document, "the document")
    try:
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    except UnicodeEncodeError as error:
        raise BadDraw("a text holds half a character", where="the document", todo="write it as Unicode") from error


def digest(document: Any) -> str:
    """The SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()


def read_document(content: bytes, where: str) -> dict[str, Any]:
    """An object from JSON that a stranger wrote.

    Raises:
        BadDraw: it is no JSON in UTF-8, no object, nested too deep, or has a fraction, a number of thousands of digits
            or a key twice. Numbers beyond 2^53 - 1 are refused where a document is used.
    """
    try:
        document = json.loads(
            content.decode(),
            parse_float=_fraction,
            parse_constant=_fraction,
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError) as error:
        raise BadDraw(f"it cannot be read ({error})", where=where, todo=AS_PUBLISHED) from error
    if not isinstance(document, dict):
        raise BadDraw("it is no object", where=where, todo=AS_PUBLISHED)
    return document


def read_file(path: Path) -> dict[str, Any]:
    """An object from a file of JSON.

    Raises:
        BadDraw: the file cannot be read, or not as `read_document` says.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadDraw(f"it cannot be read ({error.strerror})", where=str(path), todo=AS_PUBLISHED) from error
    return read_document(content, str(path))


AS_PUBLISHED: Final = "get the file as it was published"


def _fraction(text: str) -> Any:
    raise ValueError(f"{text[:20]} is no whole number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        raise ValueError("a key stands twice")
    return document


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
    elif value is not None and abs(value) > LARGEST:
        raise BadDraw(
            f"a number of {len(str(value))} digits is too large", where=where, todo="stay below 2^53, as all readers do"
        )
