"""Signing in: the throttle, what proves who somebody is, the second factor where there is one, the session.

Whatever proves who somebody is ends in `let_in`; the password is one way, and `provers` says who looks at it.
"""

from __future__ import annotations

from datetime import timedelta

from portal.access import queries, rules
from portal.access.actions.attempts import Visitor, admit, drop, led_in, note_failure, stopped
from portal.access.actions.provers import proves
from portal.access.actions.second_step import Half, begin_half
from portal.access.actions.sessions import start_session
from portal.access.models import SignInAttempt, Staff
from portal.access.rules import Stop, Way
from portal.access.sources import OWN_ONLY, Source, Sources, Unreachable
from portal.audit.actions import record
from portal.core.db import atomic
from portal.core.time import now


class WrongPassword(Exception):
    """User name and password do not belong together; which of the two is wrong stays unsaid."""


class Expired(Exception):
    """The password is right, but it was a one-time password and its time is over."""


class NoAccount(Exception):
    """The provider proved who somebody is, and no account here is signed in by it under that name."""


def sign_in(
    username: str, password: str, *, visitor: Visitor, lasts: timedelta, sources: Sources = OWN_ONLY
) -> queries.SignedIn | Half:
    """The new session of whoever gives the right password, or half of one where a code is asked for next.

    Raises TooEarly, WrongPassword, Expired, or Unreachable when nobody can say whether the password is right.
    """
    attempt = admit(username, visitor, way=Way.PASSWORD, stop=Stop.PASSWORD)
    person = _proved(username, password, attempt, sources)
    _refuse_if_expired(person, attempt)
    return let_in(person, attempt, visitor=visitor, lasts=lasts)


def sign_in_by_provider(
    username: str, *, with_factor: bool, visitor: Visitor, lasts: timedelta
) -> queries.SignedIn | Half:
    """The new session of somebody whom the provider named, or half of one. `with_factor`: the provider's own second factor
    counts. Raises TooEarly, or NoAccount."""
    attempt = admit(username, visitor, way=Way.PROVIDER, stop=Stop.ACCOUNT)
    person = queries.staff_named(username)
    if person is None or not person.active or person.source != Source.OIDC:
        note_failure(person, Stop.ACCOUNT)
        raise NoAccount
    return let_in(person, attempt, visitor=visitor, lasts=lasts, factor_elsewhere=with_factor)


def let_in(
    person: Staff, attempt: SignInAttempt, *, visitor: Visitor, lasts: timedelta, factor_elsewhere: bool = False
) -> queries.SignedIn | Half:
    """After somebody has proved who they are, in whatever way: the session, or half of one where a code is outstanding."""
    with atomic():
        if not factor_elsewhere and queries.factor_of(person) is not None:
            stopped(attempt, Stop.CODE)
            return begin_half(person, attempt)
        led_in(attempt)
        seen = {"address": visitor.address, "agent": visitor.agent, "lasts": lasts}
        session = start_session(person, **seen, factor_elsewhere=factor_elsewhere)
        changes = {"second_factor": [None, attempt.way]} if factor_elsewhere else None
        record("staff.signed_in", person, by=person, changes=changes)
    return session


def _proved(username: str, password: str, attempt: SignInAttempt, sources: Sources) -> Staff:
    """Whose password this is. An attempt that nobody could look at does not count."""
    person = queries.staff_named(username)
    try:
        right = proves(person, password, sources)
    except Unreachable:
        drop(attempt.id)
        raise
    if not right:
        note_failure(person, Stop.PASSWORD)
        raise WrongPassword
    return person


def _refuse_if_expired(person: Staff, attempt: SignInAttempt) -> None:
    until, must_change = person.one_time_until, person.must_change_password
    if rules.refusal_of_one_time_password(must_change=must_change, until=until, at=now()):
        with atomic():
            stopped(attempt, Stop.EXPIRED)
            note_failure(person, Stop.EXPIRED)
        raise Expired
