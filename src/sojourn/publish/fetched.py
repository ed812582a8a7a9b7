"""What came of a fetch, as text and as JSON, and the line that tells how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sojourn.fetch.held import Held
from sojourn.fetch.release import Fetched

SCHEMA = "sojourn.fetch/1"
_SECONDS = 0.5
_STEP = 0.1


def as_dict(fetched: Fetched) -> dict[str, Any]:
    """The document of `sojourn fetch --json`."""
    held = fetched.held
    return {
        "schema": SCHEMA,
        "source": fetched.source,
        "outcome": fetched.outcome,
        "url": fetched.url,
        "bytes": fetched.bytes,
        "last_modified": fetched.modified and fetched.modified.isoformat(),
        "resumed_from": fetched.resumed_from,
        "held": held and _entry(fetched, held),
        "earlier": [_entry(fetched, one) for one in fetched.earlier],
    }


def _entry(fetched: Fetched, held: Held) -> dict[str, Any]:
    return {
        "path": str(fetched.folder / held.file),
        "day": held.day,
        "sha256": held.sha256,
        "bytes": held.bytes,
        "url": held.url,
        "etag": held.etag,
        "last_modified": held.last_modified,
        "when": held.when,
    }


def text(fetched: Fetched) -> str:
    """The same for people."""
    held = fetched.held
    if held is None:
        first = f"New: {fetched.folder} does not hold this release. `sojourn fetch {fetched.source}` fetches it."
        return "\n".join([first, *_earlier(fetched)])
    name = fetched.folder / held.file
    first = f"Fetched: {name}" if fetched.outcome == "fetched" else f"Here already: {name}"
    return "\n".join([first, f"  {held.bytes:,} bytes, SHA-256 {held.sha256}", *_earlier(fetched)])


def _earlier(fetched: Fetched) -> list[str]:
    return [f"Also held: {fetched.folder / one.file}" for one in fetched.earlier]


def meter(show: Callable[[str, bool], None], live: bool) -> Callable[[int, int], None]:
    """Tell how far it is: on a terminal twice a second in one line, elsewhere at each tenth.

    `show` gets the line, and whether it is the last one.
    """
    shown_at, shown = 0.0, 0.0

    def tell(come: int, size: int) -> None:
        nonlocal shown_at, shown
        now, last = time.monotonic(), come == size
        due = now - shown_at >= _SECONDS if live else come / size - shown >= _STEP
        if due or last:
            show(f"fetched {come / 1e6:,.1f} of {size / 1e6:,.1f} MB ({come / size:.0%})", last)
            shown_at, shown = now, come / size

    return tell
