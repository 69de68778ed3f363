"""The form of a customer's record, and the filters of the list."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, SelectField

from portal.archive import rules
from portal.archive.choices import country_choices, language_choices, zone_choices
from portal.archive.models import Customer
from portal.archive.queries import Filters
from portal.core.forms import Form, filled, line
from portal.core.i18n import _, lazy


class CustomerForm(Form):
    """A customer's record. What is wrong with a value is said by `rules.faults`, the same for whoever registers one.

    `version` is that of the row the form was opened on; `namesake` says that another customer of that name is meant.
    """

    name = line(lazy("Customer name"), filled(), longest=rules.LONGEST["name"])
    country = SelectField(
        lazy("Country or region"), [filled(lazy("Choose a country or region from the list."))], validate_choice=False
    )
    language = SelectField(lazy("Language"), validate_choice=False)
    zone = SelectField(lazy("Time zone"), validate_choice=False)
    contact = line(lazy("Contact person"), longest=rules.LONGEST["contact"])
    email = line(lazy("E-mail"), longest=rules.LONGEST["email"], render_kw={"inputmode": "email"})
    phone = line(lazy("Telephone"), longest=rules.LONGEST["phone"], render_kw={"inputmode": "tel"})
    namesake = BooleanField(lazy("This is another customer of the same name"))
    version = HiddenField(default="1")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.country.choices = [("", _("Choose …")), *country_choices()]
        self.language.choices = [("", _("As usual in the country")), *language_choices()]
        self.zone.choices = [("", _("As usual in the country")), *zone_choices()]

    def validate(self, extra_validators=None) -> bool:
        good = super().validate(extra_validators)
        for name, reason in rules.faults(rules.completed(self.values())).items():
            if not self[name].errors:
                self[name].errors = [reason]
        return good and not self.errors

    def values(self) -> dict[str, str]:
        """The fields as `actions.register` and `actions.correct` take them."""
        return {name: self[name].data or "" for name in rules.FIELDS}

    @property
    def opened_version(self) -> int:
        """The version of the row the form was opened on; -1, which no row has, when somebody tampered with it."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1

    def differences(self, customer: Customer) -> list[tuple[str, str]]:
        """(label, what is recorded now) of each field whose typed value is another."""
        return [
            (self[name].label.text, self._shown(name, getattr(customer, name)))
            for name, typed in self.values().items()
            if typed != getattr(customer, name)
        ]

    def _shown(self, name: str, value: str) -> str:
        return dict(getattr(self[name], "choices", None) or ()).get(value, value)


class FilterForm(Form):
    """The filters above the list, from the address. What names no country or region filters nothing."""

    class Meta(Form.Meta):
        csrf = False

    q = line(lazy("Customer name"), render_kw={"type": "search"})
    country = SelectField(lazy("Country or region"), validate_choice=False)
    region = SelectField(lazy("Served by"), validate_choice=False)

    def __init__(self, formdata, regions: list[tuple[str, str]]):
        super().__init__(formdata)
        self.country.choices = [("", _("All")), *country_choices()]
        self.region.choices = [("", _("All")), *regions]

    def filters(self) -> Filters:
        return Filters((self.q.data or "")[: rules.LONGEST_KEY], _known(self.country), _known(self.region))


def _known(field: SelectField) -> str:
    return field.data if field.data in dict(field.choices) else ""
