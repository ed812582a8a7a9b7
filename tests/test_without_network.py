"""Building, asking, checking and publishing ask no server: a Python that can reach none does the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tiny import write_texts

CLAIMS = Path(__file__).parents[1] / "claims" / "fell-by-half.toml"
COMMAND = "from sojourn.cli import main; main(prog_name='sojourn')"
CUT_OFF = """
import sys

def refuse(event, arguments):
    asks = event == "socket.getaddrinfo" or event == "socket.connect" and not isinstance(arguments[1], str | bytes)
    if asks or event == "urllib.Request":
        print("the network was asked", file=sys.stderr)
        raise PermissionError("the network was asked")

sys.addaudithook(refuse)
"""
"""Every Python of the run reads this first, workers too; sockets of the machine itself, by which they talk, are left."""


@pytest.fixture(scope="module")
def cut_off(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with invented files, where every Python that starts is cut off."""
    folder = tmp_path_factory.mktemp("cut-off")
    (folder / "python").mkdir()
    (folder / "python" / "sitecustomize.py").write_text(CUT_OFF)
    (folder / "files").mkdir()
    write_texts(folder / "files")
    (folder / "q.toml").write_text('title = "t"\n[[question]]\nmeasure = "removals"\n')
    return folder


def run(folder: Path, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    """A run of Python in the folder."""
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(folder / "python")},
        check=False,
        cwd=folder,
    )


def test_no_command_that_reads_or_answers_asks_a_server(cut_off: Path) -> None:
    """docs/THREATS.md: whoever watches the network learns nothing of a question."""
    for words in (
        ("build", "--files", "files"),
        ("ask", "removals", "--by", "citizenship"),
        ("check", str(CLAIMS), "--page", "cards.html"),
        ("publish", "out", "--questions", "q.toml"),
        ("site", "pages", "--earlier", "out"),
    ):
        done = run(cut_off, COMMAND, *words)
        assert (done.returncode, "the network was asked" in done.stderr) == (0, False), done.stderr


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        f"import sys; sys.argv[1:] = ['fetch', 'eoir_cases', '--check', '--url', 'http://127.0.0.1:9/a.zip']; {COMMAND}",
    ],
)
def test_a_question_to_a_server_would_be_seen(cut_off: Path, code: str) -> None:
    """The test above would pass for nothing if a connection went through."""
    assert "the network was asked" in run(cut_off, code).stderr
