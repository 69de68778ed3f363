"""Times of prayer: computed as the printed tables have them, typed by hand, left out of every count."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.clocks import tell
from portal.clocks.calendar import Calendar
from portal.clocks.ledger import explain
from portal.clocks.prayers import Prayers
from portal.clocks.window import Window, clock_face, less, shared
from portal.clocks.working_time import Target, due
from tests.clocks.calendars import calendar

MONDAY = date(2026, 11, 23)
RIYADH = ZoneInfo("Asia/Riyadh")
MAKKAH = Prayers("麦加", "Makkah", 21.4225, 39.8262, "UMM_AL_QURA", 0, 30)
TYPED = (300, 12 * 60, 15 * 60, 17 * 60, 1120)


def faces(times):
    return [clock_face(minute) for minute in times]


def prayers(*, before=0, after=30, typed=None, **more):
    facts = {"latitude": 24.7136, "longitude": 46.6753, "method": "UMM_AL_QURA"} | more
    return Prayers("利雅得", "Riyadh", before=before, after=after, typed=typed or {MONDAY: TYPED}, **facts)


def desk(**more):
    """Open from 09:00 to 18:00 every day; on Monday prayers at 12:00, 15:00 and 17:00 are typed."""
    return Calendar("desk", "Asia/Riyadh", ((Window(540, 1080),),) * 7, prayers=prayers(**more))


def riyadh(text):
    return datetime.fromisoformat(text).replace(tzinfo=RIYADH).astimezone(UTC)


def test_makkah_has_the_times_that_umm_al_qura_printed():
    """17 February 2026: 05:33, (sunrise 06:50), 12:35, 15:53, 18:19, 19:49."""
    assert faces(MAKKAH.times(date(2026, 2, 17), RIYADH)) == ["05:33", "12:35", "15:53", "18:19", "19:49"]


@pytest.mark.parametrize(("code", "noon"), [("me", (680, 740)), ("ae", (720, 760))])
def test_the_shipped_cities_have_noon_where_the_sun_has_it(code, noon):
    cities = calendar(code)
    times = [cities.prayers.times(MONDAY + timedelta(days=number), cities.clock)[1] for number in range(0, 365, 7)]
    assert all(noon[0] <= minute <= noon[1] for minute in times)


def test_what_is_typed_wins_over_what_is_computed():
    assert faces(prayers().times(MONDAY, RIYADH)) == ["05:00", "12:00", "15:00", "17:00", "18:40"]
    assert faces(prayers().times(MONDAY + timedelta(days=1), RIYADH)) == ["04:54", "11:40", "14:43", "17:04", "18:34"]


@pytest.mark.rule("CP-15.1")
def test_the_hours_of_the_day_are_without_its_prayers():
    assert [str(window) for window in desk().windows_on(MONDAY)] == [
        "09:00–12:00",
        "12:30–15:00",
        "15:30–17:00",
        "17:30–18:00",
    ]
    assert [str(window) for window in desk().prayers_on(MONDAY)] == ["12:00–12:30", "15:00–15:30", "17:00–17:30"]


def test_minutes_before_a_prayer_are_left_out_as_well():
    assert str(desk(before=10, after=20).prayers_on(MONDAY)[0]) == "11:50–12:20"


@pytest.mark.rule("CP-15.1")
@pytest.mark.parametrize(
    ("start", "target", "moment"),
    [
        ("2026-11-23 11:30", "1 h bound", "2026-11-23 13:00"),
        ("2026-11-23 12:10", "1 h bound", "2026-11-23 13:30"),
        ("2026-11-23 11:00", "1 h bound", "2026-11-23 12:00"),
        ("2026-11-23 14:00", "3 wh", "2026-11-23 18:00"),
        ("2026-11-23 11:30", "24 h", "2026-11-24 11:30"),
        ("2026-11-22 11:30", "1 wd", "2026-11-23 18:00"),
    ],
)
def test_prayer_time_does_not_count(start, target, moment):
    amount, unit, *bound = target.split()
    assert due(riyadh(start), Target(int(amount), unit, bool(bound)), desk()) == riyadh(moment)


def test_a_prayer_over_the_closing_brings_the_close_of_service_forward():
    early = desk(typed={MONDAY: (300, 720, 900, 1060, 1120)})  # sunset at 17:40
    assert due(riyadh("2026-11-22 11:30"), Target(1, "wd"), early) == riyadh("2026-11-23 17:40")


def test_the_ledger_shows_what_was_left_out(app):
    entry = explain(riyadh("2026-11-23 11:30"), Target(1, "wh"), desk()).entries[0]
    assert [str(window) for window in entry.prayers] == ["12:00–12:30", "15:00–15:30", "17:00–17:30"]
    with app.test_request_context(headers={"Accept-Language": "en"}):
        from portal.core.i18n import use

        use(language="en", zone="UTC")
        told = tell.why(entry)
    assert told == "Open 09:00–18:00 · prayer time left out 12:00–12:30, 15:00–15:30, 17:00–17:30"


def test_it_shows_none_where_none_could_count():
    elapsed = explain(riyadh("2026-11-23 11:30"), Target(1, "h"), desk())
    days = explain(riyadh("2026-11-23 11:30"), Target(1, "wd"), desk())
    assert [entry.prayers == () for entry in (*elapsed.entries, *days.entries)] == [True, True, False]


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": "GUESS"},
        {"latitude": 71.0},
        {"longitude": 181.0},
        {"after": 0},
        {"after": 61},
        {"before": -1},
        {"typed": {MONDAY: (1, 2, 3, 4)}},
        {"typed": {MONDAY: (1, 2, 3, 5, 4)}},
        {"typed": {MONDAY: (1, 2, 3, 4, 1440)}},
    ],
)
def test_what_is_no_setting_is_refused(wrong):
    with pytest.raises(ValueError, match=r"computed|hour before|five prayers"):
        prayers(**wrong)


@pytest.mark.parametrize(
    ("breaks", "left", "cut"),
    [
        ([], ["09:00–12:00", "13:00–18:00"], []),
        ([(480, 540)], ["09:00–12:00", "13:00–18:00"], []),
        ([(480, 570)], ["09:30–12:00", "13:00–18:00"], ["09:00–09:30"]),
        ([(690, 810)], ["09:00–11:30", "13:30–18:00"], ["11:30–12:00", "13:00–13:30"]),
        ([(600, 630)], ["09:00–10:00", "10:30–12:00", "13:00–18:00"], ["10:00–10:30"]),
        ([(540, 720)], ["13:00–18:00"], ["09:00–12:00"]),
        ([(0, 1440)], [], ["09:00–12:00", "13:00–18:00"]),
    ],
)
def test_windows_less_breaks(breaks, left, cut):
    windows, gaps = (Window(540, 720), Window(780, 1080)), [Window(*each) for each in breaks]
    assert [str(window) for window in less(windows, gaps)] == left
    assert [str(window) for window in shared(windows, gaps)] == cut
