"""One's own account: data, language and zone, password, sessions."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, flash, url_for

from portal.access import actions, guard, passwords, queries
from portal.access.forms import InterfaceForm, PasswordForm
from portal.access.guard import requires, staff
from portal.access.permissions import Permission
from portal.access.rules import browser_of, fault_of_password
from portal.access.views.blueprint import blueprint
from portal.access.views.choices import named_things, zones
from portal.core.i18n import _, in_language
from portal.core.time import now
from portal.core.web import go, page, takes_form


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
@requires(Permission.ACCESS_OWN, with_one_time_password=True)
def password() -> Response:
    return _password_page(PasswordForm(formdata=None))


@blueprint.post("/me/password")
@takes_form
@requires(Permission.ACCESS_OWN, with_one_time_password=True)
def set_password() -> Response:
    form = PasswordForm()
    if not _is_sound(form):
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
        this_session=here.session_id,
        revocation=lambda session: url_for(".end_session", session_id=session.id),
        zones=zones(),
    )


def _password_page(form: PasswordForm, *, status: int = 200) -> Response:
    return page("access/password.html", status=status, form=form, must=staff().must_change_password)


def _is_sound(form: PasswordForm) -> bool:
    """Checks what needs the person: the present password, and the new one against the user name."""
    if not form.validate_on_submit():
        return False
    fault = fault_of_password(form.new_password.data, staff().username)
    if fault:
        form.new_password.errors = [fault]
    elif not passwords.matches(staff().password_hash, form.old_password.data):
        form.old_password.errors = [_("This is not your present password.")]
    elif form.new_password.data == form.old_password.data:
        form.new_password.errors = [_("The new password is the present one. Choose another.")]
    return not form.errors
