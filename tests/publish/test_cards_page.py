"""The page of cards: one file that loads nothing, escapes everything and hides what must stay."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from sojourn.claims.declare import Claim, ClaimsFile, Missing, Nearby, Reading
from sojourn.claims.judge import Alternative, Card, Judged, check
from sojourn.findings import Caveat, Finding, Rival
from sojourn.publish.bars import bars
from sojourn.publish.cards_page import cards_page
from sojourn.record.opened import Record
from test_findings import FINDING, OF_FEW

VOID = {"meta", "br", "hr", "img", "link", "input", "rect"}
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


class Page(HTMLParser):
    """The elements of a page; fails where they are not nested."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each element of one kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        """All text."""
        return " ".join(" ".join(self.texts).split())


def reading(
    measure: str, comparison: str, value: float, vary: dict[str, tuple[str, ...]] | None = None, **given: str
) -> Reading:
    """A reading that decides."""
    return Reading(f"the reading of {measure}", measure, given, comparison, value, 0, True, vary or {})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def file() -> ClaimsFile:
    """Claims of each verdict, with a chart, alternatives, and a finding that must not leave the machine."""
    months = reading("facility_population", "at_least", 50, facility="AAAAAAA", period="2025-05..2025-08")
    day = reading("largest_removal_days", "fewer_than", 30, citizenship="RUSSIA", period="FY2017")
    clocks = reading(
        "removals", "at_least", 7, {"period": ("FY2017", "2017-03")}, citizenship="CANADA", period="FY2017"
    )
    missing, nearby = (Missing("more files", "they would tell"),), (Nearby("about 30", "a paper", "2025"),)
    return ClaimsFile(
        "Cards of a test",
        "Nothing here is real.",
        (
            Claim("held", "Alpha held people.", "a test", "2026", (months,), (), nearby),
            Claim("day", "Few on one day.", "a test", "2026", (day,), missing, ()),
            Claim("clocks", "Several Canadians.", "a test", "2026", (clocks,), (), ()),
            Claim("open", "Nobody knows.", "a test", "2026", (), missing, ()),
        ),
    )


@pytest.fixture(scope="module")
def cards(file: ClaimsFile, tiny: Record) -> list[Card]:
    """Their cards."""
    return check(file, tiny)


@pytest.fixture(scope="module", params=[False, True], ids=["for this machine", "public"])
def page(request: pytest.FixtureRequest, file: ClaimsFile, cards: list[Card]) -> str:
    """The page, for this machine and for the public."""
    return cards_page(file, cards, public=request.param)


def made(finding: Finding, **claim: str) -> tuple[ClaimsFile, list[Card]]:
    """A page's input with one card of one finding."""
    one = reading("removals", "at_least", 1)
    texts = {"id": "one", "sentence": "A sentence.", "said_by": "a test", "published": "2026", **claim}
    told = Claim(**texts, readings=(one,), missing=(), nearby=())
    judged = Judged(one, "supported", finding, (Alternative({"clock": "counted"}, "supported", finding),))
    return ClaimsFile("t", "", (told,)), [Card(told, "supported", "", (judged,), finding.provenance.invented)]


def test_the_page_is_well_formed_and_its_ids_are_unique(page: str) -> None:
    """A browser that repairs a page shows something else than was meant."""
    ids = Counter(attributes["id"] for _, attributes in Page(page).elements if "id" in attributes)
    assert set(ids) >= {"held", "day", "clocks", "open"}
    assert set(ids.values()) == {1}


def test_each_label_points_at_something(page: str) -> None:
    """A reader by ear hears the sentence as the name of its card."""
    parsed = Page(page)
    ids = {attributes.get("id") for _, attributes in parsed.elements}
    assert {attributes["aria-labelledby"] for attributes in parsed.named("article")} <= ids


def test_the_page_loads_nothing(page: str) -> None:
    """No request ever leaves the reader's machine: no address in any attribute, no import, no image."""
    parsed = Page(page)
    assert not {"script", "link", "img", "iframe", "object", "embed", "base", "audio", "video"} & {
        tag for tag, _ in parsed.elements
    }
    attributes = [name for _, given in parsed.elements for name in given]
    assert not {
        "src",
        "srcset",
        "href",
        "xlink:href",
        "action",
        "poster",
        "background",
        "data",
        "style",
    } & set(attributes)
    assert not re.search(r"https?:|//\w|url\(|@import", page)


def test_no_script_can_run(page: str) -> None:
    """No handler, and a policy that would stop one."""
    parsed = Page(page)
    assert not [name for _, given in parsed.elements for name in given if name.startswith("on")]
    policies = [one["content"] for one in parsed.named("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert {"name": "referrer", "content": "no-referrer"} in parsed.named("meta")


def test_the_page_asks_for_nothing_and_is_no_government_site(page: str) -> None:
    """An impostor would add a box for an A-number; ours has none and says so."""
    parsed = Page(page)
    assert not {"input", "form", "textarea", "select", "button"} & {tag for tag, _ in parsed.elements}
    assert "This is not a government page. It never asks for a name, a number or a document." in parsed.text


def test_invented_rows_are_announced(page: str) -> None:
    """Above the first card, in a box of its own."""
    notice = page.index("INVENTED DATA: made by")
    assert 'class="notice" role="note"' in page[notice - 40 : notice]
    assert notice < page.index("<article")


def test_a_record_of_published_files_carries_no_such_notice() -> None:
    """The notice would lose its meaning."""
    provenance = replace(FINDING.provenance, invented=False)
    assert "INVENTED DATA" not in cards_page(*made(replace(FINDING, provenance=provenance)), public=False)


def test_every_picture_has_a_title_and_its_table(page: str) -> None:
    """Who cannot see the chart has its name and its numbers."""
    parsed = Page(page)
    pictures = parsed.named("svg")
    assert len(pictures) == 1
    assert all(one["role"] == "img" and one["aria-label"] for one in pictures)
    assert page.count("<svg") == page.count("<title>people, mean per day</title>")
    assert "<td>2025-06-01</td><td>100</td>" in page


@pytest.mark.parametrize(("public", "supported", "open_ones"), [(False, 2, 1), (True, 1, 2)])
def test_the_tally_counts_the_verdicts(
    file: ClaimsFile, cards: list[Card], public: bool, supported: int, open_ones: int
) -> None:
    """Four verdicts, also those that no card has; on a public page a hidden number judges no claim."""
    told = re.findall(r"<li><strong>(\d)</strong> ([a-z ]+)</li>", cards_page(file, cards, public=public))
    assert {verdict: int(count) for count, verdict in told} == {
        "supported": supported,
        "contradicted": 0,
        "depends": 1,
        "not determinable": open_ones,
    }


def test_the_page_for_this_machine_shows_and_marks_what_must_stay(file: ClaimsFile, cards: list[Card]) -> None:
    """The author sees the figure with the notice that it may not leave."""
    text = Page(cards_page(file, cards, public=False)).text
    assert "At most 3 removed on one day" in text
    assert "THIS MACHINE ONLY" in text
    assert "For this machine." in text


def test_the_public_page_withholds_what_must_stay(file: ClaimsFile, cards: list[Card]) -> None:
    """Neither the figure nor its table, range or alternatives are on it, nor the verdict, which would tell the figure."""
    text = Page(cards_page(file, cards, public=True)).text
    assert "at most 3" not in text
    assert "2016-11-02" not in text
    assert "Not shown on a public page." in text
    assert "an answer of tier P2 stays on this machine" in text
    assert "not determinable from what may be published." in text
    assert "ALPHA DETENTION CENTER held" in text
    assert "For this machine." not in text


def test_the_public_page_withholds_alternatives_of_a_finding_that_passes() -> None:
    """A year may be published while one month of it may not."""
    month = replace(FINDING, told=OF_FEW, sentence="2 removals in 2017-03.")
    file, (card,) = made(FINDING)
    judged = replace(card.readings[0], alternatives=(Alternative({"period": "2017-03"}, "supported", month),))
    text = Page(cards_page(file, [replace(card, readings=(judged,))], public=True)).text
    assert FINDING.sentence in text
    assert "2 removals in 2017-03" not in text
    assert text.count("Not shown on a public page.") == 1


def test_hostile_text_is_only_text() -> None:
    """Whatever a claims file or an agency file holds, the page shows it as letters."""
    finding = replace(
        FINDING,
        sentence=HOSTILE,
        denominator_is=HOSTILE,
        parameters={"facility": HOSTILE},
        columns=(HOSTILE, HOSTILE),
        rows=((HOSTILE, HOSTILE),),
        caveats=(Caveat(HOSTILE), Caveat(HOSTILE, "warning")),
        rivals=(Rival(1, HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
        provenance=replace(FINDING.provenance, sql=HOSTILE, releases=(HOSTILE,)),
    )
    file, cards = made(finding, id=HOSTILE, sentence=HOSTILE, said_by=HOSTILE, published=HOSTILE)
    parsed = Page(cards_page(replace(file, title=HOSTILE, about=HOSTILE), cards, public=False))
    assert not {"script", "img"} & {tag for tag, _ in parsed.elements}
    assert not [name for _, given in parsed.elements for name in given if name.startswith("on")]
    assert parsed.text.count("<script>alert(1)</script>") > 10


def test_a_chart_escapes_its_words() -> None:
    """Labels and title come from findings."""
    parsed = Page(bars([(HOSTILE, 1.0), ("b", 0.0), ("c", 2.0)], HOSTILE))
    assert {tag for tag, _ in parsed.elements} == {"svg", "title", "rect", "text"}


def test_a_chart_begins_at_zero_and_reaches_its_highest_bar() -> None:
    """Half the value is half the height, and nothing divides by zero."""
    heights = [float(one["height"] or 0) for one in Page(bars([("a", 1.0), ("b", 2.0), ("c", 0.0)], "t")).named("rect")]
    assert [height / heights[1] for height in heights] == [0.5, 1, 0]
    assert "NaN" not in bars([("a", 0.0), ("b", 0.0), ("c", 0.0)], "t")


def test_a_cell_is_written_as_people_read_it() -> None:
    """Dates are ISO, truth is yes or no, a missing cell is empty."""
    rows = ((date(2017, 1, 1), 12345, True, 0.25, None),)
    page = cards_page(*made(replace(FINDING, columns=("a", "b", "c", "d", "e"), rows=rows)), public=False)
    assert "<td>2017-01-01</td><td>12,345</td><td>yes</td><td>0.250</td><td></td>" in page
