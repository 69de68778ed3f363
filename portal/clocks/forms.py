"""The form with which a person says what a date of a calendar is."""

from __future__ import annotations

from wtforms import DateField, SelectField, ValidationError

from portal.clocks.calendar import OFF, OWN, WORKING, Day
from portal.clocks.window import Window, in_order, window
from portal.core.forms import Form, filled, line
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
