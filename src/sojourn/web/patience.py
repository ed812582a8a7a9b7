"""How long a connection may take to say what it wants: whoever sends nothing, or a byte a second, is not waited for.

uvicorn waits for the head of a request without an end, and answers what is no request without the headers of the guard.
Source: RFC 9112, 9.5 (a server may close a connection that is idle); the attack is known as slow loris.
"""

from __future__ import annotations

import asyncio
from typing import Final

from uvicorn.protocols.http.h11_impl import H11Protocol

from sojourn.web.guard import HEADERS

HEAD_SECONDS: Final = 10.0
"""How long the head of a request may take from its first byte, or from the connection, to its last."""
MOST_CONNECTIONS: Final = 256
"""Connections that are kept; with more, the one that has been silent for longest is closed."""


class Patient(H11Protocol):
    """One connection, which is closed where no request is being answered and none comes in time."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """A new connection; one that was silent makes room for it."""
        super().connection_made(transport)
        self._watch()
        if len(self.connections) > MOST_CONNECTIONS:
            silent = [one for one in self.connections if isinstance(one, Patient) and one._late]
            if silent:
                min(silent, key=lambda one: one._late.when() if one._late else 0.0)._give_up()

    def data_received(self, data: bytes) -> None:
        """Some bytes, which make a request or a part of one."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """The other side is gone."""
        self._forget()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request, with the headers that every answer has."""
        if not (self._is_answering and self.cycle.response_started):
            head = {**HEADERS, "Cache-Control": "no-store", "Content-Type": "text/plain", "Connection": "close"}
            lines = ["HTTP/1.1 400 Bad Request", *(f"{name}: {value}" for name, value in head.items()), "", f"{msg}\n"]
            self.transport.write("\r\n".join(lines).encode("ascii"))
        self.transport.close()

    @property
    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _watch(self) -> None:
        """Begin to wait for a request, unless one is being answered; more bytes of the same do not begin anew."""
        if self._is_answering:
            self._forget()
        elif self._late is None:
            self._late = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _forget(self) -> None:
        if self._late:
            self._late.cancel()
        self._late = None

    def _give_up(self) -> None:
        self._forget()
        self.transport.close()
