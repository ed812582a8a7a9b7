"""The pictures of the documents: small, of every type of page, each named in docs/site.md, and taken as the program says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from web.pictures import FOLDER, LARGEST, PICTURES, take
from web.png import COLOURS, pixels, small
from web.running import PAGES, Running

DOCUMENT = FOLDER.parent / "site.md"
TOLD_ELSEWHERE = {"leave", "courts", "facilities"}
"""Pages that are a list or nothing."""


def test_every_type_of_page_has_a_picture() -> None:
    """A page that nobody looked at is a page that nobody mended."""
    assert {one.page for one in PICTURES.values()} == PAGES.keys() - TOLD_ELSEWHERE


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_there_and_small(name: str) -> None:
    """It is fetched with the documents, also over a slow line."""
    assert 1_000 < (FOLDER / f"{name}.png").stat().st_size <= LARGEST


def test_the_document_says_which_picture_is_which() -> None:
    """Each picture is named once in the table of docs/site.md, and none that is not there."""
    told = re.findall(r"\(pictures/(site-[\w-]+)\.png\)", DOCUMENT.read_text(encoding="utf-8"))

    assert sorted(told) == sorted(PICTURES)


@pytest.mark.browser
def test_a_small_picture_shows_the_same(browser: Any) -> None:
    """Few colours stay exactly as they are; of many, each pixel keeps near to what it was."""
    rng = np.random.default_rng(7)
    few = rng.choice(np.array([[0, 0, 0], [255, 255, 255], [23, 80, 127]], np.uint8), (40, 60))
    many = np.stack([np.add.outer(np.arange(40), np.arange(60)).astype(np.uint8) * 2] * 3, axis=2)
    many[:, :, 0] += np.arange(40, dtype=np.uint8)[:, None]

    assert (pixels(browser, small(few)) == few).all()
    assert len(np.unique(pixels(browser, small(many)).reshape(-1, 3), axis=0)) <= COLOURS
    assert np.abs(pixels(browser, small(many)).astype(int) - many.astype(int)).mean() < 16


@pytest.mark.browser
def test_a_picture_is_taken_as_the_program_says(open_site: Running, browser: Any, key: Any, tmp_path: Path) -> None:
    """The screen of the picture's size, small enough, with the word that its rows are invented."""
    made = take(browser, open_site, key, PICTURES["site-family-ru-320"])
    (tmp_path / "taken.png").write_bytes(made)

    assert pixels(browser, made).shape == (1100, 320, 3)
    assert len(made) <= LARGEST
