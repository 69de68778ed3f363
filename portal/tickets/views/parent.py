"""Making a ticket the child of another, and taking it off."""

from __future__ import annotations

from flask import Response, flash, url_for

from portal.access import Permission, requires, staff
from portal.core.errors import Refused
from portal.core.i18n import _
from portal.core.web import go, page, takes_form
from portal.tickets.actions import linking
from portal.tickets.forms import ParentForm
from portal.tickets.models import Ticket
from portal.tickets.queries import kin, one
from portal.tickets.views.blueprint import blueprint
from portal.tickets.views.naming import named_in


@blueprint.get("/<number>/parent")
@requires(Permission.TICKETS_MERGE)
def parent_form(number: str) -> Response:
    """Name the parent."""
    return _page(one.numbered(staff(), number), ParentForm(formdata=None))


@blueprint.post("/<number>/parent")
@takes_form
@requires(Permission.TICKETS_MERGE)
def link(number: str) -> Response:
    ticket, form = one.numbered(staff(), number), ParentForm()
    parent = named_in(form.parent) if form.validate_on_submit() else None
    if parent is None:
        return _page(ticket, form, status=422)
    try:
        linking.link(ticket, parent, by=staff())
    except Refused as no:
        form.form_errors.append(no.reason)
        return _page(ticket, form, status=409)
    flash(_("%(number)s is a child of this ticket now.", number=ticket.number), "success")
    return go(url_for(".show", number=parent.number))


@blueprint.post("/<number>/parent/removal")
@requires(Permission.TICKETS_MERGE)
def unlink(number: str) -> Response:
    """Take the child off its parent."""
    ticket = one.numbered(staff(), number)
    linking.unlink(ticket, by=staff())
    flash(_("%(number)s stands alone again.", number=ticket.number), "success")
    return go(url_for(".show", number=number))


def _page(ticket: Ticket, form: ParentForm, *, status: int = 200) -> Response:
    return page("tickets/parent.html", status=status, ticket=ticket, form=form, alike=kin.alike(staff(), ticket))
