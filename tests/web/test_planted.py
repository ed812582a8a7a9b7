"""Names in the files of an agency, and values in an address, are texts: no page, drawing, query or spreadsheet runs them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tiny
import tiny_court
from measures.court import asylum_court
from sojourn.findings import harmless
from sojourn.measures import MEASURES
from sojourn.web.openapi import ROOT, SPLIT
from web.visit import Visit, addresses, texts

SCRIPT, DRAWING = '"><script>alert(1)</script>', "</svg><script>alert(2)</script><img src=x onerror=y>"
PLANTED = {
    "AAAAAAA": SCRIPT,
    "BBBBBBB": DRAWING,
    "CCCCCCC": "=cmd|' /C calc'!A0",
    "EEEEEEE": "\uff1dHYPERLINK(1)\u202egpj",
}
SHOWING = [
    *(f"/en/facility/{code}" for code in PLANTED),
    *(f"/en/ask/facility_population?facility={code}" for code in PLANTED),
    "/en/facility",
    "/en/search?q=script",
    "/en/court/JNA",
    "/en/court/OAK",
    "/en/court/JNA/judge/CAT",
    "/en/court/OAK/judge/JAD",
    "/ru/ask/judge_variation?court=OAK",
    "/en/ask/asylum_outcomes?by=judge&by=court",
    "/en/exhibit/asylum_outcomes?by=judge",
]
BEGINNINGS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
INJECTED = (
    "'; DROP TABLE removals; --",
    "' OR '1'='1",
    "1) UNION SELECT table_name FROM information_schema.tables --",
    "$release",
    "?",
    "\"; ATTACH 'x'; --",
    "/* */",
    "x' || read_text('/etc/passwd') || '",
    "%",
    "\\",
    "\x00",
    "\u202eAISSUR",
    "R\u0301USSIA",
    "RU\u200bSSIA",
    "\uff32\uff35\uff33\uff33\uff29\uff21",
    "\ud7ff\ue000\U0010ffff",
    "9" * 400,
)
"""SQL of several kinds, signs that bind values, right-to-left, combining, zero width, full width, and at the ends of planes."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """A site over a record whose facilities, judges and towns have such names."""
    folder = tmp_path_factory.mktemp("planted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tiny, "FACILITIES", PLANTED)
        tiny.write_files(folder)
        patch.setattr(asylum_court, "COURTS", [("JNA", SCRIPT, "LA"), ("OAK", "@SUM(1)", "LA"), ("NYC", DRAWING, "NY")])
        judges = [("CAT", SCRIPT), ("JAD", "-1+1"), ("VJO", DRAWING), ("VJ1", "+cmd")]
        tiny_court.write_zip(folder / "court.zip", asylum_court.files(asylum_court.july(), judges))
        visit = Visit(tiny.made(folder))
    yield visit
    visit.site.close()


@pytest.fixture(scope="module")
def visit() -> Visit:
    """The site over the tiny record."""
    return Visit(seconds=5)


@pytest.mark.parametrize("path", SHOWING)
def test_a_name_in_the_data_is_shown_and_not_run(planted: Visit, path: str) -> None:
    """A facility, judge or town whose name closes a drawing and opens a script is a text on pages, drawings and lists."""
    page = planted.page(path)

    assert not [one for one in page.iter() if one.tag in {"script", "img", "iframe", "object"}]
    assert not [name for one in page.iter() for name in one.attrib if str(name).startswith("on")]
    assert not [one for one in addresses(page) if one.startswith(("javascript:", "data:"))]


@pytest.mark.parametrize("path", ["/en/facility/AAAAAAA", "/en/court/JNA", "/en/court/JNA/judge/CAT"])
def test_the_name_is_really_there(planted: Visit, path: str) -> None:
    """Otherwise the test before this one looks at nothing."""
    assert "alert(1)" in texts(planted.page(path))


def test_a_name_in_the_data_is_no_formula_in_a_table(planted: Visit) -> None:
    """A spreadsheet must show the name of a facility, a court or a judge, whatever it begins with."""
    answer = planted.client.get(f"{ROOT}/csv/facility_population?by=facility").text
    asked = planted.client.get(f"{ROOT}/csv/facility_codes").text
    judged = planted.client.get(f"{ROOT}/csv/asylum_outcomes?by=judge&by=court").text

    for text in (answer, asked, judged):
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(BEGINNINGS) and not _is_number(cell)]
    assert "'-1+1" in judged


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@given(
    st.sampled_from(BEGINNINGS), st.text(), st.sampled_from(["", " ", "\t", "\r", "\n", "\u200b", "\ufeff", "\xa0 "])
)
def test_no_text_of_any_kind_begins_a_formula(sign: str, text: str, before: str) -> None:
    """Also behind blanks and signs that nobody sees."""
    assert harmless(before + sign + text) == "'" + before + sign + text


@given(st.text(alphabet=st.characters(categories=["L", "N"])) | st.integers() | st.none())
def test_what_is_no_formula_is_left_as_it_is(cell: str | int | None) -> None:
    """A number stays one, and a name is not changed."""
    assert harmless(cell) == cell


def _injections() -> Iterator[tuple[str, str]]:
    for name, one in MEASURES.items():
        yield from ((name, parameter.name) for parameter in one.parameters)
        yield name, SPLIT


@settings(max_examples=300, deadline=None)
@given(
    asked=st.sampled_from(list(_injections())), value=st.sampled_from(INJECTED) | st.text(max_size=40), seen=st.data()
)
def test_no_value_of_a_parameter_is_run(visit: Visit, asked: tuple[str, str], value: str, seen: st.DataObject) -> None:
    """Each parameter of each measure: an answer, a reason or a refusal, and the record is whole afterwards."""
    name, parameter = asked
    needed = {one.name: one.choices[0] if one.choices else value for one in MEASURES[name].parameters if one.required}
    try:
        value.encode()
    except UnicodeEncodeError:
        return  # half of a sign is in no address
    what = seen.draw(st.sampled_from(["ask", "csv"]))

    answer = visit.client.get(f"{ROOT}/{what}/{name}", params={**needed, parameter: value})

    assert answer.status_code in {200, 400, 422}, answer.text[:300]
    assert "root:" not in answer.text
    assert "Parser Error" not in answer.text
    assert "information_schema" not in answer.text or "information_schema" in value
    assert visit.client.get(f"{ROOT}/releases").json()["releases"]


def test_a_planted_name_leads_into_no_other_folder(planted: Visit, tmp_path: Path) -> None:
    """The files of a site are named by codes and not by what an agency wrote."""
    from sojourn.web.folder import publish_site  # the folder is made here alone

    made = publish_site(planted.site.folder, tmp_path / "out")

    assert sorted(one.name for one in tmp_path.iterdir()) == ["out"]
    for path in made.folder.rglob("*.html"):
        assert "<script" not in path.read_text(encoding="utf-8")
