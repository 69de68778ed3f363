"""The calendar as a value: windows, days that differ, nights on which clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.clocks.calendar import Calendar, Day, NoOpeningError
from portal.clocks.window import Window, clock_face, in_order, minute_of_day, window
from portal.clocks.working_time import Target, due
from tests.clocks.calendars import calendar

DAY = Window(540, 1080)
FULL = Window(0, 1440)
HOUR = timedelta(hours=1)


def desk(zone="Europe/Berlin", week=((DAY,),) * 5 + ((), ()), **more):
    return Calendar("any", zone, week, **more)


@pytest.mark.parametrize(
    ("text", "minute"), [("09:00", 540), ("0:00", 0), ("24:00", 1440), (" 18:30 ", 1110), ("23:59", 1439)]
)
def test_a_time_of_the_day_is_a_minute(text, minute):
    assert minute_of_day(text) == minute


@pytest.mark.parametrize(
    "text", ["", "9", "09.00", "25:00", "24:01", "12:60", "-1:00", "١٢:٠٠", "12:5", "a:00", "1:²0"]
)
def test_what_is_no_time_of_the_day_is_refused(text):
    with pytest.raises(ValueError, match="not a time"):
        minute_of_day(text)


def test_a_minute_is_shown_as_a_time():
    assert (clock_face(0), clock_face(545), clock_face(1440)) == ("00:00", "09:05", "24:00")


def test_a_window_reads_with_either_dash_and_shows_itself():
    assert window("09:00-12:00") == window("09:00 – 12:00") == Window(540, 720)
    assert str(window("9:00-12:00")) == "09:00–12:00"


@pytest.mark.parametrize("text", ["09:00", "12:00-09:00", "09:00-09:00", "09:00-25:00", "09:00–12:00–13:00"])
def test_what_is_no_window_is_refused(text):
    with pytest.raises(ValueError, match=r"window|time"):
        window(text)


def test_windows_that_overlap_or_run_backwards_are_refused():
    with pytest.raises(ValueError, match="overlap"):
        in_order((Window(540, 720), Window(700, 800)))
    with pytest.raises(ValueError, match="overlap"):
        desk(week=((Window(780, 1080), Window(540, 720)),) * 7)


def test_a_zone_that_does_not_exist_is_named():
    with pytest.raises(ValueError, match="Mars/Olympus"):
        desk(zone="Mars/Olympus")


@pytest.mark.parametrize("zone", ["", "../../etc/passwd", "Europe"])
def test_what_is_no_zone_at_all_is_refused(zone):
    with pytest.raises(ValueError, match="no time zone"):
        desk(zone=zone)


def test_a_week_has_seven_days():
    with pytest.raises(ValueError, match="seven"):
        desk(week=((DAY,),) * 5)


@pytest.mark.parametrize(
    ("kind", "windows", "reason"), [("closed", (), "one of"), ("own", (), "own hours"), ("off", (DAY,), "own hours")]
)
def test_a_day_is_off_working_or_has_hours_of_its_own(kind, windows, reason):
    with pytest.raises(ValueError, match=reason):
        Day(kind, windows)


def test_a_make_up_workday_takes_the_hours_of_an_ordinary_weekday():
    hq = calendar("hq")
    assert (
        hq.windows_on(date(2026, 10, 10)) == hq.windows_on(date(2026, 10, 9)) == (Window(540, 720), Window(780, 1080))
    )


def test_a_worked_weekday_keeps_its_own_hours():
    week = ((DAY,), (Window(600, 660),), (), (), (), (), ())
    assert desk(week=week, days={date(2026, 11, 24): Day("working")}).windows_on(date(2026, 11, 24)) == (
        Window(600, 660),
    )


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 23), 24)]
)
def test_a_day_round_the_clock_is_as_long_as_it_really_is(day, hours):
    (span,) = desk(week=((FULL,),) * 7).opened(day)
    assert span.length == hours * HOUR


def test_a_window_inside_the_skipped_hour_is_not_there():
    assert desk(week=((Window(120, 180),),) * 7).opened(date(2026, 3, 29)) == ()


def test_of_an_hour_that_comes_twice_windows_take_every_minute_once():
    parts = desk(week=((Window(0, 150), Window(150, 1440)),) * 7).opened(date(2026, 10, 25))
    assert [span.length for span in parts] == [2.5 * HOUR, 22.5 * HOUR]


def test_a_midnight_that_is_skipped_is_the_moment_it_is_skipped():
    assert calendar("cairo").instant(date(2026, 4, 24)) == datetime(2026, 4, 23, 22, tzinfo=UTC)


def test_a_day_that_a_zone_left_out_has_no_time():
    """Samoa went from 29 to 31 December 2011."""
    samoa = desk(zone="Pacific/Apia", week=((FULL,),) * 7)
    assert samoa.opened(date(2011, 12, 30)) == ()
    assert samoa.opened(date(2011, 12, 31))[0].start == datetime(2011, 12, 30, 10, tzinfo=UTC)


def test_a_calendar_that_never_opens_says_so():
    shut = desk(week=((),) * 7)
    with pytest.raises(NoOpeningError, match="no opening in the three years"):
        due(datetime(2026, 11, 23, tzinfo=UTC), Target(1, "wh"), shut)


def test_a_calendar_that_hardly_opens_says_so():
    rare = desk(week=((Window(0, 1),), (), (), (), (), (), ()))
    with pytest.raises(NoOpeningError, match="thirty years"):
        due(datetime(2026, 11, 23, tzinfo=UTC), Target(1000, "wh"), rare)


def test_a_closure_of_two_years_is_waited_for():
    closed = {date(2026, 11, 24) + timedelta(days=number): Day("off") for number in range(730)}
    start = datetime(2026, 11, 23, 17, tzinfo=UTC)
    assert due(start, Target(1, "wh"), desk(days=closed)) == datetime(2028, 11, 23, 9, tzinfo=UTC)
