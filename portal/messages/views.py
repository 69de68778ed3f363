"""The bell and the list of notices."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for

from portal.access import requires, staff
from portal.access.permissions import Permission
from portal.core.i18n import _, language
from portal.core.web import go, not_modified, page, tagged, wants_fragment
from portal.messages import actions, queries

blueprint = Blueprint("messages", __name__, url_prefix="/notices")


@blueprint.get("")
@requires(Permission.NOTICES_VIEW)
def index() -> Response:
    after = request.args.get("after")
    notices = queries.notices_of(staff(), after)
    return page(
        "messages/index.html",
        notices=notices.rows,
        first_url=url_for(".index") if after else None,
        next_url=url_for(".index", after=notices.after) if notices.after else None,
    )


@blueprint.get("/bell")
@requires(Permission.NOTICES_VIEW, polled=True)
def bell() -> Response:
    """The bell of the page in the browser, which asks again and again; a person who comes here sees the list."""
    if not wants_fragment():
        return go(url_for(".index"))
    unread = queries.bell(staff())
    tag = f"bell-{language()}-{unread}"
    return not_modified(tag) or tagged(page("messages/index.html", fragment="messages/_bell.html", bell=unread), tag)


@blueprint.post("/<int(max=2147483647):number>/reading")
@requires(Permission.NOTICES_VIEW)
def read(number: int) -> Response:
    """The notice is read, and its reader goes where the thing is."""
    notice = queries.found(staff(), number)
    actions.read(notice, by=staff())
    return go(notice.url)


@blueprint.post("/readings")
@requires(Permission.NOTICES_VIEW)
def read_all() -> Response:
    actions.read_all(by=staff())
    flash(_("All notices are marked as read."), "success")
    return go(url_for(".index"))
