"""When people are told: by hand, on the hours of Frankfurt (9 to 18), headquarters (lunch 12 to 13) and Riyadh (Sunday to
Thursday, noon prayer left out)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clocks.calendar import Calendar
from portal.clocks.hours import ahead, last_open, of_person, within
from portal.clocks.window import Window
from tests.clocks.calendars import calendar
from tests.clocks.strategies import settings_of
from tests.clocks.test_properties import QUICK

HALF_AN_HOUR = timedelta(minutes=30)


def local(text, code="eu"):
    return datetime.fromisoformat(text).replace(tzinfo=calendar(code).clock).astimezone(UTC)


@pytest.mark.parametrize(
    ("code", "known", "told"),
    [
        ("eu", "2026-11-24 10:00", "2026-11-24 10:00"),
        ("eu", "2026-11-24 07:15", "2026-11-24 09:00"),
        ("eu", "2026-11-24 18:00", "2026-11-25 09:00"),
        ("eu", "2026-11-27 20:00", "2026-11-30 09:00"),  # a weekend
        ("eu", "2026-12-24 23:00", "2026-12-28 09:00"),  # Christmas, and a weekend behind it
        ("hq", "2026-11-24 12:10", "2026-11-24 13:00"),
        ("hq", "2026-09-19 20:00", "2026-09-20 09:00"),  # a make-up Sunday
        ("me", "2026-11-26 19:00", "2026-11-29 09:00"),  # Friday and Saturday
    ],
)
def test_people_are_told_when_their_hours_begin(code, known, told):
    assert within(local(known, code), calendar(code)) == local(told, code)
    assert within(local(known, code), calendar(code), urgent=True) == local(known, code)


@pytest.mark.parametrize(
    ("ripe", "due", "told"),
    [
        ("2026-11-24 10:00", "2026-11-24 11:00", "2026-11-24 10:00"),
        ("2026-11-24 03:00", "2026-11-24 10:00", "2026-11-24 09:00"),
        ("2026-11-24 03:00", "2026-11-24 09:00", "2026-11-23 17:30"),  # due as they open: too late to be of help
        ("2026-11-28 04:00", "2026-11-28 10:00", "2026-11-27 17:30"),  # a Saturday: told on Friday before closing
        ("2026-12-26 04:00", "2026-12-27 10:00", "2026-12-24 17:30"),  # Christmas Eve is a working day there
    ],
)
def test_a_warning_comes_before_the_due_moment_or_is_brought_forward(ripe, due, told):
    since = local("2026-11-02 10:00")
    assert ahead(local(ripe), local(due), calendar("eu"), since=since, lead=HALF_AN_HOUR) == local(told)


def test_what_is_urgent_is_warned_of_at_once():
    saturday, due, friday = local("2026-11-28 04:00"), local("2026-11-28 10:00"), local("2026-11-27 10:00")
    assert ahead(saturday, due, calendar("eu"), since=friday, urgent=True) == saturday


def test_nobody_is_warned_of_what_begins_and_ends_outside_their_hours():
    began, ripe, due = (local(f"2026-11-28 {hour}:00") for hour in ("04", "07", "08"))
    assert ahead(ripe, due, calendar("eu"), since=began, lead=HALF_AN_HOUR) is None


def test_a_warning_brought_forward_never_comes_before_the_beginning():
    began, ripe, due = local("2026-11-27 17:50"), local("2026-11-28 05:00"), local("2026-11-28 09:00")
    assert ahead(ripe, due, calendar("eu"), since=began, lead=HALF_AN_HOUR) == began


def test_the_hours_of_a_person_are_read_on_a_clock_of_their_own_zone():
    in_lisbon = of_person(calendar("eu"), "Europe/Lisbon")
    assert within(local("2026-11-24 09:00"), in_lisbon) == local("2026-11-24 10:00")
    assert of_person(calendar("eu"), "Europe/Berlin") is calendar("eu")


def test_who_never_worked_has_no_last_hours():
    shut = Calendar("shut", "UTC", ((),) * 7)
    assert last_open(local("2026-11-24 09:00"), shut) is None
    nights = Calendar("night", "UTC", ((Window(0, 60),),) * 7)
    assert last_open(datetime(2026, 11, 24, 1, tzinfo=UTC), nights).end == datetime(2026, 11, 24, 1, tzinfo=UTC)


@QUICK
@given(settings_of(), st.integers(1, 5000), st.integers(0, 5000), st.integers(0, 90))
def test_nobody_is_ever_told_outside_their_hours_nor_too_late(setting, ripe, left, lead):
    """zammad#4432: reminders at midnight and on weekends."""
    open_hours, began = setting
    ripe_at = began + timedelta(minutes=ripe)
    due = ripe_at + timedelta(minutes=left)
    told = ahead(ripe_at, due, open_hours, since=began, lead=timedelta(minutes=lead))
    if told is None:
        first = next(open_hours.open_from(ripe_at)).start
        assert first >= due
        before = last_open(ripe_at, open_hours)
        assert before is None or before.end <= began
        return
    assert began <= told <= max(due, ripe_at)
    spans = open_hours.opened(open_hours.local_date(told)) + open_hours.opened(open_hours.local_date(told - timedelta(seconds=1)))
    assert any(span.start <= told <= span.end for span in spans)
