"""Counting anew: pauses, changed calendars, rules that compete."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.audit import SYSTEM
from portal.audit.models import JournalRow
from portal.clocks import actions, queries
from portal.clocks.calendar import Day
from tests.clocks.test_start_and_stop import HOUR, MINUTE, MONDAY, ONE_HOUR, TICKET, figure

pytestmark = pytest.mark.usefixtures("database")

CLOSED = Day("off", name_zh="停电", name_en="Power cut")
TUESDAY = date(2026, 11, 24)


def started(*figures, at=MONDAY):
    return actions.start(TICKET, "level", figures or (ONE_HOUR,), "eu", at=at, percent=75)


def rebase(stopwatch, *pauses, at=MONDAY):
    return actions.rebase(stopwatch, pauses, by=SYSTEM, at=at)


def close_tuesday():
    actions.set_day("eu", TUESDAY, CLOSED, by=SYSTEM, at=MONDAY, reason="no power")


def test_a_pause_takes_the_due_moment_away_and_its_end_gives_it_back_later():
    stopwatch = started()
    assert rebase(stopwatch, (MONDAY + 10 * MINUTE, None))
    assert stopwatch.due is None
    assert queries.running(TICKET, "level").due is None
    assert rebase(stopwatch, (MONDAY + 10 * MINUTE, MONDAY + 30 * MINUTE))
    assert queries.running(TICKET, "level").due == MONDAY + HOUR + 20 * MINUTE
    assert queries.running(TICKET, "level").warn_at == MONDAY + 65 * MINUTE


def test_counting_anew_twice_changes_nothing():
    stopwatch = started()
    pauses = (MONDAY + 10 * MINUTE, MONDAY + 30 * MINUTE)
    assert rebase(stopwatch, pauses)
    assert not rebase(stopwatch, pauses)


def test_pauses_are_not_journaled_again():
    before = JournalRow.select().count()
    rebase(started(), (MONDAY, MONDAY + MINUTE))
    assert JournalRow.select().count() == before


def test_a_pause_can_make_the_other_rule_the_stricter():
    """A night of waiting gives a rule of elapsed time fifteen hours back, and a rule of working hours none."""
    evening, morning = datetime(2026, 11, 23, 17, tzinfo=UTC), datetime(2026, 11, 24, 8, tzinfo=UTC)
    stopwatch = started(figure("E", 24, "h", calendar=None), figure("W", 10, "wh"))
    assert stopwatch.rule == "E"
    rebase(stopwatch, (evening, morning))
    row = queries.running(TICKET, "level")
    assert (row.rule, row.due) == ("W", datetime(2026, 11, 24, 10, tzinfo=UTC))
    assert [(rival["rule"], rival["due"]) for rival in row.rivals] == [("E", "2026-11-25T00:00:00+00:00")]


def test_a_changed_calendar_moves_what_runs_on_it_and_says_so_in_the_journal():
    stopwatch = started(figure("CP-16", 3, "wd"))
    assert stopwatch.due == datetime(2026, 11, 26, 17, tzinfo=UTC)
    close_tuesday()
    assert [row.id for row in queries.outdated("eu")] == [stopwatch.id]
    assert rebase(stopwatch)
    assert queries.running(TICKET, "level").due == datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert list(queries.outdated("eu")) == []
    row = JournalRow.get(JournalRow.what == "clock.rebased")
    assert row.changes["due"] == ["2026-11-26T17:00:00+00:00", "2026-11-27T17:00:00+00:00"]


def test_what_a_changed_calendar_does_not_move_is_not_in_the_journal():
    stopwatch = started(figure("CP-16", 3, "wd"))
    actions.set_day("eu", date(2026, 12, 1), CLOSED, by=SYSTEM, at=MONDAY, reason="no power")
    before = JournalRow.select().count()
    assert not rebase(stopwatch)
    assert JournalRow.select().count() == before
    assert list(queries.outdated("eu")) == [], "it runs on the new version all the same"


def test_what_runs_is_untouched_until_it_is_counted_anew():
    stopwatch = started(figure("CP-16", 3, "wd"))
    close_tuesday()
    row = queries.running(TICKET, "level")
    assert row.due == stopwatch.due
    assert queries.explanation(row, [], []).due == stopwatch.due


def test_a_miss_is_not_undone_by_a_later_change():
    stopwatch = started(figure("CP-16", 1, "wd"))
    late = datetime(2026, 11, 24, 18, tzinfo=UTC)
    assert actions.mark_breached(stopwatch, at=late)
    close_tuesday()
    assert not rebase(stopwatch, at=late)
    assert queries.running(TICKET, "level").breached == late


def test_waiting_time_survives_a_change_of_the_calendar():
    """glpi#6902, #15605: changing the agreement threw away the time already spent waiting."""
    stopwatch = started(figure("CP-16", 1, "wd"))
    pause = (datetime(2026, 11, 24, 9, tzinfo=UTC), datetime(2026, 11, 24, 11, tzinfo=UTC))
    rebase(stopwatch, pause)
    assert stopwatch.due == datetime(2026, 11, 25, 10, tzinfo=UTC)  # two hours of Wednesday
    actions.set_day("eu", date(2026, 11, 25), CLOSED, by=SYSTEM, at=MONDAY, reason="no power")
    rebase(stopwatch, pause)
    assert stopwatch.due == datetime(2026, 11, 26, 10, tzinfo=UTC)


def test_a_warning_is_given_again_when_its_moment_has_moved():
    stopwatch = started(figure("CP-16", 1, "wd"))
    assert actions.mark_warned(stopwatch, at=stopwatch.warn_at)
    rebase(stopwatch)
    assert stopwatch.warned, "nothing moved: one warning is enough"
    close_tuesday()
    rebase(stopwatch)
    assert stopwatch.warned is None
    assert stopwatch.warn_at > MONDAY + timedelta(days=2)


def test_a_stopped_one_stays_as_it_is():
    stopwatch = started()
    actions.stop(TICKET, "level", at=MONDAY)
    assert not rebase(queries.stopwatches_of(TICKET).get(), (MONDAY, None))
    assert queries.stopwatches_of(TICKET).get().due == stopwatch.due
