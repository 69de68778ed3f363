"""Which backups stay, when one is due, how much room it takes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.operations import rules

SHANGHAI = "Asia/Shanghai"
NIGHT = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)  # 03:00 of the 25th in Shanghai, a Wednesday
DAY = timedelta(days=1)


def kept(moments, daily=14, weekly=8, monthly=12):
    return sorted(rules.kept(moments, SHANGHAI, daily=daily, weekly=weekly, monthly=monthly))


def test_a_year_of_nights_leaves_fourteen_days_eight_weeks_and_twelve_months():
    stay = kept([NIGHT - number * DAY for number in range(400)])
    dates = [at.astimezone(UTC).date() for at in stay]  # the evening before in UTC is the night's day in Shanghai less one
    assert dates[-14:] == [date(2026, 11, 24) - number * DAY for number in reversed(range(14))]
    sundays = [date(2026, 11, 7), date(2026, 10, 31), date(2026, 10, 24), date(2026, 10, 17), date(2026, 10, 10)]
    assert set(sundays) <= set(dates)  # the last night of each week: 03:00 on Sunday in Shanghai
    assert date(2026, 10, 3) not in dates  # a ninth week
    month_ends = {date(2026, 10, 30), date(2026, 9, 29), date(2026, 8, 30), date(2025, 12, 30)}
    assert month_ends <= set(dates)
    assert date(2025, 11, 29) not in dates  # a thirteenth month


def test_the_day_is_that_of_the_zone():
    before, after = datetime(2026, 11, 24, 15, 30, tzinfo=UTC), datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    assert kept([before, after], daily=2, weekly=0, monthly=0) == [before, after]
    assert kept([before, before - timedelta(minutes=1)], daily=2, weekly=0, monthly=0) == [before]


def test_days_without_a_backup_do_not_use_up_the_number():
    moments = [NIGHT, NIGHT - 30 * DAY, NIGHT - 90 * DAY]
    assert kept(moments, daily=3, weekly=0, monthly=0) == sorted(moments)


@pytest.mark.parametrize("daily", [0, 1])
def test_the_newest_always_stays(daily):
    assert kept([NIGHT, NIGHT - DAY], daily=daily, weekly=0, monthly=0) == [NIGHT]
    assert kept([]) == []


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (datetime(2026, 11, 24, 18, 59, tzinfo=UTC), datetime(2026, 11, 23, 19, 0, tzinfo=UTC)),
        (datetime(2026, 11, 24, 19, 0, tzinfo=UTC), datetime(2026, 11, 24, 19, 0, tzinfo=UTC)),
        (datetime(2026, 11, 25, 3, 0, tzinfo=UTC), datetime(2026, 11, 24, 19, 0, tzinfo=UTC)),
    ],
)
def test_the_night_is_told_by_the_clock_of_headquarters(now, slot):
    assert rules.night_before(now, SHANGHAI, 3) == slot


@pytest.mark.parametrize(
    ("last", "made", "due"),
    [
        (None, NIGHT - DAY, True),
        (None, NIGHT + timedelta(hours=1), False),
        (NIGHT - timedelta(hours=1), NIGHT - 9 * DAY, True),
        (NIGHT, NIGHT - 9 * DAY, False),
        (NIGHT + timedelta(hours=2), NIGHT - 9 * DAY, False),
    ],
    ids=["never", "a home made after the night", "last evening", "this night", "by hand since"],
)
def test_a_night_needs_one_backup(last, made, due):
    assert rules.backup_is_due(NIGHT, last=last, home_made=made) is due


@pytest.mark.parametrize(
    ("last", "backed_up", "due"),
    [(None, None, False), (None, NIGHT, True), (NIGHT - 6 * DAY, NIGHT, False), (NIGHT - 7 * DAY, NIGHT, True)],
)
def test_a_week_needs_one_rehearsal_of_what_there_is(last, backed_up, due):
    assert rules.rehearsal_is_due(NIGHT, last=last, backed_up=backed_up) is due


def test_a_backup_is_old_after_a_day_and_a_half():
    made = NIGHT - 90 * DAY
    assert not rules.is_old(NIGHT - timedelta(hours=36), NIGHT, home_made=made)
    assert rules.is_old(NIGHT - timedelta(hours=36, seconds=1), NIGHT, home_made=made)
    assert rules.is_old(None, NIGHT, home_made=made)
    assert not rules.is_old(None, NIGHT, home_made=NIGHT - timedelta(hours=1))


def test_room_for_the_copy_its_sealed_copy_the_new_files_and_a_reserve():
    assert rules.room_needed(database=10, new_files=7) == 200_000_027
