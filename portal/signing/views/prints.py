"""/forms/prints: many forms as one file to print, made in the background with a bar that says how far it is.

Opened by who prints a pile once a month; they go on with something else and come back by the notice.
"""

from __future__ import annotations

from flask import Response, make_response, render_template, request, url_for

from portal.access import Permission, requires, staff
from portal.core import time
from portal.core.web import NO_MORE_POLLS, go, page
from portal.signing import catalogue
from portal.signing.actions import prints as actions
from portal.signing.models import PrintRun
from portal.signing.queries import prints as queries
from portal.signing.views.blueprint import blueprint, store
from portal.signing.words import STATES

ONE = "/forms/prints/<int(max=2147483647):run_id>"


@blueprint.post("/forms/prints")
@requires(Permission.SIGNING_VIEW)
def print_listed() -> Response:
    """The forms of the list as it was narrowed."""
    kind = request.form.get("kind", "") if catalogue.kind(request.form.get("kind", "")) else ""
    state = request.form.get("state", "") if request.form.get("state", "") in STATES else ""
    found = queries.listed(staff(), kind=kind, state=state, most=actions.MOST)
    run = actions.ask(found, by=staff(), at=time.now())
    return go(url_for(".prints", run_id=run.id))


@blueprint.get(ONE)
@requires(Permission.SIGNING_VIEW)
def prints(run_id: int) -> Response:
    return page("signing/prints.html", **_state(run_id))


@blueprint.get(f"{ONE}/progress")
@requires(Permission.SIGNING_VIEW, polled=True)
def printed_so_far(run_id: int) -> Response:
    """The piece that asks by itself while the run goes on; 286 ends the asking."""
    state = _state(run_id)
    running = state["run"].state == PrintRun.RUNNING
    return make_response(render_template("signing/_prints.html", **state), 200 if running else NO_MORE_POLLS)


@blueprint.get(f"{ONE}/file.pdf")
@requires(Permission.SIGNING_VIEW)
def printed_file(run_id: int) -> Response:
    run = queries.of(staff(), run_id)
    response = Response(actions.content(run, store=store()), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="forms-{run.id}.pdf"'
    return response


def _state(run_id: int) -> dict:
    run = queries.of(staff(), run_id)
    return {"run": run, "share": 100 * run.done // run.total, "days": actions.KEPT.days}
