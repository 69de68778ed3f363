"""The form of one answer to all: a box for each language of the customers."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterable

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Optional

from portal.archive.languages import LANGUAGES
from portal.core.forms import Moment, line, text
from portal.core.i18n import _, both, lazy
from portal.enquiries.forms.steps import Step
from portal.tickets.forms import CHOOSE

TOKEN = re.compile(r"[0-9a-f]{32}")


class JointForm(Step):
    """What all of them share. `token` tells sendings of one form from those of another, `wording` holds the warnings that
    were looked at (TM-4.3). For each language there are text_, why_ (in another language, CP-15.3) and canned_ with its
    code."""

    token = HiddenField()
    wording = SelectMultipleField(coerce=str, validate_choice=False)
    key = RadioField(lazy("What leaves"), default="reply", validate_choice=False)
    promised_at = Moment(
        lazy("The full answer will come by"), [Optional()], description=lazy("The first answer must say when.")
    )

    def validate_key(self, field) -> None:
        if field.data not in dict(field.choices):
            field.errors = [str(CHOOSE)]

    def validate(self, extra_validators=None) -> bool:
        """A token that is none is replaced: nothing was sent under it."""
        good = super().validate(extra_validators)
        if not TOKEN.fullmatch(self.token.data or ""):
            self.renew()
            self.form_errors.append(_("This page was open too long. Nothing is lost: check it and send it again."))
        return good and not self.errors

    def renew(self) -> None:
        self.token.data = secrets.token_hex(16)
        self.token.raw_data = [self.token.data]


def joint_form(languages: Collection[str], moves: Iterable[tuple[str, str]], **given) -> JointForm:
    """The form for customers of these languages, in their order; `moves` are pairs of a step and its word."""
    fields = {}
    for code in languages:
        name = both(*LANGUAGES[code]) if code in LANGUAGES else code
        fields[f"text_{code}"] = text(lazy("Text in %(language)s", language=name))
        fields[f"why_{code}"] = line(lazy("Why in another language"), longest=200)
        fields[f"canned_{code}"] = SelectField(lazy("Canned answer"), default="", validate_choice=False)
    form = type("JointFormOfLanguages", (JointForm,), fields)(**given)
    form.key.choices = list(moves)
    for code in languages:
        form[f"text_{code}"].flags.either = True  # an empty one is refused by the step's own gate
    return form
