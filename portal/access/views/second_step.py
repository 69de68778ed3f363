"""The second door: a code after the password. Who stands here is not signed in; nothing else opens."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, request, session, url_for

from portal.access import actions, guard, queries
from portal.access.forms import SecondStepForm, SignInForm
from portal.access.models import HalfSignIn
from portal.access.views.arrival import arrive, fresh_cookie, kept, local, sign_in_page, wait, with_wait
from portal.access.views.blueprint import blueprint
from portal.core import i18n
from portal.core.time import now
from portal.core.web import go, page, takes_form

HALF = "half"  # where the cookie keeps the token


def ask(half: actions.Half, then: str | None) -> Response:
    """The password was right. On to the page that asks for the code, in place where a form is kept with it."""
    fresh_cookie()
    session[HALF] = half.token
    i18n.use(language=half.staff.language, zone=half.staff.zone)
    if kept()[0]:
        return _page(SecondStepForm(formdata=None, next=then), half.staff)
    return go(url_for(".second_step", next=then or None))


@blueprint.get("/login/code", endpoint="second_step")
def show() -> Response:
    """`next` is where to go then."""
    then = request.args.get("next", "")
    if guard.signed_in():
        return go(local(then))
    half = _half()
    if half is None:
        return go(url_for(".sign_in", next=then or None))
    return _page(SecondStepForm(formdata=None, next=then), half.staff)


@blueprint.post("/login/code", endpoint="finish_sign_in")
@takes_form
def finish() -> Response:
    half, form = _half(), SecondStepForm()
    if half is None:
        return _begin_again(form)
    if not form.validate_on_submit():
        return _page(form, half.staff, status=422)
    way, typed = form.given
    limits = {"lasts": timedelta(hours=guard.limits().session_hours), "key": guard.factor_key()}
    try:
        entered = actions.finish(half, typed, way=way, visitor=guard.visitor(), **limits)
    except actions.WrongCode:
        return _page(form, half.staff, status=422, wrong=way)
    except actions.Over:
        return _begin_again(form)
    except actions.TooEarly as refusal:
        seconds, words = wait(refusal.until)
        return with_wait(_page(form, half.staff, status=429, wait=words), seconds)
    return arrive(entered, form.next.data)


show.is_open = finish.is_open = True


def _half() -> HalfSignIn | None:
    """What this browser has half done; from here on the page speaks the person's language."""
    half = queries.half_of(session.get(HALF, ""), at=now())
    if half is not None:
        i18n.use(language=half.staff.language, zone=half.staff.zone)
    return half


def _begin_again(form: SecondStepForm) -> Response:
    again = SignInForm(formdata=None, next=form.next.data)
    return sign_in_page(again, status=422, fault="over")


def _page(form: SecondStepForm, person, *, status: int = 200, **context) -> Response:
    fields, action = kept()
    context |= {"kept": fields, "kept_action": action, "person": person}
    return page("access/second_step.html", status=status, form=form, **context)
