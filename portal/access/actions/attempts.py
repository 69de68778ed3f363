"""Attempts to prove who one is: let through or told to wait, and what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from portal.access import queries, rules
from portal.access.models import SignInAttempt, Staff
from portal.access.rules import Stop, Way
from portal.audit import Actor
from portal.audit.actions import record
from portal.core.db import atomic
from portal.core.time import now

SOMEBODY = Actor("somebody")
NO_ACCOUNT = "no such account"


class Visitor(NamedTuple):
    """Who stands at the door: the address, and what the browser says of itself."""

    address: str
    agent: str


class TooEarly(Exception):
    """Too many wrong passwords or codes lately; `until` is when the next attempt is looked at."""

    def __init__(self, until: datetime):
        super().__init__(until)
        self.until = until


def admit(username: str, visitor: Visitor, *, way: Way, stop: Stop) -> SignInAttempt:
    """The attempt, noted as failed before anything is looked at, so that many at once cannot slip under the limit.

    Raises TooEarly.
    """
    account, address = queries.digest(rules.account_named(username)), rules.network_of(visitor.address)
    with atomic():
        at = now()
        until = rules.wait_until(queries.attempts(account, address, now=at), at)
        if until is not None:
            raise TooEarly(until)
        row = {"account": account, "address": address, "agent": visitor.agent[:200]}
        return SignInAttempt.create(**row, at=at, ok=False, way=way, stopped=stop)


def led_in(attempt: SignInAttempt) -> None:
    """The attempt opened a session; failures before it are forgiven."""
    attempt.ok, attempt.stopped = True, None
    attempt.save(only=[SignInAttempt.ok, SignInAttempt.stopped])


def stopped(attempt: SignInAttempt, where: Stop) -> None:
    """The attempt came further than the password, but not in."""
    attempt.stopped = where
    attempt.save(only=[SignInAttempt.stopped])


def drop(attempt_id: int) -> None:
    """Take an attempt back that turned out to be right and opened nothing by itself."""
    SignInAttempt.delete().where(SignInAttempt.id == attempt_id).execute()


def note_failure(person: Staff | None, stop: Stop) -> None:
    """Into the journal, for an account or for none, so that both take as long; what was typed may be a password."""
    with atomic():
        record("staff.sign_in_failed", person or NO_ACCOUNT, by=SOMEBODY, reason="" if stop is Stop.PASSWORD else stop.value)


def forget_attempts(*, now: datetime) -> int:
    """Delete the attempts that the throttle no longer asks about."""
    return SignInAttempt.delete().where(SignInAttempt.at < now - rules.KNOWN_FOR).execute()
