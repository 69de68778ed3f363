"""The forms of sign-in, of one's own account and of the staff pages. Messages stand beside their field."""

from __future__ import annotations

from collections.abc import Iterable

from flask import current_app
from wtforms import DateField, HiddenField, PasswordField, SelectField, SelectMultipleField, ValidationError
from wtforms.validators import EqualTo
from wtforms.widgets import CheckboxInput, ListWidget

from portal.access import queries, rules
from portal.access.actions.staff import EDITABLE
from portal.access.clearance import Clearance
from portal.access.departments import DEPARTMENTS
from portal.access.roles import ROLES
from portal.access.sources import Source
from portal.core.forms import Form, at_most, filled, line, plain_text, text
from portal.core.i18n import LANGUAGES, _, both, lazy

SERVED = {
    "ar": ("阿拉伯语", "Arabic"),
    "de": ("德语", "German"),
    "en": ("英语", "English"),
    "es": ("西班牙语", "Spanish"),
    "fr": ("法语", "French"),
    "id": ("印度尼西亚语", "Indonesian"),
    "ja": ("日语", "Japanese"),
    "ko": ("韩语", "Korean"),
    "ms": ("马来语", "Malay"),
    "pt": ("葡萄牙语", "Portuguese"),
    "ru": ("俄语", "Russian"),
    "th": ("泰语", "Thai"),
    "vi": ("越南语", "Vietnamese"),
    "zh": ("中文", "Chinese"),
}


class Ticks(SelectMultipleField):
    """Several of a few, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def secret(label: str, *validators, autocomplete: str = "new-password") -> PasswordField:
    """A password as typed: not cut, not composed, and never sent back to the page."""
    return PasswordField(
        label, [filled(), at_most(rules.LONGEST_PASSWORD), *validators], render_kw={"autocomplete": autocomplete}
    )


def known_zone(_form, field) -> None:
    if not rules.is_zone(field.data or ""):
        raise ValidationError(
            _("%(zone)s is not a time zone. Choose one from the list, such as Europe/Berlin.", zone=field.data)
        )


def mail_address(_form, field) -> None:
    if field.data and not rules.is_mail_address(field.data):
        raise ValidationError(_("This is not an e-mail address. It needs a name, an @ and a host."))


def at_least_one(_form, field) -> None:
    if not field.data:
        raise ValidationError(_("Choose at least one."))


def by_reader(things: Iterable) -> dict[str, str]:
    """Keys with the names the reader reads."""
    return {thing.key: both(thing.name_zh, thing.name_en) for thing in things}


def region_choices() -> dict[str, str]:
    return {region.code: both(region.name_zh, region.name_en) for region in queries.regions()}


def language_choices() -> dict[str, str]:
    return {code: both(*names) for code, names in SERVED.items()}


def clearance_choices() -> dict[str, str]:
    return {str(int(level)): both(*level.names) for level in Clearance}


def source_choices() -> dict[str, str]:
    """Every source; one that is not set up says so."""
    there, absent = current_app.extensions["sources"].there(), _("not set up")
    return {
        source: both(*source.names) if source in there else f"{both(*source.names)} · {absent}"
        for source in Source
    }


class SignInForm(Form):
    """User name and password. The name is not checked for form: whatever is wrong with it stays unsaid."""

    username = line(
        lazy("User name"),
        filled(),
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = secret(lazy("Password"), autocomplete="current-password")
    next = HiddenField(validators=[at_most(2_000), plain_text])


class Either:
    """One of two fields is enough, so neither is called optional."""

    field_flags = {"either": True}

    def __call__(self, _form, _field) -> None:
        """The form looks at both."""


def code_field(label: str, *validators, **more):
    """A code as people copy it: blanks do not matter, and no browser remembers or corrects it."""
    marks = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"} | more
    return line(label, *validators, longest=40, render_kw=marks, default="")


class SecondStepForm(Form):
    """The second step of signing in: a code of the phone, or one from paper."""

    code = code_field(lazy("Code"), Either(), inputmode="numeric")
    recovery_code = code_field(lazy("Recovery code"), Either(), autocomplete="off")
    next = HiddenField(validators=[at_most(2_000), plain_text])

    def validate_code(self, field) -> None:
        if not field.data and not self.recovery_code.data:
            raise ValidationError(_("Type the code that your phone shows, or a recovery code."))

    @property
    def given(self) -> tuple[rules.Way, str]:
        """Which kind of code was typed, and the code; the phone's first."""
        if self.code.data:
            return rules.Way.CODE, self.code.data
        return rules.Way.RECOVERY, self.recovery_code.data


class CodeForm(Form):
    """The first code of a phone that is being set up."""

    code = code_field(lazy("Code"), filled(), inputmode="numeric")


class ProofForm(Form):
    """Password and code, asked again before something grave."""

    password = secret(lazy("Present password"), autocomplete="current-password")
    code = code_field(lazy("Code"), filled(), inputmode="numeric")

    def __init__(self, *, without_password: bool, without_code: bool = False, **given):
        """An account that has no password anywhere is proved by the code alone, one without a second factor by the
        password."""
        super().__init__(**given)
        if without_password:
            del self.password
        if without_code:
            del self.code

    @property
    def typed_password(self) -> str:
        return self.password.data if self.password else ""

    @property
    def typed_code(self) -> str:
        return self.code.data if self.code else ""


class DemandForm(Form):
    """The roles that must have a second factor."""

    roles = Ticks(lazy("Roles"), choices=lambda: by_reader(ROLES.values()))


class InterfaceForm(Form):
    """How the portal speaks to its reader."""

    language = SelectField(lazy("Language of the pages"), choices=LANGUAGES)
    zone = line(lazy("Time zone"), filled(), known_zone, longest=64, render_kw={"list": "zones"})


class PasswordForm(Form):
    """One's own new password. The old one is asked for: an open browser alone does not give the account away."""

    old_password = secret(lazy("Present password"), autocomplete="current-password")
    new_password = secret(lazy("New password"))
    again_password = secret(
        lazy("New password again"),
        EqualTo("new_password", lazy("The two new passwords differ. Type the new one twice.")),
    )


class StaffForm(InterfaceForm):
    """What an administrator decides about a person. `version` is that of the row the form was opened on."""

    name = line(lazy("Name"), filled(), longest=60)
    name_en = line(lazy("Name in English"), longest=60, default="")
    email = line(lazy("E-mail"), mail_address, longest=254, default="", render_kw={"inputmode": "email"})
    roles = Ticks(lazy("Roles"), [at_least_one], choices=lambda: by_reader(ROLES.values()))
    region = SelectField(lazy("Region"), choices=region_choices)
    department = SelectField(lazy("Department"), choices=lambda: by_reader(DEPARTMENTS.values()))
    languages = Ticks(lazy("Languages served"), choices=language_choices)
    source = SelectField(lazy("Proves the password"), choices=source_choices, default=Source.LOCAL)
    clearance = SelectField(lazy("Clearance"), coerce=int, choices=clearance_choices)
    version = HiddenField()

    @property
    def opened_version(self) -> int:
        """The version of the row the form was opened on; -1, which no row has, when somebody tampered with it."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1

    def values(self) -> dict:
        """The fields as `actions.hire` and `actions.change` take them."""
        return {name: self[name].data for name in EDITABLE}

    def shown(self, name: str, value: object) -> str:
        """A value of the row as the reader knows it from the form."""
        names = getattr(self[name], "choices", {})
        keys = value if isinstance(value, list) else [value]
        return ", ".join(str(names.get(str(key), key)) for key in keys)


class HireForm(StaffForm):
    """A person who joins; the user name is given once and for good."""

    username = line(
        lazy("User name"), filled(), longest=32, render_kw={"autocapitalize": "none", "spellcheck": "false"}
    )


class ReasonForm(Form):
    """Why, for the journal."""

    reason = text(lazy("Reason"), filled(), longest=500)


class LostForm(Form):
    """Why somebody's second factor goes, for the journal; on one page with the reason for leaving."""

    lost_reason = text(lazy("Reason"), filled(), longest=500)


class AbsenceForm(Form):
    """Days on which somebody is away, and who stands in."""

    first_day = DateField(lazy("First day away"), [filled()])
    last_day = DateField(lazy("Last day away"), [filled()])
    deputy = SelectField(lazy("Deputy"), coerce=int, default=0)
    reason = line(lazy("Reason"), default="")

    def offer(self, people: list[tuple[int, str]]) -> None:
        self.deputy.choices = [(0, _("Nobody")), *people]

    def values(self) -> dict:
        """The fields as `actions.enter_absence` takes them, but for the deputy, who is a number here."""
        return {name: self[name].data for name in ("first_day", "last_day", "reason")}
