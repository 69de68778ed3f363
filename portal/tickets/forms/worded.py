"""Forms with fields that are chosen from tables of words."""

from __future__ import annotations

from portal.core.forms import Form
from portal.core.i18n import lazy
from portal.tickets import words

CHOOSE = lazy("Choose one of the list.")


class Worded(Form):
    """A form with fields chosen from tables of words: `WORDS` maps a field to its table."""

    WORDS: dict[str, words.Names] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, table in self.WORDS.items():
            self[name].choices = words.choices(table)

    def validate(self, extra_validators=None) -> bool:
        good = super().validate(extra_validators)
        for name, table in self.WORDS.items():
            if not self[name].errors and self[name].data not in table:
                self[name].errors = [CHOOSE]
        return good and not self.errors
