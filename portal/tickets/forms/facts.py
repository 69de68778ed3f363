"""The form of correcting what a ticket says of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping

from wtforms import HiddenField, SelectField, ValidationError

from portal.archive.choices import language_choices
from portal.core.forms import filled, line
from portal.core.i18n import lazy
from portal.tickets import words
from portal.tickets.forms.texts import held
from portal.tickets.forms.worded import CHOOSE, Worded


class FactsForm(Worded):
    """Correcting what a ticket says of itself. `before` holds what its reader saw, `seen` what stood there when a choice
    was asked for, both as JSON."""

    WORDS = {name: table for name, table in words.VALUES.items() if name != "language"}

    before = HiddenField()
    seen = HiddenField()
    title = line(lazy("Subject"), filled(), longest=150)
    channel = SelectField(lazy("Channel"), [filled(CHOOSE)], validate_choice=False)
    kind = SelectField(lazy("Kind"), [filled(CHOOSE)], validate_choice=False)
    subject = SelectField(lazy("About"), [filled(CHOOSE)], validate_choice=False)
    urgency = SelectField(lazy("Urgency"), [filled(CHOOSE)], validate_choice=False)
    language = SelectField(lazy("Customer's language"), validate_choice=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.language.choices = language_choices()

    def validate_language(self, field) -> None:
        if field.data not in dict(field.choices):
            raise ValidationError(str(CHOOSE))

    def values(self) -> dict[str, str]:
        return {name: self[name].data for name in words.FACTS}

    def known(self, field: str) -> dict[str, str]:
        """The facts that `before` or `seen` holds; "", which no fact is, for each that somebody tampered with."""
        return held(self[field].data, words.FACTS)

    def begin_with(self, before: Mapping[str, str], mine: Mapping[str, str], seen: Mapping[str, str]) -> None:
        """Fill it for a reader who sees `before` and wants `mine`."""
        self.before.data, self.seen.data = json.dumps(dict(before)), json.dumps(dict(seen))
        for name, value in mine.items():
            self[name].data = value
