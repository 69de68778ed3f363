"""The forms of the wording page."""

from __future__ import annotations

from wtforms import SelectField

from portal.core.forms import Form, filled, line, text
from portal.core.i18n import lazy
from portal.knowledge import choices
from portal.tickets.forms import Worded


class PhraseForm(Worded):
    """Words to put on the list."""

    WORDS = {"severity": choices.SEVERITIES, "kind": choices.KINDS, "language": choices.LANGUAGES}

    words = line(lazy("Words"), filled(), longest=100)
    severity = SelectField(lazy("What happens"), validate_choice=False)
    kind = SelectField(lazy("Why"), validate_choice=False)
    language = SelectField(lazy("Language"), validate_choice=False, default="")
    reason = line(lazy("What to say instead"), filled(), longest=200)


class TrialForm(Form):
    """A text to try the list on; nothing of it is kept."""

    trial = text(lazy("A text to try"), filled())
