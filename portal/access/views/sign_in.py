"""The door: signing in, also in the middle of something, and signing out."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, request, session, url_for
from flask_login import logout_user

from portal.access import actions, guard
from portal.access.forms import SignInForm
from portal.access.guard import ANY_DUTY, requires
from portal.access.permissions import Permission
from portal.access.views import second_step
from portal.access.views.arrival import arrive, local, sign_in_page, wait, with_wait
from portal.access.views.blueprint import blueprint
from portal.core.web import go, takes_form


@blueprint.get("/login", endpoint="sign_in")
def show() -> Response:
    """The sign-in page; `next` is where to go then, `as` fills in a user name."""
    if guard.signed_in():
        return go(local(request.args.get("next")))
    return sign_in_page(SignInForm(formdata=None, username=request.args.get("as", ""), next=request.args.get("next", "")))


@blueprint.post("/login", endpoint="open_session")
@takes_form
def open_session() -> Response:
    form = SignInForm()
    if not form.validate_on_submit():
        return sign_in_page(form, status=422)
    lasts = timedelta(hours=guard.limits().session_hours)
    try:
        entered = actions.sign_in(form.username.data, form.password.data, visitor=guard.visitor(), lasts=lasts)
    except actions.WrongPassword:
        return sign_in_page(form, status=422, fault="wrong")
    except actions.Expired:
        return sign_in_page(form, status=422, fault="expired")
    except actions.TooEarly as refusal:
        seconds, words = wait(refusal.until)
        return with_wait(sign_in_page(form, status=429, wait=words), seconds)
    return second_step.ask(entered, form.next.data) if isinstance(entered, actions.Half) else arrive(entered, form.next.data)


@blueprint.post("/logout")
@requires(Permission.ACCESS_OWN, despite=ANY_DUTY)
def sign_out() -> Response:
    actions.sign_out(guard.signed_in())
    logout_user()
    session.clear()
    return go(url_for(".sign_in"))


show.is_open = open_session.is_open = True
