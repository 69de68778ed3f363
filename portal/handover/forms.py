"""What is typed about a handover and about an empty post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from wtforms import DateField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from portal.access.models import Staff
from portal.core.forms import Form, cleaned, filled, line, searched, text
from portal.core.i18n import _, both, lazy
from portal.handover import measures, rules
from portal.handover.actions.handovers import Filled
from portal.handover.measures import Decision
from portal.handover.models import Handover, Item
from portal.signing.forms import ForSigning
from portal.team.forms import names_of

NOTE, WORDS = 500, 4_000


class FillForm(Form):
    """What the outgoing clerk writes: who takes over, words of each section, outcome and note of each ticket."""

    incoming = SelectField(lazy("Who takes over"))
    revision = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def filled(self, items: Sequence[Item], people: Iterable[Staff]) -> Filled:
        chosen = {str(person.id): person for person in people}
        said = {item.id: (self[f"outcome-{item.id}"].data or "", self[f"note-{item.id}"].data or "") for item in items}
        words = {key: self[f"words_{key}"].data or "" for key in rules.SECTIONS}
        return Filled(chosen.get(self.incoming.data), words, said)

    def begin_with(self, handover: Handover, items: Sequence[Item]) -> None:
        self.incoming.data = str(handover.incoming_id or "")
        self.revision.data = handover.revision
        for key in rules.SECTIONS:
            self[f"words_{key}"].data = handover.words.get(key, "")
        for item in items:
            self[f"outcome-{item.id}"].data, self[f"note-{item.id}"].data = item.outcome, item.note


def fill_form(items: Sequence[Item], people: Iterable[Staff]) -> type[FillForm]:
    """The form of one handover, with a line for each of its tickets."""
    outcomes = [SelectChoice("", _("Not said yet"))]
    outcomes += [SelectChoice(key, both(*names)) for key, names in rules.OUTCOMES.items()]
    words = {"longest": WORDS, "render_kw": {"rows": 3}}
    fields: dict = {f"words_{key}": text(_("In your words"), ForSigning(), Optional(), **words) for key in rules.SECTIONS}
    for item in items:
        fields[f"outcome-{item.id}"] = SelectField(_("What becomes of it"), choices=outcomes, filters=[cleaned], default="")
        fields[f"note-{item.id}"] = line(_("Remark"), Optional(), longest=NOTE)
    made = type("FillFormOfHandover", (FillForm,), fields)
    made.incoming = SelectField(lazy("Who takes over"), choices=[SelectChoice("", _("Not chosen")), *names_of(people)])
    return made


class TextForm(Form):
    """A question about an item, the answer to it, or why a handover is taken back."""

    text = text(lazy("Text"), filled(), longest=1_000, render_kw={"rows": 2})


class ArrangementForm(Form):
    """Who stands in at an empty post, and how it is managed."""

    stand_in = SelectField(lazy("Who stands in"))
    text = text(lazy("What is arranged"), filled(), longest=1_000, render_kw={"rows": 2})

    def offer(self, people: Iterable[Staff]) -> None:
        self.stand_in.choices = [SelectChoice("", _("Nobody")), *names_of(people)]


class ViolationForm(Form):
    """Who broke which rule of handing over when, what happened, and the measure decided on."""

    staff = SelectField(lazy("Person concerned"), [filled()], choices=[], default="")
    kind = SelectField(lazy("What it was"), [filled()], choices=[], default="")
    happened_on = DateField(lazy("Day"), validators=[filled()])
    text = text(lazy("What happened"), filled(), longest=2_000, render_kw={"rows": 4})
    measure = SelectField(lazy("Measure"), [filled()], choices=[], default="")
    fine = IntegerField(lazy("Fine in yuan"), validators=[Optional()])

    def offer(self, people: Iterable[Staff]) -> None:
        """Nothing is chosen beforehand but the one person whom it may concern."""
        concerned, blank = names_of(people), SelectChoice("", _("Not chosen"))
        self.staff.choices = concerned if len(concerned) == 1 else [blank, *concerned]
        self.kind.choices = [blank, *(SelectChoice(key, both(*names)) for key, names in measures.KINDS.items())]
        self.measure.choices = [blank, *(SelectChoice(key, both(*names)) for key, names in measures.MEASURES.items())]

    @property
    def decided(self) -> Decision:
        return Decision(
            self.kind.data, self.happened_on.data, self.text.data, self.measure.data, self.fine.data
        )

    def holds(self, today: date) -> bool:
        """Whether the whole makes sense; else what is wrong stands at its field."""
        fault = measures.fault(self.decided, today)
        if fault:
            self[FAULTY[fault]].errors = [str(measures.FAULTS[fault])]
        return not fault


FAULTY = {"no_fine": "fine", "not_fined": "fine", "ahead": "happened_on"}


class Search:
    """What the list is narrowed to, as the address says it; nonsense narrows nothing."""

    def __init__(self, given: Mapping[str, str], regions: Iterable[str]):
        self.words = searched(given.get("q", ""))
        self.region = given.get("region", "") if given.get("region", "") in set(regions) else ""
        self.since, self.until = (_day(given.get(name, "")) for name in ("since", "until"))

    @property
    def address(self) -> dict[str, str | None]:
        """The same for an address."""
        days = {name: day.isoformat() if day else None for name, day in (("since", self.since), ("until", self.until))}
        return {"q": self.words or None, "region": self.region or None} | days


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
