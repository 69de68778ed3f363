"""What is typed about shifts and departures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput, TimeInput

from portal.access.forms import Ticks
from portal.access.models import Staff
from portal.clocks.window import clock_face, minute_of_day
from portal.core.forms import Form, cleaned, filled, line, text
from portal.core.i18n import _, language, lazy
from portal.team import rules

ROWS, CELL = 4, 200
COLUMNS = ("what", "where")


class Clock(StringField):
    """A time of day; `data` is its minute, None when nothing or nonsense was typed."""

    widget = TimeInput()

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return "" if self.data is None else clock_face(self.data)

    def process_formdata(self, valuelist) -> None:
        typed = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if typed:
            try:
                self.data = minute_of_day(typed) % 1440
            except ValueError:
                raise ValueError(_("Write a time of day, such as 08:30.")) from None


def names_of(people: Iterable[Staff]) -> list[SelectChoice]:
    """Ids and names for a select field."""
    return [SelectChoice(str(person.id), person.name_in(language())) for person in people]


class ShiftForm(Form):
    """A shift: names, hours by the wall of its region, people."""

    name_zh = line(lazy("Chinese name"), filled(), longest=60)
    name_en = line(lazy("English name"), filled(), longest=60)
    starts = Clock(lazy("Begins at"), [filled()])
    ends = Clock(lazy("Ends at"), [filled()])
    people = Ticks(lazy("Who works it"))

    def offer(self, people: Iterable[Staff]) -> None:
        self.people.choices = names_of(people)


class NewShiftForm(ShiftForm):
    """The same with its region."""

    region = SelectField(lazy("Region"))


class BeginForm(Form):
    """Who leaves, who takes over, when."""

    person = SelectField(lazy("Who leaves"))
    successor = SelectField(lazy("Who takes over"))
    last_day = DateField(lazy("Last day"), [filled()])

    def offer(self, people: Iterable[Staff], takers: Iterable[Staff]) -> None:
        self.person.choices, self.successor.choices = names_of(people), names_of(takers)


class ReasonForm(Form):
    """Why something is taken back or called off."""

    reason = text(lazy("Reason"), filled(), longest=1_000, render_kw={"rows": 2})


class DepartureForm(Form):
    """What a departure hands over: who takes over each thing, and the three lists that are written by hand."""

    successor = SelectField(lazy("Who takes over"))
    last_day = DateField(lazy("Last day"), [filled()])
    revision = IntegerField(widget=HiddenInput(), validators=[Optional()])

    @property
    def lists(self) -> dict[str, list[list[str]]]:
        """The lines of each group in which something stands."""
        rows = {group: [[self[name].data or "" for name in names] for names in cells(group)] for group in rules.BY_HAND}
        return {group: [row for row in lines if any(row)] for group, lines in rows.items()}

    def takers(self, things: Iterable[str]) -> dict[str, int]:
        """Who takes over a thing in the successor's place."""
        chosen = {thing: self[taker_field(thing)].data for thing in things if taker_field(thing) in self}
        return {thing: int(number) for thing, number in chosen.items() if number}

    def begin_with(self, lists: Mapping, takers: Mapping[str, int]) -> None:
        for group in rules.BY_HAND:
            for names, row in zip(cells(group), lists.get(group, ()), strict=False):
                for name, cell in zip(names, row, strict=True):
                    self[name].data = cell
        for thing, number in takers.items():
            if taker_field(thing) in self:
                self[taker_field(thing)].data = str(number)


def cells(group: str) -> list[list[str]]:
    """The names of a group's inputs, row by row."""
    return [[f"{group}-{row}-{column}" for column in COLUMNS] for row in range(ROWS)]


def taker_field(thing: str) -> str:
    return f"taker-{thing.replace(':', '-')}"


def departure_form(takers: Iterable[Staff], things: Iterable[tuple[str, str]]) -> type[DepartureForm]:
    """The form of a departure; `things` are pairs of a thing in hand and what it is called."""
    people = names_of(takers)
    fields = {name: line(_label(column), Optional(), longest=CELL) for group in rules.BY_HAND for names in cells(group)
              for name, column in zip(names, COLUMNS, strict=True)}  # fmt: skip
    for thing, _name in things:
        choices = [SelectChoice("", _("The successor")), *people]
        fields[taker_field(thing)] = SelectField(_("Taken over by"), choices=choices, filters=[cleaned], default="")
    made = type("DepartureFormOfThings", (DepartureForm,), fields)
    made.successor = SelectField(lazy("Who takes over"), choices=people)
    return made


def _label(column: str) -> str:
    return _("What") if column == "what" else _("Details")
