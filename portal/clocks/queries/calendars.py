"""Reads: calendars as rows for people, and as values for the arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from peewee import ModelSelect

from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.access.queries import regions, regions_seen_by
from portal.clocks import rules
from portal.clocks.calendar import NOT_ANNOUNCED, OFFICIAL, Calendar, Day
from portal.clocks.models import Calendar as CalendarRow
from portal.clocks.models import CalendarDay, CalendarPrayers, CalendarVersion, CalendarYear, PrayerDay
from portal.clocks.prayers import Prayers
from portal.clocks.window import Window
from portal.core import db
from portal.core.errors import Missing
from portal.core.memo import remembered

PUBLISHED = """
SELECT v.digest FROM calendar AS c JOIN calendar_version AS v ON v.calendar_id = c.id
WHERE c.code = ? AND v.version = COALESCE(?, c.version)
"""
OF_COUNTRY = """
SELECT v.digest FROM calendar AS c JOIN calendar_version AS v ON v.calendar_id = c.id AND v.version = c.version
WHERE c.country = ?
"""
_known: dict[str, Calendar] = {}


@remembered
def calendar_for(code: str, version: int | None = None) -> Calendar:
    """The calendar of this code as a value: its newest version, or the one asked for. Missing when there is none.

    The value is kept under the digest of its content, so what costs is one small read for the digest.
    """
    rows = db.select(PUBLISHED, code, version)
    if not rows:
        raise Missing
    return _kept(rows[0][0])


def calendar_of_country(country: str) -> Calendar | None:
    """The newest version of the calendar that a country (ISO 3166-1 alpha-2) has of its own, None where it has none."""
    rows = db.select(OF_COUNTRY, country)
    return _kept(rows[0][0]) if rows else None


def _kept(digest: str) -> Calendar:
    if digest not in _known:
        _known[digest] = calendar_of(CalendarVersion.get(CalendarVersion.digest == digest).content)
    return _known[digest]


@remembered
def calendar_code_for(country: str, region: str) -> str:
    """The code of the calendar that a customer's clocks count on: that of the country, where there is one.

    `country` is ISO 3166-1 alpha-2, `region` the code of the calendar of the region that serves the customer.
    """
    row = CalendarRow.select(CalendarRow.code).where(CalendarRow.country == country).first()
    return row.code if row else region


def calendar_of(content: dict) -> Calendar:
    """A calendar as published, plain data, as a value."""
    return Calendar(
        code=content["code"],
        zone=content["zone"],
        week=tuple(windows_of(pairs) for pairs in content["week"]),
        days={date.fromisoformat(day): _day(facts) for day, facts in content["days"].items()},
        years={int(year): state for year, state in content["years"].items()},
        version=content["version"],
        name_zh=content["name_zh"],
        name_en=content["name_en"],
        prayers=_prayers(content.get("prayers")),
    )


def _prayers(facts: dict | None) -> Prayers | None:
    """The prayers as published; versions from before there were any have none."""
    if facts is None:
        return None
    typed = {date.fromisoformat(day): tuple(times) for day, times in facts["typed"].items()}
    return Prayers(**facts | {"typed": typed})


def _day(facts: dict) -> Day:
    return Day(**facts | {"windows": windows_of(facts["windows"])})


def windows_of(pairs: Iterable[Sequence[int]]) -> tuple[Window, ...]:
    """Windows as kept in rows, pairs of minutes, as values."""
    return tuple(Window(opens, closes) for opens, closes in pairs)


def calendars() -> ModelSelect:
    """Every calendar, by code."""
    return CalendarRow.select().order_by(CalendarRow.code)


def calendar_row(code: str) -> CalendarRow:
    """The row of a calendar; Missing when there is none."""
    row = CalendarRow.get_or_none(CalendarRow.code == code)
    if row is None:
        raise Missing
    return row


def may_change(person: Staff, code: str) -> bool:
    """Whether somebody may change the calendar of this code: see `rules.may_change`."""
    seen = regions_seen_by(person)
    own = None if seen is None else {region.calendar for region in regions() if region.code in seen}
    return rules.may_change(code, of_regions=own, administers=person.may(Permission.ACCESS_MANAGE))


def content_of(row: CalendarRow) -> dict:
    """The newest published version of a calendar as plain data."""
    return row.versions.where(CalendarVersion.version == row.version).get().content


def days_of(calendar: CalendarRow, year: int) -> ModelSelect:
    """The dates of a year that differ from their weekday, in order."""
    within = CalendarDay.date.between(date(year, 1, 1), date(year, 12, 31))
    return calendar.days.where(within).order_by(CalendarDay.date)


def prayers_of(calendar: CalendarRow) -> CalendarPrayers | None:
    """The setting by which a calendar leaves out times of prayer."""
    return calendar.prayer_settings.first()


def prayer_days_of(calendar: CalendarRow) -> ModelSelect:
    """The dates whose times of prayer were typed, in order."""
    return calendar.prayer_days.order_by(PrayerDay.date)


def years_of(calendar: CalendarRow) -> ModelSelect:
    """The years that a calendar has been told about, with their states."""
    return calendar.years.order_by(CalendarYear.year)


def year_of(calendar: CalendarRow, year: int) -> CalendarYear | None:
    """What a calendar has been told about one year."""
    return calendar.years.where(CalendarYear.year == year).first()


def years_not_official(year: int) -> list[tuple[CalendarRow, str]]:
    """Every calendar whose holidays of `year` are not official yet, with the state: the yearly completeness warning."""
    known = {row.calendar_id: row.state for row in CalendarYear.select().where(CalendarYear.year == year)}
    states = ((row, known.get(row.id, NOT_ANNOUNCED)) for row in calendars())
    return [(row, state) for row, state in states if state != OFFICIAL]
