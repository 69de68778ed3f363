"""What the scheduler asks and claims."""

from datetime import timedelta

import pytest

from portal.audit.models import JournalRow
from portal.clocks import actions, queries
from portal.clocks.models import Miss, Stopwatch
from portal.core import db
from tests.clocks.test_start_and_stop import HOUR, MINUTE, MONDAY, ONE_HOUR

pytestmark = pytest.mark.usefixtures("database")

SECOND = timedelta(seconds=1)


@pytest.fixture
def stopwatch(database):
    return actions.start("ticket:7002", "first-response", [ONE_HOUR], "eu", at=MONDAY, percent=75)


def to_warn(now):
    return list(queries.due_to_warn(now))


def to_breach(now):
    return list(queries.due_to_breach(now))


def test_it_is_warned_of_from_its_threshold_on(stopwatch):
    assert to_warn(MONDAY + 45 * MINUTE - SECOND) == []
    assert to_warn(MONDAY + 45 * MINUTE) == [stopwatch]


def test_what_is_late_is_not_warned_of_any_more(stopwatch):
    assert to_warn(MONDAY + HOUR) == [stopwatch]
    assert to_warn(MONDAY + HOUR + SECOND) == []


def test_a_warning_is_claimed_once(stopwatch):
    again = Stopwatch.get_by_id(stopwatch.id)
    assert actions.mark_warned(stopwatch, at=MONDAY + 45 * MINUTE)
    assert not actions.mark_warned(again, at=MONDAY + 45 * MINUTE)
    assert to_warn(MONDAY + 50 * MINUTE) == []


def test_it_is_late_only_after_its_due_moment(stopwatch):
    assert to_breach(MONDAY + HOUR) == []
    assert to_breach(MONDAY + HOUR + SECOND) == [stopwatch]


def test_a_miss_is_claimed_once_and_journaled_once(stopwatch):
    again = Stopwatch.get_by_id(stopwatch.id)
    late = MONDAY + HOUR + MINUTE
    assert actions.mark_breached(stopwatch, at=late)
    assert not actions.mark_breached(again, at=late)
    assert to_breach(late) == []
    assert (Miss.get().at, Miss.get().seconds_late) == (late, None)
    assert JournalRow.select().where(JournalRow.what == "clock.missed").count() == 1


def test_nothing_is_marked_before_it_is_late(stopwatch):
    assert not actions.mark_breached(stopwatch, at=MONDAY + HOUR)
    assert Miss.select().count() == 0


def test_the_seconds_are_known_when_it_is_stopped_at_last(stopwatch):
    actions.mark_breached(stopwatch, at=MONDAY + HOUR + MINUTE)
    assert actions.stop("ticket:7002", "first-response", at=MONDAY + 2 * HOUR).outcome == "missed"
    assert Miss.get().seconds_late == 3600


def test_a_stopwatch_that_stands_still_is_neither_warned_of_nor_late(stopwatch):
    """glpi#24481: a breach while pending."""
    actions.rebase(stopwatch, [(MONDAY + 10 * MINUTE, None)], by="system", at=MONDAY)
    assert to_warn(MONDAY + 90 * HOUR) == []
    assert to_breach(MONDAY + 90 * HOUR) == []


def test_a_stopped_one_is_neither(stopwatch):
    actions.stop("ticket:7002", "first-response", at=MONDAY)
    assert to_warn(MONDAY + 50 * MINUTE) == []
    assert to_breach(MONDAY + 2 * HOUR) == []


def test_a_batch_is_bounded_and_the_next_one_goes_on(database):
    """osTicket marks at most a hundred a run and leaves the rest: here the next batch follows from the same query."""
    for number in range(queries.BATCH + 1):
        actions.start(f"ticket:{8000 + number}", "first-response", [ONE_HOUR], "eu", at=MONDAY, percent=75)
    late = MONDAY + 2 * HOUR
    first = to_breach(late)
    assert len(first) == queries.BATCH
    for row in first:
        actions.mark_breached(row, at=late)
    assert len(to_breach(late)) == 1


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (lambda: queries.due_to_warn(MONDAY), "stopwatch_to_warn"),
        (lambda: queries.due_to_breach(MONDAY), "stopwatch_to_breach"),
    ],
)
def test_the_scheduler_reads_through_an_index_of_what_is_open(database, asked, index):
    if db.is_postgresql():
        pytest.skip("PostgreSQL chooses by statistics, which an empty table has none of")
    sql, values = asked().sql()
    plan = " ".join(str(row) for row in db.database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall())
    assert index in plan
