"""Signing in: the throttle, the password, the session, and what the journal learns of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.access import passwords, queries, rules
from portal.access.actions.sessions import start_session
from portal.access.models import SignInAttempt, Staff
from portal.audit import Actor
from portal.audit.actions import record
from portal.core.db import atomic
from portal.core.time import now

SOMEBODY = Actor("somebody")
NO_ACCOUNT = "no such account"


class TooEarly(Exception):
    """Too many wrong passwords lately; `until` is when the next attempt is looked at."""

    def __init__(self, until: datetime):
        super().__init__(until)
        self.until = until


class WrongPassword(Exception):
    """User name and password do not belong together; which of the two is wrong stays unsaid."""


def sign_in(username: str, password: str, *, address: str, agent: str, lasts: timedelta) -> queries.SignedIn:
    """The new session of whoever gives the right password. Raises TooEarly or WrongPassword.

    The attempt counts as failed before the password is looked at, so that many at once cannot slip under the limit.
    """
    attempt = _admit(queries.digest(rules.account_named(username)), rules.network_of(address))
    person = queries.staff_named(username)
    usable = person if person is not None and person.active else None
    if not passwords.matches(usable.password_hash if usable else None, password):
        _note_failure(person)
        raise WrongPassword
    return _welcome(usable, password, attempt, address=address, agent=agent, lasts=lasts)


def forget_attempts(*, now: datetime) -> int:
    """Delete the attempts that the throttle no longer asks about."""
    return SignInAttempt.delete().where(SignInAttempt.at < now - rules.KNOWN_FOR).execute()


def _admit(account: str, address: str) -> SignInAttempt:
    with atomic():
        at = now()
        until = rules.wait_until(queries.attempts(account, address, now=at), at)
        if until is not None:
            raise TooEarly(until)
        return SignInAttempt.create(account=account, address=address, at=at, ok=False)


def _note_failure(person: Staff | None) -> None:
    """Into the journal, for an account or for none, so that both take as long; what was typed may be a password."""
    with atomic():
        record("staff.sign_in_failed", person or NO_ACCOUNT, by=SOMEBODY)


def _welcome(person: Staff, password: str, attempt: SignInAttempt, *, address, agent, lasts) -> queries.SignedIn:
    with atomic():
        attempt.ok = True
        attempt.save(only=[SignInAttempt.ok])
        if passwords.is_outdated(person.password_hash):
            person.password_hash = passwords.hashed(password)
            person.save(only=[Staff.password_hash])
        session = start_session(person, address=address, agent=agent, lasts=lasts)
        record("staff.signed_in", person, by=person)
    return session
