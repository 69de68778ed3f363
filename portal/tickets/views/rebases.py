"""Re-bases of open clocks: what a changed calendar or figure would move, carried out whole, undone whole."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, request, url_for

from portal.access import Permission, requires, staff
from portal.access.models import Staff
from portal.clocks import queries as calendars
from portal.clocks.actions import edits
from portal.clocks.actions import rebases as runs
from portal.clocks.forms import KINDS
from portal.clocks.models import RebaseMove, RebaseRun
from portal.clocks.queries import rebases as queries
from portal.clocks.resetting import CHANGED, LATE, SAME, STOPPED
from portal.core import time
from portal.core.i18n import _, both, lazy, plural
from portal.core.web import NO_MORE_POLLS, go, page, takes_form, wants_fragment
from portal.policy import queries as versions
from portal.tickets import procedures
from portal.tickets.actions import rebases
from portal.tickets.forms import UndoForm
from portal.tickets.queries.moves import ONLY, page_of_moves

RUN = "/<int(max=2147483647):number>"
SECONDS_OF_A_VISIT = 0.8
STATES = {
    RebaseRun.LOOKING: lazy("Looking through the open clocks"),
    RebaseRun.READY: lazy("Preview: nothing is changed yet"),
    RebaseRun.SAVED: lazy("Saved without a re-base"),
    RebaseRun.DISCARDED: lazy("Discarded"),
    RebaseRun.APPLYING: lazy("Re-basing"),
    RebaseRun.DONE: lazy("Re-based"),
    RebaseRun.UNDOING: lazy("Undoing"),
    RebaseRun.UNDONE: lazy("Undone"),
}
BECAUSE = {
    STOPPED: lazy("It was stopped meanwhile."),
    LATE: lazy("It was late already; a miss stays."),
    CHANGED: lazy("It was counted anew since, because of a wait or another re-base."),
    SAME: lazy("There was nothing left to change."),
}

blueprint = Blueprint("rebases", __name__, url_prefix="/calendars/rebases")


@blueprint.get("")
@requires(Permission.CLOCKS_MANAGE)
def index() -> Response:
    """Every run, the newest first."""
    after = request.args.get("after")
    found = queries.newest(after)
    return page(
        "tickets/rebases.html",
        runs=found.rows,
        title=title_of,
        states=STATES,
        first_url=url_for(".index") if after else None,
        next_url=url_for(".index", after=found.after) if found.after else None,
    )


@blueprint.post("/calendars/<code>")
@requires(Permission.CLOCKS_MANAGE)
def look_at_calendar(code: str) -> Response:
    """Preview what the newest version of a calendar moves of what still runs on older ones."""
    if not calendars.may_change(staff(), calendars.calendar_row(code).code):
        abort(403)
    run = runs.look_at_calendar(code, by=staff(), at=time.now())
    return go(url_for(".show", number=run.id))


@blueprint.post("/versions/<int(max=2147483647):number>")
@requires(Permission.CLOCKS_MANAGE)
def look_at_version(number: int) -> Response:
    """Preview what a version of the policy moves."""
    if not staff().may(Permission.POLICY_PROPOSE):
        abort(403)
    run = rebases.look_at_version(versions.version(number), by=staff(), at=time.now())
    return go(url_for(".show", number=run.id))


@blueprint.get(RUN)
@requires(Permission.CLOCKS_MANAGE, polled=wants_fragment)
def show(number: int) -> Response:
    """One run. While it is at work this page asks again and again, and every visit works at it for a moment, so that it
    comes to its end with and without a script, and beside the scheduler."""
    rebases.carry_on(queries.run(number).id, now=time.now(), seconds=SECONDS_OF_A_VISIT)
    run = queries.run(number)
    polls_end = wants_fragment() and not run.is_at_work
    return _run_page(run, UndoForm(formdata=None), status=NO_MORE_POLLS if polls_end else 200)


@blueprint.post(f"{RUN}/confirmation")
@requires(Permission.CLOCKS_MANAGE)
def confirm(number: int) -> Response:
    """Save what was looked at; with `then` = "rebase" the open clocks move as well."""
    run = _own(number)
    rebase = request.form.get("then") == "rebase"
    rebases.confirm(run, rebase=rebase, by=staff(), at=time.now())
    if run.edit:
        flash(_("Saved as version %(version)d of the calendar.", version=run.to_version), "success")
    return go(url_for(".show", number=number))


@blueprint.post(f"{RUN}/discarding")
@requires(Permission.CLOCKS_MANAGE)
def discard(number: int) -> Response:
    runs.discard(_own(number), by=staff(), at=time.now())
    flash(_("The preview is discarded; nothing was changed."), "success")
    return go(url_for(".index"))


@blueprint.post(f"{RUN}/renewal")
@requires(Permission.CLOCKS_MANAGE)
def look_again(number: int) -> Response:
    """The same preview once more, because something has changed since."""
    return go(url_for(".show", number=_looked_at_again(_own(number)).id))


def _looked_at_again(run: RebaseRun) -> RebaseRun:
    now, person = time.now(), staff()
    if run.kind == runs.POLICY:
        return rebases.look_at_version(versions.version(int(run.scope)), by=person, at=now)
    if run.edit and run.state in (RebaseRun.READY, RebaseRun.LOOKING, RebaseRun.DISCARDED):
        return runs.look_at_edit(run.scope, run.edit, by=person, at=now)
    return runs.look_at_calendar(run.scope, by=person, at=now)


@blueprint.post(f"{RUN}/undoing")
@takes_form
@requires(Permission.CLOCKS_MANAGE)
def undo(number: int) -> Response:
    run, form = _own(number), UndoForm()
    if not form.validate_on_submit():
        return _run_page(run, form, status=422)
    runs.undo(run, reason=form.reason.data, by=staff(), at=time.now())
    return go(url_for(".show", number=number))


def _own(number: int) -> RebaseRun:
    """A run that this person may decide on; 403 for another one."""
    run = queries.run(number)
    if not _may_decide(staff(), run):
        abort(403)
    return run


def _may_decide(person: Staff, run: RebaseRun) -> bool:
    if run.kind == runs.POLICY:
        return person.may(Permission.POLICY_PROPOSE)
    return calendars.may_change(person, run.scope)


def _run_page(run: RebaseRun, form: UndoForm, *, status: int = 200) -> Response:
    only = request.args.get("only") if request.args.get("only") in ONLY else "moved"
    after = request.args.get("after")
    found = page_of_moves(run, staff(), only, after)
    here = {"number": run.id} | ({"only": only} if only != "moved" else {})
    return page(
        "tickets/rebase.html",
        fragment="tickets/_rebase.html",
        status=status,
        polled=True,
        run=run,
        title=title_of(run),
        state=STATES[run.state],
        edit=_edit_in_words(run.edit) if run.edit else "",
        groups=[] if run.state == RebaseRun.LOOKING else queries.groups(run),
        moves=[] if run.state == RebaseRun.LOOKING else found.rows,
        only=only,
        limit=_limit,
        moment=time.from_ms,
        because=BECAUSE,
        missing=RebaseMove.LEFT if run.state != RebaseRun.UNDONE else RebaseMove.KEPT,
        may_decide=_may_decide(staff(), run),
        form=form,
        first_url=url_for(".show", **here) if after else None,
        next_url=url_for(".show", after=found.after, **here) if found.after else None,
    )


def title_of(run: RebaseRun) -> str:
    """What a run re-bases to."""
    if run.kind == runs.POLICY:
        return _("Re-base to version %(number)d of the regulations", number=run.to_version)
    row = calendars.calendar_row(run.scope)
    name = both(row.name_zh, row.name_en)
    return _("Re-base to version %(number)d of the calendar %(name)s", number=run.to_version, name=name)


def _limit(desk: str, key: str) -> str:
    """The name of a stopwatch in the reader's language."""
    known = (procedure.stopwatches.get(key) for procedure in procedures.every() if desk in ("", procedure.key))
    found = next(filter(None, known), None)
    return both(found.zh, found.en) if found else key


def _edit_in_words(edit: edits.Edit) -> str:
    """What an edit of a calendar does, in one sentence."""
    days = list(edits.days_of(edit))
    match edit["do"]:
        case "set_day":
            name = both(edit["name_zh"], edit["name_en"])
            return _("%(day)s becomes: %(kind)s, %(name)s", day=days[0], kind=KINDS[edit["kind"]], name=name)
        case "clear_day":
            return _("%(day)s becomes like its weekday again", day=days[0])
        case "import_year":
            return _("The year %(year)s is read again from its source", year=days[0])
        case "type_prayers":
            return plural("Typed prayer times for %(num)d date", "Typed prayer times for %(num)d dates", len(days))
        case _:
            return _("The prayer times of %(day)s are computed again", day=days[0])
