"""The form with which a person says what a date of a calendar is."""

from __future__ import annotations

from datetime import date

from wtforms import DateField, SelectField, ValidationError

from portal.clocks.calendar import OFF, OWN, WORKING, Day
from portal.clocks.prayers import Times, in_order_of_the_day
from portal.clocks.window import Window, in_order, minute_of_day, window
from portal.core.forms import Form, filled, line, text
from portal.core.i18n import _, lazy

KINDS = {OFF: lazy("Day off"), WORKING: lazy("Make-up workday"), OWN: lazy("Own hours")}
LONGEST = 60


class DayForm(Form):
    """What a date is. `year` is the year of the page; a date of another one is refused."""

    date = DateField(lazy("Date"), [filled()])
    kind = SelectField(lazy("What it is"))
    hours = line(lazy("Hours, for a day with its own"))
    name_zh = line(lazy("Name in Chinese"), filled(), longest=LONGEST)
    name_en = line(lazy("Name in English"), filled(), longest=LONGEST)
    reason = line(lazy("Reason"), filled())

    def __init__(self, *args, year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = year
        self.kind.choices = list(KINDS.items())

    def validate_date(self, field) -> None:
        if field.data and field.data.year != self.year:
            raise ValidationError(_("This page is for dates of %(year)s.", year=self.year))

    def validate_hours(self, _field) -> None:
        if self.kind.data != OWN:
            return
        try:
            given = self.windows()
        except ValueError:
            given = ()
        if not given:
            raise ValidationError(_("Write the hours in order, like 09:00–12:00, 13:00–18:00."))

    def windows(self) -> tuple[Window, ...]:
        """The typed hours; none unless the day has its own. ValueError for what are no hours."""
        if self.kind.data != OWN:
            return ()
        typed = (self.hours.data or "").replace("，", ",").split(",")
        return in_order(tuple(window(part) for part in typed))

    def day(self) -> Day:
        """The day as typed; only after the form has been validated."""
        return Day(self.kind.data, self.windows(), self.name_zh.data, self.name_en.data)


class PrayersForm(Form):
    """Times of prayer as somebody types them from the table of the city: a line for each date."""

    table = text(lazy("A line for each date: the date and its five prayers"), filled())
    reason = line(lazy("Reason"), filled())

    def validate_table(self, field) -> None:
        for number, typed in enumerate(_lines(field.data), start=1):
            try:
                _prayers(typed)
            except ValueError:
                raise ValidationError(
                    _("Line %(number)d is not a date and five times, like 2026-11-24 04:54 11:40 14:43 17:04 18:34.")
                    % {"number": number}
                ) from None

    def prayers(self) -> dict[date, Times]:
        """The times of each date, minutes of the day; only after the form has been validated."""
        return dict(_prayers(typed) for typed in _lines(self.table.data))


def _lines(typed: str) -> list[str]:
    return [each for each in typed.splitlines() if each.strip()]


def _prayers(typed: str) -> tuple[date, Times]:
    day, *times = typed.split()
    return date.fromisoformat(day), in_order_of_the_day(tuple(map(minute_of_day, times)))
