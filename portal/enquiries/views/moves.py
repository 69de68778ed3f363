"""Making a step: one address for each move of the procedure, all handled alike."""

from __future__ import annotations

from flask import current_app, flash, url_for

from portal.access import Permission, requires, staff
from portal.core.errors import Missing, Refused
from portal.core.i18n import _, both, lazy
from portal.core.web import done, go, page, takes_form, wants_fragment
from portal.enquiries import actions
from portal.enquiries.forms import FORMS
from portal.enquiries.procedure import ENQUIRY
from portal.enquiries.views.blueprint import blueprint
from portal.enquiries.views.offers import form_for
from portal.enquiries.views.ticket import shown
from portal.knowledge.actions.wording import RULE as WORDING
from portal.knowledge.views import wording
from portal.tickets.engine import Move, Refusal
from portal.tickets.models import Ticket
from portal.tickets.procedures import address_of
from portal.tickets.queries import kin, one
from portal.tickets.queries.visible import may_see
from portal.tickets.views import drafts


@blueprint.post("/<number>/moves/<key>")
@takes_form
@requires(Permission.ENQUIRIES_VIEW)
def make(number: str, key: str):
    ticket = one.numbered(staff(), number)
    move = ENQUIRY.moves.get(key)
    if move is None or key not in FORMS:
        raise Missing
    led = kin.leads_to(ticket)
    return _made(ticket, move) if led.id == ticket.id else _in_the_other(ticket, led, move)


def _made(ticket: Ticket, move: Move):
    key = move.key
    form = form_for(move, ticket)
    if not form.validate_on_submit():
        return _again(ticket, key, form, 422)
    given = form.values() | {"seen": form.seen_entry, "store": current_app.extensions["store"]}
    try:
        ticket = actions.make(ticket, key, given, by=staff())
    except actions.SpokenMeanwhile as no:
        form.form_errors.append(no.reason)
        form.seen.raw_data = form.seen.data = str(one.last_entry(ticket))
        return _again(ticket, key, form, 409)
    except Refused as no:
        return _again(ticket, key, form, 409, Refusal(no.reason, no.rule or ENQUIRY.rules[0]))
    drafts.sent(address_of(ENQUIRY, ticket.number, key), form)
    flash(_("Done: %(step)s.", step=both(move.zh, move.en)), "success")
    if not _still_seen(ticket):
        return go(url_for(".index"))
    if not wants_fragment():
        return go(url_for(".show", number=ticket.number))
    response = done(url_for(".show", number=ticket.number), fragment="enquiries/_ticket.html", **shown(ticket, staff()))
    response.headers["HX-Reswap"] = "outerHTML show:window:top"  # the form stands below what was said; what was done, above
    return response


def _in_the_other(ticket: Ticket, led: Ticket, move: Move):
    """The ticket that this one was merged into meanwhile, with what was typed; nothing is written yet."""
    other, names = one.numbered(staff(), led.number), {"number": ticket.number, "other": led.number}
    said = lazy("%(number)s was merged into %(other)s, which you see here. Check what you wrote, then send it.", **names)
    form = form_for(move, other)
    form.seen.raw_data = form.seen.data = str(one.last_entry(other))
    return _again(other, move.key, form, 409, Refusal(said, ENQUIRY.rules[0]))


def _still_seen(ticket: Ticket) -> bool:
    """A ticket that was handed on may be out of sight for whoever handed it on."""
    return may_see(staff(), ticket, [member.id for member in one.members(ticket)])


def _again(ticket: Ticket, key: str, form, status: int, refusal: Refusal | None = None):
    """The ticket as it stands now with the form as it was sent, and why it was not taken."""
    now = one.numbered(staff(), ticket.number)
    context = shown(now, staff(), key, form=form, refusal=refusal)
    if refusal and refusal.rule == WORDING:
        context["wording"] = wording.shown(form.text.data)
    return page("enquiries/show.html", fragment="enquiries/_ticket.html", status=status, **context | {"move": ENQUIRY.moves[key]})

