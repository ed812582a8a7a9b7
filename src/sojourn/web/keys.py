"""The key of a session: a link that works once, and the cookie that it gives. Without it nothing is written or judged."""

from __future__ import annotations

import secrets
from typing import Final

COOKIE: Final = "sojourn"


class Keys:
    """The one link of a server and the key behind it; neither is stored anywhere."""

    def __init__(self) -> None:
        self._link: str | None = secrets.token_urlsafe(32)
        self._key = secrets.token_urlsafe(32)

    @property
    def link(self) -> str:
        """The path that gives the key, as long as nobody has followed it; empty after that."""
        return f"/key/{self._link}" if self._link else ""

    def exchange(self, given: str) -> str | None:
        """The key for the secret of the link; once."""
        if self._link is None or not secrets.compare_digest(given.encode(), self._link.encode()):
            return None
        self._link = None
        return self._key

    def fits(self, cookie: str) -> bool:
        """Whether a cookie is the key."""
        return secrets.compare_digest(cookie.encode(errors="replace"), self._key.encode())
