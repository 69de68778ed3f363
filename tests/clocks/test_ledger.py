"""The ledger: what each day is called, what counted on it and what did not."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.clocks.ledger import explain
from portal.clocks.working_time import Target
from tests.clocks.calendars import calendar

HOUR = timedelta(hours=1)


def local(text, code):
    return datetime.fromisoformat(text).replace(tzinfo=calendar(code).clock).astimezone(UTC)


def told(code, start, target, *pauses):
    ranges = [(local(begin, code), local(end, code) if end else None) for begin, end in pauses]
    return explain(local(start, code), target, calendar(code), ranges)


def rows(ledger):
    return [(entry.day.isoformat()[5:], entry.kind, entry.counted / HOUR) for entry in ledger.entries]


def test_working_hours_over_national_day():
    ledger = told("hq", "2026-09-30 10:00", Target(10, "wh"))
    assert rows(ledger) == [
        ("09-30", "weekday", 7),
        *[(f"10-0{day}", "holiday", 0) for day in range(1, 8)],
        ("10-08", "weekday", 3),
    ]
    assert (ledger.entries[1].name_zh, ledger.entries[1].name_en) == ("国庆节", "National Day")
    assert [entry.total / HOUR for entry in ledger.entries] == [7] * 8 + [10]
    assert ledger.entries[0].weekday == 2


def test_working_days_are_numbered_and_the_first_day_is_not():
    ledger = told("hq", "2026-10-09 10:00", Target(2, "wd"))
    assert [(entry.day.day, entry.kind, entry.number) for entry in ledger.entries] == [
        (9, "start day", 0),
        (10, "make-up workday", 1),
        (11, "weekend", 0),
        (12, "weekday", 2),
    ]
    assert ledger.entries[1].name_zh == "国庆节调休上班"


def test_a_day_with_hours_of_its_own_shows_them():
    ledger = told("half", "2026-12-24 12:30", Target(1, "wh"))
    first = ledger.entries[0]
    assert (first.kind, [str(part) for part in first.windows], first.counted) == (
        "own hours",
        ["09:00–13:00"],
        HOUR / 2,
    )
    assert [entry.kind for entry in ledger.entries] == ["own hours", "holiday", "holiday", "weekend", "weekday"]


def test_elapsed_time_counts_all_day():
    ledger = told("eu", "2026-03-28 10:00", Target(24, "h"))
    assert rows(ledger) == [("03-28", "elapsed", 14), ("03-29", "elapsed", 10)]


def test_lunch_is_between_two_stretches():
    entry = told("hq", "2026-11-23 11:30", Target(1, "wh")).entries[0]
    assert [(span.start.isoformat(), span.length) for span in entry.spans] == [
        ("2026-11-23T03:30:00+00:00", HOUR / 2),
        ("2026-11-23T05:00:00+00:00", HOUR / 2),
    ]


def test_a_pause_is_shown_on_its_days_as_the_time_it_took_out():
    ledger = told("eu", "2026-11-23 16:00", Target(4, "wh"), ("2026-11-23 17:00", "2026-11-24 10:00"))
    assert [entry.paused / HOUR for entry in ledger.entries] == [1, 1]
    assert ledger.paused == 2 * HOUR


def test_pauses_that_overlap_take_out_their_time_once():
    twice = [("2026-11-23 16:30", "2026-11-23 17:30"), ("2026-11-23 17:00", "2026-11-23 18:00")]
    assert told("eu", "2026-11-23 16:00", Target(2, "wh"), *twice).paused == 1.5 * HOUR


def test_an_unfinished_pause_ends_the_ledger_on_its_day():
    ledger = told("eu", "2026-11-23 16:00", Target(9, "wh"), ("2026-11-24 10:00", None))
    assert ledger.due is None
    assert rows(ledger) == [("11-23", "weekday", 2), ("11-24", "weekday", 1)]
    assert ledger.counted == 3 * HOUR


def test_it_begins_with_the_next_opening():
    assert told("eu", "2026-11-27 18:00", Target(1, "wh")).begins == local("2026-11-30 09:00", "eu")
    assert told("eu", "2026-11-27 17:59", Target(1, "wh")).begins == local("2026-11-27 17:59", "eu")


def test_closing_at_midnight_has_no_part_of_the_next_day():
    ledger = told("cairo", "2026-11-23 12:00", Target(1, "wd"))
    assert [entry.day.day for entry in ledger.entries] == [23, 24]
    assert ledger.due == local("2026-11-25 00:00", "cairo")


@pytest.mark.parametrize(
    ("code", "start", "unsure"),
    [
        ("hq", "2026-12-30 10:00", ((2027, "not announced"),)),
        ("me", "2027-03-07 10:00", ((2027, "estimated"),)),
        ("eu", "2026-12-30 10:00", ()),
        ("eu", "2028-05-03 10:00", ((2028, "not announced"),)),
    ],
)
def test_years_that_are_not_official_are_named(code, start, unsure):
    assert told(code, start, Target(3, "wd")).unsure_years == unsure


def test_elapsed_time_does_not_care_which_years_are_announced():
    assert told("hq", "2027-01-05 10:00", Target(24, "h")).unsure_years == ()
