"""The resolver states what all claims allow and keeps what they do not; it prefers nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.flights.chain_time import began, hours, whole_days
from sojourn.flights.event_claims import DayIs, Event, EventClaim, People, read_events
from sojourn.flights.places import Place, place
from sojourn.flights.ranges import Range
from sojourn.flights.resolve import ResolvedEvent, counted, longest_chain, resolve

FILE = read_events()


def ours(name: str) -> Event:
    """An event of our own file."""
    return next(one for one in FILE.events if one.id == name)


def resolved(name: str) -> ResolvedEvent:
    """The same, resolved."""
    return resolve(ours(name))


def airports(*codes: str) -> list[Place]:
    """Known airports."""
    return [found for code in codes if (found := place(code))]


def claim(name: str, first: date, last: date, day_is: DayIs = "departure", low: int = 1, high: int = 9) -> EventClaim:
    """A claim without a chain."""
    return EventClaim(
        id=name,
        publisher=f"paper {name}",
        reference="r",
        published=None,
        stance="affirms",
        days=(first, last),
        day_is=day_is,
        on_days=1,
        people=People(low, high),
        citizenships=("RUSSIA",),
        co_passengers="",
        hops=(),
        hand_over=None,
        confidence="",
        note="",
    )


@st.composite
def events(draw: st.DrawFn) -> Event:
    """An event with one to five claims."""
    made = []
    for number in range(draw(st.integers(1, 5))):
        first = draw(st.dates(date(2031, 5, 1), date(2031, 5, 20)))
        last = draw(st.dates(first, date(2031, 5, 25)))
        day_is = draw(st.sampled_from(["departure", "arrival", "not said"]))
        low = draw(st.integers(0, 60))
        made.append(claim(f"c{number}", first, last, day_is, low, draw(st.integers(low, 99))))  # type: ignore[arg-type]
    return Event("E", "An invented flight", tuple(made))


def test_the_flight_of_late_august_left_on_one_of_two_days_and_which_is_not_settled() -> None:
    """One source says that 27 August was the departure, another that it was the evening of arrival in Moscow."""
    expected = Range(date(2025, 8, 26), date(2025, 8, 27))

    event = resolved("RU-2025-08")

    assert event.departure.span == expected
    assert event.departure.settled is False
    assert "departure 2025-08-26 or 2025-08-27, not settled" in event.sentence()


def test_the_reasons_for_the_two_days_are_the_landing_and_the_chain() -> None:
    """A reader can follow how an evening in Moscow becomes a day in Louisiana."""
    (why,) = [one.why for one in resolved("RU-2025-08").departure.said if one.claim == "unn"]

    assert why.startswith(
        "says arrival, 2025-08-27 18:00 to 2025-08-27 23:59; over KAEX-HECA-UUDD departure lies between"
    )


def test_what_the_sources_of_late_august_share_is_kept() -> None:
    """50 people and the hand-over fit every claim that speaks of them; the airport is one of several in its country."""
    event = resolved("RU-2025-08")

    assert (event.people.agreed, event.people.span) == (Range(50, 50), Range(30, 60))
    assert (event.us_airport.agreed, event.hand_over.agreed) == (("KAEX",), ("HECA",))
    assert (event.destination.agreed, event.onward_carrier.span) == (("UUDD",), ("EgyptAir",))


def test_numbers_that_exclude_each_other_are_both_kept() -> None:
    """About 30 and about 40 people in June."""
    people = resolved("RU-2025-06").people

    assert (people.state, people.agreed, people.span) == ("contradictory", None, Range(30, 40))
    assert people.apart == (("guardian", "trt"), ("guardian", "unn"))


def test_the_contested_flight_stays_contested() -> None:
    """Nobody's voice is weighed against another's."""
    event = resolved("RU-2025-09")

    assert (event.contested, event.affirmed_by, event.left_out_by) == (True, ("LDSF",), ("Radio Svoboda",))
    assert event.sentence().endswith("contested: Radio Svoboda leaves it out.")


def test_a_series_of_days_is_no_doubt_about_a_day() -> None:
    """Transfers on 13 days between two dates happened on each of the 13."""
    expected = "Transfers to Guantanamo, February 2025: departure on 13 days, 2025-02-04 to 2025-02-17; people 179, by one source."

    assert resolved("GTMO-2025-02").sentence() == expected


def test_an_event_that_nobody_dates_has_no_day() -> None:
    """It is not on the first day of anything."""
    undated = replace(claim("a", date(2031, 5, 1), date(2031, 5, 1)), days=None, people=None)

    event = resolve(Event("E", "An invented flight", (undated,)))

    assert event.sentence() == "An invented flight: departure on a day that no source states; people not stated."


def test_without_a_chain_an_arrival_only_says_not_later() -> None:
    """How long the flights took is not guessed."""
    arrived = claim("a", date(2031, 5, 1), date(2031, 5, 1), "arrival")

    (said,) = resolve(Event("E", "t", (arrived,))).departure.said

    assert said.range == Range(None, date(2031, 5, 1))


@given(events(), st.randoms())
def test_the_order_of_the_claims_does_not_matter(event: Event, random: st.DataObject) -> None:
    """The file may list its sources in any order."""
    shuffled = list(event.claims)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    other = resolve(replace(event, claims=tuple(shuffled)))

    assert replace(other, event=event) == resolve(event)


@given(events())
def test_another_claim_never_narrows_what_is_spanned(event: Event) -> None:
    """A report more is never a doubt less."""
    fewer = resolve(replace(event, claims=event.claims[:1]))
    more = resolve(event)

    for before, after in ((fewer.departure, more.departure), (fewer.people, more.people)):
        assert before.span is not None
        assert after.span is not None
        assert after.span.holds(before.span)  # type: ignore[arg-type]
        assert after.agreed is None or after.span.holds(after.agreed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arrived", "chain", "expected"),
    [
        (
            datetime(2025, 12, 9, 2, 39),
            ("KIWA", "KBWI", "HECA", "UUDD"),
            (date(2025, 12, 7), date(2025, 12, 8)),
        ),
        (
            datetime(2026, 1, 26, 21, 23),
            ("KIWA", "KPSM", "HECA", "UUDD"),
            (date(2026, 1, 25), date(2026, 1, 25)),
        ),
    ],
)
def test_the_landings_of_two_told_flights_give_the_departures_that_are_told(
    arrived: datetime, chain: tuple[str, ...], expected: tuple[date, date]
) -> None:
    """The speeds and stops that are assumed reproduce both events whose two ends the sources state."""
    assert began((arrived, arrived), airports(*chain)).days == expected


def test_hours_follow_from_distance_and_stops() -> None:
    """From Alexandria over Cairo to Moscow: 10,978 and 2,859 km by the sphere, and one stop."""
    fewest, most = hours(airports("KAEX", "HECA", "UUDD"))

    assert fewest == pytest.approx(13.8, abs=0.1)
    assert most == pytest.approx(13_837 / 700 + 4, abs=0.2)


@given(
    st.lists(st.sampled_from(["KAEX", "KIWA", "HECA", "UUDD", "KBWI", "MUGM"]), min_size=2, max_size=5, unique=True),
    st.datetimes(datetime(2025, 1, 2), datetime(2026, 12, 30)),
)
def test_the_earliest_departure_is_never_after_the_latest(codes: list[str], landed: datetime) -> None:
    """Whatever the chain and the hour."""
    start = began((landed, landed), airports(*codes))

    assert start.earliest <= start.latest


def test_a_range_of_days_lasts_to_its_last_minute() -> None:
    """An arrival on a day may be late in the evening."""
    expected = (datetime(2025, 8, 27, 0, 0), datetime(2025, 8, 28, 23, 59))

    assert whole_days((date(2025, 8, 27), date(2025, 8, 28))) == expected


def test_the_longest_chain_fills_open_ends_from_other_claims() -> None:
    """One source names Alexandria, another Domodedovo."""
    chain = longest_chain(ours("RU-2025-08").claims)

    assert [stop.code for stop in chain] == ["KAEX", "HECA", "UUDD"]


def test_a_landing_at_the_hand_over_is_not_taken_for_one_at_the_end() -> None:
    """A claim that people reached Cairo on the 27th says nothing of Moscow."""
    event = ours("RU-2025-12")
    cairo = replace(event.claims[1], id="cairo", days=(date(2025, 12, 8), date(2025, 12, 8)), day_is="arrival")
    reached = replace(cairo, hops=cairo.hops[1:2], hand_over=None)

    said = resolve(replace(event, claims=(event.claims[1], reached))).departure.said[0]

    assert (said.claim, said.range) == ("cairo", Range(date(2025, 12, 6), date(2025, 12, 8)))
    assert "over KIWA-KBWI-HECA departure lies between" in said.why


def test_a_chain_that_does_not_lead_where_a_claim_ends_is_not_used() -> None:
    """Nobody tells how the aircraft came there, so the claim only says: not later."""
    event = ours("RU-2025-12")
    elsewhere = replace(event.claims[1].hops[0], origin=airports("HECA")[0], destination=airports("OKKK")[0])
    kuwait = replace(
        event.claims[0], id="kuwait", day_is="arrival", hops=(replace(elsewhere, origin=Place("US", "US")),)
    )

    said = resolve(replace(event, claims=(kuwait,))).departure.said[0]

    assert said.range == Range(None, date(2025, 12, 8))


def test_a_source_whose_landing_does_not_fit_its_departure_is_told_so() -> None:
    """Its day is kept as it says, with the contradiction in its own words."""
    event = ours("RU-2025-12")
    early = replace(event.claims[1], days=(date(2025, 12, 1), date(2025, 12, 1)))

    (said,) = resolve(replace(event, claims=(early,))).departure.said

    assert said.range == Range(date(2025, 12, 1), date(2025, 12, 1))
    assert said.why == "says departure, 2025-12-01, although its own landing needs 2025-12-07 or 2025-12-08"


def test_an_event_is_a_document_with_every_field() -> None:
    """Programs read the disagreement as people do."""
    document = resolved("RU-2025-08").as_dict()

    assert (document["departure"]["span"], document["departure"]["state"]) == ("2025-08-26 or 2025-08-27", "compatible")
    assert document["people"]["apart"] == []
    assert document["hand_over"] == {
        "state": "agreed",
        "agreed": ["HECA"],
        "span": ["HECA"],
        "said": {"guardian": ["HECA"], "together": ["HECA"], "unn": ["HECA"]},
    }


def test_flights_of_2025_are_counted_as_three_or_four_like_the_sources_do() -> None:
    """Three that nobody leaves out, with September four; one source says three, three say four."""
    count = counted(FILE, "RUSSIA", (date(2025, 1, 1), date(2025, 12, 31)))

    assert count.range == Range(3, 4)
    assert {one.publisher: one.at_least for one in count.counts} == {
        "LDSF": 4,
        "Euronews": 4,
        "The Insider": 4,
        "Radio Svoboda": 3,
    }
    assert count.apart == ()


def test_with_january_2026_they_are_four_or_five() -> None:
    """So both numbers go round."""
    count = counted(FILE, "RUSSIA", (date(2025, 1, 1), date(2026, 1, 31)))

    assert count.range == Range(4, 5)


def test_a_counter_outside_the_range_is_named() -> None:
    """A disagreement of counters is kept like any other."""
    other = replace(FILE.counts[0], id="x", publisher="A paper", at_least=9, at_most=9)

    found = counted(replace(FILE, counts=(other,)), "RUSSIA", (date(2025, 1, 1), date(2025, 12, 31)))

    assert found.apart == ("A paper",)


def test_without_a_question_every_event_counts() -> None:
    """Seven, of which one is contested."""
    assert counted(FILE).range == Range(6, 7)
