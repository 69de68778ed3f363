"""The door: signing in, also in the middle of something, and signing out."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from math import ceil

from flask import Response, current_app, g, request, session, url_for
from flask_login import login_user, logout_user

from portal.access import actions, guard, queries
from portal.access.departments import DEPARTMENTS
from portal.access.forms import SignInForm
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.access.rules import is_local_address
from portal.access.views.blueprint import blueprint
from portal.access.views.choices import role_name
from portal.core import i18n
from portal.core.i18n import plural
from portal.core.security import sent_from_here
from portal.core.time import now
from portal.core.web import go, page, takes_form

KEPT = "kept-"
KEPT_ACTION = "kept_action"
A_YEAR = 365 * 24 * 3600


@blueprint.get("/login", endpoint="sign_in")
def show() -> Response:
    """The sign-in page; `next` is where to go then, `as` fills in a user name."""
    if guard.signed_in():
        return go(_local(request.args.get("next")))
    return _page(SignInForm(formdata=None, username=request.args.get("as", ""), next=request.args.get("next", "")))


@blueprint.post("/login", endpoint="open_session")
@takes_form
def open_session() -> Response:
    form = SignInForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    try:
        signed_in = actions.sign_in(
            form.username.data,
            form.password.data,
            address=request.remote_addr or "",
            agent=request.user_agent.string,
            lasts=timedelta(hours=guard.limits().session_hours),
        )
    except actions.WrongPassword:
        return _page(form, status=422, wrong=True)
    except actions.TooEarly as refusal:
        return _too_early(form, refusal.until)
    return _let_in(signed_in, form)


@blueprint.post("/logout")
@requires(Permission.ACCESS_OWN, with_one_time_password=True)
def sign_out() -> Response:
    actions.sign_out(guard.signed_in())
    logout_user()
    session.clear()
    return go(url_for(".sign_in"))


show.is_open = open_session.is_open = True


def _let_in(signed_in: queries.SignedIn, form: SignInForm) -> Response:
    """A new cookie in place of whatever the browser brought, then on to where the person was going."""
    session.clear()
    g.pop("csrf_token", None)
    login_user(signed_in)
    i18n.use(language=signed_in.staff.language, zone=signed_in.staff.zone)
    kept, action = _kept()
    if kept and not signed_in.staff.must_change_password:
        with i18n.in_language(signed_in.staff.language):
            response = page("errors/422.html", typed=kept, action=action)
    else:
        response = go(_local(form.next.data))
    return _next_time_in(signed_in.staff.language, response)


def _next_time_in(language: str, response: Response) -> Response:
    """Tomorrow's sign-in page speaks the person's language too."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(i18n.COOKIE, language, max_age=A_YEAR, httponly=True, samesite="Lax", secure=secure)
    return response


def _page(form: SignInForm, *, status: int = 200, **context) -> Response:
    kept, action = _kept()
    context |= {"kept": kept, "kept_action": action, "demo": _demo_accounts(), "role_name": role_name}
    return page("access/sign_in.html", status=status, form=form, **context)


def _too_early(form: SignInForm, until: datetime) -> Response:
    seconds = max(1, ceil((until - now()).total_seconds()))
    response = _page(form, status=429, wait=_in_words(seconds))
    response.headers["Retry-After"] = str(seconds)
    return response


def _in_words(seconds: int) -> str:
    if seconds < 100:
        return plural("%(num)d second", "%(num)d seconds", seconds)
    return plural("%(num)d minute", "%(num)d minutes", ceil(seconds / 60))


def _kept() -> tuple[list[tuple[str, str]], str]:
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


def _local(address: str | None) -> str:
    return address if address and is_local_address(address) else "/"


def _demo_accounts() -> list[tuple[tuple[str, str], list]]:
    """In demo mode everybody by department, for the sign-in page; else nothing."""
    if not guard.limits().demo:
        return []
    order = list(DEPARTMENTS)
    people = sorted(queries.active_staff(), key=lambda person: (order.index(person.department), person.id))
    groups = groupby(people, key=lambda person: DEPARTMENTS[person.department])
    return [((department.name_zh, department.name_en), list(members)) for department, members in groups]
