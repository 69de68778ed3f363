"""Changes of calendars: defined, read from the libraries, corrected by hand. Each change publishes a new version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from portal.audit import actions as journal
from portal.clocks import almanac, queries
from portal.clocks.calendar import Calendar as CalendarValue
from portal.clocks.calendar import Day
from portal.clocks.models import (
    Calendar,
    CalendarDay,
    CalendarPrayers,
    CalendarVersion,
    CalendarWindow,
    CalendarYear,
    PrayerDay,
)
from portal.clocks.prayers import Times
from portal.clocks.shipped import WEEKDAYS, facts_of, week_of
from portal.clocks.window import Window, clock_face
from portal.core import db
from portal.core.errors import Missing

PRAYER_FACTS = ("city_zh", "city_en", "latitude", "longitude", "method", "before", "after")


def install(*, by: object, at: datetime) -> list[str]:
    """Make the calendars of the table that are missing, with their years; the codes made. Safe to repeat."""
    have = {row.code for row in queries.calendars()}
    table = almanac.table()
    new = [facts for facts in table["calendar"] if facts["code"] not in have]
    for facts in new:
        with db.atomic():
            calendar = _define(facts)
            for year in table["years"]:
                _put_year(calendar, year, today=at.date())
            _publish(calendar, "calendar.defined", by=by, at=at)
    return [facts["code"] for facts in new]


def import_year(code: str, year: int, *, by: object, at: datetime) -> str:
    """Read the days of a year from the libraries; the state the year now has. Days set by hand stay.

    Raises Missing for an unknown calendar and DisagreementError where the sources for China differ.
    """
    with db.atomic():
        calendar = queries.calendar_row(code)
        state = _put_year(calendar, year, today=at.date())
        _publish(calendar, "calendar.imported", by=by, at=at, reason=f"{year}: {state}")
    return state


def set_day(code: str, day: date, value: Day, *, by: object, at: datetime, reason: str = "") -> None:
    """Say by hand what a date is, whatever it was. The next import leaves it as it is."""
    with db.atomic():
        calendar = queries.calendar_row(code)
        before = _take_day(calendar, day)
        _put_days(calendar, {day: value}, CalendarDay.BY_HAND)
        changes = {day.isoformat(): [before, value.kind]}
        _publish(calendar, "calendar.corrected", by=by, at=at, reason=reason, changes=changes)


def clear_day(code: str, day: date, *, by: object, at: datetime, reason: str = "") -> bool:
    """Let a date be like its weekday again; False when it is so already."""
    with db.atomic():
        calendar = queries.calendar_row(code)
        before = _take_day(calendar, day)
        if before:
            changes = {day.isoformat(): [before, None]}
            _publish(calendar, "calendar.corrected", by=by, at=at, reason=reason, changes=changes)
    return before is not None


def type_prayers(code: str, table: Mapping[date, Times], *, by: object, at: datetime, reason: str = "") -> None:
    """Keep the times of prayer somebody typed; they win over the computed ones. Missing where none are left out."""
    with db.atomic():
        calendar = _with_prayers(code)
        changes = {day.isoformat(): [_take_prayers(calendar, day), _faces(times)] for day, times in table.items()}
        rows = [{"calendar": calendar, "date": day, "times": list(times)} for day, times in table.items()]
        PrayerDay.insert_many(rows).execute()
        _publish(calendar, "calendar.prayers_typed", by=by, at=at, reason=reason, changes=changes)


def untype_prayers(code: str, day: date, *, by: object, at: datetime) -> bool:
    """Let the times of prayer of a date be computed again; False when they are."""
    with db.atomic():
        calendar = _with_prayers(code)
        before = _take_prayers(calendar, day)
        if before:
            changes = {day.isoformat(): [before, None]}
            _publish(calendar, "calendar.prayers_typed", by=by, at=at, changes=changes)
    return before is not None


def _with_prayers(code: str) -> Calendar:
    calendar = queries.calendar_row(code)
    if queries.prayers_of(calendar) is None:
        raise Missing
    return calendar


def _take_prayers(calendar: Calendar, day: date) -> str | None:
    """Remove what was typed for a date; the times, or None when nothing was typed."""
    row = calendar.prayer_days.where(PrayerDay.date == day).first()
    if row is None:
        return None
    row.delete_instance()
    return _faces(row.times)


def _faces(times: Iterable[int]) -> str:
    return " ".join(map(clock_face, times))


def _define(facts: Mapping[str, Any]) -> Calendar:
    names = {"name_zh": facts["name"]["zh"], "name_en": facts["name"]["en"]}
    calendar = Calendar.create(code=facts["code"], country=facts.get("country"), zone=facts["zone"], **names)
    rows = [
        {"calendar": calendar, "weekday": weekday, "opens": hour.opens, "closes": hour.closes}
        for weekday, hours in enumerate(week_of(facts))
        for hour in hours
    ]
    CalendarWindow.insert_many(rows).execute()
    if "prayers" in facts:
        CalendarPrayers.create(calendar=calendar, **facts["prayers"])
    return calendar


def _put_year(calendar: Calendar, year: int, *, today: date) -> str:
    found = almanac.year_of(facts_of(calendar.code)["almanac"], year, today=today)
    rows = {row.date: row for row in queries.days_of(calendar, year)}
    kept = {day for day, row in rows.items() if row.source == CalendarDay.BY_HAND}
    CalendarDay.delete().where(CalendarDay.id.in_([row.id for day, row in rows.items() if day not in kept])).execute()
    _put_days(calendar, {day: value for day, value in found.days.items() if day not in kept}, found.source)
    CalendarYear.delete().where((CalendarYear.calendar == calendar) & (CalendarYear.year == year)).execute()
    CalendarYear.create(calendar=calendar, year=year, state=found.state, source=found.source)
    return found.state


def _put_days(calendar: Calendar, days: Mapping[date, Day], source: str) -> None:
    rows = [
        {
            "calendar": calendar,
            "date": day,
            "kind": value.kind,
            "windows": _pairs(value.windows),
            "name_zh": value.name_zh,
            "name_en": value.name_en,
            "source": source,
        }
        for day, value in days.items()
    ]
    if rows:
        CalendarDay.insert_many(rows).execute()


def _take_day(calendar: Calendar, day: date) -> str | None:
    """Remove what a date was said to be; its kind, or None when nothing was said."""
    row = calendar.days.where(CalendarDay.date == day).first()
    if row is None:
        return None
    row.delete_instance()
    return row.kind


def _publish(calendar: Calendar, what: str, *, by: object, at: datetime, **told: Any) -> None:
    """Give the calendar its next version, whole, and journal it. Counting up first makes two editors wait in turn."""
    Calendar.update(version=Calendar.version + 1).where(Calendar.id == calendar.id).execute()
    row = Calendar.get_by_id(calendar.id)
    content = _content(row)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    CalendarVersion.create(calendar=row, version=row.version, at=at, content=content, digest=digest)
    journal.record(what, row, by=by, at=at, **told)
    calendar.version = row.version


def _content(row: Calendar) -> dict[str, Any]:
    """A calendar as plain data, checked by making the value of it."""
    week: list[list[Window]] = [[] for _ in WEEKDAYS]
    for part in row.windows.order_by(CalendarWindow.weekday, CalendarWindow.opens):
        week[part.weekday].append(Window(part.opens, part.closes))
    value = CalendarValue(row.code, row.zone, tuple(map(tuple, week)))
    return {
        "code": row.code,
        "zone": row.zone,
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "version": row.version,
        "week": [_pairs(windows) for windows in value.week],
        "days": {str(day.date): _day_facts(day) for day in row.days.order_by(CalendarDay.date)},
        "years": {str(year.year): year.state for year in row.years.order_by(CalendarYear.year)},
        "prayers": _prayer_facts(row),
    }


def _prayer_facts(row: Calendar) -> dict[str, Any] | None:
    setting = queries.prayers_of(row)
    if setting is None:
        return None
    typed = {str(day.date): day.times for day in queries.prayer_days_of(row)}
    return {name: getattr(setting, name) for name in PRAYER_FACTS} | {"typed": typed}


def _day_facts(row: CalendarDay) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("kind", "windows", "name_zh", "name_en", "source")}


def _pairs(windows: Iterable[Window]) -> list[Sequence[int]]:
    return [[part.opens, part.closes] for part in windows]
