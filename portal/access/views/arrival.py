"""What the two steps of signing in share: the first page, what was kept, where to go then, how long to wait."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from math import ceil

from flask import Response, current_app, g, request, session
from flask_login import login_user

from portal.access import guard, queries
from portal.access.departments import DEPARTMENTS
from portal.access.forms import SignInForm
from portal.access.rules import is_local_address
from portal.access.views.choices import role_name
from portal.core import i18n
from portal.core.i18n import plural
from portal.core.security import sent_from_here
from portal.core.time import now
from portal.core.web import go, page

KEPT = "kept-"
KEPT_ACTION = "kept_action"
A_YEAR = 365 * 24 * 3600


def fresh_cookie() -> None:
    """A new cookie in place of whatever the browser brought."""
    session.clear()
    g.pop("csrf_token", None)


def arrive(signed_in: queries.SignedIn, then: str | None) -> Response:
    """The browser is signed in: on to where the person was going, or to the form that was kept."""
    fresh_cookie()
    login_user(signed_in)
    i18n.use(language=signed_in.staff.language, zone=signed_in.staff.zone)
    fields, action = kept()
    if fields and guard.duty_of(signed_in) is None:
        with i18n.in_language(signed_in.staff.language):
            response = page("errors/422.html", typed=fields, action=action)
    else:
        response = go(local(then))
    return _next_time_in(signed_in.staff.language, response)


def _next_time_in(language: str, response: Response) -> Response:
    """Tomorrow's sign-in page speaks the person's language too."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(i18n.COOKIE, language, max_age=A_YEAR, httponly=True, samesite="Lax", secure=secure)
    return response


def kept() -> tuple[list[tuple[str, str]], str]:
    """What was typed into another form before the session ended, and that form's address.

    Nothing when the form was not one of ours: a stranger's page must not put words into somebody's mouth.
    """
    if not sent_from_here():
        return [], ""
    action = request.form.get(KEPT_ACTION, "")
    if not is_local_address(action):
        return [], ""
    fields = request.form.items(multi=True)
    return [(name.removeprefix(KEPT), value) for name, value in fields if name.startswith(KEPT)], action


def local(address: str | None) -> str:
    return address if address and is_local_address(address) else "/"


def wait(until: datetime) -> tuple[int, str]:
    """How long until a moment: in seconds, at least one, and in words."""
    seconds = max(1, ceil((until - now()).total_seconds()))
    if seconds < 100:
        return seconds, plural("%(num)d second", "%(num)d seconds", seconds)
    return seconds, plural("%(num)d minute", "%(num)d minutes", ceil(seconds / 60))


def with_wait(response: Response, seconds: int) -> Response:
    """The answer tells programs, too, how long to wait."""
    response.headers["Retry-After"] = str(seconds)
    return response


def sign_in_page(form: SignInForm, *, status: int = 200, **context) -> Response:
    """`fault` says what was wrong: "wrong", "expired" or "over"; `wait` how long to wait, in words."""
    fields, action = kept()
    context |= {"kept": fields, "kept_action": action, "demo": _demo_accounts(), "role_name": role_name}
    return page("access/sign_in.html", status=status, form=form, **context)


def _demo_accounts() -> list[tuple[tuple[str, str], list]]:
    """In demo mode everybody by department, for the sign-in page; else nothing."""
    if not guard.limits().demo:
        return []
    order = list(DEPARTMENTS)
    people = sorted(queries.active_staff(), key=lambda person: (order.index(person.department), person.id))
    groups = groupby(people, key=lambda person: DEPARTMENTS[person.department])
    return [((department.name_zh, department.name_en), list(members)) for department, members in groups]
