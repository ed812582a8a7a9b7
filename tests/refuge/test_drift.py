"""Law drift, on an invented statute with the traps of the real ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sojourn.errors import UnreadableFile, UnsafeFile
from sojourn.refuge.drift import Anchor, Drift, drift, read_anchors
from sojourn.refuge.drift_told import drift_document, drift_text
from sojourn.refuge.statute import Statute, read_statute

LIMS = "http://justice.gc.ca/lims"
BODY = """
<Section lims:fid="10" lims:id="10" lims:inforce-start-date="2012-12-15"><Label>101</Label>
 <Subsection lims:fid="11" lims:id="11" lims:inforce-start-date="2012-12-15"><Label>(1)</Label>
  <Text>A claim is ineligible if</Text>
  <Paragraph lims:fid="12" lims:id="12" lims:inforce-start-date="2012-12-15"><Label>(a)</Label><Text>invented one;</Text></Paragraph>
  <Paragraph lims:fid="13" lims:id="13" lims:inforce-start-date="2012-12-15"><Label>(b)</Label><Text>invented two.</Text></Paragraph>
 </Subsection></Section>
"""
NOT_IN_FORCE = """
<Schedule id="NifProvs"><Section lims:fid="90" lims:id="90" lims:inforce-start-date="2012-12-15"><Label>101</Label>
 <Subsection lims:fid="91" lims:id="91" lims:inforce-start-date="2012-12-15"><Label>(1)</Label><Text>Not proclaimed.</Text></Subsection>
</Section></Schedule>
<Schedule id="RelatedProvs"><Section lims:fid="92" lims:id="92"><Label>75</Label><Text>Transitional.</Text></Section></Schedule>
"""
Write = Callable[..., Statute]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A statute file, read."""

    def written(body: str = BODY, language: str = "en", current: str = "2026-03-31", number: str = "I-2.5") -> Statute:
        path = tmp_path / "statute.xml"
        path.write_text(
            f'<Statute xmlns:lims="{LIMS}" lims:current-date="{current}" xml:lang="{language}">'
            f"<Identification><Chapter><ConsolidatedNumber>{number}</ConsolidatedNumber></Chapter></Identification>"
            f"<Body>{body}</Body>{NOT_IN_FORCE}</Statute>",
            encoding="utf-8",
        )
        return read_statute(path)

    return written


def anchor_of(statute: Statute, citation: str) -> Anchor:
    """What is known of a provision of a statute."""
    text = statute.provisions[citation]
    return Anchor(citation, "IRPA", statute.language, text.sha256, date(2026, 3, 31), text.fid, text.id, text.in_force)


def status(after: Statute, anchor: Anchor) -> str:
    """What became of one provision."""
    return drift([after], [anchor]).compared[0].status


def test_text_that_is_not_law_is_never_taken(write: Write) -> None:
    """Unproclaimed and transitional sections repeat numbers; a naive search finds them."""
    found = write().provisions

    assert "Not proclaimed." not in found["IRPA 101(1)"].text
    assert found["IRPA 101(1)"].fid == "11"
    assert "IRPA 75" not in found


@pytest.mark.parametrize(
    ("before", "after", "citation", "expected"),
    [
        ("x", "x", "IRPA 101(1)(a)", "unchanged"),
        ("invented one;", "invented one, but for two;", "IRPA 101(1)(a)", "text changed"),
        ("<Label>(b)</Label><Text>invented two.", "<Label>(c)</Label><Text>new.", "IRPA 101(1)(b)", "moved"),
        ('lims:fid="13" lims:id="13"', 'lims:fid="13" lims:id="77"', "IRPA 101(1)(b)", "moved"),
        ('id="12" lims:inforce-start-date="2012-12-15"', 'id="12" lims:inforce-start-date="2026-09-01"', "IRPA 101(1)(a)", "date changed"),
    ],
)  # fmt: skip
def test_what_became_of_a_provision_is_told_apart(
    write: Write, before: str, after: str, citation: str, expected: str
) -> None:
    """A new date alone is no new text, and a new number is no new rule."""
    anchor = anchor_of(write(), citation)

    assert status(write(BODY.replace(before, after)), anchor) == expected


def test_a_provision_that_is_nowhere_is_gone(write: Write) -> None:
    """And the document says so with null."""
    anchor = anchor_of(write(), "IRPA 101(1)(b)")
    start = BODY.index('  <Paragraph lims:fid="13"')
    found = drift([write(BODY[:start] + "</Subsection></Section>")], [anchor])

    assert (found.compared[0].status, found.compared[0].now) == ("gone", None)
    assert drift_document(found)["compared"][0]["now"] is None


def test_the_same_text_in_another_place_has_moved(write: Write) -> None:
    """Renumbered law is found by its text."""
    anchor = replace(anchor_of(write(), "IRPA 101(1)(a)"), citation="IRPA 101(1)(z)")
    found = drift([write()], [anchor]).compared[0]

    assert (found.status, found.now and found.now.citation) == ("moved", "IRPA 101(1)(a)")


def test_a_printed_date_before_our_knowledge_says_nothing(write: Write) -> None:
    """Dates in force are floors: 2012-12-15 is printed for texts of 2002."""
    assert status(write(), replace(anchor_of(write(), "IRPA 101(1)(a)"), in_force="")) == "unchanged"


def test_french_labels_give_the_same_citations(write: Write) -> None:
    """French paragraphs are labelled a), and French elements have ids of their own."""
    english, body = write(), BODY.replace("(a)", "a)").replace("(b)", "b)")
    french = write(body, language="fr")
    unknown_ids = replace(anchor_of(french, "IRPA 101(1)(a)"), fid="", id="")

    assert french.provisions.keys() == english.provisions.keys()
    assert status(french, unknown_ids) == "unchanged"


def test_a_language_without_a_file_is_said(write: Write) -> None:
    """Silence would pass for "unchanged"."""
    anchor = replace(anchor_of(write(), "IRPA 101(1)(a)"), language="fr")
    found = drift([write()], [anchor])

    assert (found.compared, found.not_in_files) == ((), (anchor,))
    assert "Not in these files: 1 provisions of IRPA in fr." in drift_text(drift_document(found))


def test_an_older_file_is_said_to_be_older(write: Write) -> None:
    """A difference may then be law of yesterday."""
    found = drift_document(drift([write(current="2025-12-31")], []))

    assert found["files"][0]["older"] is True
    assert "OLDER than the file behind the rules (2026-03-31)" in drift_text(found)


def test_a_new_paragraph_shows_though_it_has_no_anchor(write: Write) -> None:
    """A new ground of ineligibility would change everything."""
    new = '<Paragraph lims:fid="14" lims:id="14" lims:inforce-start-date="2026-10-01"><Label>(b.3)</Label><Text>x</Text></Paragraph>'
    found = drift([write(BODY.replace(" </Subsection>", f"{new}</Subsection>"))], [])

    assert [text.citation for text in found.newer] == ["IRPA 101(1)(b.3)"]
    assert "IRPA 101(1)(b.3) (printed date in force 2026-10-01)" in drift_text(drift_document(found))


def test_the_rules_that_rest_on_a_provision_are_named(write: Write) -> None:
    """With a whole section, those of its paragraphs."""
    anchor = anchor_of(write(), "IRPA 101(1)(a)")
    found: Drift = drift([write(BODY.replace("one;", "three;"))], [anchor])

    assert anchor.rules == ("protected_already",)
    assert "protected_already" in replace(anchor, citation="IRPA 101").rules
    assert "text changed" in drift_text(drift_document(found))
    assert "Rests on it: protected_already." in drift_text(drift_document(found))


BOMB = '<?xml version="1.0" encoding="{0}"?><!DOCTYPE s [<!ENTITY a "x">]><Statute>&a;</Statute>'


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (BOMB.format("utf-8").encode(), UnsafeFile),
        (BOMB.format("utf-16").encode("utf-16"), UnreadableFile),
        (b"<Statute", UnreadableFile),
        (b"<a>" * 5000 + b"</a>" * 5000, UnreadableFile),
        (b"<Statute/>", UnreadableFile),
        (b"", UnsafeFile),
        (BOMB.format("utf-16").encode("utf-16-le"), UnsafeFile),
        (BOMB.format("utf-7").encode("utf-7"), UnsafeFile),
    ],
)
def test_a_hostile_statute_is_refused(content: bytes, error: type[Exception], tmp_path: Path) -> None:
    """An entity in another encoding is one too."""
    path = tmp_path / "statute.xml"
    path.write_bytes(content)

    with pytest.raises(error):
        read_statute(path)


def test_a_statute_whose_day_is_none_is_refused(write: Write) -> None:
    """How current it is decides what a difference means."""
    with pytest.raises(UnreadableFile):
        write(current="soon")


def test_a_statute_of_many_levels_is_refused(write: Write) -> None:
    """No Act has five thousand."""
    with pytest.raises(UnreadableFile):
        write("<Section>" * 5000 + "</Section>" * 5000)


@pytest.mark.parametrize(
    "content", ["{", "[1]", pytest.param("[" * 100_000, id="deep"), '[{"cite": "1"}]', "{}x", "\0"]
)
def test_what_is_no_list_of_anchors_is_refused(content: str, tmp_path: Path) -> None:
    """With where and what to do."""
    path = tmp_path / "anchors.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(UnreadableFile, match="it is no list of anchors"):
        read_anchors(path)


def test_a_list_of_anchors_is_read(tmp_path: Path) -> None:
    """In the form in which others derive it."""
    entry = {
        "instrument": "IRPA",
        "cite": "101(1)(a)",
        "fid": "1",
        "id": "2",
        "in_force": "2012-12-15",
        "text_sha256": "f",
        "current_date": "2026-03-31",
    }
    path = tmp_path / "anchors.json"
    path.write_text(json.dumps([entry]), encoding="utf-8")

    assert read_anchors(path) == (
        Anchor("IRPA 101(1)(a)", "IRPA", "en", "f", date(2026, 3, 31), "1", "2", "2012-12-15"),
    )
