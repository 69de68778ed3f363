"""The forms of the wording page."""

from __future__ import annotations

from wtforms import SelectField, ValidationError

from portal.core.forms import Form, filled, line, text
from portal.core.i18n import lazy
from portal.knowledge import choices
from portal.tickets import words

CHOOSE = lazy("Choose one of the list.")


class PhraseForm(Form):
    """Words to put on the list."""

    words = line(lazy("Words"), filled(), longest=100)
    severity = SelectField(lazy("What happens"), validate_choice=False)
    kind = SelectField(lazy("Why"), validate_choice=False)
    language = SelectField(lazy("Language"), validate_choice=False, default="")
    reason = line(lazy("What to say instead"), filled(), longest=200)

    TABLES = {"severity": choices.SEVERITIES, "kind": choices.KINDS, "language": choices.LANGUAGES}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, table in self.TABLES.items():
            self[name].choices = words.choices(table)

    def validate_severity(self, field) -> None:
        self._known(field)

    def validate_kind(self, field) -> None:
        self._known(field)

    def validate_language(self, field) -> None:
        self._known(field)

    def _known(self, field) -> None:
        if field.data not in self.TABLES[field.name]:
            raise ValidationError(str(CHOOSE))


class TrialForm(Form):
    """A text to try the list on; nothing of it is kept."""

    trial = text(lazy("A text to try"), filled())
