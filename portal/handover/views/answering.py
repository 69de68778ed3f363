"""Accepting, asking and answering between the freeze and the second signature (DM-H3)."""

from __future__ import annotations

from flask import Response, flash, request, url_for

from portal.access import Permission, requires, staff
from portal.core import time
from portal.core.i18n import _
from portal.core.web import go, takes_form
from portal.handover.actions import items as actions
from portal.handover.forms import TextForm
from portal.handover.queries import handovers as queries
from portal.handover.views.blueprint import ONE, blueprint
from portal.handover.views.handover import shown

ITEM = f"{ONE}/items/<int(max=2147483647):item_id>"
LONGEST = 9  # digits of an id


@blueprint.post(f"{ONE}/acceptance")
@requires(Permission.HANDOVER_GIVE)
def accept(number: int) -> Response:
    """One item (`item`), or all that nobody has asked about (`all`)."""
    found = queries.one(staff(), number)
    typed = request.form.get("item", "")
    wanted = [int(typed)] if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST else []
    if "all" in request.form:
        wanted = [item.id for item in found.items if not item.query or item.reply]
    count = actions.accept(found, wanted, by=staff(), at=time.now())
    flash(_("Accepted: %(count)d", count=count), "success")
    return _to(number)


@blueprint.post(f"{ITEM}/query")
@takes_form
@requires(Permission.HANDOVER_GIVE)
def query(number: int, item_id: int) -> Response:
    found, form = queries.one(staff(), number), TextForm()
    if not form.validate_on_submit():
        return shown(found, question=(item_id, form), status=422)
    actions.query(found, item_id, form.text.data, by=staff(), at=time.now())
    flash(_("Asked. The outgoing clerk is told."), "success")
    return _to(number)


@blueprint.post(f"{ITEM}/reply")
@takes_form
@requires(Permission.HANDOVER_GIVE)
def reply(number: int, item_id: int) -> Response:
    found, form = queries.one(staff(), number), TextForm()
    if not form.validate_on_submit():
        return shown(found, question=(item_id, form), status=422)
    actions.reply(found, item_id, form.text.data, by=staff(), at=time.now())
    flash(_("Answered. Whoever takes over is told."), "success")
    return _to(number)


def _to(number: int) -> Response:
    return go(url_for(".show", number=number))
