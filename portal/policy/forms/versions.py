"""The forms of a version: what it changes, and why it is refused or withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any

from wtforms import BooleanField, DateField, SelectField
from wtforms.fields.choices import SelectChoice

from portal.core.forms import Form, filled, line, text
from portal.core.i18n import _, both, lazy
from portal.policy import in_force, refusals
from portal.policy.book import rule
from portal.policy.targets import STRICTER, Facts, rivals, rules_of, shipped_figure
from portal.policy.words import CALENDARS, amount_as_typed, unit_in_words

LONGEST = 1_000
MOST = 12


class ReasonForm(Form):
    """Why a version is refused or withdrawn."""

    reason = line(lazy("Reason"), filled())


class ProposalForm(Form):
    """What every proposal says; `proposal_form` adds the fields of its targets."""

    effective = DateField(lazy("In force from"), [filled()])
    reason = text(lazy("Reason"), filled(), longest=LONGEST)
    targets: Sequence[str] = ()

    def facts(self) -> dict[str, Facts]:
        """What each target becomes; only after the form has been validated."""
        return {target: self._facts(place, target) for place, target in enumerate(self.targets)}

    def fields_of(self, place: int) -> list:
        """The fields of one target, in their order."""
        return [self[name] for name in (f"{part}_{place}" for part in PARTS) if name in self]

    def validate(self, extra_validators=None) -> bool:
        good = super().validate(extra_validators)
        return all([good, *(self._fits(place, target) for place, target in enumerate(self.targets))])

    def _fits(self, place: int, target: str) -> bool:
        if rivals(target):
            return True
        field = self[f"amount_{place}"]
        if field.errors:
            return False
        try:
            fault = refusals.fault_of_amount(shipped_figure(target), rule(rules_of(target)[0]), self._facts(place, target))
        except ValueError:
            fault = _("Write it like this: %(example)s", example=EXAMPLES.get(self[f"unit_{place}"].data, "3"))
        if fault:
            field.errors = [*field.errors, str(fault)]
        return not fault

    def _facts(self, place: int, target: str) -> Facts:
        if rivals(target):
            return {"applies": self[f"applies_{place}"].data or STRICTER["applies"]}
        unit, calendar = self[f"unit_{place}"].data, self[f"calendar_{place}"].data
        amount = _amount(unit, self[f"amount_{place}"].data or "")
        return refusals.settled(unit, amount, self[f"bound_{place}"].data, calendar or None)


PARTS = ("amount", "unit", "bound", "calendar", "applies")
EXAMPLES = {"time": "16:30", "window": "09:00–18:00"}


def proposal_form(targets: Iterable[str], **options: Any) -> ProposalForm:
    """The form for a version that changes these targets; what is in force stands in its fields."""
    chosen = tuple(targets)[:MOST]
    fields: dict[str, Any] = {"targets": chosen}
    for place, target in enumerate(chosen):
        fields |= _choice(place, target) if rivals(target) else _figure(place, target)
    return type("ProposalForm", (ProposalForm,), fields)(**options)


def _choice(place: int, target: str) -> dict[str, Any]:
    choices = [("", lazy("The stricter of them")), *((each, each) for each in rivals(target))]
    now = in_force.facts(target)["applies"] or ""
    return {f"applies_{place}": _select(lazy("Which one applies"), choices, now)}


def _figure(place: int, target: str) -> dict[str, Any]:
    now, shipped = in_force.facts(target), shipped_figure(target)
    needed = () if shipped.unit in refusals.BY_PERSON else (filled(),)
    units = [(unit, both(*unit_in_words(unit))) for unit in refusals.units_for(shipped, rule(shipped.rule))]
    calendars = [("", lazy("None: elapsed time")), *((key, both(*name)) for key, name in CALENDARS.items())]
    return {
        f"amount_{place}": line(lazy("Amount"), *needed, longest=20, default=amount_as_typed(now["amount"])),
        f"unit_{place}": _select(lazy("Unit"), units, now["unit"]),
        f"bound_{place}": BooleanField(lazy("Runs inside service hours only"), default=now["bound"]),
        f"calendar_{place}": _select(lazy("Counted on"), calendars, now["calendar"] or ""),
    }


def _select(label: str, choices: Iterable[tuple[str, str]], now: str) -> SelectField:
    return SelectField(label, choices=[SelectChoice(value, words) for value, words in choices], default=now)


def _amount(unit: str, typed: str) -> Any:
    """What was typed as a plain value. Raises ValueError for what is no amount of this unit."""
    if unit in refusals.BY_PERSON:
        return None
    if unit == "time":
        return f"{_clock(typed):%H:%M}"
    if unit == "window":
        opens, closes = map(_clock, typed.replace("–", "-").split("-"))
        if opens >= closes:
            raise ValueError(typed)
        return [f"{opens:%H:%M}", f"{closes:%H:%M}"]
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 10):
        raise ValueError(typed)
    return int(typed)


def _clock(typed: str) -> time:
    hours, _colon, minutes = typed.strip().partition(":")
    if not (hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit() and len(minutes) == 2):
        raise ValueError(typed)
    return time(int(hours), int(minutes))
