"""The forms of assigning, and of changing one row or many tickets."""

from __future__ import annotations

import json
from collections.abc import Mapping

from wtforms import BooleanField, HiddenField, RadioField, SelectField, ValidationError
from wtforms.validators import Optional

from portal.archive.choices import language_choices
from portal.core.forms import Form, Moment, filled, line, text
from portal.core.i18n import _, language, lazy
from portal.tickets import words
from portal.tickets.bulk import RESUME
from portal.tickets.forms.texts import held
from portal.tickets.forms.worded import CHOOSE
from portal.tickets.models import RANKS

ROW = ("owner", "level", "urgency")


class AssignForm(Form):
    """Who becomes the owner, and the handover (CR-8) where the ticket is not on offer."""

    to = RadioField(lazy("To"), [filled(lazy("Choose who takes it over."))], coerce=int, validate_choice=False)
    text = text(
        lazy("Handover"), description=lazy("What the customer asks, what was done, what is needed and by when.")
    )

    def offer(self, places: list) -> AssignForm:
        """Let these people be chosen."""
        self.to.choices = [(person.id, person.name_in(language())) for person, _place in places]
        return self

    def validate_to(self, field) -> None:
        if field.data not in [number for number, _name in field.choices]:
            raise ValidationError(_("Choose who takes it over."))


def left(label: str) -> SelectField:
    """A choice whose first is to leave things as they are."""
    return SelectField(label, validate_choice=False, default="")


class BulkForm(Form):
    """What is to change of many tickets; what is left alone stays as it is."""

    owner = left(lazy("Owner"))
    level = left(lazy("Level"))
    urgency = left(lazy("Urgency"))
    subject = left(lazy("About"))
    kind = left(lazy("Kind"))
    language = left(lazy("Customer's language"))
    waiting = left(lazy("Waiting"))
    deadline_at = Moment(lazy("Deadline"), [Optional()], description=lazy("Level 4 only: set by hand."))
    offered = BooleanField(lazy("Offer to whoever is free"))
    note = BooleanField(lazy("Write the text below as a note"))
    close = BooleanField(lazy("Write up and archive"))
    cause = line(lazy("Cause"), description=lazy("Only to archive."))
    text = text(
        lazy("Text"),
        description=lazy("The handover, the reason, the note or the case: it goes with each step that asks for one."),
    )

    def offer(self, people: list[tuple[str, str]], reasons: list[tuple[str, str]]) -> BulkForm:
        """Let these people and these reasons to wait be chosen."""
        tables = {
            "owner": people,
            "level": words.choices(words.LEVELS),
            "urgency": words.choices(words.URGENCIES),
            "subject": words.choices(words.SUBJECTS),
            "kind": words.choices(words.KINDS),
            "language": list(language_choices()),
            "waiting": [(RESUME, _("End the wait")), *reasons],
        }
        for name, choices in tables.items():
            self[name].choices = [("", _("Leave as it is")), *choices]
        return self

    def validate(self, extra_validators=None) -> bool:
        good = super().validate(extra_validators)
        for field in self:
            if field.type == "SelectField" and not field.errors and field.data not in dict(field.choices):
                field.errors = [CHOOSE]
                good = False
        return good

    def wish(self) -> dict:
        """What is to change, as `bulk.steps_of` wants it."""
        names = ("subject", "kind", "language", "waiting", "offered", "note", "close", "cause")
        plain = {name: self[name].data for name in names}
        plain |= {name: int(self[name].data) for name in ("owner", "level") if self[name].data}
        if self.urgency.data:
            plain["rank"] = RANKS[self.urgency.data]
        if self.deadline_at.data:
            plain["deadline_at"] = self.deadline_at.data.isoformat()
        return plain | {"text": self.text.data or ""}


class RowForm(BulkForm):
    """Owner, level and urgency of one row, with the reason or the handover. `before` holds what its reader saw, as JSON."""

    before = HiddenField()

    def begin_with(self, row: Mapping[str, str]) -> RowForm:
        """Fill it for a reader who sees these values of ROW."""
        self.before.raw_data = self.before.data = json.dumps(dict(row))
        for name, value in row.items():
            self[name].data = value
        return self

    def known(self) -> dict[str, str]:
        """What the reader saw."""
        return held(self.before.data, ROW)

    def mine(self) -> dict[str, str]:
        """What the reader wants."""
        return {name: self[name].data for name in ROW}

    def wish_of(self, changed: Mapping[str, str]) -> dict:
        """These changes as `bulk.steps_of` wants them, with the deadline and the text of the form."""
        plain = {name: int(changed[name]) for name in ("owner", "level") if name in changed}
        plain |= {"rank": RANKS[changed["urgency"]]} if "urgency" in changed else {}
        plain |= {"deadline_at": self.deadline_at.data.isoformat()} if self.deadline_at.data else {}
        return plain | {"text": self.text.data or ""}
