"""The forms of merging, splitting and linking."""

from __future__ import annotations

from wtforms import SelectField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core.forms import Form, Moment, filled, line
from portal.core.i18n import lazy
from portal.tickets import words
from portal.tickets.forms.worded import CHOOSE, Worded


class MergeForm(Form):
    """Which ticket another becomes part of; a reason is needed where the customers differ."""

    into = line(lazy("Merge into the ticket"), filled(), longest=20)
    reason = line(lazy("Reason"))


class ParentForm(Form):
    """Whose child a ticket becomes."""

    parent = line(lazy("Parent"), filled(), longest=20)


class SplitForm(Worded):
    """What is split off, and what the new ticket says of itself."""

    WORDS = {"kind": words.KINDS, "subject": words.SUBJECTS, "level": words.LEVELS, "urgency": words.URGENCIES}

    entries = SelectMultipleField(
        lazy("What goes along"),
        [filled(lazy("Choose at least one entry that goes along."))],
        coerce=str,
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    title = line(lazy("Subject of the new ticket"), filled(), longest=150)
    kind = SelectField(lazy("Kind"), [filled(CHOOSE)], validate_choice=False)
    subject = SelectField(lazy("About"), [filled(CHOOSE)], validate_choice=False)
    level = SelectField(lazy("Level"), [filled(CHOOSE)], validate_choice=False)
    urgency = SelectField(lazy("Urgency"), [filled(CHOOSE)], validate_choice=False)
    deadline_at = Moment(lazy("Deadline"), [Optional()], description=lazy("Level 4 only: set by hand."))
    reason = line(lazy("Reason"))

    def chosen(self) -> list[int]:
        """The ids of the entries that go along; what is no number is none."""
        sent = self.entries.data or []
        return [int(number) for number in sent if number.isascii() and number.isdecimal() and len(number) < 10]

    def values(self) -> dict:
        """The fields as `actions.splitting.split` wants them."""
        plain = ("title", "kind", "subject", "urgency", "deadline_at", "reason")
        return {name: self[name].data for name in plain} | {"level": int(self.level.data)}
