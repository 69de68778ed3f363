"""The forms of pages that all desks share."""

from __future__ import annotations

from wtforms import RadioField, ValidationError

from portal.core.forms import Form, filled, line, text
from portal.core.i18n import _, language, lazy


class UndoForm(Form):
    """Why a re-base is undone."""

    reason = line(lazy("Reason"), filled())


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
