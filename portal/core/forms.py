"""Form fields that take whatever a browser sends and answer with a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, FileField, MultipleFileField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, StopValidation
from wtforms.widgets import DateTimeLocalInput

from portal.core.files import NotAccepted, accepted_type
from portal.core.i18n import _, language, lazy, zone
from portal.core.security import SAFE_METHODS

LINE = 200
TEXT = 20_000
STRANGE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


class Form(FlaskForm):
    """A form with messages in the reader's language; it checks its own token, so a stale page comes back filled."""

    class Meta(FlaskForm.Meta):
        @property
        def locales(self):
            return ["zh"] if language() == "zh" else ["en"]

        def wrap_formdata(self, form, formdata):
            """What was given to the form, else what the request sent. A file in the place of a text, a text in the place of
            a file, or JSON is as if nothing had been sent."""
            given = formdata is None or hasattr(formdata, "getlist")
            return formdata if given else _sent(form)

    @property
    def stale(self) -> bool:
        """Whether the only thing wrong may be that the page was open too long (its token is no longer good)."""
        return "csrf_token" in self and bool(self.csrf_token.errors)

    def validate(self, extra_validators=None) -> bool:
        good = super().validate(extra_validators)
        if self.stale:
            self.csrf_token.errors = [_("This page was open too long. Nothing is lost: check it and send it again.")]
        return good


def _sent(form: Form) -> MultiDict | None:
    if request.method in SAFE_METHODS:
        return None
    takers = {name for name, field in form._fields.items() if isinstance(field, FileField)}
    uploads = [(name, file) for name, file in request.files.items(multi=True) if name in takers]
    texts = [(name, text) for name, text in request.form.items(multi=True) if name not in takers]
    return MultiDict(uploads + texts)


def cleaned(text: str | None) -> str | None:
    """Line ends made one kind, outer blanks cut, composed (NFC). None stays None."""
    if text is None:
        return None
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def strange_character(text: str) -> str | None:
    """The first character that has no place in a text: controls, unpaired surrogates, and direction overrides that
    make a text read otherwise than it is. Right-to-left writing itself and emoji are welcome."""
    found = STRANGE.search(text)
    return found.group() if found else None


def searched(text: str, longest: int = 100) -> str:
    """What somebody looks for, as an address gives it: cleaned, what has no place in a text a blank."""
    return (cleaned(STRANGE.sub(" ", text)) or "")[:longest]


def plain_text(_form, field: Field) -> None:
    """Refuse control characters, naming the first."""
    found = strange_character(field.data or "")
    if found is not None:
        code = f"{ord(found):04X}"
        raise ValidationError(
            _("This text contains a character that cannot be kept (U+%(code)s). Remove it and send again.", code=code)
        )


class Moment(StringField):
    """A date and time of day in the reader's zone; `data` is an aware UTC datetime, or None when empty.

    A time that a clock change skips is read as the same time by the old offset, one that comes twice as the first.
    """

    widget = DateTimeLocalInput()
    FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return self.data.astimezone(ZoneInfo(zone())).strftime(self.FORMATS[0]) if self.data else ""

    def process_formdata(self, valuelist) -> None:
        typed = (valuelist[0] if valuelist else "").strip()
        self.data = self._read(typed) if typed else None

    def _read(self, typed: str) -> datetime:
        for pattern in self.FORMATS:
            try:
                return datetime.strptime(typed, pattern).replace(tzinfo=ZoneInfo(zone())).astimezone(UTC)
            except (ValueError, OverflowError):
                continue
        raise ValueError(_("Write a date and a time, such as 2026-11-22 14:30."))


class Files(MultipleFileField):
    """Any number of uploads; `kept` holds (name, bytes) of those that may be kept. Says of each other why not."""

    kept: Sequence[tuple[str, bytes]] = ()

    def process_formdata(self, valuelist) -> None:
        super().process_formdata([upload for upload in valuelist if getattr(upload, "filename", "")])
        self.kept = [(_file_name(upload.filename), upload.read()) for upload in self.data or []]

    def pre_validate(self, _form) -> None:
        for name, data in self.kept:
            try:
                accepted_type(name, data)
            except NotAccepted as no:
                raise ValidationError(FILE_FAULTS[no.kind] % {"name": name}) from no


FILE_FAULTS = {
    "type": lazy("%(name)s: files of this kind are not kept. Documents, pictures, sound, CSV and ZIP are."),
    "empty": lazy("%(name)s is empty."),
    "content": lazy("%(name)s is not what its name says; it was not taken."),
}


def _file_name(sent: str) -> str:
    """The last part of what the browser sent, without characters that have no place in a text, at most 150 long."""
    last = sent.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(character for character in last if strange_character(character) is None)
    stem, dot, suffix = clean.rpartition(".")
    return f"{stem[:140]}{dot}{suffix[:9]}" if dot else clean[:150]


class Filled(InputRequired):
    """Something must have been typed; blanks are nothing."""

    def __call__(self, form, field) -> None:
        if field.data == "":
            raise StopValidation(self.message)
        super().__call__(form, field)


def filled(message: str | None = None) -> InputRequired:
    return Filled(message or lazy("Please fill this in."))


def at_most(characters: int) -> Length:
    return Length(max=characters, message=lazy("This is too long: at most %(max)d characters fit."))


def line(label: str, *validators, longest: int = LINE, **more) -> StringField:
    """One line of text; blanks cut, at most `longest` characters."""
    return StringField(label, filters=[cleaned], validators=[*validators, at_most(longest), plain_text, one_line], **more)


def text(label: str, *validators, longest: int = TEXT, **more) -> TextAreaField:
    """Several lines of text, at most `longest` characters."""
    return TextAreaField(label, filters=[cleaned], validators=[*validators, at_most(longest), plain_text], **more)


def one_line(_form, field: Field) -> None:
    if "\n" in (field.data or "") or "\t" in (field.data or ""):
        raise ValidationError(_("Write this on one line."))
