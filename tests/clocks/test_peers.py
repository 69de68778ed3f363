"""What other help desks get wrong, by the name of the report: it shall not happen here."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.clocks.calendar import Calendar, Day
from portal.clocks.ledger import explain
from portal.clocks.window import Window
from portal.clocks.working_time import Target, due, threshold
from tests.clocks.calendars import calendar

ONE_HOUR = Target(1, "h", bound=True)
HOUR = timedelta(hours=1)


def local(text, code="eu"):
    return datetime.fromisoformat(text).replace(tzinfo=calendar(code).clock).astimezone(UTC)


def test_zammad_1002_one_rule_serves_customers_in_every_zone():
    """There a rule must be copied for each zone, as the calendar hangs on the rule."""
    moment = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert due(moment, ONE_HOUR, calendar("eu")) == local("2026-11-23 10:00", "eu")
    assert due(moment, ONE_HOUR, calendar("us")) == local("2026-11-23 10:00", "us")
    assert due(moment, ONE_HOUR, calendar("me")) == local("2026-11-23 12:00", "me")


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
