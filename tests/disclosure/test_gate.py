"""The gate holds back what must stay on this machine, and hides what would follow from the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from disclosure.invented_tables import IRB, headline, scope, split
from sojourn.disclosure.coarsening import OTHERS, coarsened
from sojourn.disclosure.gate import pass_gate
from sojourn.disclosure.guarded import HIDDEN
from sojourn.errors import ContradictingNumbers, GateError
from sojourn.findings import Caveat, Finding, Interval, Rival
from sojourn.tiers import Told
from test_findings import FINDING, OF_FEW


def published(*findings: Finding) -> list[Finding]:
    """The forms of findings that are published together."""
    return list(pass_gate(findings).only_findings())


def hidden(finding: Finding) -> set[tuple[object, ...]]:
    """The labels of the rows whose count is hidden."""
    return {row[:-1] for row in finding.rows if row[-1] == HIDDEN}


def test_what_tells_nothing_about_people_passes_as_it_is() -> None:
    """Small numbers of a place or a day are shown."""
    assert published(FINDING) == [FINDING]


@pytest.mark.parametrize("told", [Told.of(("nationality",), ("day",), (500,)), Told.of(("age",)), Told.of(("person",))])
def test_what_no_hiding_can_better_is_refused(told: Told) -> None:
    """The message has the tier and the way out, and neither a number nor the id, from which the number could be tried out."""
    finding = replace(FINDING, told=told)
    with pytest.raises(GateError, match="stays on this machine, whatever its numbers are") as refused:
        published(finding)
    assert refused.value.exit_status == 3
    assert "4,321" not in str(refused.value)
    assert finding.id not in str(refused.value)


@pytest.mark.parametrize("told", [OF_FEW, Told.of(("nationality",), ("month",), (500,))])
def test_counts_about_people_that_cannot_be_audited_are_refused(told: Told) -> None:
    """A number whose neighbours are not known is not published on trust."""
    with pytest.raises(GateError, match="does not say what its counts are of"):
        published(replace(FINDING, told=told))


def test_one_finding_that_may_not_leave_holds_back_none_of_the_others() -> None:
    """The caller decides whether a page without it is still worth printing."""
    passed = pass_gate([FINDING, replace(FINDING, told=OF_FEW)])
    assert passed.findings[0] == FINDING
    assert isinstance(passed.findings[1], GateError)


def test_the_table_of_the_refugee_board_is_hidden_so_that_nothing_follows() -> None:
    """Six counts are below eleven, and row and column totals are known: the last row is joined, the rest is hidden."""
    passed = pass_gate([split(IRB, ("nationality", "place"))])
    (finding,) = passed.only_findings()
    assert not any(isinstance(row[-1], int) and row[-1] < 11 for row in finding.rows)
    assert {row[0] for row in finding.rows} == {"A", "C", OTHERS}
    assert ("C", "3") in hidden(finding)
    assert passed.narrowest is not None
    assert passed.narrowest >= 11


def test_a_large_count_is_hidden_like_a_small_one() -> None:
    """Another mark would tell the size."""
    (finding,) = published(split(IRB, ("nationality", "place")))
    assert {row[-1] for row in finding.rows if not isinstance(row[-1], int)} == {HIDDEN}
    assert any(IRB[key] >= 11 for key in IRB if key in hidden(finding))


def test_the_total_of_another_finding_counts_too() -> None:
    """A count of one nationality follows from the whole and the others, so one question more hides one count more."""
    table = split({("A",): 40, ("B",): 30, ("C",): 4}, ("nationality",), scope({"place": "X"}))
    alone = published(table)[0]
    assert hidden(alone) == {("C",), ("B",)}


def test_a_filter_and_a_row_of_a_split_are_one_number() -> None:
    """The headline of one finding does not print what the table of another hides."""
    table = split({("A",): 40, ("B",): 30, ("C",): 4}, ("nationality",), scope({"place": "X"}))
    one = headline(30, scope({"place": "X", "nationality": "B"}))
    other = headline(40, scope({"place": "X", "nationality": "A"}))
    shown_table, shown_one, shown_other = published(table, one, other)
    assert (shown_one.value is None) == (("B",) in hidden(shown_table))
    assert (shown_other.value is None) == (("A",) in hidden(shown_table))
    assert len(hidden(shown_table)) == 2


def test_a_longer_period_does_not_tell_what_a_shorter_one_leaves() -> None:
    """Thirty in a year and twenty-seven in its first eleven months are three in December."""
    year = headline(30, scope({"nationality": "A", "place": "X"}))
    most = headline(27, scope({"nationality": "A", "place": "X"}, (date(2024, 1, 1), date(2024, 11, 30))))
    forms = published(year, most)
    assert [one.value is None for one in forms].count(True) >= 1


def test_periods_that_overlap_are_refused() -> None:
    """What they share is not a sum of anything that is printed."""
    spring = headline(30, scope({"nationality": "A", "place": "X"}, (date(2024, 1, 1), date(2024, 6, 30))))
    summer = headline(40, scope({"nationality": "A", "place": "X"}, (date(2024, 5, 1), date(2024, 8, 31))))
    with pytest.raises(GateError, match="2024-01-01 to 2024-06-30 and 2024-05-01 to 2024-08-31 overlap"):
        pass_gate([spring, summer])


def test_two_numbers_for_one_count_are_an_error() -> None:
    """No audit of them can mean anything."""
    where = scope({"nationality": "A", "place": "X"})
    with pytest.raises(ContradictingNumbers, match="nationality A, place X"):
        pass_gate([headline(30, where), headline(31, where)])


def test_several_codes_are_the_sum_of_each() -> None:
    """Forty of two nationalities and thirty-five of one are five of the other."""
    both = headline(40, scope({"nationality": "A+B", "place": "X"}))
    one = headline(35, scope({"nationality": "A", "place": "X"}))
    assert any(form.value is None for form in published(both, one))


def test_a_change_of_few_between_two_releases_is_hidden() -> None:
    """Who came in between would be told by the difference."""
    older = headline(30, scope({"nationality": "A", "place": "X"}))
    newer = headline(32, scope({"nationality": "A", "place": "X"}, release="source/2026-07"))
    assert [one.value is None for one in published(older, newer)] == [False, True]


def test_a_change_of_many_between_two_releases_is_shown() -> None:
    """Eleven and more are a number like others."""
    older = headline(30, scope({"nationality": "A", "place": "X"}))
    newer = headline(41, scope({"nationality": "A", "place": "X"}, release="source/2026-07"))
    assert [one.value for one in published(older, newer)] == [30, 41]


@pytest.mark.parametrize(("denied", "granted", "shown"), [(15, 0, False), (20, 0, True), (12, 11, True)])
def test_a_small_group_of_one_outcome_is_not_told(denied: int, granted: int, shown: bool) -> None:
    """All fifteen denied would tell the outcome of everybody known to be among them."""
    where = scope({"nationality": "A", "place": "X"})
    counts = {"denied": denied, "granted": granted, "all": denied + granted}
    finding = of_outcomes(where.filters, counts)
    (form,) = published(finding)
    assert (form.rows[0][0] == denied) is shown
    assert (form.rows[0][1] == granted) is shown
    assert form.rows[0][2] == denied + granted


def of_outcomes(filters: Mapping[str, str], counts: Mapping[str, int]) -> Finding:
    """A finding with one row of outcomes and their whole."""
    where = scope(filters)
    row = tuple(counts.values())
    table = where.split([{}], dict(enumerate(counts)), [row], complete=False)
    base = headline(counts["denied"], where)
    numerator, whole = table[0], table[-1]
    return replace(
        base,
        denominator=counts["all"],
        columns=tuple(counts),
        rows=(row,),
        breaks_down=lambda: where.breakdown(numerator, whole, table, {"all": ("denied", "granted")}),
    )


def test_what_is_left_of_a_share_is_a_count_too() -> None:
    """Forty-seven of fifty denied are three granted, whether or not the table says so."""
    where = scope({"nationality": "A", "place": "X"})
    table = where.split([{}], {0: "denied", 1: "all"}, [(47, 50)], complete=False)
    finding = replace(
        headline(47, where),
        denominator=50,
        columns=("denied", "all"),
        rows=((47, 50),),
        breaks_down=lambda: where.breakdown(table[0], table[1], table, {"all": ("denied", "granted")}),
    )
    (form,) = published(finding)
    assert HIDDEN in form.rows[0]
    assert form.value is None


def test_a_public_count_that_tells_a_hidden_one_is_refused() -> None:
    """Totals that tell nothing about people are known to everybody, and cannot be hidden."""
    one = headline(4, scope({"place": "X", "nationality": "A"}))
    rest = split({("A",): 4}, ("nationality",), scope({"place": "X"}))
    with pytest.raises(GateError, match=r"other numbers tell them: .*nationality A") as refused:
        published(one, rest)
    assert "4" not in refused.value.what.replace("2024", "")


def test_texts_with_numbers_of_their_own_are_left_out() -> None:
    """A caveat or a sentence gives away what the table hides, or what the gate has never seen."""
    table = split({("A",): 40, ("B",): 30, ("C",): 4}, ("nationality",), scope({"place": "X"}))
    told = replace(
        table,
        sentence="74 people, 4 of them of C.",
        caveats=(Caveat("4 of C were removed."), Caveat("Counted on 2024-12-31."), Caveat("40 of A.")),
        rivals=(Rival(70, "people", "ICE", "2024", "another"), Rival(71, "people", "ICE", "r/2", "ours", counted=True)),
        details={"of C": 4},
    )
    (form,) = published(told)
    texts = [one.text for one in form.caveats]
    assert "Counted on 2024-12-31." in texts
    assert not any("of C were removed" in text or "40 of A" in text for text in texts)
    assert form.sentence.endswith("74 (74 of 74 all removals).")
    assert [one.value for one in form.rivals] == [70]
    assert not form.details


def test_the_id_of_the_published_form_is_its_own() -> None:
    """An id computed from hidden counts could be tried out until it fits."""
    table = split({("A",): 40, ("B",): 30, ("C",): 4}, ("nationality",), scope({"place": "X"}))
    (form,) = published(table)
    other = split({("A",): 40, ("B",): 29, ("C",): 5}, ("nationality",), scope({"place": "X"}))
    assert form.id != table.id
    assert form.id == published(other)[0].id
    assert form.breakdown is None


def test_tables_that_are_coarsened_differently_still_agree() -> None:
    """Thirteen of A are too few for three places and enough for one sex, so one table joins them and the other does not."""
    places = split({("A", "1"): 5, ("A", "2"): 4, ("A", "3"): 4, ("B", "1"): 60, ("B", "2"): 50, ("C", "3"): 40}, ("nationality", "place"))  # fmt: skip
    sexes = split({("A", "Male"): 13, ("B", "Male"): 80, ("B", "Female"): 30, ("C", "Male"): 40}, ("nationality", "sex"))  # fmt: skip
    by_place, by_sex = published(places, sexes)
    assert "A" not in {row[0] for row in by_place.rows}
    assert ("A", "Male") in {row[:2] for row in by_sex.rows}
    assert {OTHERS} <= {row[0] for row in by_place.rows}


def test_a_joined_row_has_the_sum_and_nothing_computed_from_each() -> None:
    """A share of the sum is not the sum of shares."""
    where = scope()
    cells = [("A", "1", 3), ("B", "1", 6), ("C", "1", 90), ("A", "2", 4), ("B", "2", 30), ("C", "2", 70)]
    rows = [(*cell, 0.5) for cell in cells]
    dimensions = [{"nationality": cell[0], "place": cell[1]} for cell in cells]
    plain = split({cell[:2]: cell[2] for cell in cells}, ("nationality", "place"))
    assert plain.breakdown
    table = where.split(dimensions, {2: ""}, rows)
    made = replace(plain.breakdown, counts=(*plain.breakdown.counts[:2], *table))
    wide = replace(plain, columns=("nationality", "place", "people", "share"), rows=tuple(rows), breaks_down=lambda: made)  # fmt: skip
    joined = coarsened(wide)
    assert (OTHERS, "1", 9, None) in joined.rows
    assert (OTHERS, "2", 34, None) in joined.rows
    assert ("C", "1", 90, 0.5) in joined.rows


def test_an_interval_does_not_tell_how_many_cells_were_blank() -> None:
    """Its upper limit adds the rows without a nationality, and these are a count that the table may hide."""
    where = scope({"place": "X", "nationality": "A"})
    finding = replace(
        headline(40, where), interval=Interval(40, 43, "complete count; the upper limit adds blank cells")
    )
    (form,) = published(finding)
    assert form.interval
    assert (form.interval.low, form.interval.high) == (40, 40)
    assert "43" not in str(form.as_dict())
