"""Starting, stopping and superseding stopwatches."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import peewee
import pytest

from portal import policy
from portal.audit.models import JournalRow
from portal.clocks import actions, queries
from portal.clocks.models import Miss
from portal.core.errors import Missing

pytestmark = pytest.mark.usefixtures("database")

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 10:00 in Frankfurt, 17:00 at headquarters
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
TICKET = "ticket:7001"


def figure(rule, amount, unit, *, bound=False, calendar="region", version=1):
    return SimpleNamespace(rule=rule, amount=amount, unit=unit, bound=bound, calendar=calendar, version=version)


ONE_HOUR, ONE_DAY = policy.figure("CS-3.1a"), policy.figure("TM-4.2c")


def started(*figures, at=MONDAY, **more):
    return actions.start(TICKET, "first-response", figures or (ONE_HOUR,), "eu", at=at, **{"percent": 75} | more)


def read():
    return queries.stopwatches_of(TICKET).get()


@pytest.mark.rule("CS-3.1a")
def test_the_stricter_rule_sets_the_stopwatch_and_the_other_is_kept():
    started(ONE_DAY, ONE_HOUR)
    row = read()
    assert (row.rule, row.amount, row.unit, row.bound, row.calendar) == ("CS-3.1a", 1, "h", True, "eu")
    assert row.due == MONDAY + HOUR
    assert [(rival["rule"], rival["due"]) for rival in row.rivals] == [("TM-4.2c", "2026-11-24T09:00:00+00:00")]


@pytest.mark.rule("TM-4.2c")
def test_which_rule_is_stricter_depends_on_the_moment():
    friday_evening = datetime(2026, 11, 27, 17, 30, tzinfo=UTC)
    started(ONE_DAY, ONE_HOUR, at=friday_evening)
    assert (read().rule, read().due) == ("TM-4.2c", friday_evening + timedelta(days=1))


def test_of_two_rules_that_ask_the_same_the_one_named_first_wins():
    started(figure("A", 60, "min", calendar=None), figure("B", 1, "h", calendar=None))
    assert read().rule == "A"


def test_the_warning_comes_at_three_quarters_of_the_time():
    assert started().warn_at == MONDAY + 45 * MINUTE


def test_another_share_can_be_asked_for():
    assert started(percent=50).warn_at == MONDAY + 30 * MINUTE


def test_a_rule_of_headquarters_counts_on_the_calendar_of_headquarters():
    started(figure("DM-K2", 1, "wh", calendar="hq"))
    assert read().calendar == "hq"
    assert read().due == MONDAY + HOUR  # exactly 18:00 in Shanghai


def test_it_names_the_versions_it_was_set_by():
    row = started(figure("CS-3.1a", 1, "h", bound=True, version=3))
    assert row.policy_version == 3
    assert row.calendar_version == queries.calendar_for("eu").version


def test_a_second_one_of_the_same_key_is_refused():
    started()
    with pytest.raises(peewee.IntegrityError):
        started()


def test_a_calendar_that_is_not_there_is_missing():
    with pytest.raises(Missing):
        actions.start(TICKET, "first-response", [ONE_HOUR], "moon", at=MONDAY, percent=75)


def test_starting_needs_a_rule():
    with pytest.raises(ValueError, match="at least one rule"):
        actions.start(TICKET, "first-response", [], "eu", at=MONDAY, percent=75)


def test_stopped_in_time_it_is_met():
    started()
    row = actions.stop(TICKET, "first-response", at=MONDAY + 30 * MINUTE)
    assert (row.outcome, row.stopped) == ("met", MONDAY + 30 * MINUTE)
    assert read().outcome == "met"
    assert Miss.select().count() == 0


def test_the_due_moment_itself_is_in_time():
    started()
    assert actions.stop(TICKET, "first-response", at=MONDAY + HOUR).outcome == "met"


def test_stopped_late_it_is_missed_and_the_miss_stays_with_its_seconds():
    started()
    assert actions.stop(TICKET, "first-response", at=MONDAY + HOUR + MINUTE).outcome == "missed"
    miss = Miss.get()
    assert (miss.rule, miss.due, miss.seconds_late) == ("CS-3.1a", MONDAY + HOUR, 60)


def test_a_miss_is_in_the_journal():
    started()
    actions.stop(TICKET, "first-response", at=MONDAY + 2 * HOUR)
    row = JournalRow.get(JournalRow.what == "clock.missed")
    assert (row.subject, row.reason, row.who) == (TICKET, "CS-3.1a", "system")
    assert row.changes["stopwatch"] == [None, "first-response"]


def test_stopping_what_does_not_run_is_nothing():
    assert actions.stop(TICKET, "first-response", at=MONDAY) is None
    started()
    assert actions.stop(TICKET, "first-response", at=MONDAY)
    assert actions.stop(TICKET, "first-response", at=MONDAY) is None


def test_stopped_while_it_stands_still_it_is_met():
    started(pauses=[(MONDAY + 10 * MINUTE, None)])
    assert read().due is None
    assert read().is_paused
    assert actions.stop(TICKET, "first-response", at=MONDAY + 90 * HOUR).outcome == "met"


def test_a_superseded_one_makes_room_for_another():
    started()
    assert actions.supersede(TICKET, "first-response", at=MONDAY + MINUTE).outcome == "superseded"
    started(ONE_DAY)
    assert [row.outcome for row in queries.stopwatches_of(TICKET)] == ["superseded", None]
    assert Miss.select().count() == 0


def test_superseding_does_not_hide_a_miss():
    started()
    actions.supersede(TICKET, "first-response", at=MONDAY + 2 * HOUR)
    assert Miss.get().seconds_late == 3600


def test_several_milestones_of_one_ticket_do_not_fight():
    """zammad#5177: a shorter target overrode the first response."""
    started()
    actions.start(TICKET, "progress", [figure("CS-3.1c", 10, "min", calendar=None)], "eu", at=MONDAY, percent=75)
    assert queries.running(TICKET, "first-response").due == MONDAY + HOUR
    assert queries.running(TICKET, "progress").due == MONDAY + 10 * MINUTE


def test_what_many_begin_alike_is_reckoned_once():
    columns = actions.reckoned("first-response", [ONE_DAY, ONE_HOUR], "eu", at=MONDAY, percent=75)
    row = started(ONE_DAY, ONE_HOUR)
    assert columns == {name: getattr(row, name) for name in columns}
    assert "subject" not in columns


def test_a_reverted_import_leaves_neither_stopwatch_nor_miss():
    started()
    actions.stop(TICKET, "first-response", at=MONDAY + 2 * HOUR)
    actions.start("ticket:7004", "level", [ONE_DAY], "eu", at=MONDAY, percent=75)
    actions.forget([TICKET])
    assert (queries.stopwatches_of(TICKET).count(), Miss.select().count()) == (0, 0)
    assert queries.running("ticket:7004", "level")
