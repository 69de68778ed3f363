"""The form of a saved view."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, SelectField, ValidationError

from portal.core.forms import Form, filled, line
from portal.core.i18n import lazy
from portal.tickets import words
from portal.tickets.forms.worded import CHOOSE

LONGEST_VERSION = 10  # digits


class ViewForm(Form):
    """The name of a saved view and who has it."""

    view = HiddenField()
    version = HiddenField()
    name = line(lazy("Name of the view"), filled(), longest=60)
    scope = SelectField(lazy("Who has it"), validate_choice=False, default="own")
    pinned = BooleanField(lazy("Among my tabs"))

    def offer(self, shares: bool) -> ViewForm:
        """Let it be shared, where the person may."""
        self.scope.choices = words.choices(words.SCOPES, None if shares else ["own"])
        return self

    @property
    def seen_version(self) -> int:
        """The version that was on the page; 0, which none is, for anything else."""
        sent = self.version.data or ""
        return int(sent) if sent.isdecimal() and len(sent) < LONGEST_VERSION else 0

    def validate_scope(self, field) -> None:
        if field.data not in words.SCOPES:
            raise ValidationError(str(CHOOSE))
