"""What a history comes to, in cases worked out by hand."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.clocks.calendar import Calendar, Day
from portal.clocks.window import Window
from portal.core.time import to_ms
from portal.reports.rules import Entry, History, Limit, Reckoner, Told, counted, open_seconds, since, touched

NINE_TO_SIX = (Window(540, 1080),)
BERLIN = Calendar(
    "eu", "Europe/Berlin", (*[NINE_TO_SIX] * 5, (), ()), days={date(2026, 11, 26): Day("off")}, years={2026: "official"}
)
RECKONER = Reckoner(BERLIN, ZoneInfo("Europe/Berlin"))
HOUR = 3600


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in UTC; Berlin is an hour ahead. The 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def ms(day: int, hour: int, minute: int = 0) -> int:
    return to_ms(at(day, hour, minute))


@pytest.mark.parametrize(
    ("start", "end", "pauses", "seconds"),
    [
        (at(23, 9), at(23, 10), [], HOUR),
        (at(23, 16), at(24, 9), [], 2 * HOUR),  # 17:00 to 18:00, and 9:00 to 10:00 the next day
        (at(25, 16), at(27, 9), [], 2 * HOUR),  # the Thursday is off
        (at(21, 9), at(22, 9), [], 0),  # a weekend
        (at(23, 10), at(23, 9), [], 0),  # the end comes first
        (at(23, 9), at(23, 12), [(at(23, 10), at(23, 11))], 2 * HOUR),
        (at(23, 9), at(23, 12), [(at(23, 10), None)], HOUR),  # a wait that goes on
        (at(23, 16), at(24, 9), [(at(23, 16, 30), at(24, 8, 30))], HOUR),  # a wait that ends after midnight
        (at(23, 9), at(23, 12), [(at(23, 8), at(23, 10)), (at(23, 9, 30), at(23, 11))], HOUR),  # waits that overlap
    ],
)
def test_open_time(start, end, pauses, seconds):
    assert open_seconds(BERLIN, start, end, pauses) == seconds


def history(*entries: Entry, limits=(), first_answer=None, received=None, owner=1) -> History:
    received = ms(23, 9) if received is None else received
    return History(7, "eu", "email", 1, owner, received, first_answer, entries=entries, limits=limits)


def facts(*args, **more) -> dict[str, list]:
    """(day, person, elapsed, opened) by kind."""
    found = {}
    for fact in RECKONER.facts(history(*args, **more)):
        found.setdefault(fact.kind, []).append((fact.day, fact.person, fact.elapsed, fact.opened))
    return found


def test_the_day_is_that_of_the_region():
    assert facts(received=ms(23, 23, 30)) == {"taken": [("2026-11-24", 1, None, None)]}


def test_a_reopened_enquiry_is_answered_twice_and_counts_from_its_reopening():
    entries = (Entry(ms(23, 10), 1, "answer"), Entry(ms(24, 9), 2, "reopened"), Entry(ms(24, 12), 3, "answer"))
    found = facts(*entries, first_answer=ms(23, 10))
    assert found["answered"] == [("2026-11-23", 1, HOUR, HOUR), ("2026-11-24", 3, 3 * HOUR, 3 * HOUR)]
    assert found["reopened"] == [("2026-11-24", 2, None, None)]
    assert found["responded"] == [("2026-11-23", 1, HOUR, HOUR)]


@pytest.mark.rule("CS-5.1", "TM-6.1")
def test_a_limit_counts_for_who_ended_it_and_a_miss_on_the_day_it_was_due():
    late = Limit("level", "TM-4.5b", ms(23, 9), ms(25, 9), "missed", ms(24, 17), True)
    found = facts(Entry(ms(25, 9), 4, "answer"), limits=[late])
    assert found["late"] == [("2026-11-25", 4, 48 * HOUR, 18 * HOUR)]
    assert found["missed"] == [("2026-11-24", 4, None, None)]


def test_a_limit_that_still_runs_is_missed_by_who_is_responsible():
    missed = Limit("level", "TM-4.5b", ms(23, 9), None, None, ms(24, 17), True)
    assert facts(limits=[missed], owner=9)["missed"] == [("2026-11-24", 9, None, None)]


def test_a_superseded_limit_is_neither_kept_nor_late_but_its_miss_stays():
    replaced = Limit("level", "TM-4.5b", ms(23, 9), ms(25, 9), "superseded", ms(24, 17), True)
    found = facts(limits=[replaced])
    assert set(found) == {"taken", "missed"}


def test_cells_keep_every_duration():
    key = ("2026-11-23", "eu", 1, "email", "answered", "", "")
    assert counted([(*key, 30, 3), (*key, 4, 4), (*key, 4, 0)]) == [(*key, 3, "4,4,30", "0,3,4")]
    taken = ("2026-11-23", "eu", 1, "email", "taken", "", "")
    assert counted([(*taken, None, None)]) == [(*taken, 1, None, None)]


def told(what: str, subject: str, reason: str = "", changes=None) -> Told:
    return Told(what, subject, reason, changes)


def test_what_the_journal_touches():
    found = touched(
        [
            told("enquiry.reply", "E26-00007"),
            told("clock.missed", "ticket:12"),
            told("enquiries.imported", "import:3"),
            told("calendar.corrected", "calendar:eu", changes={"2026-12-24": [None, "own"], "2026-10-01": ["off", None]}),
            told("calendar.imported", "calendar:us", "2027: official"),
            told("calendar.defined", "calendar:me"),
        ]
    )
    assert (found.numbers, found.tickets, found.imports) == ({"E26-00007"}, {12}, {3})
    assert found.calendars == [("eu", date(2026, 10, 1)), ("us", date(2027, 1, 1)), ("me", None)]
    assert not found.everything
    assert touched([told("enquiries.seeded", "load")]).everything


def test_a_day_begins_earlier_somewhere():
    assert since(date(2026, 11, 24)) == to_ms(datetime(2026, 11, 23, tzinfo=UTC))
    assert since(None) < 0
