"""What was published before counts: a hidden number of today must not follow from a number of yesterday."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from disclosure.invented_tables import headline, scope, split
from sojourn.disclosure.gate import pass_gate
from sojourn.disclosure.guarded import HIDDEN
from sojourn.disclosure.published import FILE, Publication, read_publication
from sojourn.errors import BadPublication, ContradictingNumbers
from sojourn.findings import Finding

X = scope({"place": "X"})


def publication(*findings: Finding) -> Publication:
    """What findings gave away when they were published together."""
    return pass_gate(findings).publication


def test_a_publication_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """The next audit reads what this one wrote."""
    made = publication(split({("A",): 40, ("B",): 30, ("C",): 4}, ("nationality",), X))
    (tmp_path / FILE).write_text(json.dumps(made.as_dict()), encoding="utf-8")
    assert read_publication(tmp_path) == made


def test_a_publication_has_no_hidden_count() -> None:
    """Whoever has the file knows no more than whoever has the table."""
    text = json.dumps(publication(split({("A",): 99, ("B",): 77, ("C",): 4}, ("nationality",), X)).as_dict())
    assert '"value": 4,' not in text
    assert '"value": 4}' not in text
    assert "77" not in text


def test_an_earlier_count_hides_one_of_today() -> None:
    """Yesterday the count of A was printed alone; today it cannot be hidden, so another one must be."""
    before = publication(headline(40, scope({"place": "X", "nationality": "A"})))
    table = split({("A",): 40, ("B",): 39, ("C",): 4, ("D",): 50}, ("nationality",), X)
    (today,) = pass_gate([table], [before]).only_findings()
    assert dict(row for row in today.rows) == {"A": 40, "B": HIDDEN, "C": HIDDEN, "D": 50}


def test_what_was_hidden_yesterday_does_not_follow_today() -> None:
    """Yesterday two counts were hidden; to print one of them today would tell the other."""
    before = publication(split({("A",): 40, ("B",): 30, ("C",): 4}, ("nationality",), X))
    assert {key.where for key in before.hidden} == {
        frozenset({("place", "X"), ("nationality", name)}) for name in ("B", "C")
    }
    (today,) = pass_gate([headline(30, scope({"place": "X", "nationality": "B"}))], [before]).only_findings()
    assert today.value is None


def test_a_count_that_was_shown_may_be_shown_again() -> None:
    """Nothing is gained by hiding what is out."""
    one = headline(40, scope({"place": "X", "nationality": "A"}))
    (today,) = pass_gate([one], [publication(one)]).only_findings()
    assert today.value == 40


def test_a_change_of_few_since_an_earlier_release_is_hidden() -> None:
    """Three more than a month ago are three people."""
    before = publication(headline(40, scope({"place": "X", "nationality": "A"})))
    after = headline(43, scope({"place": "X", "nationality": "A"}, release="source/2026-07"))
    (today,) = pass_gate([after], [before]).only_findings()
    assert today.value is None


def test_a_year_of_an_earlier_publication_does_not_tell_december() -> None:
    """Thirty in the year were printed before; twenty-seven in its first eleven months would leave three."""
    year = publication(headline(30, scope({"place": "X", "nationality": "A"})))
    span = (date(2024, 1, 1), date(2024, 11, 30))
    (today,) = pass_gate([headline(27, scope({"place": "X", "nationality": "A"}, span))], [year]).only_findings()
    assert today.value is None


def test_two_publications_leave_no_more_than_one() -> None:
    """A table in three parts, each published after the other, hides what the whole would hide."""
    cells: dict[tuple[str, ...], int] = {("A",): 40, ("B",): 30, ("C",): 4, ("D",): 55}
    first = publication(headline(40, scope({"place": "X", "nationality": "A"})))
    passed = pass_gate([split(cells, ("nationality",), X)], [first])
    ones = [headline(cells[name,], scope({"place": "X", "nationality": name})) for name in ("B", "C", "D")]
    last = pass_gate(ones, [first, passed.publication])
    shown = {key: value for one in (first, passed.publication, last.publication) for key, value in one.shown.items()}
    hidden = {dict(key.where).get("nationality") for key in last.publication.hidden}
    assert {"B", "C"} <= hidden
    assert not {value for value in shown.values() if 0 < value < 11}


def test_an_earlier_publication_of_another_subject_is_no_hindrance() -> None:
    """Its counts tell nothing about these."""
    before = publication(headline(40, scope({"place": "X", "nationality": "A"}, release="elsewhere/2020")))
    after = headline(43, scope({"place": "X", "nationality": "A"}, (date(2023, 1, 1), date(2023, 12, 31))))
    (today,) = pass_gate([after], [before]).only_findings()
    assert today.value == 43


def test_an_earlier_publication_that_contradicts_is_an_error() -> None:
    """One of the two is not of this record."""
    before = publication(headline(40, scope({"place": "X", "nationality": "A"})))
    with pytest.raises(ContradictingNumbers, match="has two values"):
        pass_gate([headline(60, scope({"place": "X", "nationality": "A"}))], [before])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"schema": "sojourn.published/9", "counts": [], "equations": []}',
        '{"schema": "sojourn.published/1", "counts": [{"universe": "u"}], "equations": []}',
        '{"schema": "sojourn.published/1", "counts": [], "equations": [[1]]}',
    ],
)
def test_a_file_that_is_no_publication_is_refused(tmp_path: Path, text: str) -> None:
    """An audit against half a file would be none."""
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(BadPublication, match="no list of published counts"):
        read_publication(tmp_path)
