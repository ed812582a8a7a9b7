"""Listening: one process on this machine's own address, until it is interrupted."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import uvicorn

from sojourn.errors import BadParameter
from sojourn.web.app import application, hosts
from sojourn.web.desk import Desk
from sojourn.web.draws import Draws
from sojourn.web.guard import Allowed
from sojourn.web.keys import Keys
from sojourn.web.patience import Patient
from sojourn.web.site import Site
from sojourn.web.warm import warm

LOOPBACK: Final = "127.0.0.1"
CYCLES: Final = 20_000
"""Objects that are made before cycles among them are looked for; a page has some thousand at a time."""
GRACE: Final = 3
"""Seconds in which answers that have begun may end once the server is to stop."""


def serve(
    folder: Path,
    port: int,
    *,
    public: bool,
    names: Sequence[str],
    say: Callable[[str], None],
    draws: Sequence[Path] = (),
    first: str = "",
    kit: Path | None = None,
) -> None:
    """Serve a record until interrupted.

    Args:
        folder: the record.
        port: the port to listen on; 0 takes any that is free.
        public: whether only what passes the gate is shown.
        names: names that a proxy in front asks for, on a public site.
        say: told where the site is.
        draws: published folders of draws, to show and to check.
        first: path of the page to begin with; empty for the start.
        kit: file of a clinic's kit, for its desk; where there is none yet, it can be made there.

    Raises:
        BadParameter: the port is in use, names are given for a site that is not public, or a kit for one that is.
        BadDraw: the file is no kit, or its folder is not there.
    """
    if names and not public:
        raise BadParameter("only a public site has names", where="--name", todo="give --public too, or leave it out")
    if kit and public:
        raise BadParameter("a public site never serves a kit", where="--kit", todo="leave out --public or --kit")
    named = Draws(tuple(one.resolve() for one in draws))
    site, keys = Site(folder, public, draws=named, desk=Desk(kit) if kit else None), Keys()
    try:
        with listening(port) as taken:
            at = taken.getsockname()[1]
            made = application(site, Allowed(hosts(at, names), kept=public), keys)
            warm(site)
            _settle()
            say(f"Sojourn: http://{LOOPBACK}:{at}{'/' if public else keys.link}")
            say("Open it in a browser on this machine. Ctrl-C stops it." + ("" if public else " The link works once."))
            if first:
                say(f"Then begin with http://{LOOPBACK}:{at}{first}")
            with suppress(KeyboardInterrupt):
                uvicorn.Server(settings(made)).run([taken])
    finally:
        site.close()


def _settle() -> None:
    """Tell the collector of cycles that what is there stays, and to look for new ones less often: it took a tenth of a page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(CYCLES, 20, 20)


def settings(made: object) -> uvicorn.Config:
    """What the server does and does not: no log of questions, no header that names it, no trust in proxies' headers."""
    return uvicorn.Config(
        made,  # type: ignore[arg-type]
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        http=Patient,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=16 * 1024,
    )


def listening(port: int) -> socket.socket:
    """A socket on this machine's own address.

    Raises:
        BadParameter: the port is in use or not allowed.
    """
    # asyncio turns Nagle's algorithm off only where the protocol is named; with it every answer waits 40 ms for an acknowledgement
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((LOOPBACK, port))
        taken.listen()  # whoever comes before the server is ready waits for it
    except OSError as error:
        taken.close()
        raise BadParameter(
            f"port {port} cannot be used ({error.strerror})", where="--port", todo="choose another one, or leave it out"
        ) from error
    return taken
