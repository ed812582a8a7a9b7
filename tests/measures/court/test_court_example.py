"""The worked example of docs/court.md is what the measures say of the invented release that it describes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from measures.court.counted_court import Release, record_of
from sojourn.measures import measure
from sojourn.record.opened import Record
from sojourn.words.figures import percent

PAGE = Path(__file__).parents[3] / "docs" / "court.md"


def decided(release: Release, letters: tuple[str, ...], other: str = "") -> str:
    """A case that judge QQA completed at Jena, with an asylum application for each letter and perhaps one more."""
    case = release.case()
    days = {"OSC_DATE": "2022-05-02", "COMP_DATE": "2024-03-05"}
    proceeding = release.proceeding(case, "JNA", DEC_CODE="X", **days)
    for number, letter in enumerate(letters):
        release.asylum(case, proceeding, letter, f"2023-0{number + 1}-02")
    if other:
        row = {"IDNCASE": case, "IDNPROCEEDING": proceeding, "APPL_CODE": "WCAT", "APPL_DEC": other}
        release.add("tbl_Court_Appln", row)
    return case


def example() -> Release:
    """88 cases of one judge: the list of the page."""
    release = Release()
    groups = ((40, ("D",), ""), (6, ("D",), "L"), (10, ("G",), ""), (4, ("L",), ""), (12, ("W",), ""), (8, ("A",), ""))
    for count, letters, other in groups:
        for _ in range(count):
            decided(release, letters, other)
    for _ in range(5):
        later = {"OSC_DATE": "2022-05-02", "COMP_DATE": "2025-02-03", "IJ_CODE": "QQB"}
        release.proceeding(decided(release, ("D",)), "NOL", DEC_CODE="X", **later)
    for _ in range(3):
        decided(release, ("D", "W"))
    return release


@pytest.fixture(scope="module")
def invented() -> Iterator[Record]:
    """The record of the example."""
    record = record_of(example().files())
    yield record
    record.close()


@pytest.mark.parametrize(
    ("definition", "attribution", "part", "whole"),
    [
        ("trac_2007", "own", 54, 64),
        ("trac_2007", "last", 49, 59),
        ("trac_2022", "own", 48, 68),
        ("trac_2022", "last", 43, 63),
        ("eoir", "", 10, 83),
        ("case_last", "", 10, 56),
    ],
)
def test_the_example_of_the_page_holds(
    invented: Record, definition: str, attribution: str, part: int, whole: int
) -> None:
    """The numbers were counted by hand from the list; measure and page agree with them."""
    given = {"judge": "QQA", "court": "JNA", "definition": definition}
    finding = measure("asylum_outcomes").ask(invented, given | ({"attribution": attribution} if attribution else {}))
    assert (finding.numerator, finding.denominator) == (part, whole)
    assert finding.interval
    row = next(line for line in PAGE.read_text(encoding="utf-8").splitlines() if _is_row(line, definition, attribution))
    assert f"{part} of {whole}" in row
    assert percent(part / whole) in row
    assert re.search(rf"{100 * finding.interval.low:.0f}-{100 * finding.interval.high:.0f} %", row)


def _is_row(line: str, definition: str, attribution: str) -> bool:
    return line.startswith(f"| `{definition}` | {attribution or 'last'} |")
