"""Assigning a ticket: whom the portal proposes and why, whom else, and the confirmation."""

from __future__ import annotations

from flask import Response, abort, flash, request, url_for

from portal.access import Permission, requires, staff
from portal.access.models import Staff
from portal.core import time
from portal.core.errors import Refused
from portal.core.i18n import _, language
from portal.core.web import go, page, takes_form
from portal.tickets import procedures, rules
from portal.tickets.actions import assigning
from portal.tickets.assigning import ON_LEAVE
from portal.tickets.forms import AssignForm
from portal.tickets.models import Ticket
from portal.tickets.queries import one
from portal.tickets.queries.visible import may_see
from portal.tickets.views.blueprint import blueprint


@blueprint.get("/<number>/assignment")
@requires(Permission.TICKETS_CLAIM)
def assignment(number: str) -> Response:
    return _page(_own(number), AssignForm(formdata=None))


@blueprint.post("/<number>/assignment")
@takes_form
@requires(Permission.TICKETS_CLAIM)
def assign(number: str) -> Response:
    ticket, form = _own(number), AssignForm()
    places = assigning.proposal(ticket, at=time.now())
    if not form.offer(places).validate_on_submit():
        return _page(ticket, form, status=422)
    try:
        ticket = assigning.assign(ticket, form.to.data, form.text.data or "", by=staff())
    except Refused as no:
        return _page(ticket, form, status=409, refusal=no)
    flash(_("%(number)s is assigned to %(name)s.", number=ticket.number, name=ticket.owner.name_in(language())), "success")
    if not may_see(staff(), ticket, [member.id for member in one.members(ticket)]):
        return go(url_for("tickets.index"))
    return go(url_for("tickets.show", number=ticket.number))


def _own(number: str) -> Ticket:
    """A ticket that this person may assign: their own, or any they see for who assigns what others own."""
    ticket, person = one.numbered(staff(), number), staff()
    if rules.refusal_to_act("responsible", ticket.owner_id, person.id, assigns=person.may(Permission.TICKETS_ASSIGN)):
        abort(403)
    return ticket


def _page(ticket: Ticket, form: AssignForm, *, status: int = 200, refusal: Refused | None = None) -> Response:
    places: list[tuple[Staff, object]] = assigning.proposal(ticket, at=time.now())
    form.offer(places)
    form.text.flags.either = not ticket.offered_at  # a transfer goes with it
    if not request.form and places and places[0][1].candidate.presence != ON_LEAVE:
        form.to.data = places[0][0].id
    return page(
        "tickets/assignment.html",
        status=status,
        ticket=ticket,
        form=form,
        places=places,
        refusal=refusal,
        on_leave=ON_LEAVE,
        place=procedures.page_of(ticket.desk, ticket.number),
    )
