"""The forms of pages that all desks share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import starmap

from wtforms import HiddenField, SelectField, ValidationError

from portal.archive.choices import language_choices
from portal.core.forms import TEXT, Form, filled, line, strange_character
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


class UndoForm(Form):
    """Why a re-base is undone."""

    reason = line(lazy("Reason"), filled())


class MergeForm(Form):
    """Which ticket another becomes part of; a reason is needed where the customers differ."""

    into = line(lazy("Merge into the ticket"), filled(), longest=20)
    reason = line(lazy("Reason"))


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
        try:
            held = json.loads(self[field].data or "{}")
        except ValueError:
            held = {}
        texts = {name: text for name, text in held.items() if isinstance(text, str)} if isinstance(held, dict) else {}
        return {name: texts.get(name, "") for name in words.FACTS}

    def begin_with(self, before: Mapping[str, str], mine: Mapping[str, str], seen: Mapping[str, str]) -> None:
        """Fill it for a reader who sees `before` and wants `mine`."""
        self.before.data, self.seen.data = json.dumps(dict(before)), json.dumps(dict(seen))
        for name, value in mine.items():
            self[name].data = value


MOST_TEXTS, LONGEST_NAME = 12, 40


def texts_in(sent: str) -> dict[str, str] | None:
    """The texts of a form, sent as JSON: few fields by their names, each no longer than a text may be, none with
    characters that cannot be kept. None when it is anything else."""
    try:
        texts = json.loads(sent)
    except (ValueError, RecursionError):
        return None
    sound = isinstance(texts, dict) and len(texts) <= MOST_TEXTS and all(starmap(_is_sound, texts.items()))
    return texts if sound else None


def _is_sound(name: str, text: object) -> bool:
    fits = isinstance(text, str) and len(name) <= LONGEST_NAME and len(text) <= TEXT
    return fits and strange_character(name + text) is None
