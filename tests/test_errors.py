"""Errors: one line with code, place and remedy, whole across process borders."""

from __future__ import annotations

import pickle

import pytest

from sojourn import errors
from sojourn.errors import InputError, SojournError, UnreadableFile, UsageError

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, SojournError)]
CODED = [kind for kind in KINDS if "code" in vars(kind)]


def test_no_two_errors_share_a_code() -> None:
    """A code is what scripts and the manual hold on to."""
    codes = [kind.code for kind in CODED]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("kind", CODED, ids=lambda kind: kind.__name__)
def test_the_tree_in_the_docstring_shows_every_error(kind: type[SojournError]) -> None:
    """The drawing is the one place where all errors stand together."""
    drawn = " ".join((errors.__doc__ or "").split())

    assert kind is SojournError or f"{kind.__name__} {kind.code}" in drawn


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_crosses_a_process_border_whole(kind: type[SojournError]) -> None:
    """A worker hands its error to the build."""
    sent = kind("what", where="where", todo="todo")

    again = pickle.loads(pickle.dumps(sent))

    assert (type(again), again.as_dict()) == (kind, sent.as_dict())


@pytest.mark.parametrize(("kind", "status"), [(InputError, 1), (UsageError, 2), (errors.GateError, 3)])
def test_the_exit_status_follows_from_the_branch(kind: type[SojournError], status: int) -> None:
    """Scripts tell input, usage and gates apart by it."""
    assert {one.exit_status for one in KINDS if issubclass(one, kind)} == {status}


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (
            UnreadableFile("it is cut short", where="a.csv", todo="fetch it again"),
            "a.csv: it is cut short. Fetch it again.",
        ),
        (UnreadableFile("it is cut short."), "it is cut short."),
    ],
)
def test_an_error_is_one_line(error: SojournError, line: str) -> None:
    """Where, what, what to do, in this order."""
    assert str(error) == line
