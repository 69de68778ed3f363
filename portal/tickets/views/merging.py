"""Merging a ticket into another: what would move, and confirmed or not. Undoing a merge or a split."""

from __future__ import annotations

from flask import Response, flash, request, url_for

from portal.access import Permission, requires, staff
from portal.core.errors import Refused
from portal.core.i18n import _, lazy
from portal.core.web import go, page, takes_form
from portal.tickets.actions import merging, splitting
from portal.tickets.forms import MergeForm
from portal.tickets.models import Attachment, Entry, Regrouping, Ticket
from portal.tickets.queries import kin, one
from portal.tickets.views.blueprint import blueprint
from portal.tickets.views.naming import named_in

UNDOING = {
    Regrouping.MERGE: (merging.undo, lazy("The merge is undone; each ticket has its own entries again.")),
    Regrouping.SPLIT: (splitting.undo, lazy("The split is undone; its entries are back.")),
}

@blueprint.get("/<number>/merging")
@requires(Permission.TICKETS_MERGE)
def merging_form(number: str) -> Response:
    """Choose the other ticket; with `into` see what would move."""
    ticket, into = one.numbered(staff(), number), request.args.get("into", "").strip().upper()
    return _page(ticket, MergeForm(formdata=None, into=into), status=200)


@blueprint.post("/<number>/merging")
@takes_form
@requires(Permission.TICKETS_MERGE)
def merge(number: str) -> Response:
    ticket, form = one.numbered(staff(), number), MergeForm()
    other = named_in(form.into) if form.validate_on_submit() else None
    if other is None:
        return _page(ticket, form, status=422)
    try:
        merging.merge(ticket, other, by=staff(), reason=form.reason.data or "")
    except Refused as no:
        form.form_errors.append(no.reason)
        return _page(one.numbered(staff(), number), form, status=409)
    flash(_("%(number)s is part of this ticket now.", number=ticket.number), "success")
    return go(url_for(".show", number=other.number))


@blueprint.post("/<number>/merges/<int(max=2147483647):regrouping_id>/undoing")
@requires(Permission.TICKETS_MERGE)
def unmerge(number: str, regrouping_id: int) -> Response:
    """Each ticket as it was."""
    made = kin.regrouping(one.numbered(staff(), number), regrouping_id)
    undo, said = UNDOING[made.kind]
    undo(made, by=staff())
    flash(str(said), "success")
    return go(url_for(".show", number=number))


def _page(ticket: Ticket, form: MergeForm, *, status: int) -> Response:
    other = named_in(form.into) if form.into.data else None
    return page(
        "tickets/merging.html",
        status=status,
        ticket=ticket,
        form=form,
        other=other,
        refusal=merging.refusal_to_merge(ticket, other, form.reason.data or "…") if other else None,
        entries=Entry.select().where(Entry.ticket == ticket).count(),
        files=Attachment.select().where(Attachment.ticket == ticket).count(),
        alike=kin.alike(staff(), ticket),
    )
