"""Asking again for password and code before something grave: what every page that does so answers when they are wrong."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response

from portal.access import actions, guard
from portal.access.forms import ProofForm
from portal.access.guard import staff
from portal.access.rules import Stop, Way
from portal.access.sources import Unreachable
from portal.access.views.arrival import wait, with_wait
from portal.core.i18n import _


def refusal_to_prove(form: ProofForm, again: Callable[[int], Response]) -> Response | None:
    """The page once more (`again(status)`, with what is wrong beside the field) when password or code are not those of the
    person; None when they are."""
    if not form.validate():
        return again(422)
    last = form.code or form.password
    try:
        wrong = actions.prove(
            staff(), form.typed_password, form.typed_code, way=Way.CODE if form.code else None,
            visitor=guard.visitor(), key=guard.factor_key(), sources=guard.sources(),
        )  # fmt: skip
    except Unreachable as unreachable:
        last.errors = [unreachable.reason]
        return again(503)
    except actions.TooEarly as refusal:
        seconds, words = wait(refusal.until)
        last.errors = [_("Too many wrong passwords or codes. Wait %(time)s, then try again.", time=words)]
        return with_wait(again(429), seconds)
    if wrong is Stop.PASSWORD:
        form.password.errors = [_("This is not your present password.")]
    elif wrong is Stop.CODE:
        form.code.errors = [_("This code is wrong or was used already. Wait for the next one.")]
    return again(422) if wrong else None
