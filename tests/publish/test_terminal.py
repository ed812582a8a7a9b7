"""Text for a terminal: the answer first, aligned tables, nothing that only a colour says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sojourn.publish import ledgers, terminal
from sojourn.publish.findings_text import MOST_LINES, Teller
from sojourn.record.opened import Record
from sojourn.words.spoken import words
from test_findings import FINDING, OF_FEW, UNANSWERED

ENGLISH = Teller(words("en"))


def test_the_answer_comes_first_and_the_citation_last() -> None:
    """Then how sure it is, then what it does not mean."""
    lines = ENGLISH.finding(FINDING).splitlines()
    assert lines[0] == terminal.INVENTED_NOTICE
    assert lines[1] == FINDING.sentence
    assert lines[2] == "How sure: 4,321 to 4,400 (complete count)."
    assert lines[3] == "Out of: 226,119 all removals."
    assert lines[-1].startswith("Cite as Sojourn S-") or lines[-2].startswith("Cite as Sojourn S-")


def test_no_figure_says_its_status_and_reason() -> None:
    """Nobody can read it as zero."""
    assert ENGLISH.finding(UNANSWERED).startswith("No figure (not covered): no release covers 1999.")


def test_what_stays_on_this_machine_is_marked() -> None:
    """Before the answer, and below it what to ask oneself before it travels."""
    text = ENGLISH.finding(replace(FINDING, told=OF_FEW))
    assert text.splitlines()[1] == terminal.P2_NOTICE
    assert terminal.P2_CHECKLIST in " ".join(line.strip() for line in text.splitlines())
    assert terminal.P2_CHECKLIST not in " ".join(line.strip() for line in ENGLISH.finding(FINDING).splitlines())


def test_a_long_table_is_cut_on_the_terminal_alone() -> None:
    """The finding has all rows, and the text says how to get them."""
    long = replace(FINDING, rows=tuple((at, at) for at in range(MOST_LINES + 5)))
    assert "... and 5 more rows: --csv or --json has them all." in ENGLISH.finding(long)


def test_the_sql_stands_below_where_asked_for() -> None:
    """To run it again by hand."""
    assert ENGLISH.finding(FINDING, sql=True).endswith("SELECT count(*) FROM removals")


def test_numbers_stand_to_the_right_and_words_to_the_left() -> None:
    """Columns can be read down."""
    expected = "name       number\nalpha       1,234\nbravo bar       5"
    assert terminal.table(("name", "number"), [("alpha", 1234), ("bravo bar", 5)]) == expected


def test_a_table_without_rows_is_its_header() -> None:
    """Not an error."""
    assert terminal.table(("a", "b"), []) == "a  b"


@pytest.mark.parametrize("width", ["40", "80", "200"])
def test_lines_fit_the_terminal(width: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paragraphs are wrapped at its width, at most 110."""
    monkeypatch.setenv("COLUMNS", width)
    text = terminal.wrapped("word " * 100, "  ")
    assert max(map(len, text.splitlines())) <= min(int(width), 110)


def test_the_ledger_adds_up(tiny: Record) -> None:
    """The last line is the sum of both sides; 1,022 rows are those of tests/tiny.py: the sheets of facilities twice."""
    document = ledgers.ledger(tiny)
    assert document["total"]["rows"] == sum(line["rows"] for line in document["ledger"]) == 1_022
    assert all(line["rows"] == line["loaded"] + line["repaired"] + line["quarantined"] for line in document["ledger"])
    assert ledgers.ledger_text(document).endswith("1,022 rows = 1,022 loaded + 0 repaired + 0 quarantined")


def test_releases_name_publisher_licence_and_defects(tiny: Record) -> None:
    """Whoever passes a figure on must be able to say under which licence."""
    document = ledgers.releases(tiny)
    assert all(one["publisher"] and one["licence"] and one["scope"] for one in document["releases"])
    text = " ".join(ledgers.releases_text(document).split())
    assert "DELTA COUNTY JAIL" in text
    assert "is no whole number of nights for 251 days: its figure comes from elsewhere" in text


def test_an_empty_quarantine_says_so(tiny: Record) -> None:
    """No row is in it, and that is a sentence."""
    assert ledgers.quarantine_text(ledgers.quarantine(tiny, raw=False)) == "No row is in quarantine."


def test_a_text_from_a_file_cannot_steer_the_terminal() -> None:
    """A call sign with an escape sequence would clear the screen, one with an override turn the line round."""
    assert terminal.table(("sign",), [("\x1b[2JTYSON\u202e9",)]) == "sign\n\ufffd[2JTYSON\ufffd9"
    assert terminal.wrapped("a\x07b") == "a\ufffdb"
