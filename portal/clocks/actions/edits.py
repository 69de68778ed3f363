"""Edits of a calendar as plain data, so that one can be looked at before it is saved, and saved as it was looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from portal.clocks import queries
from portal.clocks.actions import calendars
from portal.clocks.calendar import Day
from portal.clocks.prayers import Times
from portal.core import db
from portal.core.errors import Refused
from portal.core.i18n import lazy

Edit = Mapping[str, Any]


def setting_a_day(day: date, value: Day, reason: str) -> Edit:
    """Saying by hand what a date is."""
    windows = [[part.opens, part.closes] for part in value.windows]
    names = {"name_zh": value.name_zh, "name_en": value.name_en}
    return {"do": "set_day", "day": day.isoformat(), "kind": value.kind, "windows": windows, "reason": reason, **names}


def clearing_a_day(day: date) -> Edit:
    """Letting a date be like its weekday again."""
    return {"do": "clear_day", "day": day.isoformat()}


def importing(year: int) -> Edit:
    """Reading the days of a year from the libraries."""
    return {"do": "import_year", "year": year}


def typing_prayers(table: Mapping[date, Times], reason: str) -> Edit:
    """Keeping times of prayer that somebody typed."""
    return {"do": "type_prayers", "table": {day.isoformat(): list(times) for day, times in table.items()}, "reason": reason}


def clearing_prayers(day: date) -> Edit:
    """Letting the times of prayer of a date be computed again."""
    return {"do": "untype_prayers", "day": day.isoformat()}


def carry_out(code: str, edit: Edit, *, by: object, at: datetime) -> None:
    """Save an edit, which publishes a version. Raises Refused where there is nothing to take away, Missing, and
    DisagreementError as `import_year` does."""
    WAYS[edit["do"]](code, edit, by, at)


def drafted(code: str, edit: Edit, *, by: object, at: datetime) -> dict:
    """The calendar as this edit would publish it, plain data. It is carried out and taken back, so that what is looked at
    is what will be saved. Raises as `carry_out`."""
    with db.atomic() as transaction:
        try:
            carry_out(code, edit, by=by, at=at)
            return queries.content_of(queries.calendar_row(code))
        finally:
            transaction.rollback()


def _set_day(code: str, edit: Edit, by: object, at: datetime) -> None:
    value = Day(edit["kind"], queries.windows_of(edit["windows"]), edit["name_zh"], edit["name_en"])
    calendars.set_day(code, date.fromisoformat(edit["day"]), value, by=by, at=at, reason=edit["reason"])


def _clear_day(code: str, edit: Edit, by: object, at: datetime) -> None:
    if not calendars.clear_day(code, date.fromisoformat(edit["day"]), by=by, at=at):
        raise Refused(lazy("This date is like its weekday already."))


def _import_year(code: str, edit: Edit, by: object, at: datetime) -> None:
    calendars.import_year(code, edit["year"], by=by, at=at)


def _type_prayers(code: str, edit: Edit, by: object, at: datetime) -> None:
    table = {date.fromisoformat(day): tuple(times) for day, times in edit["table"].items()}
    calendars.type_prayers(code, table, by=by, at=at, reason=edit["reason"])


def _untype_prayers(code: str, edit: Edit, by: object, at: datetime) -> None:
    if not calendars.untype_prayers(code, date.fromisoformat(edit["day"]), by=by, at=at):
        raise Refused(lazy("The prayer times of this date are computed already."))


WAYS: Mapping[str, Callable[[str, Edit, object, datetime], None]] = {
    "set_day": _set_day,
    "clear_day": _clear_day,
    "import_year": _import_year,
    "type_prayers": _type_prayers,
    "untype_prayers": _untype_prayers,
}


def days_of(edit: Edit) -> Iterable[str]:
    """The dates, or the year, that an edit is about, as text."""
    if "table" in edit:
        return sorted(edit["table"])
    return (str(edit.get("day") or edit["year"]),)
