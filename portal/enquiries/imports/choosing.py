"""What a person chose in the browser: for each field a column, one value for all rows, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from portal.core.i18n import both
from portal.enquiries.imports.fields import FIELDS
from portal.enquiries.imports.mapping import Column, Fixed, Plan, Source, changed, guessed
from portal.enquiries.imports.reading import Sheet

AS_PROFILE, ONE_VALUE = "profile", "value"


class Choice(NamedTuple):
    """A field as the mapping form shows it: what is chosen (`place`), the typed value, and whether it must be filled."""

    key: str
    label: str
    needed: bool
    place: str
    value: str
    as_profile: bool


def chosen(sheet: Sheet, given: Mapping[str, str]) -> Plan:
    """The plan of a form's values; what the headers tell when the form was not sent yet."""
    plan = guessed(sheet)
    if not any(name.startswith("from-") for name in given):
        return plan
    return changed(plan, {key: _source(key, sheet, given, plan) for key in FIELDS})


def _source(key: str, sheet: Sheet, given: Mapping[str, str], plan: Plan) -> Source | None:
    place, value = given.get(f"from-{key}", ""), given.get(f"value-{key}", "").strip()
    if place == AS_PROFILE:
        return plan.sources.get(key)
    if place in ("", ONE_VALUE):
        return Fixed(value) if value else None
    number = int(place) if place.isascii() and place.isdecimal() and len(place) < 4 else len(sheet.headers)
    return Column(sheet.headers[number]) if number < len(sheet.headers) else None


def choices(sheet: Sheet, plan: Plan) -> list[Choice]:
    """Every field as the form shows it."""
    return [_choice(key, sheet, plan) for key in FIELDS]


def _choice(key: str, sheet: Sheet, plan: Plan) -> Choice:
    known, source = FIELDS[key], plan.sources.get(key)
    of_profile = bool(plan.profile and key in plan.profile.sources)
    place, value = "", ""
    if of_profile and source is plan.profile.sources[key]:
        place = AS_PROFILE
    elif isinstance(source, Fixed):
        place, value = ONE_VALUE, source.value
    elif isinstance(source, Column):
        place = str(sheet.headers.index(source.header))
    return Choice(key, both(known.zh, known.en), known.needed, place, value, of_profile)
