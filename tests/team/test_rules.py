"""When shifts are worked, and what relieves them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clocks.queries import calendar_for
from portal.team import rules
from portal.team.rules import Pattern, Turn, relief_of, turn_of, turns

EARLY, LATE, NIGHT = Pattern(1, 540, 840), Pattern(2, 840, 1080), Pattern(3, 1320, 360)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_turns_are_worked_on_the_days_on_which_the_region_is_open(database):
    found = turns([EARLY], calendar_for("eu"), date(2026, 12, 23), date(2026, 12, 29))
    assert [turn.day.day for turn in found] == [23, 24, 28, 29], "not at Christmas, nor on the weekend"


def test_a_night_ends_on_the_next_day_and_is_an_hour_shorter_when_clocks_go_forward(database):
    calendar = calendar_for("eu")
    ordinary, = turns([NIGHT], calendar, date(2026, 3, 26), date(2026, 3, 26))
    assert (ordinary.start, ordinary.end) == (moment("2026-03-26T22:00+01:00"), moment("2026-03-27T06:00+01:00"))
    spring = calendar.instant(date(2026, 3, 29), 360) - calendar.instant(date(2026, 3, 28), 1320)
    assert spring.total_seconds() == 7 * 3600


@pytest.mark.parametrize(
    ("of", "at", "relief"),
    [
        (EARLY, "2026-11-26T10:00+01:00", (LATE, "2026-11-26T14:00+01:00")),
        (LATE, "2026-11-26T15:00+01:00", (EARLY, "2026-11-27T09:00+01:00")),
        (LATE, "2026-11-27T15:00+01:00", (EARLY, "2026-11-30T09:00+01:00")),
        (LATE, "2026-12-24T15:00+01:00", (EARLY, "2026-12-28T09:00+01:00")),
    ],
    ids=["at noon", "overnight", "over the weekend", "over Christmas"],
)
def test_what_relieves_a_turn(database, of, at, relief):
    now = moment(at)
    schedule = turns([EARLY, LATE], calendar_for("eu"), now.date(), date(2027, 1, 4))
    turn = turn_of([of.shift], schedule, now)
    found = relief_of(turn, schedule)
    assert (found.shift, found.start) == (relief[0].shift, moment(relief[1]))


def test_a_shift_that_overlaps_relieves_the_one_it_overlaps(database):
    long = Pattern(4, 780, 1140)
    schedule = turns([EARLY, long], calendar_for("eu"), date(2026, 11, 26), date(2026, 11, 26))
    assert relief_of(schedule[0], schedule).shift == 4 and relief_of(schedule[1], schedule) is None


def test_one_shift_alone_is_relieved_by_nobody(database):
    schedule = turns([EARLY], calendar_for("eu"), date(2026, 11, 23), date(2026, 11, 27))
    assert all(relief_of(turn, schedule) is None for turn in schedule)


HOURS = st.tuples(st.integers(0, 1439), st.integers(0, 1439)).filter(lambda pair: pair[0] != pair[1])


@given(st.lists(HOURS, min_size=1, max_size=4))
def test_a_relief_is_of_another_shift_begins_later_and_lasts_longer(shapes):
    from portal.clocks.calendar import Calendar
    from portal.clocks.window import Window

    week = ((Window(540, 1080),),) * 5 + ((), ())
    calendar = Calendar("x", "Europe/Berlin", week)
    patterns = [Pattern(number, *hours) for number, hours in enumerate(shapes)]
    schedule = turns(patterns, calendar, date(2026, 10, 19), date(2026, 10, 30))  # clocks go back on the 25th
    assert all(turn.start < turn.end for turn in schedule)
    for turn in schedule:
        relief = relief_of(turn, schedule)
        if relief is not None:
            assert relief.shift != turn.shift and relief.start > turn.start and relief.end > turn.end
            between = [one for one in schedule if turn.start < one.start < relief.start and one.shift != turn.shift]
            assert all(one.end <= turn.end for one in between), "nobody else was there earlier"


@pytest.mark.rule("TM-3.4b")
@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({}, None),
        ({"active": False}, "gone"),
        ({"successor": 1}, "oneself"),
        ({"by": 1}, "self_led"),
        ({"under_way": True}, "under_way"),
        ({"fit": False}, "unfit"),
    ],
)
def test_when_a_departure_can_be_begun(facts, refusal):
    known = {"person": 1, "successor": 2, "by": 3, "active": True, "under_way": False, "fit": True}
    assert rules.refusal_to_begin(**known | facts) == refusal


@pytest.mark.rule("TM-3.4b")
def test_a_group_in_which_nothing_stands_is_empty():
    assert len(rules.GROUPS) == 4
    assert rules.empty_groups({}) == ["papers", "accounts", "equipment"]
    assert rules.empty_groups({"papers": [["无", ""]], "accounts": [["", " "]], "equipment": [["Laptop", "1"]]}) == ["accounts"]


def test_the_turn_that_runs_comes_before_the_one_that_ended():
    first = Turn(1, date(2026, 11, 26), moment("2026-11-26T08:00+00:00"), moment("2026-11-26T13:00+00:00"))
    later = Turn(2, date(2026, 11, 26), moment("2026-11-26T13:00+00:00"), moment("2026-11-26T17:00+00:00"))
    assert turn_of([1, 2], [first, later], moment("2026-11-26T14:00+00:00")) == later
    assert turn_of([1, 2], [first, later], moment("2026-11-26T12:00+00:00")) == first
    assert turn_of([1], [first, later], moment("2026-11-26T20:00+00:00")) == first
    assert turn_of([1], [first, later], moment("2026-11-26T07:00+00:00")) is None
