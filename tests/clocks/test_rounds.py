"""Stopwatches that recur: each round that is missed leaves its own row; what holds one up holds up no other."""

from datetime import timedelta

import pytest

from portal.audit.models import JournalRow
from portal.clocks import actions, queries
from portal.clocks.models import Miss, Stopwatch
from tests.clocks.test_start_and_stop import HOUR, MINUTE, MONDAY, figure

pytestmark = pytest.mark.usefixtures("database")

TICKET = "ticket:7500"
EVERY_DAY = figure("TM-4.5d", 1, "wd")  # from Monday: due on Tuesday 18:00 in Frankfurt, 17:00 UTC
TUESDAY_CLOSE = MONDAY + 32 * HOUR
DAY = timedelta(days=1)


@pytest.fixture
def stopwatch(database):
    return actions.start(TICKET, "informed", [EVERY_DAY], "eu", at=MONDAY, percent=75)


def roll(stopwatch, at):
    while actions.mark_breached(stopwatch, at=at):
        stopwatch = actions.next_round(stopwatch)
    return stopwatch


def test_a_round_ends_at_its_due_moment_and_the_next_begins_there(stopwatch):
    following = roll(stopwatch, TUESDAY_CLOSE + MINUTE)
    assert (stopwatch.due, following.started, following.due) == (TUESDAY_CLOSE, TUESDAY_CLOSE, TUESDAY_CLOSE + DAY)
    ended = Stopwatch.get_by_id(stopwatch.id)
    assert (ended.outcome, ended.stopped) == ("missed", TUESDAY_CLOSE)
    assert queries.running(TICKET, "informed") == following


@pytest.mark.rule("TM-4.5d", "CP-22b")
def test_five_missed_rounds_are_five_misses_and_not_one_flag(stopwatch):
    """Rounds of a working day, from Monday 23 November on: Tuesday to Friday, and over the weekend Monday 30."""
    closes = [TUESDAY_CLOSE + number * DAY for number in (0, 1, 2, 3, 6)]
    following = roll(stopwatch, closes[-1] + MINUTE)
    assert [miss.due for miss in Miss.select().order_by(Miss.id)] == closes
    assert JournalRow.select().where(JournalRow.what == "clock.missed").count() == 5
    assert following.due == closes[-1] + DAY
    assert following.late_since == TUESDAY_CLOSE, "late since the first of them"


def test_each_miss_says_by_how_much_it_was_late_when_it_is_made_good(stopwatch):
    roll(stopwatch, TUESDAY_CLOSE + DAY + MINUTE)
    actions.make_good(TICKET, "informed", at=TUESDAY_CLOSE + DAY + HOUR)
    assert [miss.seconds_late for miss in Miss.select().order_by(Miss.id)] == [25 * 3600, 3600]


def test_the_next_round_counts_on_the_newest_calendar_and_without_what_was_waited(stopwatch):
    actions.mark_breached(stopwatch, at=TUESDAY_CLOSE + MINUTE)
    waited = [(TUESDAY_CLOSE + 17 * HOUR, TUESDAY_CLOSE + 18 * HOUR)]
    assert actions.next_round(stopwatch, waited).due == TUESDAY_CLOSE + 2 * DAY - 8 * HOUR


def test_a_round_that_is_not_late_is_left_alone(stopwatch):
    assert not actions.mark_breached(stopwatch, at=TUESDAY_CLOSE)
    assert Miss.select().count() == 0


def test_a_batch_of_stopwatches_that_always_fail_does_not_hold_up_those_behind_them(database):
    for number in range(queries.BATCH):
        one = [figure("W", 1, "min", calendar=None)]
        bad = actions.start(f"ticket:{8000 + number}", "level", one, "eu", at=MONDAY, percent=75)
        actions.hold(bad, at=MONDAY + HOUR)
    good = actions.start(TICKET, "level", [figure("W", 2, "min", calendar=None)], "eu", at=MONDAY, percent=75)
    assert list(queries.due_to_breach(MONDAY + HOUR)) == [good]


def test_what_fails_again_stands_back_longer_and_is_free_when_it_goes_well(stopwatch):
    for failed, minutes in enumerate((1, 2, 4)):
        actions.hold(stopwatch, at=MONDAY)
        stopwatch = Stopwatch.get_by_id(stopwatch.id)
        assert (stopwatch.failures, stopwatch.not_before) == (failed + 1, MONDAY + minutes * MINUTE)
    actions.release(stopwatch)
    assert (Stopwatch.get().failures, Stopwatch.get().not_before) == (0, None)


def test_a_step_of_the_ladder_is_claimed_once(stopwatch):
    again = Stopwatch.get_by_id(stopwatch.id)
    assert actions.take_step(stopwatch, 0, rung=1)
    assert not actions.take_step(again, 0, rung=1)
    assert actions.take_step(again, 1, rung=2)
