"""The forms of pages that all desks share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import starmap

from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.archive.choices import language_choices
from portal.core.forms import TEXT, Form, Moment, filled, line, strange_character, text
from portal.core.i18n import _, language, lazy
from portal.tickets import words
from portal.tickets.bulk import RESUME
from portal.tickets.models import NORMAL, URGENT

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


class ParentForm(Form):
    """Whose child a ticket becomes."""

    parent = line(lazy("Parent"), filled(), longest=20)


class SplitForm(Worded):
    """What is split off, and what the new ticket says of itself."""

    WORDS = {"kind": words.KINDS, "subject": words.SUBJECTS, "level": words.LEVELS, "urgency": words.URGENCIES}

    entries = SelectMultipleField(
        lazy("What goes along"),
        [filled(lazy("Choose at least one entry that goes along."))],
        coerce=str,
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    title = line(lazy("Subject of the new ticket"), filled(), longest=150)
    kind = SelectField(lazy("Kind"), [filled(CHOOSE)], validate_choice=False)
    subject = SelectField(lazy("About"), [filled(CHOOSE)], validate_choice=False)
    level = SelectField(lazy("Level"), [filled(CHOOSE)], validate_choice=False)
    urgency = SelectField(lazy("Urgency"), [filled(CHOOSE)], validate_choice=False)
    deadline_at = Moment(lazy("Deadline"), [Optional()], description=lazy("Level 4 only: set by hand."))
    reason = line(lazy("Reason"))

    def chosen(self) -> list[int]:
        """The ids of the entries that go along; what is no number is none."""
        sent = self.entries.data or []
        return [int(number) for number in sent if number.isascii() and number.isdecimal() and len(number) < 10]

    def values(self) -> dict:
        """The fields as `actions.splitting.split` wants them."""
        plain = ("title", "kind", "subject", "urgency", "deadline_at", "reason")
        return {name: self[name].data for name in plain} | {"level": int(self.level.data)}


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
                field.errors = [_("Choose one of the list.")]
                good = False
        return good

    def wish(self) -> dict:
        """What is to change, as `bulk.steps_of` wants it."""
        names = ("subject", "kind", "language", "waiting", "offered", "note", "close", "cause")
        plain = {name: self[name].data for name in names}
        plain |= {name: int(self[name].data) for name in ("owner", "level") if self[name].data}
        if self.urgency.data:
            plain["rank"] = URGENT if self.urgency.data == "urgent" else NORMAL
        if self.deadline_at.data:
            plain["deadline_at"] = self.deadline_at.data.isoformat()
        return plain | {"text": self.text.data or ""}


class RowForm(BulkForm):
    """Owner, level and urgency of one row, with the reason or the handover."""

    def wish(self) -> dict:
        wished = super().wish()
        return {name: wished[name] for name in ("owner", "level", "rank", "deadline_at", "text") if name in wished}


LONGEST_VERSION = 10  # digits


class ViewForm(Form):
    """The name of a saved view and who has it."""

    view = HiddenField()
    version = HiddenField()
    name = line(lazy("Name"), filled(), longest=60)
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
