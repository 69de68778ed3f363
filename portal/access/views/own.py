"""One's own account: data, language and zone, password, sessions, and how signing in went lately."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Response, flash, url_for

from portal.access import actions, guard, queries
from portal.access.forms import InterfaceForm, PasswordForm
from portal.access.guard import ANY_DUTY, requires, staff
from portal.access.permissions import Permission
from portal.access.rules import browser_of, fault_of_password
from portal.access.views.arrival import wait, with_wait
from portal.access.views.blueprint import blueprint
from portal.access.views.choices import named_things, outcome_of, zones
from portal.core.i18n import _, in_language
from portal.core.time import now
from portal.core.web import go, page, takes_form

ATTEMPTS = 10  # shown


@blueprint.get("/me")
@requires(Permission.ACCESS_OWN)
def me() -> Response:
    return _page(InterfaceForm(obj=staff()))


@blueprint.post("/me/interface")
@takes_form
@requires(Permission.ACCESS_OWN)
def interface() -> Response:
    form = InterfaceForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    actions.choose_interface(staff(), language=form.language.data, zone=form.zone.data, by=staff())
    with in_language(form.language.data):
        flash(_("Language and time zone are saved."), "success")
    return go(url_for(".me"))


@blueprint.get("/me/password")
@requires(Permission.ACCESS_OWN, despite=ANY_DUTY)
def password() -> Response:
    return _password_page(PasswordForm(formdata=None))


@blueprint.post("/me/password")
@takes_form
@requires(Permission.ACCESS_OWN, despite=ANY_DUTY)
def set_password() -> Response:
    form = PasswordForm()
    if not _is_sound(form):
        return _password_page(form, status=422)
    try:
        wrong = actions.prove(staff(), form.old_password.data, way=None, visitor=guard.visitor())
    except actions.TooEarly as refusal:
        return _too_early(form, refusal.until)
    if wrong:
        form.old_password.errors = [_("This is not your present password.")]
        return _password_page(form, status=422)
    here = guard.signed_in()
    actions.change_password(here.staff, new=form.new_password.data, keep_session=here.session_id, by=here.staff)
    flash(_("Your password is changed. Other browsers were signed out."), "success")
    return go(url_for(".me"))


@blueprint.post("/me/sessions/<int(max=2147483647):session_id>/revocation")
@requires(Permission.ACCESS_OWN)
def end_session(session_id: int) -> Response:
    actions.revoke(queries.session_of(staff(), session_id), by=staff())
    flash(_("That browser is signed out."), "success")
    return go(url_for(".me"))


@blueprint.post("/me/alarm")
@requires(Permission.ACCESS_OWN)
def alarm() -> Response:
    """A sign-in was not the owner's: out with everybody else, then a new password."""
    here = guard.signed_in()
    actions.raise_alarm(here.staff, keep_session=here.session_id, by=here.staff)
    flash(_("Every other browser is signed out and the administrator is told. Now choose a new password."), "note")
    return go(url_for(".password"))


def _page(form: InterfaceForm, *, status: int = 200) -> Response:
    here = guard.signed_in()
    idle = timedelta(hours=guard.limits().idle_hours)
    return page(
        "access/me.html",
        status=status,
        form=form,
        person=here.staff,
        things=named_things(here.staff),
        sessions=list(queries.sessions_of(here.staff, at=now(), idle=idle)),
        browser_of=browser_of,
        attempts=list(queries.attempts_of(here.staff, most=ATTEMPTS)),
        outcome_of=outcome_of,
        factor=queries.factor_of(here.staff),
        this_session=here.session_id,
        revocation=lambda session: url_for(".end_session", session_id=session.id),
        zones=zones(),
    )


def _password_page(form: PasswordForm, *, status: int = 200) -> Response:
    return page("access/password.html", status=status, form=form, must=staff().must_change_password)


def _too_early(form: PasswordForm, until: datetime) -> Response:
    seconds, words = wait(until)
    form.old_password.errors = [_("Too many wrong passwords or codes. Wait %(time)s, then try again.", time=words)]
    return with_wait(_password_page(form, status=429), seconds)


def _is_sound(form: PasswordForm) -> bool:
    """Checks the new password against the user name and the present one as it was typed."""
    if not form.validate_on_submit():
        return False
    fault = fault_of_password(form.new_password.data, staff().username)
    if fault:
        form.new_password.errors = [fault]
    elif form.new_password.data == form.old_password.data:
        form.new_password.errors = [_("The new password is the present one. Choose another.")]
    return not form.errors
