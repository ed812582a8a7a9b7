"""Golden files: what a finding, a card and the page look like, letter by letter.

A rendering that changes fails here. Look at the difference; if it is meant, renew the files with
`python -m pytest tests/golden --renew-golden` and commit them with the change that caused it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sojourn.record.opened import Record
from tiny import made, write_texts

HERE = Path(__file__).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """The way to renew the files."""
    parser.addoption("--renew-golden", action="store_true", help="Write the golden files anew instead of comparing.")


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """A record of the invented texts alone: their bytes, and so their hashes, are the same everywhere."""
    folder = tmp_path_factory.mktemp("golden") / "files"
    folder.mkdir()
    write_texts(folder)
    return Record(made(folder))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Holds a text against a file of this folder, or writes the file."""
    renew = request.config.getoption("--renew-golden", default=False)

    def hold(name: str, text: str) -> None:
        assert not re.search(r"/tmp/|/home/", text)
        if renew:
            (HERE / name).write_text(text, encoding="utf-8")
        assert text == (HERE / name).read_text(encoding="utf-8")

    return hold
