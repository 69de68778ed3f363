"""Calendars as rows: shipped, read from the libraries, corrected by hand, published under versions."""

from datetime import UTC, date, datetime

import pytest

from portal.audit import SYSTEM
from portal.audit.models import JournalRow
from portal.clocks import actions, queries
from portal.clocks.calendar import Day
from portal.clocks.models import CalendarDay, CalendarVersion
from portal.clocks.window import Window
from portal.core.errors import Missing
from tests.clocks.calendars import calendar

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CODES = ["ae", "br", "de", "eu", "fr", "gb", "hq", "id", "jk", "kr", "me", "sea", "th", "us"]
SATURDAY = date(2026, 11, 28)
OPEN_HOUSE = Day("own", (Window(600, 840),), "开放日", "Open house")


def set_saturday(value=OPEN_HOUSE):
    actions.set_day("eu", SATURDAY, value, by=SYSTEM, at=NOW, reason="fair")


def test_the_shipped_calendars_are_there():
    assert [row.code for row in queries.calendars()] == CODES


def test_installing_again_makes_nothing():
    assert actions.install(by=SYSTEM, at=NOW) == []


@pytest.mark.parametrize("code", CODES)
def test_a_calendar_comes_back_from_the_database_as_it_was_calendar(code):
    kept, made = queries.calendar_for(code), calendar(code)
    assert (kept.zone, kept.week, dict(kept.years)) == (made.zone, made.week, dict(made.years))
    assert {day: (value.kind, value.name_zh) for day, value in kept.days.items()} == {
        day: (value.kind, value.name_zh) for day, value in made.days.items()
    }


def test_the_value_is_kept_between_two_asks():
    assert queries.calendar_for("hq") is queries.calendar_for("hq")


def test_there_is_no_calendar_of_another_code():
    for ask in (queries.calendar_for, queries.calendar_row):
        with pytest.raises(Missing):
            ask("moon")


def test_a_day_set_by_hand_counts_from_the_next_version_on():
    before = queries.calendar_for("eu")
    set_saturday()
    after = queries.calendar_for("eu")
    assert after.version == before.version + 1
    assert after.windows_on(SATURDAY) == (Window(600, 840),)
    assert queries.calendar_for("eu", before.version).windows_on(SATURDAY) == ()


def test_it_is_journaled_with_its_reason():
    set_saturday()
    row = JournalRow.get((JournalRow.what == "calendar.corrected") & (JournalRow.subject == "calendar:eu"))
    assert (row.reason, row.changes) == ("fair", {"2026-11-28": [None, "own"]})


def test_the_next_import_leaves_it_as_it_is():
    christmas = date(2026, 12, 25)
    actions.set_day("eu", christmas, Day("working", name_zh="值班", name_en="Duty"), by=SYSTEM, at=NOW)
    actions.import_year("eu", 2026, by=SYSTEM, at=NOW)
    rows = {row.date: row for row in queries.days_of(queries.calendar_row("eu"), 2026)}
    assert (rows[christmas].kind, rows[christmas].source) == ("working", CalendarDay.BY_HAND)
    assert rows[date(2026, 12, 26)].name_en == "Second Day of Christmas"


def test_a_day_can_be_like_its_weekday_again():
    set_saturday()
    assert actions.clear_day("eu", SATURDAY, by=SYSTEM, at=NOW)
    assert queries.calendar_for("eu").windows_on(SATURDAY) == ()
    assert not actions.clear_day("eu", SATURDAY, by=SYSTEM, at=NOW)


def test_clearing_nothing_publishes_nothing():
    version = queries.calendar_for("eu").version
    actions.clear_day("eu", SATURDAY, by=SYSTEM, at=NOW)
    assert queries.calendar_for("eu").version == version


def test_importing_a_year_says_its_state():
    assert actions.import_year("hq", 2027, by=SYSTEM, at=NOW) == "not announced"
    assert actions.import_year("me", 2027, by=SYSTEM, at=NOW) == "estimated"
    row = JournalRow.select().where(JournalRow.what == "calendar.imported").order_by(JournalRow.id.desc()).get()
    assert (row.subject, row.reason) == ("calendar:me", "2027: estimated")


def test_a_year_beyond_the_shipped_ones_can_be_imported():
    assert actions.import_year("eu", 2028, by=SYSTEM, at=NOW) == "official"
    assert queries.calendar_for("eu").windows_on(date(2028, 12, 25)) == ()


def test_which_calendars_are_not_complete_for_a_year():
    assert [(row.code, state) for row, state in queries.years_not_official(2027)] == [
        ("ae", "estimated"),
        ("hq", "not announced"),
        ("id", "estimated"),
        ("me", "estimated"),
    ]
    assert {state for _row, state in queries.years_not_official(2028)} == {"not announced"}
    assert queries.years_not_official(2026) == []


def test_every_version_is_kept_whole():
    set_saturday()
    versions = CalendarVersion.select().where(CalendarVersion.calendar == queries.calendar_row("eu"))
    assert [row.content["version"] for row in versions] == [row.version for row in versions]
    assert len({row.digest for row in versions}) == len(versions)
