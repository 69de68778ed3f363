"""The form of a note on a country."""

from __future__ import annotations

from wtforms import SelectField, ValidationError

from portal.core.forms import Form, filled, text
from portal.core.i18n import lazy
from portal.knowledge.choices import TOPICS
from portal.tickets import words
from portal.tickets.forms import CHOOSE

LONGEST = 600


class NoteForm(Form):
    """A note on one topic, in both languages of the portal."""

    topic = SelectField(lazy("Topic"), [filled(CHOOSE)], validate_choice=False)
    zh = text(lazy("In Chinese"), filled(), longest=LONGEST)
    en = text(lazy("In English"), filled(), longest=LONGEST)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.topic.choices = words.choices(TOPICS)

    def validate_topic(self, field) -> None:
        if field.data not in TOPICS:
            raise ValidationError(str(CHOOSE))
