"""The fields of a form that was sent, as browsers encode them: in one line, or in parts where a file is among them."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import HTTP
from typing import Final
from urllib.parse import parse_qs

IN_PARTS: Final = "multipart/form-data"


def fields(content_type: str, body: bytes) -> dict[str, list[str]]:
    """Every value of each field; a file is its text, and its name is not looked at. What cannot be read is no field.

    Source: RFC 7578 (multipart/form-data); WHATWG, URL Standard, application/x-www-form-urlencoded.
    """
    if content_type.partition(";")[0].strip().lower() != IN_PARTS:
        return parse_qs(body.decode(errors="replace"))
    head = f"Content-Type: {content_type}\r\n\r\n".encode(errors="replace")
    found: dict[str, list[str]] = {}
    for part in message_from_bytes(head + body, policy=HTTP).iter_parts():
        name, content = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes) and content:
            found.setdefault(name, []).append(content.decode("utf-8-sig", errors="replace"))
    return found
