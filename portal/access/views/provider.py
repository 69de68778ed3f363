"""The way in by the provider: out to it, and back. Who stands here is not signed in."""

from __future__ import annotations

import hmac
import logging
from datetime import timedelta

from flask import Response, redirect, request, session, url_for

from portal.access import actions, guard
from portal.access.forms import SignInForm
from portal.access.sources import WAY_BACK, Provider, Unreachable
from portal.access.views import second_step
from portal.access.views.arrival import arrive, local, sign_in_page, wait, with_wait
from portal.access.views.blueprint import blueprint
from portal.core.time import now, to_ms
from portal.core.web import go

DEPARTURE = "departure"  # where the cookie keeps what must match on the way back
AWAY_AT_MOST = timedelta(minutes=10)

log = logging.getLogger(__name__)


@blueprint.get("/login/provider", endpoint="leave_for_provider")
def leave() -> Response:
    """Off to the provider; `next` is where to go after the way back."""
    from portal.access.provider import depart

    there, then = guard.sources().provider, request.args.get("next", "")
    if there is None or guard.signed_in():
        return go(local(then) if guard.signed_in() else url_for(".sign_in"))
    try:
        address, kept = depart(there)
    except Unreachable as unreachable:
        return _unreachable(unreachable, then)
    session[DEPARTURE] = {"kept": list(kept), "next": local(then)[:2000], "at": to_ms(now())}
    return redirect(address, code=303)


@blueprint.get(WAY_BACK, endpoint="back_from_provider")
def back() -> Response:
    """From the provider, with a code or an error. What the browser kept is good for one way back."""
    from portal.access.provider import Departure, NotProved, identify

    there, left = guard.sources().provider, session.pop(DEPARTURE, None)
    then = left["next"] if left else "/"
    if there is None or guard.signed_in():
        return go(then if guard.signed_in() else url_for(".sign_in"))
    if left is None or not _is_way_back(left, there):
        return _page("lost", then)
    if "error" in request.args or not request.args.get("code"):
        return _page("declined", then)
    try:
        identity = identify(there, Departure(*left["kept"]), request.args["code"])
    except NotProved as fault:
        log.warning("the provider proved nobody: %s", fault)
        return _page("unproved", then)
    except Unreachable as unreachable:
        return _unreachable(unreachable, then)
    return _enter(identity, then)


leave.is_open = back.is_open = True


def _is_way_back(left: dict, there: Provider) -> bool:
    """Whether this is the way back of what this browser began: its state, not too long ago, from the issuer asked."""
    state = request.args.get("state", "").encode("utf-8", "replace")
    in_time = to_ms(now()) - left["at"] < AWAY_AT_MOST / timedelta(milliseconds=1)
    from_there = request.args.get("iss", there.issuer) == there.issuer  # RFC 9207
    return in_time and from_there and hmac.compare_digest(state, left["kept"][0].encode())


def _enter(identity, then: str) -> Response:
    lasts = timedelta(hours=guard.limits().session_hours)
    try:
        entered = actions.sign_in_by_provider(
            identity.username, with_factor=identity.with_factor, visitor=guard.visitor(), lasts=lasts
        )
    except actions.NoAccount:
        return _page("stranger", then, named=identity.username)
    except actions.TooEarly as refusal:
        seconds, words = wait(refusal.until)
        return with_wait(_page("", then, status=429, wait=words), seconds)
    return second_step.ask(entered, then) if isinstance(entered, actions.Half) else arrive(entered, then)


def _unreachable(unreachable: Unreachable, then: str) -> Response:
    log.warning("the provider cannot be asked: %s", unreachable)
    return _page("provider", then, status=503)


def _page(fault: str, then: str, *, status: int = 422, **context) -> Response:
    return sign_in_page(SignInForm(formdata=None, next=then), status=status, fault=fault, **context)
