"""The errors that Sojourn raises, each with a code that stays the same for ever.

SojournError
├── InputError            exit 1: something that was given cannot be used
│   ├── UnknownFile       S101  no source knows this file
│   ├── HeaderMismatch    S102  nearly a known layout, but columns differ
│   ├── DuplicateHeader   S103  one header twice in one header row
│   ├── UnreadableFile    S104  missing, forbidden, cut short or corrupt
│   ├── UnsafeFile        S105  unpacks too far, expands entities, climbs out of its folder
│   ├── FileChanged       S106  the bytes changed while they were read
│   ├── LimitReached      S107  the reader ran out of its memory, time or size
│   ├── ReleaseConflict   S108  two files claim the same part of one release
│   ├── NothingToRead     S109  no file at all
│   ├── BadClaims         S110  a claims file that does not say what it must
│   ├── BadRecord         S111  the record is missing, foreign or damaged
│   ├── NoSpace           S112  the disk is full or not writable
│   ├── BadDeclaration    S113  a source or table declares something impossible
│   ├── ContradictingNumbers S114  printed numbers do not add up, so no audit of them can mean anything
│   ├── BadPublication    S115  an earlier publication is not what Sojourn wrote
│   ├── BadQuestions      S116  a file of questions that does not say what it must
│   ├── BadFacts          S117  a facts file that does not say what it must, or says who somebody is
│   └── BadDraw           S118  a policy, list or outcome of a draw that is not what it says
├── Defect                S900  exit 1: Sojourn itself is wrong
├── UsageError            exit 2: a name or value that does not exist
│   ├── UnknownName       S201
│   └── BadParameter      S202
└── GateError             S301  exit 3: a check or gate did not pass
"""

from __future__ import annotations


class SojournError(Exception):
    """What happened, where, and what to do; printed as one line with its code."""

    code = "S000"
    exit_status = 1

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        super().__init__(what, where, todo)
        self.what = what
        self.where = where
        self.todo = todo

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process borders: a worker hands its error to the build."""
        return _again, (type(self), self.what, self.where, self.todo)

    def __str__(self) -> str:
        what = _closed(self.what)
        todo = _closed(self.todo[:1].upper() + self.todo[1:]) if self.todo else ""
        return f"{self.where}: {what} {todo}".strip() if self.where else f"{what} {todo}".strip()

    def as_dict(self) -> dict[str, str]:
        """The error as `--json` prints it."""
        return {"code": self.code, "what": self.what, "where": self.where, "todo": self.todo}


def _closed(sentence: str) -> str:
    """A sentence with its full stop, unless it ends with a mark of its own."""
    return sentence if sentence.endswith((".", "?", "!")) else sentence + "."


def _again(kind: type[SojournError], what: str, where: str, todo: str) -> SojournError:
    return kind(what, where=where, todo=todo)


class InputError(SojournError):
    """Something that was given cannot be used."""


class UnknownFile(InputError):
    """No source knows this file."""

    code = "S101"


class HeaderMismatch(InputError):
    """Nearly a known layout, but columns differ."""

    code = "S102"


class DuplicateHeader(InputError):
    """One header stands twice in one header row."""

    code = "S103"


class UnreadableFile(InputError):
    """Missing, forbidden, cut short or corrupt."""

    code = "S104"


class UnsafeFile(InputError):
    """Unpacks too far, expands entities or climbs out of its folder."""

    code = "S105"


class FileChanged(InputError):
    """The bytes changed while they were read."""

    code = "S106"


class LimitReached(InputError):
    """The reader ran out of its memory, time or size."""

    code = "S107"


class ReleaseConflict(InputError):
    """Two files claim the same part of one release."""

    code = "S108"


class NothingToRead(InputError):
    """No file at all."""

    code = "S109"


class BadClaims(InputError):
    """A claims file that does not say what it must."""

    code = "S110"


class BadRecord(InputError):
    """The record is missing, foreign or damaged."""

    code = "S111"


class NoSpace(InputError):
    """The disk is full or not writable."""

    code = "S112"


class BadDeclaration(InputError):
    """A source or table declares something impossible."""

    code = "S113"


class ContradictingNumbers(InputError):
    """Printed numbers do not add up, so no audit of them can mean anything."""

    code = "S114"


class BadPublication(InputError):
    """An earlier publication is not what Sojourn wrote."""

    code = "S115"


class BadQuestions(InputError):
    """A file of questions that does not say what it must."""

    code = "S116"


class BadFacts(InputError):
    """A facts file that does not say what it must, or says who somebody is."""

    code = "S117"


class BadDraw(InputError):
    """A policy, list or outcome of a draw that is not what it says."""

    code = "S118"


class Defect(SojournError):
    """Sojourn itself is wrong; the message says where it stopped."""

    code = "S900"


class UsageError(SojournError):
    """A name or value that does not exist."""

    exit_status = 2


class UnknownName(UsageError):
    """No measure, table, source or parameter has this name."""

    code = "S201"


class BadParameter(UsageError):
    """A parameter has a value that it cannot have."""

    code = "S202"


class GateError(SojournError):
    """A check or gate did not pass."""

    code = "S301"
    exit_status = 3
