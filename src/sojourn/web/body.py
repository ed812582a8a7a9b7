"""The fields of a form that was sent, as browsers encode them: in one line, or in parts where a file is among them."""

from __future__ import annotations

from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final
from urllib.parse import parse_qs

IN_PARTS: Final = "multipart/form-data"
LONGEST_HEAD: Final = 1024
"""Bytes of the head of a part; one that is longer is no field."""


def fields(content_type: str, body: bytes) -> dict[str, list[str]]:
    """Every value of each field; a file is its text, and its name is not looked at. What cannot be read is no field.

    Source: RFC 7578 (multipart/form-data); WHATWG, URL Standard, application/x-www-form-urlencoded.
    """
    head = Message()
    head["Content-Type"] = " ".join(content_type[:LONGEST_HEAD].split())
    if head.get_content_type() != IN_PARTS:
        return parse_qs(body.decode(errors="replace"))
    found: dict[str, list[str]] = {}
    boundary = (head.get_boundary() or "").encode(errors="replace")
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary)[1:]:
        about, _, content = part.partition(b"\r\n\r\n")
        name = _name(about.lstrip()) if len(about) <= LONGEST_HEAD else ""
        if name and content:
            found.setdefault(name, []).append(content.decode("utf-8-sig", errors="replace"))
    return found


def _name(head: bytes) -> str:
    """The field that a part is of. The parser of e-mail would also look for parts within parts, which no form has."""
    name = BytesHeaderParser().parsebytes(head).get_param("name", header="content-disposition")
    return name if isinstance(name, str) else ""
