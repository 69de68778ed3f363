"""Splitting entries off into a new ticket.

Opened a few times a week, in the middle of reading a long story: what goes along stands first, with its first words, and
all the rest is as the ticket has it.
"""

from __future__ import annotations

from flask import Response, flash, request, url_for

from portal.access import Permission, requires, staff
from portal.core import i18n
from portal.core.errors import Refused
from portal.core.i18n import _, both
from portal.core.web import go, page, takes_form
from portal.tickets import kinship, words
from portal.tickets.actions import splitting
from portal.tickets.forms import SplitForm
from portal.tickets.models import Entry, Ticket
from portal.tickets.queries import one
from portal.tickets.views.blueprint import blueprint


@blueprint.get("/<number>/splitting")
@requires(Permission.TICKETS_MERGE)
def splitting_form(number: str) -> Response:
    """Choose what goes along; `entry` is chosen already."""
    ticket = one.numbered(staff(), number)
    known = {"title": ticket.title, "kind": ticket.kind, "subject": ticket.subject, "level": str(ticket.level)}
    known |= {"urgency": ticket.urgency, "deadline_at": ticket.deadline_at}
    return _page(ticket, SplitForm(formdata=None, entries=[request.args.get("entry", "")], **known))


@blueprint.post("/<number>/splitting")
@takes_form
@requires(Permission.TICKETS_MERGE)
def split(number: str) -> Response:
    ticket, form = one.numbered(staff(), number), SplitForm()
    if not form.validate_on_submit():
        return _page(ticket, form, status=422)
    try:
        made = splitting.split(ticket, form.chosen(), form.values(), by=staff())
    except Refused as no:
        form.form_errors.append(no.reason)
        return _page(one.numbered(staff(), number), form, status=409, rule=no.rule)
    flash(_("%(number)s is a ticket of its own now.", number=made.target.number), "success")
    return go(url_for(".show", number=made.target.number))


def _page(ticket: Ticket, form: SplitForm, *, status: int = 200, rule: str | None = None) -> Response:
    timeline = one.timeline(ticket)
    form.entries.choices = [
        (str(entry.id), entry.id) for entry in timeline if kinship.may_go(entry.kind, own=entry.origin_id is None)
    ]
    shown = {str(entry.id): _shown(entry) for entry in timeline}
    files = {str(number): found for number, found in one.files(ticket).items()}
    return page("tickets/splitting.html", status=status, ticket=ticket, form=form, shown=shown, files=files, rule_id=rule)


def _shown(entry: Entry) -> dict[str, str]:
    """What a line to choose says of an entry."""
    who = entry.by.name_in(i18n.language()) if entry.by_id else _("Portal")
    kind = both(*words.ENTRY_KINDS[entry.kind])
    return {"head": " · ".join((kind, who, i18n.local(entry.at))), "text": entry.text}
