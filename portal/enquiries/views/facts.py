"""Correcting what an enquiry says of itself; two people who do so at once are asked what is to stand, field by field."""

from __future__ import annotations

from typing import NamedTuple

from flask import Response, flash, request, url_for

from portal.access import Permission, requires, staff
from portal.core import i18n
from portal.core.errors import Refused
from portal.core.i18n import _
from portal.core.web import go, page, takes_form
from portal.enquiries.views.blueprint import blueprint
from portal.tickets import words
from portal.tickets.actions import facts as actions
from portal.tickets.actions.facts import Clashing, Correction
from portal.tickets.forms import FactsForm
from portal.tickets.models import Ticket
from portal.tickets.queries import facts as queries
from portal.tickets.queries import one
from portal.tickets.rules import Clash

CHOICE = "choice_"


class ClashShown(NamedTuple):
    """A fact that two people changed: its name, who changed it when, and (choice, whose it is, value) of each."""

    field: str
    name: str
    who: str
    when: str
    options: list[tuple[str, str, str]]


@blueprint.get("/<number>/facts")
@requires(Permission.ENQUIRIES_ANSWER)
def facts(number: str) -> Response:
    ticket = one.numbered(staff(), number)
    if reason := queries.refusal_to_correct(ticket):
        raise Refused(reason, queries.RULE)
    form, now = FactsForm(formdata=None), queries.facts_of(ticket)
    form.begin_with(now, now, {})
    return _page(ticket, form)


@blueprint.post("/<number>/facts")
@takes_form
@requires(Permission.ENQUIRIES_ANSWER)
def correct(number: str) -> Response:
    ticket, form = one.numbered(staff(), number), FactsForm()
    if not form.validate_on_submit():
        return _page(ticket, form, status=422)
    try:
        changed = actions.correct(ticket, _wanted(form), by=staff())
    except Clashing as clash:
        return _choices(ticket, form, clash)
    flash(_("The enquiry is corrected.") if changed else _("Nothing was another than before."), "success" if changed else "note")
    return go(url_for(".show", number=number))


def _wanted(form: FactsForm) -> Correction:
    chosen = {name: request.form.get(f"{CHOICE}{name}", "") for name in words.FACTS}
    return Correction(form.known("before"), form.values(), chosen, form.known("seen"))


def _choices(ticket: Ticket, form: FactsForm, clash: Clashing) -> Response:
    """The form once more: what clashes is to be chosen, all else is as it will stand."""
    settled = {name: clash.written.get(name, value) for name, value in clash.now.items() if name not in clash.clashes}
    before = clash.now | {name: found.before for name, found in clash.clashes.items()}
    form.begin_with(before, settled, clash.now)
    who = queries.correctors(ticket, clash.clashes)
    shown = [_shown(name, found, who.get(name)) for name, found in clash.clashes.items()]
    return _page(ticket, form, status=409, clashes=shown, refusal=clash)


def _shown(field: str, clash: Clash, corrector: queries.Corrector | None) -> ClashShown:
    person = corrector.person.name_in(i18n.language()) if corrector and corrector.person else _("A colleague")
    whose = {"mine": _("Mine"), "theirs": person, "before": _("As it was before")}
    options = [(key, whose[key], words.fact(field, value) or "–") for key, value in clash._asdict().items()]
    when = i18n.local(corrector.at) if corrector else ""
    return ClashShown(field, words.name(words.FACTS, field), person, when, options)


def _page(ticket: Ticket, form: FactsForm, *, status: int = 200, **context) -> Response:
    return page("enquiries/facts.html", status=status, ticket=ticket, form=form, **context)
