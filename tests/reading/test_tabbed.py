"""Tab separated text: every line is proved, read with care or refused, wherever its blocks are cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from court_reading import ROW, TEXTS
from sojourn.errors import UnreadableFile
from sojourn.reading import tabbed
from sojourn.reading.tabbed import Form, TabbedReader, form_of, prove, sound_end, split
from sojourn.tables.court.care import Care
from sojourn.tables.court.typed import Typed
from tiny_court import PUBLISHED, headers_of

HEADER = "\t".join(headers_of("tbl_Court_Appln")).encode()
CODES = {"application": frozenset({"ASYL", "WCAT"}), "decision": frozenset({"D", "G"})}
ENDS = st.sampled_from([b"\r\n", b"\n"])

Told = tuple[int, tuple[str, ...], bool]


@dataclass
class Outcome:
    """Where every line of a text went."""

    lines: int
    proved: list[tuple[int, bytes]]
    kept: list[Told]
    refused: list[tuple[int, bytes, str]]
    blank: int
    continuation: int


def pieces_of(content: bytes, cuts: Sequence[int]) -> Iterator[bytes]:
    """A text cut at some places."""
    places = sorted({0, len(content), *(cut % (len(content) + 1) for cut in cuts)})
    for start, stop in pairwise(places):
        yield content[start:stop]


def outcome(blocks: Iterator[bytes], form: Form, scratch: Path, most_bytes: int = 2**20) -> Outcome:
    """Read a text as the worker does, but for the types of proved rows."""
    reader = TabbedReader(blocks, form, scratch, "text")
    care = Care(Typed(PUBLISHED["tbl_Court_Appln"], form, CODES))
    found = Outcome(0, [], [], [], 0, 0)
    for batch in reader.batches(most_bytes):
        numbers = [first + at for first, lines in batch.runs for at in range(lines)]
        found.proved += zip(numbers, batch.proved.read_bytes().split(b"\n")[:-1], strict=True)
        settled = care.settle(batch.careful)
        found.kept += [(row.line, row.cells, row.mended) for row in settled.kept]
        found.refused += [(row.line, row.raw, row.reason) for row in settled.refused]
        found.blank += settled.blank
        found.continuation += settled.continuation
    found.lines = reader.lines
    return found


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where proved lines go; each example writes it anew."""
    return tmp_path_factory.mktemp("tabbed") / "proved"


@settings(max_examples=600)
@given(body=TEXTS, end=ENDS)
def test_every_line_is_placed_once(scratch: Path, body: bytes, end: bytes) -> None:
    """Lines = header + blank + continuation + loaded + repaired + quarantined, whatever the bytes."""
    content = HEADER + end + body
    expected = content.count(b"\n") + (not content.endswith(b"\n"))

    found = outcome(iter([content]), form_of(content, "text"), scratch)

    rows = len(found.proved) + len(found.kept) + len(found.refused)
    assert found.lines == expected == 1 + found.blank + found.continuation + rows
    numbers = [one[0] for one in (*found.proved, *found.kept, *found.refused)]
    assert len(set(numbers)) == len(numbers)


@settings(max_examples=600)
@given(body=TEXTS, end=ENDS)
def test_the_cells_of_a_row_that_was_not_mended_give_its_line_back(scratch: Path, body: bytes, end: bytes) -> None:
    """Nothing is trimmed, unquoted or changed on the way; NUL alone stands for nothing."""
    content = HEADER + end + body
    form = form_of(content, "text")
    lines = content.split(b"\n")

    found = outcome(iter([content]), form, scratch)

    for line, text in found.proved:
        assert text.decode().removesuffix("\r") == lines[line - 1].decode().removesuffix("\r")
    for line, cells, mended in found.kept:
        given_cells = split(lines[line - 1].removesuffix(form.line_end[:-1]))
        assert mended or list(cells[: len(given_cells)]) == given_cells
    for line, raw, _ in found.refused:
        assert b"".join(lines[line - 1 :]).startswith(raw.replace(b"\n", b""))


@settings(max_examples=600)
@given(body=TEXTS, end=ENDS, cuts=st.lists(st.integers(0, 2**16)), most_bytes=st.integers(1, 200))
def test_where_blocks_are_cut_changes_nothing(
    scratch: Path, body: bytes, end: bytes, cuts: list[int], most_bytes: int
) -> None:
    """A zip hands out other pieces than a folder, and a row may lie across any of them."""
    content = HEADER + end + body
    form = form_of(content, "text")
    expected = outcome(iter([content]), form, scratch)

    assert outcome(pieces_of(content, cuts), form, scratch, most_bytes) == expected


@given(
    lines=st.lists(st.sampled_from([b"a\tb", b"a", b"", b"a\tb\tc", b"a\rb\tc", b"\xff\tb", b"\0\t"]), min_size=1),
    end=ENDS,
)
def test_a_line_is_proved_by_its_own_bytes(lines: list[bytes], end: bytes) -> None:
    """Two cells, no stray return, UTF-8, no NUL, and no text without a tab below it."""
    form = Form(("x", "y"), end, 2)
    plain = [line in {b"a\tb"} for line in lines]
    expected = [one and (at + 1 == len(lines) or lines[at + 1] != b"a") for at, one in enumerate(plain)]

    _, proved = prove(b"".join(line + end for line in lines), form)

    assert proved.tolist() == expected


def test_a_line_of_three_hundred_tabs_is_not_taken_for_one_of_forty_four() -> None:
    """Counts of tabs are summed in single bytes, which wrap at 256."""
    block = b"\t" * 300 + b"\n" + b"\t" * 44 + b"\n"

    _, proved = prove(block, Form(("",) * 45, b"\n", 45))

    assert np.array_equal(proved, [False, True])


def test_blocks_are_cut_between_two_sound_lines() -> None:
    """Such lines are never pieces of one row."""
    form = Form(("x", "y"), b"\n", 2)

    assert sound_end(b"1\t2\n3\t4\n", form) == 4
    assert sound_end(b"1\t2\n3\t4\nrest\n5\t6\n7", form) == 4
    assert sound_end(b"1\t2\nrest\n3\t4\n", form) == 0
    assert sound_end(b"", form) == 0


def test_text_without_sound_lines_is_cut_in_the_end(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is finite, and each line is still counted once."""
    monkeypatch.setattr(tabbed, "LONGEST_UNSOUND", 50)
    content = HEADER + b"\n" + b"no tabs here\n" * 100

    found = outcome(pieces_of(content, range(0, 2000, 30)), form_of(HEADER, "text"), scratch, 100)

    assert (found.lines, len(found.refused)) == (101, 100)


def test_a_text_without_line_ends_is_an_error(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A binary file does not fill the memory."""
    monkeypatch.setattr(tabbed, "LONGEST_UNSOUND", 50)
    monkeypatch.setattr(tabbed, "BLOCK_BYTES", 50)

    with pytest.raises(UnreadableFile, match="no line ends"):
        outcome(iter([HEADER + b"\n", *[b"x" * 60] * 3]), form_of(HEADER, "text"), scratch)


@pytest.mark.parametrize(
    ("content", "headers", "line_end", "width"),
    [
        (b"a\tb\r\n1\t2\r\n", ("a", "b"), b"\r\n", 2),
        (b"a\tb\n1\t2\n", ("a", "b"), b"\n", 2),
        (b"\xef\xbb\xbfa\tb", ("a", "b"), b"\n", 2),
        (b"a \tb\0\r\n", ("a", "b"), b"\r\n", 2),
        (b"a\tb\r\n1\t2\t3\r\n1\t2\t3\r\n1\t2\r\n", ("a", "b"), b"\r\n", 3),
        (b"a\tb\r\n1\r\n1\r\n", ("a", "b"), b"\r\n", 2),
    ],
)
def test_the_form_of_a_text(content: bytes, headers: tuple[str, ...], line_end: bytes, width: int) -> None:
    """Some tables carry more cells than names; a text of short rows keeps the width of its header."""
    assert form_of(content, "text") == Form(headers, line_end, width)


def test_a_text_without_a_byte_is_an_error() -> None:
    """A download that broke off at once."""
    with pytest.raises(UnreadableFile, match="it is empty"):
        form_of(b"", "text")


def test_lines_are_found_again_by_what_they_hold(scratch: Path) -> None:
    """The engine hands out rows without their lines, and equal lines are as many as they are."""
    content = HEADER + b"\r\n" + b"\r\n".join([ROW, ROW[:-1], ROW, b"2" + ROW[1:], ROW]) + b"\r\n"
    reader = TabbedReader(iter([content]), form_of(content, "text"), scratch, "text")

    [found] = [batch.taken_back([ROW, ROW, ROW[:-1]]) for batch in reader.batches()]

    assert [(one.line, one.raw) for one in found] == [(2, ROW), (3, ROW[:-1]), (4, ROW)]


def test_lines_that_are_taken_stand_nowhere_else(tmp_path: Path) -> None:
    """The other proved lines keep their numbers, and so do those that are read with care."""
    lines = [b"%d\tx" % number if number % 5 else b"%d\tx\ty" % number for number in range(2, 60)]
    content = b"a\tb\n" + b"".join(line + b"\n" for line in lines)

    def every_third(block: bytes, ends: tabbed.Positions, proved: tabbed.Flags) -> tabbed.Flags:
        numbers = np.array([int(line.split(b"\t")[0]) for line in block.split(b"\n")[: len(ends)]])
        taken: tabbed.Flags = proved & (numbers % 3 == 0)
        return taken

    reader = TabbedReader(iter([content]), form_of(content, ""), tmp_path / "proved", "", every_third)
    held: list[int] = []
    for batch in reader.batches():
        left = [int(line.split(b"\t")[0]) for line in batch.proved.read_bytes().splitlines()]
        numbered = [first + at for first, many in batch.runs for at in range(many)]
        assert left == numbered
        assert all(one.raw.startswith(b"%d\t" % one.line) for one in batch.careful)
        held += [*left, *(one.line for one in batch.careful)]
        assert batch.taken + len(held) == len(lines)
    taken = set(range(2, 60)) - set(held)
    assert taken
    assert all(number % 3 == 0 and number % 5 for number in taken)
