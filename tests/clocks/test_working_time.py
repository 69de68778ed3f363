"""Targets, thresholds, the stricter rule, and how quick the arithmetic is."""

from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest

from portal.clocks.working_time import Candidate, Target, due, stricter, threshold
from tests.clocks.calendars import calendar

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 10:00 in Frankfurt
EU = calendar("eu")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("amount", "unit"),
    [(0, "h"), (-1, "wd"), (1.5, "h"), ("1", "h"), (87_841, "h"), (3_661, "wd"), (10**18, "s"), (1, "days"), (1, "")],
)
def test_what_is_no_target_is_refused(amount, unit):
    with pytest.raises(ValueError, match=r"is not a time|is counted in"):
        Target(amount, unit)


def test_a_naive_start_is_refused():
    with pytest.raises(TypeError):
        due(datetime(2026, 11, 23, 9), Target(1, "h", bound=True), EU)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("target", "percent", "local"),
    [
        (Target(24, "h"), 75, "2026-11-24T04:00+01:00"),
        (Target(1, "h", bound=True), 75, "2026-11-23T10:45+01:00"),
        (Target(9, "wh"), 50, "2026-11-23T14:30+01:00"),
        (Target(2, "wd"), 50, "2026-11-24T18:00+01:00"),
        (Target(2, "wd"), 75, "2026-11-25T13:30+01:00"),
        (Target(2, "wd"), 100, "2026-11-25T18:00+01:00"),
    ],
)
def test_a_threshold_is_where_that_share_of_the_time_is_used(target, percent, local):
    assert threshold(percent, MONDAY, target, EU) == datetime.fromisoformat(local)


def test_a_threshold_waits_for_the_pauses_before_it():
    pauses = [(MONDAY + HOUR / 2, MONDAY + 2 * HOUR)]
    assert threshold(75, MONDAY, Target(1, "h", bound=True), EU, pauses) == MONDAY + 2.25 * HOUR


def test_a_threshold_passed_before_an_unfinished_pause_stays():
    pauses = [(MONDAY + 0.9 * HOUR, None)]
    assert threshold(75, MONDAY, Target(1, "h"), EU, pauses) == MONDAY + 0.75 * HOUR
    assert due(MONDAY, Target(1, "h"), EU, pauses) is None


@pytest.mark.parametrize("percent", [0, -1, 101])
def test_a_threshold_lies_inside_the_time(percent):
    with pytest.raises(ValueError, match="threshold"):
        threshold(percent, MONDAY, Target(1, "h"), EU)


def test_a_threshold_is_whole_milliseconds():
    assert threshold(33, MONDAY, Target(7, "s"), EU).microsecond % 1000 == 0


def test_of_two_rules_the_earlier_due_moment_wins():
    bound = Candidate("CS-3.1a", Target(1, "h", bound=True), EU)
    by_the_clock = Candidate("TM-4.2c", Target(24, "h"), EU)
    won, lost = stricter(MONDAY, [by_the_clock, bound])
    assert (won.candidate.rule, won.due) == ("CS-3.1a", MONDAY + HOUR)
    assert (lost.candidate.rule, lost.due) == ("TM-4.2c", MONDAY + 24 * HOUR)


def test_a_rule_that_stands_still_is_never_the_stricter():
    short = Candidate("short", Target(1, "h"), EU)
    long = Candidate("long", Target(90, "h"), EU)
    pauses = [(MONDAY + 2 * HOUR, None)]
    assert [(claim.candidate.rule, claim.due) for claim in stricter(MONDAY, [long, short], pauses)] == [
        ("short", MONDAY + HOUR),
        ("long", None),
    ]


@pytest.mark.parametrize("target", [Target(1, "h", bound=True), Target(24, "h"), Target(8, "wh"), Target(15, "wd")])
def test_a_due_moment_takes_well_under_a_millisecond(target):
    due(MONDAY, target, EU)
    begun = perf_counter()
    for _ in range(200):
        due(MONDAY, target, EU)
    assert (perf_counter() - begun) / 200 < 0.001
