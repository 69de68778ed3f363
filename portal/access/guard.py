"""The guard at every door: who is signed in, and may this role do such things? Knows Flask, like a view."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta
from enum import StrEnum
from functools import wraps

from flask import Flask, Response, abort, current_app, g, request, url_for
from flask_login import LoginManager, current_user

from portal.access import queries
from portal.access.actions import Visitor, touch
from portal.access.forms import SignInForm
from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.access.rules import page_of
from portal.access.sources import Sources
from portal.audit.actions import origin
from portal.core import i18n
from portal.core.failures import typed
from portal.core.htmx import wants_fragment
from portal.core.time import now
from portal.core.web import go, page
from portal.settings import Settings

manager = LoginManager()
manager.session_protection = None  # a browser update is no theft; sessions are limited and revoked in their table


def init_app(app: Flask) -> None:
    """Sessions of the table, named by the signed cookie; the journal learns the address of each request."""
    app.login_manager = manager  # its `init_app` adds the remember-me cookie, which would make every file vary by cookie
    app.before_request(_note_origin)
    app.teardown_request(_forget_origin)


def _note_origin() -> None:
    g.before_this_origin = origin.set(request.remote_addr or "")


def _forget_origin(_error: BaseException | None) -> None:
    """The thread lives on: what it journals next did not come from this address."""
    if token := g.pop("before_this_origin", None):
        origin.reset(token)


@manager.user_loader
def _load(token: str) -> queries.SignedIn | None:
    """From here on the request speaks the reader's language and zone. One query."""
    signed_in = queries.signed_in(token, at=now(), idle=timedelta(hours=limits().idle_hours))
    if signed_in is not None:
        i18n.use(language=signed_in.staff.language, zone=signed_in.staff.zone)
    return signed_in


def limits() -> Settings:
    """The settings, for the limits of sessions."""
    return current_app.extensions["settings"]


def factor_key() -> bytes:
    """The key that seals second factors."""
    return current_app.extensions["factor_key"]


def sources() -> Sources:
    """Where accounts can prove who they are here."""
    return current_app.extensions["sources"]


def visitor() -> Visitor:
    """Who stands at the door: the address of this request and what its browser says of itself."""
    return Visitor(request.remote_addr or "", request.user_agent.string)


def signed_in() -> queries.SignedIn | None:
    """The session of this request, or None for somebody who is not signed in."""
    here = current_user._get_current_object()
    return here if here.is_authenticated else None


def staff() -> Staff:
    """The person signed in (a row, never a proxy); for guarded views. Answers 401 where nobody is signed in."""
    return staff_or_none() or abort(401)


def staff_or_none() -> Staff | None:
    """The person signed in, or None: for what is shown to everybody."""
    here = signed_in()
    return here.staff if here else None


def may(person: Staff, permission: Permission) -> bool:
    """Whether one of the person's roles has this permission."""
    return person.may(permission)


class Duty(StrEnum):
    """What a person has to do before anything else opens; the value is the page where it is done."""

    PASSWORD = "access.password"  # noqa: S105 — chosen in place of a one-time password
    FACTOR = "access.factor"  # set up, because a role demands it


ANY_DUTY = frozenset(Duty)


def duty_of(here: queries.SignedIn) -> Duty | None:
    """What this person has to do first, or None."""
    if here.staff.must_change_password:
        return Duty.PASSWORD
    return Duty.FACTOR if here.owes_factor else None


def requires(
    permission: Permission, *, polled: bool | Callable[[], bool] = False, despite: Collection[Duty] = frozenset()
):
    """Guard a view; the test suite reads `view.permission` back.

    `polled`: the page asks by itself, so the request does not count as the person being there (idle limit); a function
    where the same address serves both.
    `despite`: the duties with which it opens all the same; everything else sends to the page where the duty is done.
    """

    def guard(view):
        @wraps(view)
        def guarded(*args, **kwargs):
            here = signed_in()
            if here is None:
                return ask_to_sign_in()
            duty = duty_of(here)
            if duty is not None and duty not in despite:
                return go(url_for(duty))
            if not here.staff.may(permission):
                abort(403)
            if not (polled() if callable(polled) else polled):
                touch(here, at=now())
            return view(*args, **kwargs)

        guarded.permission = permission
        return guarded

    return guard


def ask_to_sign_in() -> Response:
    """To the sign-in page and back. What a form held is carried along, so that nobody types it twice."""
    if request.method == "POST" and (kept := typed()):
        return _sign_in_page_in_place(kept)
    here = _where_the_reader_is()
    return go(url_for("access.sign_in", next=here if here != "/" else None))


def _sign_in_page_in_place(kept: list[tuple[str, str]]) -> Response:
    form = SignInForm(formdata=None, next=_where_the_reader_is())
    response = page("access/sign_in.html", status=422, form=form, kept=kept, kept_action=request.full_path.rstrip("?"))
    if wants_fragment():
        response.headers.update({"HX-Retarget": "body", "HX-Reswap": "innerHTML"})
    return response


def _where_the_reader_is() -> str:
    """The address of the page in the browser: a piece or a POST address is no place to come back to."""
    if request.htmx:
        return page_of(request.htmx.current_url or "")
    return page_of(request.full_path.rstrip("?") if request.method == "GET" else request.referrer or "")
