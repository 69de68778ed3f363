"""One row of a list as a form: owner, level, urgency, changed where they stand."""

from __future__ import annotations

from flask import Response, render_template, request, url_for

from portal.access import Permission, requires, staff
from portal.core import db, time
from portal.core.errors import Refused
from portal.core.i18n import _, both, language, lazy
from portal.core.web import go, page, takes_form, wants_fragment
from portal.tickets import bulk, desks, rules
from portal.tickets.forms import RowForm
from portal.tickets.models import Ticket
from portal.tickets.queries import one, selecting
from portal.tickets.queries.facts import RULE
from portal.tickets.rules import Merged
from portal.tickets.views import people
from portal.tickets.views.asked import list_behind
from portal.tickets.views.blueprint import blueprint
from portal.tickets.views.lines import TICK, lines_shown

NAMES = {"owner": lazy("Owner"), "level": lazy("Level"), "urgency": lazy("Urgency")}


@blueprint.get("/<number>/row")
@requires(Permission.TICKETS_VIEW)
def row(number: str) -> str | Response:
    """The row as a form; with `shown` (the way back from it) as the list has it."""
    ticket = one.numbered(staff(), number)
    if "shown" in request.args and wants_fragment():
        return _as_in_the_list(ticket)
    return _form(ticket, RowForm(formdata=None))


@blueprint.post("/<number>/row")
@takes_form
@requires(Permission.TICKETS_VIEW)
def change_row(number: str) -> str | Response:
    """Change what differs by the steps of the procedure; a refusal is said in the row."""
    ticket, form = one.numbered(staff(), number), RowForm()
    form.offer(people.takers(ticket.region, ticket.owner), [])
    if not form.validate_on_submit():
        return _form(ticket, form, status=422)
    try:
        ticket = _changed(ticket, form)
    except ChangedMeanwhile as no:
        ticket = one.numbered(staff(), number)
        return _form(ticket, form.begin_with(no.row), status=409, refusal=no)
    except Refused as no:
        return _form(one.numbered(staff(), number), form, status=409, refusal=no)
    return _as_in_the_list(ticket) if wants_fragment() else go(url_for("tickets.show", number=ticket.number))


class ChangedMeanwhile(Refused):
    """A colleague has given a value of the row another one than its reader saw and wants; `row` is what the form shows
    next: theirs where both changed the same, and all else as the reader wants it."""

    def __init__(self, merged: Merged, now: dict[str, str]):
        names = both("、", ", ").join(str(NAMES[name]) for name in merged.clashes)
        super().__init__(_("Somebody has changed this meanwhile: %(names)s. It stands here as it is now.", names=names), RULE)
        self.row = now | merged.written


def _changed(ticket: Ticket, form: RowForm) -> Ticket:
    """The ticket after its steps, made all or none; what a colleague changed since the row was read is not overwritten."""
    with db.atomic():
        fresh = one.locked(ticket.id)
        now = _row_of(fresh)
        merged = rules.merge(form.known(), form.mine(), now)
        if merged.clashes:
            raise ChangedMeanwhile(merged, now)
        wanted = [step for step in bulk.steps_of(form.wish_of(merged.written)) if bulk.wanting(*step, fresh)]
        if not wanted:
            raise Refused(_("Nothing here is another than before; there is nothing to change."))
        for key, given in wanted:
            fresh = desks.make(fresh, key, bulk.completed(key, given, fresh), by=staff())
    return fresh


def _row_of(ticket: Ticket) -> dict[str, str]:
    """What the row says, as the form has it."""
    return {"owner": str(ticket.owner_id), "level": str(ticket.level), "urgency": ticket.urgency}


def _as_in_the_list(ticket: Ticket) -> str:
    """With the columns and the way back of the list it stands in."""
    view = list_behind()
    columns = (*view.columns, TICK) if staff().may(Permission.TICKETS_BULK) else view.columns
    shown = lines_shown([selecting.line_of(ticket)], time.now(), columns=columns, view=view.address)
    return shown + render_template("_flashes_oob.html")


def _form(ticket: Ticket, form: RowForm, *, status: int = 200, refusal: Refused | None = None) -> Response:
    form.offer(people.takers(ticket.region, ticket.owner), [])
    if not form.is_submitted():
        form.begin_with(_row_of(ticket))
    context = {"ticket": ticket, "form": form, "refusal": refusal}
    owner = ticket.owner.name_in(language())
    return page("tickets/row.html", fragment="tickets/_row_edit.html", status=status, owner=owner, **context)
