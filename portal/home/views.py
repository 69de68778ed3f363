"""The first page, the language switch, and the sign of life."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, jsonify, request

from portal.access import Permission, may, requires, staff, staff_or_none
from portal.access.actions import choose_interface
from portal.access.rules import is_local_address
from portal.core import time
from portal.core.i18n import COOKIE, LANGUAGES
from portal.core.web import go, page
from portal.home import queries
from portal.tickets.views.lines import heads, lines_shown

blueprint = Blueprint("home", __name__)
YEAR_SECONDS = 31_536_000


@blueprint.get("/")
@requires(Permission.HOME_VIEW)
def index():
    now = time.now()
    sees_tickets = may(staff(), Permission.TICKETS_VIEW)
    morning = queries.morning(staff(), now) if sees_tickets else None
    lines = lines_shown(morning.mine, now, view="owner=me") if morning else ""
    return page(
        "home/index.html", morning=morning, lines=lines, heads=heads(), may_take=may(staff(), Permission.ENQUIRIES_TAKE)
    )


@blueprint.post("/language")
def language():
    """Speak the other language from now on; kept with the person who is signed in, else in a cookie."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400)
    person = staff_or_none()
    if person is not None:
        choose_interface(person, language=chosen, zone=person.zone, by=person)
    back = request.form.get("next", "/")
    response = go(back if is_local_address(back) else "/")
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(COOKIE, chosen, max_age=YEAR_SECONDS, httponly=True, samesite="Lax", secure=secure)
    return response


language.is_open = True


@blueprint.get("/healthz")
def healthz():
    """200 while the database answers; a monitor asks this without signing in. Pages work without a scheduler, so one that
    is missing is said and does not take the page server out of service."""
    scheduler = "alive" if queries.is_scheduled() else "missing"
    return jsonify(status="ok" if queries.is_well() else "failed", scheduler=scheduler)


healthz.is_open = True
