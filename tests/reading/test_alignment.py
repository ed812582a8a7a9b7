"""Shifted rows: mended where one reading is left, and never into another row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sojourn.errors import BadDeclaration
from sojourn.reading.alignment import (
    MOST_HIDDEN,
    MOST_MERGED,
    Ambiguous,
    Domain,
    Impossible,
    Kind,
    Unique,
    align,
    join,
    trimmed,
)

DATE = "2019-02-03 00:00:00.000"
ID = Domain("id", blank=False)
CITY = Domain("text", width=30)
STATE = Domain("code", codes=frozenset({"LA", "TX", "CA"}))
ZIP = Domain("text", pattern=r"\d{5}(-\d{4})?")
NATION = Domain("code", codes=frozenset({"MX", "GT", "HO", "NA"}))
LANGUAGE = Domain("code", codes=frozenset({"SP", "ENG", "K1"}))
DAY = Domain("date")
LOCATION = Domain("code", codes=frozenset({"JNA", "OAK", "NOL", "SNA"}))
FLAG = Domain("yes_no")

CASE = [
    ID,
    CITY,
    STATE,
    ZIP,
    ZIP,
    CITY,
    NATION,
    LANGUAGE,
    Domain("code", width=1),
    DAY,
    LOCATION,
    Domain("month"),
    FLAG,
]
"""The first columns of the case table, and some of the later ones, in their order."""

PLAIN = ["7", "BATON ROUGE", "LA", "70801", "70802", "JENA", "MX", "SP ", "N", "", "JNA", "7/1988", ""]


def row(changes: dict[int, list[str]]) -> list[str]:
    """The plain row with some of its cells replaced by what the line holds there."""
    return [piece for at, cell in enumerate(PLAIN) for piece in changes.get(at, [cell])]


def unique(cells: Sequence[str], domains: Sequence[Domain] = CASE) -> Unique:
    """The one reading that must be there."""
    answer = align(cells, domains)
    assert isinstance(answer, Unique), answer
    return answer


def plain(city: str = "BATON ROUGE") -> tuple[str, ...]:
    """The plain row, trimmed, with a city."""
    return ("7", city, "LA", "70801", "70802", "JENA", "MX", "SP", "N", "", "JNA", "7/1988", "")


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("id", ["7", "123456789012345678", " 7\0"], ["FC", "7.0", "-7", "1234567890123456789"]),
        ("date", [DATE, "2925-01-31", "1900-01-01 00:00:00"], ["2019-13-01", "2019-1-1", "7/1988", "201"]),
        ("integer", ["0012", "-4", "0"], ["", "b6", "1,000"][1:]),
        ("yes_no", ["0", "1", "Y", "n"], ["2", "YES"]),
        ("clock", ["0900", "0000", "900"], ["09:00", "09000"]),
        ("month", ["7/1988", "12/2001", "07/1988"], ["13/1988", "0/1988", "1988"]),
        ("code", ["SP ", "241a02Bi     ", "A.2.a", "???"], ["NEW ORLEANS"]),
        ("text", ["NEW ORLEANS", 'a "quote', "a\tb\nc"], []),
    ],
)
def test_a_kind_fits_what_releases_hold(kind: Kind, good: list[str], bad: list[str]) -> None:
    """Padding and NULs around a cell do not count."""
    domain = Domain(kind)

    assert [domain.fits(cell) for cell in good] == [True] * len(good)
    assert [domain.fits(cell) for cell in bad] == [False] * len(bad)


@pytest.mark.parametrize("cell", ["", "  ", "\0", " \0 "])
def test_a_blank_cell_fits_where_blanks_are_allowed(cell: str) -> None:
    """Blank is written in four ways."""
    assert (Domain("date").fits(cell), Domain("date", blank=False).fits(cell)) == (True, False)


@pytest.mark.parametrize(
    ("cell", "fits", "listed"),
    [
        ("MX", True, True),
        ("mx ", True, True),
        ("ZZ", True, False),
        ("MEX", False, False),
        ("M X", False, False),
        ("N A", True, True),
        ("", True, True),
    ],
)
def test_a_code_may_fit_without_being_listed(cell: str, fits: bool, listed: bool) -> None:
    """Up to 2 % of the codes in good rows are in no lookup; a listed code fits whatever its shape."""
    domain = Domain("code", width=2, codes=frozenset({"MX", "N A"}))

    assert (domain.fits(cell), domain.listed(cell)) == (fits, listed)


def test_a_pattern_takes_the_place_of_the_shape() -> None:
    """A postal code is text, but no city."""
    assert [ZIP.fits(cell) for cell in ("70801", "70801-1234", "LA")] == [True, True, False]


@pytest.mark.parametrize(("kind", "pattern"), [("word", ""), ("text", "(")])
def test_an_impossible_domain_is_refused(kind: Kind, pattern: str) -> None:
    """A mistyped declaration must not mean that every row is damaged."""
    with pytest.raises(BadDeclaration):
        Domain(kind, pattern=pattern)


def test_a_row_in_place_is_its_own_reading() -> None:
    """No edit is fewer than any."""
    assert align(PLAIN, CASE) == Unique(plain())


def test_a_city_that_ends_in_a_tab_is_mended() -> None:
    """The real shape: a blank cell after the city, the state where the postal code belongs."""
    expected = Unique(plain(), merged=((1, 2),))

    assert align(row({1: ["BATON ROUGE", ""]}), CASE) == expected


def test_a_tab_inside_a_city_is_mended() -> None:
    """The tab is part of the cell, as it was in the database."""
    expected = Unique(plain("BATON\tROUGE"), merged=((1, 2),))

    assert align(row({1: ["BATON", "ROUGE"]}), CASE) == expected


def test_two_tabs_in_two_cities_are_mended() -> None:
    """Each is held in its place by the typed columns between them."""
    expected = Unique((*plain()[:1], "BATON\tROUGE", *plain()[2:5], "JE\tNA", *plain()[6:]), merged=((1, 2), (5, 2)))

    assert align(row({1: ["BATON", "ROUGE"], 5: ["JE", "NA"]}), CASE) == expected


def test_a_tab_behind_a_code_is_mended() -> None:
    """Proceedings hold no free text, and 71 of their rows are shifted all the same."""
    proceeding = [ID, ID, DAY, LOCATION, LOCATION, NATION, DAY]

    assert unique(["1", "7", DATE, "JNA", " ", "", "MX", DATE], proceeding).cells == (
        "1",
        "7",
        DATE,
        "JNA",
        "",
        "MX",
        DATE,
    )


def test_a_code_that_may_belong_to_the_city_before_it_is_ambiguous() -> None:
    """Either JENA and the nation MX, or a city that ends in MX and no nation."""
    assert align(row({6: ["MX", " "]}), CASE) == Ambiguous(2)
    assert align(row({5: ["JENA", "MX"], 6: [""]}), CASE) == Ambiguous(2)


def test_surplus_blanks_at_the_end_belong_to_the_last_column() -> None:
    """Some lines end in more tabs than the header has."""
    assert unique([*PLAIN, "", " "]).cells == plain()


def test_a_short_line_is_padded() -> None:
    """Cells that are missing at the end are blank; the caller hears how many."""
    expected = Unique((*plain()[:9], *[""] * 4), padded=4)

    assert align(PLAIN[:9], CASE) == expected


def test_a_short_line_is_not_padded_where_a_cell_is_due() -> None:
    """A row without its last key is not a row."""
    assert align(["1"], [ID, ID]) == Impossible()


def test_a_hidden_shift_is_mended() -> None:
    """The right number of cells: one tab too many in the city, the last cell lost."""
    line = row({1: ["BATON", "ROUGE"]})[:-1]

    assert len(line) == len(CASE)
    assert align(line, CASE) == Unique(plain("BATON\tROUGE"), merged=((1, 2),), padded=1)


def test_a_wrong_cell_in_place_is_not_explained_away() -> None:
    """A bad value must not be hidden in a city with everything before it."""
    assert align(row({9: ["yesterday"]}), CASE) == Impossible()


def test_two_rows_in_one_line_are_not_one_row() -> None:
    """The first would lose its end, the second its key, and the city would hold the rest."""
    free = [ID, Domain("text"), *CASE[2:]]

    assert align([*PLAIN[:-1], PLAIN[-1] + PLAIN[0], *PLAIN[1:]], free) == Impossible()


def test_a_line_with_two_readings_is_ambiguous() -> None:
    """Nobody can say which of two neighbouring texts held the tab."""
    assert align(["1", "a", "b", "c"], [ID, CITY, CITY]) == Ambiguous(2)


def test_readings_that_differ_only_in_blanks_are_one() -> None:
    """A blank cell may have stood on either side of an empty one."""
    assert unique(["1", "a", "", " ", "LA"], [ID, CITY, CITY, STATE]).cells == ("1", "a", "", "LA")


def test_a_text_is_not_cut_at_the_width_of_its_column() -> None:
    """A city of 31 letters was never in a column of 30."""
    assert align(["1", "a" * 30, "b", "LA"], [ID, CITY, STATE]) == Impossible()


def test_listed_codes_decide_between_readings() -> None:
    """FT WORTH could end in a state of WO, if there were one."""
    columns = [ID, CITY, Domain("code", width=5, codes=STATE.codes), ZIP, CITY]

    assert unique(["1", "FT", "WORTH", "", "", "JENA"], columns).cells == ("1", "FT\tWORTH", "", "", "JENA")


def test_an_unlisted_code_alone_rules_nothing_out() -> None:
    """A new nationality is no damage."""
    assert unique(row({1: ["BATON", "ROUGE"], 6: ["ZZ"]})).unlisted == 1


def test_a_motion_row_with_two_unnamed_cells_is_in_place() -> None:
    """The header has 41 names, rows have 43 cells; the last two are columns of their own."""
    motion = [ID, ID, ID, *[DAY, LOCATION] * 19, Domain("text"), Domain("text")]
    cells = ["1", "2", "3", *[DATE, "JNA"] * 19, "A.2.a", "x"]

    assert align(cells, motion) == Unique(tuple(cells))
    assert align([*cells[:5], "", *cells[5:]], motion) == Unique(tuple(cells), merged=((4, 2),))


def test_another_separator_is_stripped_from_merged_cells_too() -> None:
    """A separator at the edge of a cell is no part of it, whatever it is."""
    assert align(["1", "A", "", "LA"], [ID, CITY, STATE], "|") == Unique(("1", "A", "LA"), merged=((1, 2),))
    assert align(["1", "A", "B", "LA"], [ID, CITY, STATE], "|") == Unique(("1", "A|B", "LA"), merged=((1, 2),))


def test_lines_join_inside_a_cell() -> None:
    """A line end inside a city cuts its row in two."""
    expected = ["7", "BATON\nROUGE", "LA"]

    assert join(["7", "BATON"], ["ROUGE", "LA"]) == expected
    assert align(join(["7", "BATON"], ["ROUGE", "LA"]), [ID, CITY, STATE]) == Unique(tuple(expected))


@pytest.mark.parametrize("cells", [71, 200])
def test_the_work_for_the_widest_tables_stays_small(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in which every line is damaged must still end: each column is tried at no more places than edits allow."""
    columns = [ID, *[Domain("text", width=60), DAY, LOCATION, FLAG] * 16]
    line = ["1", *["", "", "JNA", ""] * 50][:cells]
    tried: list[str] = []
    fits = Domain.fits

    def counted(domain: Domain, cell: str) -> bool:
        tried.append(cell)
        return fits(domain, cell)

    monkeypatch.setattr(Domain, "fits", counted)
    align(line, columns)

    edits = MOST_MERGED + MOST_HIDDEN + 1
    assert len(tried) <= 2 * len(columns) * edits * edits


DOMAINS = [ID, CITY, Domain("text", width=4), STATE, ZIP, NATION, DAY, FLAG, Domain("code", width=3), Domain("text")]
WORDS = ["", " ", "1", "0", "70801", "LA", "MX", "ZZ", "Y", "FT", "WORTH", "NEW YORK", DATE, "2019-02-03", "b6"]
columns_of = st.lists(st.sampled_from(DOMAINS), min_size=1, max_size=5)


def spans(cells: int, columns: int) -> Iterator[list[tuple[int, int]]]:
    """Every way to cut cells into so many runs."""
    for cuts in combinations(range(1, cells), columns - 1):
        yield list(zip((0, *cuts), (*cuts, cells), strict=True))


def placed(cells: list[str], domain: Domain, span: tuple[int, int], shifts: int) -> str | None:
    """The trimmed cell that a run makes in a column; none where it may not."""
    run = cells[slice(*span)]
    free = domain.kind == "text" and not domain.pattern
    merges = len(run) == 1 or free or (shifts == 0 and sum(1 for cell in run if trimmed(cell)) < 2)
    whole = trimmed("\t".join(run))
    return whole if merges and domain.fits(whole) else None


def every_reading(cells: list[str], domains: list[Domain]) -> set[tuple[str, ...]]:
    """All readings that are best by the rules, found by trying everything."""
    width = len(domains)
    for shifts in range(3):
        pads = max(0, width - len(cells)) + shifts
        found: list[tuple[str, ...]] = []
        if 0 < width - pads <= len(cells) <= width - pads + 6 and all(
            domain.blank for domain in domains[width - pads :]
        ):
            for cut in spans(len(cells), width - pads):
                row = [placed(cells, domain, span, shifts) for domain, span in zip(domains, cut, strict=False)]
                found += [(*(cell for cell in row if cell is not None), *[""] * pads)] if None not in row else []
        if found:
            unlisted = [
                sum(not domain.listed(cell) for domain, cell in zip(domains, reading, strict=True)) for reading in found
            ]
            return {reading for reading, count in zip(found, unlisted, strict=True) if count == min(unlisted)}
    return set()


@given(cells=st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), domains=columns_of)
@example(cells=["FT", "WORTH", ""], domains=[CITY, CITY])
@example(cells=["FT", "", "", "LA"], domains=[CITY, CITY, STATE])
def test_the_count_of_readings_is_that_of_trying_everything(cells: list[str], domains: list[Domain]) -> None:
    """One reading, none, or more: the three answers are exact."""
    expected = every_reading(cells, domains)

    answer = align(cells, domains)

    assert (isinstance(answer, Impossible), isinstance(answer, Ambiguous)) == (not expected, len(expected) > 1)
    if isinstance(answer, Unique):
        assert {answer.cells} == expected


@given(cells=st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), domains=columns_of)
def test_a_reading_holds_every_cell_of_the_line(cells: list[str], domains: list[Domain]) -> None:
    """What was merged and added accounts for the line; nothing but blanks is dropped."""
    answer = align(cells, domains)

    if isinstance(answer, Unique):
        assert len(answer.cells) == len(domains)
        assert all(domain.fits(cell) for domain, cell in zip(domains, answer.cells, strict=True))
        assert len(cells) == len(domains) - answer.padded + sum(taken - 1 for _, taken in answer.merged)
        kept = [trimmed(piece) for cell in answer.cells for piece in cell.split("\t")]
        assert [cell for cell in kept if cell] == [trimmed(cell) for cell in cells if trimmed(cell)]


VALUES: dict[Kind, list[str]] = {
    "id": ["1", "4000123"],
    "date": [DATE, ""],
    "code": ["LA", "TX", ""],
    "yes_no": ["0", "1", ""],
    "text": ["A", "NEW ORLEANS", "LA", "1", ""],
}
TYPED = [ID, Domain("date"), STATE, FLAG, Domain("text", width=40)]


@st.composite
def damaged(draw: st.DrawFn) -> tuple[list[str], tuple[str, ...], list[Domain]]:
    """A line whose text holds a tab, the row that it came from, and the columns."""
    domains = [
        *draw(st.lists(st.sampled_from(TYPED), max_size=8)),
        CITY,
        *draw(st.lists(st.sampled_from(TYPED), max_size=8)),
    ]
    cells = [draw(st.sampled_from(VALUES[domain.kind])) for domain in domains]
    at = domains.index(CITY)
    cells[at] = draw(st.sampled_from(["BATON\tROUGE", "JENA\t", "\tJENA", "\t", "LA\t", "FT \t WORTH", "A\t\tB"]))
    return "\t".join(cells).split("\t"), tuple(map(trimmed, cells)), domains


@given(damaged())
def test_a_damaged_row_is_never_mended_into_another(example: tuple[list[str], tuple[str, ...], list[Domain]]) -> None:
    """The row as it was, or no row: a wrong one would stand in the record as a fact."""
    cells, expected, domains = example

    answer = align(cells, domains)

    assert isinstance(answer, Ambiguous) or (isinstance(answer, Unique) and answer.cells == expected)
