"""Changing many tickets: choose what, look at what would happen, confirm, undo."""

from __future__ import annotations

from flask import Response, flash, request, url_for

from portal.access import Permission, requires, staff
from portal.core import time
from portal.core.errors import Refused
from portal.core.i18n import _, plural
from portal.core.web import go, page, takes_form
from portal.tickets import bulk
from portal.tickets.actions import runs
from portal.tickets.forms import BulkForm
from portal.tickets.models import BulkRun, Ticket
from portal.tickets.queries import runs as queries
from portal.tickets.queries import selecting
from portal.tickets.view import read_address
from portal.tickets.views import changes, people
from portal.tickets.views.asked import filter_of
from portal.tickets.views.blueprint import blueprint

RUN = "/bulk/<int(max=2147483647):run_id>"


@blueprint.get("/bulk")
@requires(Permission.TICKETS_BULK)
def own_runs() -> Response:
    """One's own changes of many, the newest first."""
    return page("tickets/bulk_runs.html", runs=[changes.run_shown(run) for run in queries.newest(staff())])


@blueprint.post("/bulk")
@requires(Permission.TICKETS_BULK)
def choose() -> Response:
    """The tickets that were ticked, or all of the filter; the form of what is to change."""
    tickets = _tickets()
    if not tickets:
        raise Refused(_("Choose at least one ticket."))
    return _choice(tickets, BulkForm(formdata=None))


@blueprint.post("/bulk/previews")
@takes_form
@requires(Permission.TICKETS_BULK)
def preview() -> Response:
    tickets, form = _tickets(), BulkForm().offer(people.takers(), people.reasons())
    if not form.validate_on_submit():
        return _choice(tickets, form, status=422)
    try:
        run = runs.preview(tickets, bulk.steps_of(form.wish()), by=staff())
    except Refused as no:
        form.form_errors.append(no.reason)
        return _choice(tickets, form, status=422)
    return go(url_for(".show_run", run_id=run.id))


def _tickets() -> list[Ticket]:
    """What was ticked and is seen; with "all", what the filter of the list leaves, up to as many as a run takes."""
    numbers = request.form.getlist("ticket")[: runs.MOST + 1]
    if request.form.get("all"):
        now = time.now()
        view = read_address(request.form.get("filter", ""))
        numbers = selecting.numbers_of(staff(), filter_of(view, staff(), now), now, runs.MOST)
    return selecting.numbered(staff(), numbers)


def _choice(tickets: list[Ticket], form: BulkForm, status: int = 200) -> Response:
    form.offer(people.takers(), people.reasons())
    title = plural("Change %(num)d ticket", "Change %(num)d tickets", len(tickets))
    return page("tickets/bulk_choose.html", status=status, tickets=tickets, form=form, title=title)


@blueprint.get(RUN)
@requires(Permission.TICKETS_BULK)
def show_run(run_id: int) -> Response:
    """A run: what it would do or did, ticket by ticket, and what can be done with it now."""
    run = queries.run_of(staff(), run_id)
    only = request.args.get("only") if request.args.get("only") in changes.ONLY else "all"
    after = request.args.get("after")
    found = queries.page_of_changes(run, changes.ONLY[only], after)
    here = {"run_id": run.id} | ({"only": only} if only != "all" else {})
    return page(
        "tickets/bulk_run.html",
        run=changes.run_shown(run),
        changes=[changes.change_shown(line) for line in found.rows],
        only=only,
        first_url=url_for(".show_run", **here) if after else None,
        next_url=url_for(".show_run", after=found.after, **here) if found.after else None,
    )


@blueprint.post(f"{RUN}/confirmation")
@requires(Permission.TICKETS_BULK)
def confirm_run(run_id: int) -> Response:
    run = runs.confirm(queries.run_of(staff(), run_id), by=staff())
    done = queries.counts(run).get("done", 0)
    flash(plural("%(num)d ticket is changed.", "%(num)d tickets are changed.", done), "success")
    return go(url_for(".show_run", run_id=run.id))


@blueprint.post(f"{RUN}/undoing")
@requires(Permission.TICKETS_BULK)
def undo_run(run_id: int) -> Response:
    run = runs.undo(queries.run_of(staff(), run_id), by=staff())
    flash(_("The change is undone."), "success")
    return go(url_for(".show_run", run_id=run.id))


@blueprint.post(f"{RUN}/discarding")
@requires(Permission.TICKETS_BULK)
def discard_run(run_id: int) -> Response:
    runs.discard(queries.run_of(staff(), run_id), by=staff())
    flash(_("The preview is discarded; nothing was changed."), "success")
    return go(url_for(".own_runs"))


@blueprint.post(f"{RUN}/renewal")
@requires(Permission.TICKETS_BULK)
def look_at_run_again(run_id: int) -> Response:
    """The same change once more, for what was left because it had changed meanwhile."""
    run: BulkRun = runs.look_again(queries.run_of(staff(), run_id), by=staff())
    return go(url_for(".show_run", run_id=run.id))
