"""The page of each kind of form, made from its schema; and what is typed around it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from wtforms import BooleanField, FileField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from portal.access.forms import ProofForm
from portal.core.forms import Form, filled, line, text
from portal.core.i18n import _, both, language, lazy
from portal.signing.catalogue import Field, Kind, kind

LANGUAGES = {"zh": ("中文", "Chinese"), "en": ("英文", "English"), "both": ("中英双语", "Chinese and English")}
CELL, LONG = 200, 8_000


def _choices(named: Iterable[tuple[str, tuple[str, str]]]) -> list[SelectChoice]:
    return [SelectChoice(key, both(*names)) for key, names in named]


class ForSigning:
    """Must be there before the form is frozen; a draft may do without, so nothing is refused here."""

    field_flags = {"either": True}

    def __call__(self, form, field) -> None:
        """A draft is never refused for what it still lacks."""


class DateField(StringField):
    """A day as the browser's calendar gives it; `data` is its ISO text, or ""."""

    def process_formdata(self, valuelist) -> None:
        self.data = (valuelist[0] if valuelist else "").strip()
        try:
            self.data = date.fromisoformat(self.data).isoformat() if self.data else ""
        except ValueError:
            raise ValueError(_("Write a day, such as 2026-11-22.")) from None


class DocumentForm(Form):
    """What every kind asks beside its own fields. `facts` are those of the kind."""

    kind: Kind
    language = SelectField(lazy("Printed in"), choices=lambda: _choices(LANGUAGES.items()))
    revision = IntegerField(widget=HiddenField.widget, validators=[Optional()])

    @property
    def facts(self) -> dict[str, Any]:
        return {one.key: self._fact(one) for one in self.kind.fields if not one.known}

    def _fact(self, asked: Field) -> Any:
        if asked.kind != "table":
            return self[f"f_{asked.key}"].data
        rows = [[self[name].data or "" for name in names] for names in cells(asked)]
        return [row for row in rows if any(row)]

    def begin_with(self, facts: dict[str, Any]) -> None:
        """Show what stands in a draft."""
        for asked in (one for one in self.kind.fields if not one.known):
            value = facts.get(asked.key)
            if asked.kind != "table":
                self[f"f_{asked.key}"].data = value
                continue
            for names, row in zip(cells(asked), value or [], strict=False):
                for name, cell in zip(names, row, strict=True):
                    self[name].data = cell


def cells(asked: Field) -> list[list[str]]:
    """The names of a table's inputs, row by row."""
    return [[f"f_{asked.key}-{row}-{column.key}" for column in asked.columns] for row in range(asked.rows)]


def form_of(asked: Kind) -> type[DocumentForm]:
    """The form of a kind, in the reader's language. What is missing is said when it is frozen, not before."""
    return _form_of(asked.key, language())


@lru_cache(maxsize=128)
def _form_of(key: str, _language: str) -> type[DocumentForm]:
    asked = kind(key)
    fields = {name: made for one in asked.fields if not one.known for name, made in _inputs(one)}
    return type(f"{key}Form", (DocumentForm,), {"kind": asked} | fields)


def _inputs(asked: Field) -> list[tuple[str, Any]]:
    label = both(*asked.names)
    if asked.kind == "table":
        names = [(name, column) for row in cells(asked) for name, column in zip(row, asked.columns, strict=True)]
        return [(name, line(both(*column.names), Optional(), longest=CELL)) for name, column in names]
    need = [ForSigning()] if asked.required else []
    made = {
        "long": lambda: text(label, *need, Optional(), longest=LONG, render_kw={"rows": 4}),
        "yes": lambda: BooleanField(label),
        "date": lambda: DateField(label, validators=[*need, Optional()], render_kw={"type": "date"}),
        "choice": lambda: SelectField(
            label, choices=[SelectChoice("", _("Not chosen")), *_choices((one.key, one.names) for one in asked.choices)]
        ),
        "text": lambda: line(label, *need, Optional()),
    }
    return [(f"f_{asked.key}", made[asked.kind]())]


class SignForm(ProofForm):
    """Password, and code where a second factor is set up, asked again for each signature."""

    place = IntegerField(widget=HiddenField.widget)


class ReasonForm(Form):
    """Why a form goes back unsigned, or a certificate is taken back."""

    reason = text(lazy("Reason"), filled(), longest=1_000, render_kw={"rows": 2})


class Either(ForSigning):
    """One of two will do, which the view sees to."""


class VerifyForm(Form):
    """A file to look at, or the digits that stand on paper."""

    file = FileField(lazy("PDF file"), [Either()])
    digest = line(lazy("Digits at the foot of the paper"), Either(), Optional(), longest=120)
