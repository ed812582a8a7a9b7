"""The site as a folder: audited once, whole, the same each time, and every link leads to a file of it."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import pytest

from cli.runs import document, run
from measures.court.asylum_court import asylum_record
from sojourn.disclosure.published import FILE, read_publication
from sojourn.errors import GateError, LimitReached
from sojourn.findings import Finding
from sojourn.sources.declare import vocabulary
from sojourn.web.asked import Asked, Page
from sojourn.web.folder import SUMS, FolderSite, PublicPage, Published, publish_site, relative
from sojourn.web.render import frame
from sojourn.web.site import Question
from sojourn.words.languages import LANGUAGES
from sojourn.words.spoken import words
from tiny import tiny_folder
from web.visit import addresses, is_elsewhere, read, texts

LARGEST = 100_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The folder of the tiny record."""
    return publish_site(tiny_folder(), tmp_path_factory.mktemp("made") / "out")


@pytest.fixture(scope="module")
def courts(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The folder of a small court release."""
    return publish_site(asylum_record().folder, tmp_path_factory.mktemp("courts") / "out")


@pytest.fixture(scope="module")
def pages(made: Published) -> dict[Path, Element]:
    """Every page of the folder, read strictly."""
    return pages_of(made)


def pages_of(made: Published) -> dict[Path, Element]:
    """Every page of a folder, read strictly."""
    return {path: read(path.read_text(encoding="utf-8")) for path in made.folder.rglob("*.html")}


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path."""
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_the_same_record_gives_the_same_bytes(made: Published, tmp_path: Path) -> None:
    """Whoever has the record can make the folder again and compare."""
    again = publish_site(tiny_folder(), tmp_path / "again")

    assert files(made.folder) == files(again.folder)
    assert made.manifest == again.manifest


@pytest.mark.parametrize("folder", ["made", "courts"])
def test_every_link_leads_to_a_file_of_the_folder(folder: str, request: pytest.FixtureRequest) -> None:
    """There is no server to say that a page is missing, and none to ask elsewhere."""
    for path, page in pages_of(request.getfixturevalue(folder)).items():
        for address in addresses(page):
            parts = urlsplit(address)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert not is_elsewhere(address), address
            assert target.is_file(), f"{path}: {address}"
            assert not parts.fragment or f'id="{parts.fragment}"' in target.read_text(encoding="utf-8"), address


def test_no_page_needs_a_server_or_a_script(pages: dict[Path, Element]) -> None:
    """A form without a server swallows what is typed."""
    for page in pages.values():
        assert {one.tag for one in page.iter()}.isdisjoint(
            {"form", "input", "button", "script", "iframe", "img", "style"}
        )


def test_pages_are_small_and_begin_with_what_is_invented(pages: dict[Path, Element]) -> None:
    """They come through on a telephone, and nobody takes made-up rows for a fact; the page to leave to shows nothing."""
    for path, page in pages.items():
        assert len(gzip.compress(path.read_bytes())) < LARGEST
        if path.name != "leave.html":
            assert next(page.iter("main"))[0].attrib["class"] == "notice"


def test_each_language_has_each_page(made: Published) -> None:
    """A reader who changes the language stays on the page."""
    each = [{str(one.relative_to(made.folder / code)) for one in (made.folder / code).rglob("*")} for code in LANGUAGES]

    assert all(one == each[0] for one in each)
    assert {"index.html", "facility/aaaaaaa.html", "nationality/russia.html", "real.html"} <= each[0]
    assert "nationality/norway.html" not in each[0]


def test_judges_stand_within_their_court(courts: Published) -> None:
    """CAT decided at Jena and JAD at Oakdale (asylum_court.py); neither page is found but through the court's."""
    below = courts.folder / "en" / "court"

    assert {str(one.relative_to(below)) for one in below.rglob("*.html")} == {
        "jna.html",
        "jna/judge/cat.html",
        "oak.html",
        "oak/judge/jad.html",
        "oak/judge/vj1.html",
    }
    assert "jna/judge/cat.html" in set(addresses(read((below / "jna.html").read_text(encoding="utf-8"))))


def test_the_manifest_lists_all_but_itself_and_the_pages_that_show_its_hash(made: Published) -> None:
    """One number, told by another way than the site, vouches for every file."""
    lines = (made.folder / SUMS).read_text(encoding="utf-8").splitlines()
    listed = {name: told for told, name in (line.split("  ", 1) for line in lines)}
    there = files(made.folder)
    unlisted = {SUMS, *(f"{code}/real.html" for code in LANGUAGES)}

    assert listed == {name: hashlib.sha256(there[name]).hexdigest() for name in there.keys() - unlisted}
    assert list(listed) == sorted(listed)
    assert made.manifest == hashlib.sha256(there[SUMS]).hexdigest()
    assert made.manifest in there["ru/real.html"].decode()


def test_each_finding_stands_beside_as_csv_and_json(made: Published) -> None:
    """A spreadsheet and a program need no page."""
    page = read((made.folder / "en" / "nationality" / "russia.html").read_text(encoding="utf-8"))
    names = [Path(one).stem for one in addresses(page) if one.endswith(".csv")]
    told = {name: json.loads((made.folder / "findings" / f"{name}.json").read_text(encoding="utf-8")) for name in names}
    name = next(name for name in names if told[name]["measure"] == "removals")
    rows = list(csv.reader((made.folder / "findings" / f"{name}.csv").read_text(encoding="utf-8").splitlines()))

    assert all(told[name]["id"] == name for name in names)
    assert rows[0][:2] == ["fiscal_year", "removals"]


def test_no_small_number_about_people_is_in_the_folder(made: Published, pages: dict[Path, Element]) -> None:
    """Pages that are read together must not give away what each of them hides."""
    published = read_publication(made.folder)

    assert made.audit["hidden"] == len(published.hidden) > 0
    assert made.audit["narrowest"] >= 11
    assert not [path for path, page in pages.items() if "For this machine only" in texts(page)]


def test_a_page_whose_figure_was_refused_does_not_say_that_it_must_stay() -> None:
    """It is public, and holds the reason in place of the figure."""
    site = FolderSite(tiny_folder())
    day = Question.of("largest_removal_days", citizenship="RUSSIA")
    asked = Asked(site, words("en"))
    site.ask([day])
    site.audit([])

    shown = asked.show(day)

    assert shown[0].finding
    assert shown[0].finding.tier in {"P2", "P3"}
    assert not frame(Page.of("court.html", shown), asked, "/")["stays_here"]
    site.close()


def test_a_page_cannot_show_what_was_not_audited() -> None:
    """What is asked after the audit has passed no gate."""
    site = FolderSite(tiny_folder())
    site.audit([])

    with pytest.raises(GateError, match="was not audited"):
        site.ask([Question.of("removals")])
    site.close()


def test_a_folder_that_holds_something_is_left_alone(made: Published) -> None:
    """What was given away cannot be taken back, and counts in the next audit."""
    before = files(made.folder)
    with pytest.raises(GateError, match="not empty"):
        publish_site(tiny_folder(), made.folder)

    assert files(made.folder) == before


def test_the_next_folder_is_audited_with_the_earlier_one(made: Published, tmp_path: Path) -> None:
    """The command as a person would type it."""
    typed = ["site", str(tmp_path / "two"), "--record", str(tiny_folder()), "--earlier", str(made.folder), "--json"]

    told = document(run(*typed))

    assert told["audit"]["earlier"] == 1
    assert (tmp_path / "two" / FILE).is_file()


@pytest.mark.parametrize(
    ("named", "file"),
    [
        ("CHINA, PEOPLES REPUBLIC OF", "china-peoples-republic-of"),
        ("CÔTE D'IVOIRE", "cote-d-ivoire"),
        ("A/../B", "a-b"),
    ],
)
def test_a_name_becomes_a_file_name_that_any_system_can_keep(named: str, file: str) -> None:
    """A slash or a letter beyond ASCII in a country's name must not move or lose its page."""
    assert PublicPage("/nationality/{country}", (("country", named),)).file == f"nationality/{file}.html"


def test_no_two_countries_have_one_file() -> None:
    """The page of one country must not take the place of another's."""
    countries = set(vocabulary("country").standard.values())

    assert len({PublicPage("/nationality/{country}", (("country", one),)).file for one in countries}) == len(countries)


def test_a_question_that_takes_too_long_stops_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with the gap of a busy hour would differ from the folder of a quiet one."""
    site = FolderSite(tiny_folder())
    monkeypatch.setattr(site, "_asked", _slow)

    with pytest.raises(LimitReached):
        site.ask([Question.of("removals")])
    site.close()


def _slow(_: Question) -> Finding:
    raise LimitReached("it took too long")


def test_what_is_not_in_the_folder_is_text_and_no_link() -> None:
    """A dead link is worse than none."""
    text = '<a class="x" href="/en/ask/removals">Ask</a> <a href="/en/real#no-result">Real</a> <link href="/style.css">'
    links = {"/en/real": "en/real.html", "/style.css": "style.css"}

    assert relative(text, "en/court/nyc.html", links) == (
        'Ask <a href="../real.html#no-result">Real</a> <link href="../../style.css">'
    )
