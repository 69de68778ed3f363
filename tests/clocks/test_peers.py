"""What other help desks get wrong, by the name of the report: it shall not happen here."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from portal.audit import SYSTEM
from portal.clocks import actions, queries
from portal.clocks.calendar import Calendar, Day
from portal.clocks.ledger import explain
from portal.clocks.models import Miss
from portal.clocks.queries import stopwatches
from portal.clocks.window import Window
from portal.clocks.working_time import Candidate, Target, due, stricter, threshold
from portal.core.i18n import use
from tests.clocks.calendars import calendar
from tests.clocks.test_start_and_stop import MONDAY, figure

ONE_HOUR = Target(1, "h", bound=True)
HOUR = timedelta(hours=1)


def local(text, code="eu"):
    return datetime.fromisoformat(text).replace(tzinfo=calendar(code).clock).astimezone(UTC)


def test_zammad_1002_one_rule_serves_customers_in_every_zone():
    """There a rule must be copied for each zone, as the calendar hangs on the rule."""
    moment = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert due(moment, ONE_HOUR, calendar("eu")) == local("2026-11-23 10:00", "eu")
    assert due(moment, ONE_HOUR, calendar("us")) == local("2026-11-23 10:00", "us")
    assert due(moment, ONE_HOUR, calendar("me")) == local("2026-11-23 12:30", "me")  # noon prayer, half an hour


def test_zammad_4432_no_warning_at_midnight_or_on_a_weekend():
    friday = local("2026-11-27 17:30")
    for percent in range(5, 101, 5):
        warning = threshold(percent, friday, Target(3, "wh"), calendar("eu"))
        assert any(
            span.start <= warning <= span.end for span in calendar("eu").opened(calendar("eu").local_date(warning))
        )


def test_glpi_22678_a_threshold_does_not_fall_to_midnight_when_a_day_has_several_windows():
    assert threshold(75, local("2026-11-23 17:00", "hq"), Target(4, "wh"), calendar("hq")) == local(
        "2026-11-24 11:00", "hq"
    )


def test_frappe_3776_half_a_year_on_hold_is_not_42_days_of_work():
    held = (local("2026-02-02 12:00"), local("2026-08-03 10:00"))
    assert due(local("2026-02-02 10:00"), Target(8, "wh"), calendar("eu"), [held]) == local("2026-08-03 16:00")


def test_frappe_2212_and_chatwoot_14009_lunch_is_not_working_time():
    assert due(local("2026-11-23 11:30", "hq"), ONE_HOUR, calendar("hq")) == local("2026-11-23 13:30", "hq")


def test_chatwoot_6467_and_frappe_3711_holidays_are_not_ignored():
    assert due(local("2026-12-24 17:30"), ONE_HOUR, calendar("eu")) == local("2026-12-28 09:30")


def test_deskdirector_280_half_a_day_before_a_holiday():
    assert due(local("2026-12-24 12:30"), ONE_HOUR, calendar("half")) == local("2026-12-28 09:30")


def test_django_helpdesk_holidays_do_not_bring_a_due_moment_closer():
    plain = Calendar("plain", "UTC", ((Window(540, 1080),),) * 7)
    rest = {date(2026, 11, 24): Day("off"), date(2026, 11, 25): Day("off")}
    closed = Calendar("closed", "UTC", plain.week, rest)
    start = datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert due(start, Target(3, "wd"), closed) == due(start, Target(3, "wd"), plain) + timedelta(days=2)


def test_osticket_3034_there_is_a_pause():
    start = local("2026-11-23 10:00")
    assert due(start, ONE_HOUR, calendar("eu"), [(start, start + HOUR)]) == start + 2 * HOUR


def test_frappe_3236_the_moment_and_the_hours_used_are_both_known():
    ledger = explain(local("2026-11-27 17:30"), ONE_HOUR, calendar("eu"))
    assert (ledger.due, ledger.counted) == (local("2026-11-30 09:30"), HOUR)


@pytest.mark.parametrize(
    ("start", "moment"),
    [
        ("2025-12-31 17:30", "2026-01-04 09:30"),
        ("2026-02-27 17:30", "2026-02-28 09:30"),
        ("2026-05-08 17:30", "2026-05-09 09:30"),
        ("2026-09-19 12:00", "2026-09-20 10:00"),
    ],
)
def test_holidays_298_make_up_days_are_worked(start, moment):
    assert due(local(start, "hq"), ONE_HOUR, calendar("hq")) == local(moment, "hq")


def test_holidays_3293_workalendar_761_and_holiday_70_a_year_before_its_notice_says_so():
    """There the plan of a year to come is silently without its make-up workdays."""
    ledger = explain(local("2026-12-30 10:00", "hq"), Target(3, "wd"), calendar("hq"))
    assert ledger.unsure_years == ((2027, "not announced"),)
    assert explain(local("2026-11-23 10:00", "hq"), Target(3, "wd"), calendar("hq")).unsure_years == ()


def test_frappe_get_sla_rules_that_overlap_are_decided_the_same_in_any_order():
    rules = [Candidate(name, Target(hours, "wh"), calendar("eu")) for name, hours in (("A", 3), ("B", 2), ("C", 7))]
    winners = {stricter(MONDAY, order)[0].candidate.rule for order in permutations(rules)}
    assert winners == {"B"}


@pytest.fixture
def stopwatch(database):
    """Eight hours of work at Frankfurt, begun on Monday 10:00."""
    return start("level", 8)


def start(key, hours, at=MONDAY):
    return actions.start("ticket:7300", key, [figure("W", hours, "wh")], "eu", at=at, percent=75)


def read(key="level"):
    return queries.running("ticket:7300", key)


def test_frappe_2487_and_zammad_1589_the_moment_is_kept_once_and_shown_in_the_zone_of_each(app, stopwatch):
    """There deadlines travel as strings of the site's zone, or are mailed as UTC."""
    zones = [("customer", "America/New_York"), ("region", "Europe/Berlin"), ("hq", "Asia/Shanghai")]
    assert read().due == local("2026-11-23 18:00")
    with app.test_request_context():
        use(language="en", zone="UTC")
        shown = queries.explanation(read(), (), zones)
        assert [zone.at(shown.due) for zone in shown.zones] == [
            "2026-11-23 12:00 New York",
            "2026-11-23 18:00 Berlin",
            "2026-11-24 01:00 Shanghai",
        ]


def test_glpi_6902_and_15605_another_target_does_not_throw_the_waiting_away(stopwatch):
    waited = [(MONDAY + HOUR, MONDAY + 3 * HOUR)]
    actions.supersede("ticket:7300", "level", at=MONDAY + 4 * HOUR)
    actions.start("ticket:7300", "level", [figure("V", 6, "wh", version=2)], "eu", at=MONDAY, percent=75, pauses=waited)
    assert read().due == local("2026-11-23 18:00")


def test_glpi_24481_nothing_is_late_while_it_waits(stopwatch):
    actions.rebase(stopwatch, [(MONDAY + HOUR, None)], by=SYSTEM, at=MONDAY + HOUR)
    assert not actions.mark_breached(read(), at=MONDAY + 900 * HOUR)
    assert Miss.select().count() == 0


def test_zammad_5177_a_shorter_milestone_leaves_the_others_alone(stopwatch):
    start("update", 1)
    assert (read("update").due, read().due) == (MONDAY + HOUR, local("2026-11-23 18:00"))


def test_zammad_390_a_day_of_the_feed_that_is_worked_stays_worked(database):
    """There the public feed marks days that nobody takes off, again and again."""
    corpus_christi = date(2026, 6, 4)
    actions.set_day("eu", corpus_christi, Day("working"), by=SYSTEM, at=MONDAY, reason="we are open")
    actions.import_year("eu", 2026, by=SYSTEM, at=MONDAY)
    assert queries.calendar_for("eu").windows_on(corpus_christi)


def test_osticket_3034_an_edited_calendar_is_counted_anew(stopwatch):
    """There due times that are stored stay as they are when a schedule is edited."""
    actions.set_day("eu", date(2026, 11, 23), Day("off"), by=SYSTEM, at=MONDAY, reason="no power")
    behind = queries.outdated("eu").get()
    assert actions.rebase(behind, [], by=SYSTEM, at=MONDAY)
    assert read().due == local("2026-11-24 17:00")


def test_osticket_3034_what_one_run_has_no_room_for_comes_with_the_next(stopwatch, monkeypatch):
    """There a run marks at most a hundred, for good the same ones when they are never taken off the list."""
    monkeypatch.setattr(stopwatches, "BATCH", 2)
    start("update", 1)
    start("call", 2)
    late = local("2026-11-24 18:00")
    first = list(queries.due_to_breach(late))
    assert [row.key for row in first] == ["update", "call"]
    assert all(actions.mark_breached(row, at=late) for row in first)
    assert [row.key for row in queries.due_to_breach(late)] == ["level"]


def test_osticket_3034_a_ticket_has_as_many_targets_as_it_needs_and_each_miss_is_its_own(stopwatch):
    """chatwoot keeps a row per miss; osTicket one flag for the ticket."""
    start("update", 1)
    for row in queries.due_to_breach(local("2026-11-24 18:00")):
        actions.mark_breached(row, at=local("2026-11-24 18:00"))
    assert sorted(miss.stopwatch.key for miss in Miss.select()) == ["level", "update"]
