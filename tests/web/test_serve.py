"""The server as it is started: on this machine's own address, quiet, and quick to leave."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from sojourn.errors import BadParameter
from sojourn.web.serve import listening, serve
from tiny import tiny_folder


def test_the_server_listens_on_this_machine_alone() -> None:
    """A neighbour in the same network must not reach it."""
    with listening(0) as taken:
        assert taken.getsockname()[0] == "127.0.0.1"


def test_an_answer_is_sent_at_once() -> None:
    """Head and body of an answer are sent apart; the body must not wait for the other side to say that it has the head."""

    async def accepted() -> int:
        told = asyncio.get_running_loop().create_future()
        with listening(0) as taken:
            server = await asyncio.start_server(lambda _, writer: told.set_result(writer), sock=taken)
            _, asking = await asyncio.open_connection(*taken.getsockname())
            answering = await told
            no_delay: int = answering.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            for one in (asking, answering, server):
                one.close()
        return no_delay

    assert asyncio.run(accepted()) == 1


def test_a_port_in_use_is_named() -> None:
    """Two sites on one port would mix two records."""
    with listening(0) as taken, pytest.raises(BadParameter, match="cannot be used"):
        listening(taken.getsockname()[1])


def test_names_are_for_a_public_site(tmp_path: Path) -> None:
    """A site with small numbers has no name but this machine's."""
    with pytest.raises(BadParameter, match="only a public site"):
        serve(tmp_path, 0, public=False, names=["example.org"], say=print)


def test_the_command_says_where_the_site_is_and_logs_no_question() -> None:
    """What was asked must be nowhere but in the browser."""
    command = [sys.executable, "-c", "from sojourn.cli import main; main()", "serve", "--record", str(tiny_folder())]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as running:
        assert running.stderr
        first = running.stderr.readline()
        address = first.split()[1]
        base = address.split("/key/")[0]
        with urllib.request.urlopen(f"{base}/en/search?q=canary-question") as answer:
            status = answer.status
        running.send_signal(signal.SIGINT)
        out, rest = running.communicate(timeout=20)

    assert status == 200
    assert "canary" not in first + rest + out
    assert "127.0.0.1" in address
