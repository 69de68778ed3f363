"""The form with which an enquiry is taken in."""

from __future__ import annotations

from datetime import timedelta

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, ValidationError
from wtforms.validators import NumberRange, Optional

from portal.archive.choices import country_choices, language_choices
from portal.core import time
from portal.core.forms import Files, Moment, filled, line, text
from portal.core.i18n import _, lazy
from portal.tickets import words
from portal.tickets.forms import CHOOSE, Worded

OLDEST = timedelta(days=366)
MEASURED_CHANNELS = ("phone", "chat")


class TakeForm(Worded):
    """Taking an enquiry in. The customer is named; one that is not known yet is registered with the country."""

    WORDS = {
        "channel": words.CHANNELS,
        "kind": words.KINDS,
        "subject": words.SUBJECTS,
        "level": words.LEVELS,
        "urgency": words.URGENCIES,
    }

    customer_id = HiddenField()
    customer = line(lazy("Customer"), filled(), longest=120, render_kw={"list": "customer-names", "autocomplete": "off"})
    country = SelectField(lazy("Country or region"), validate_choice=False)
    email = line(lazy("Customer's e-mail"), longest=254, render_kw={"inputmode": "email"})
    channel = SelectField(lazy("Channel"), [filled(CHOOSE)], validate_choice=False)
    received_at = Moment(lazy("Received"), [filled()])
    waited_s = IntegerField(
        lazy("Seconds until somebody answered"),
        [Optional(), NumberRange(0, 86_400, lazy("Write a number of seconds between 0 and 86400."))],
        description=lazy("Phone and chat: needed, 0 for at once."),
    )
    unanswered = BooleanField(lazy("Nobody has answered yet"))
    kind = SelectField(lazy("Kind"), [filled(CHOOSE)], validate_choice=False)
    subject = SelectField(lazy("About"), [filled(CHOOSE)], validate_choice=False)
    level = SelectField(lazy("Level"), [filled(CHOOSE)], validate_choice=False, default="2")
    urgency = SelectField(lazy("Urgency"), [filled(CHOOSE)], validate_choice=False, default="normal")
    language = SelectField(lazy("Customer's language"), validate_choice=False)
    title = line(lazy("Subject"), filled(), longest=150)
    text = text(lazy("What the customer says"), filled())
    deadline_at = Moment(lazy("Deadline"), [Optional()], description=lazy("Level 4 only: set by hand."))
    offered = BooleanField(
        lazy("Offer to whoever is free"), description=lazy("You stay responsible until a colleague claims it.")
    )
    files = Files(lazy("Files"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.country.choices = [("", _("Choose …")), *country_choices()]
        self.language.choices = [("", _("As usual for the customer")), *language_choices()]

    def validate_received_at(self, field) -> None:
        if field.data and field.data > time.now() + timedelta(minutes=1):
            raise ValidationError(_("This moment lies in the future; an enquiry is taken in after it was received."))
        if field.data and field.data < time.now() - OLDEST:
            raise ValidationError(_("This is more than a year ago; older enquiries are imported from a file."))

    def validate(self, extra_validators=None) -> bool:
        good = super().validate(extra_validators)
        if not self.waited_s.errors and (fault := self._fault_of_the_wait()):
            self.waited_s.errors = [fault]
        return good and not self.errors

    def _fault_of_the_wait(self) -> str | None:
        """A call or a chat is measured by how long the customer waited (TM-4.2a, TM-4.2b)."""
        waited, received = self.waited_s.data, self.received_at.data
        if waited is None:
            measured = self.channel.data in MEASURED_CHANNELS and not self.unanswered.data
            return _("How many seconds did the customer wait? Or tick that nobody has answered yet.") if measured else None
        if received and received + timedelta(seconds=waited) > time.now() + timedelta(minutes=1):
            return _("That would be in the future; correct the seconds or the moment of receipt.")
        return None

    def validate_language(self, field) -> None:
        if field.data and field.data not in dict(field.choices):
            raise ValidationError(str(CHOOSE))

    def values(self) -> dict:
        """The fields as `actions.take` wants them, but for the customer. A tick that nobody answered wins."""
        plain = ("channel", "kind", "subject", "urgency", "title", "text", "received_at", "deadline_at", "offered")
        given = {name: self[name].data for name in plain} | {"level": int(self.level.data), "files": self.files.kept}
        return given | {"waited_s": None if self.unanswered.data else self.waited_s.data}
