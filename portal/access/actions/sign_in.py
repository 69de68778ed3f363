"""Signing in: the throttle, what proves who somebody is, the second factor where there is one, the session.

Whatever proves who somebody is ends in `let_in`; the password is one way, and `_proved_by_password` its only place.
"""

from __future__ import annotations

from datetime import timedelta

from portal.access import passwords, queries, rules
from portal.access.actions.attempts import Visitor, admit, led_in, note_failure, stopped
from portal.access.actions.second_step import Half, begin_half
from portal.access.actions.sessions import start_session
from portal.access.models import SignInAttempt, Staff
from portal.access.rules import Stop, Way
from portal.audit.actions import record
from portal.core.db import atomic
from portal.core.time import now


class WrongPassword(Exception):
    """User name and password do not belong together; which of the two is wrong stays unsaid."""


class Expired(Exception):
    """The password is right, but it was a one-time password and its time is over."""


def sign_in(username: str, password: str, *, visitor: Visitor, lasts: timedelta) -> queries.SignedIn | Half:
    """The new session of whoever gives the right password, or half of one where a code is asked for next.

    Raises TooEarly, WrongPassword or Expired.
    """
    attempt = admit(username, visitor, way=Way.PASSWORD, stop=Stop.PASSWORD)
    person = _proved_by_password(username, password)
    _refuse_if_expired(person, attempt)
    return let_in(person, attempt, visitor=visitor, lasts=lasts)


def let_in(person: Staff, attempt: SignInAttempt, *, visitor: Visitor, lasts: timedelta) -> queries.SignedIn | Half:
    """After somebody has proved who they are, in whatever way: the session, or half of one where a code is outstanding."""
    with atomic():
        if queries.factor_of(person) is not None:
            stopped(attempt, Stop.CODE)
            return begin_half(person, attempt)
        led_in(attempt)
        session = start_session(person, address=visitor.address, agent=visitor.agent, lasts=lasts)
        record("staff.signed_in", person, by=person)
    return session


def _proved_by_password(username: str, password: str) -> Staff:
    """Whose password this is. Raises WrongPassword, after the same work whether the account exists or not."""
    person = queries.staff_named(username)
    usable = person if person is not None and person.active else None
    if not passwords.matches(usable.password_hash if usable else None, password):
        note_failure(person, Stop.PASSWORD)
        raise WrongPassword
    if passwords.is_outdated(usable.password_hash):
        usable.password_hash = passwords.hashed(password)
        usable.save(only=[Staff.password_hash])
    return usable


def _refuse_if_expired(person: Staff, attempt: SignInAttempt) -> None:
    until, must_change = person.one_time_until, person.must_change_password
    if rules.refusal_of_one_time_password(must_change=must_change, until=until, at=now()):
        with atomic():
            stopped(attempt, Stop.EXPIRED)
            note_failure(person, Stop.EXPIRED)
        raise Expired
