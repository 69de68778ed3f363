"""How attempts to sign in went."""

from __future__ import annotations

from datetime import datetime

from peewee import Expression, ModelSelect, fn

from portal.access import rules
from portal.access.models import SignInAttempt, Staff
from portal.access.queries.sessions import digest


def attempts(account: str, address: str, *, now: datetime) -> rules.Record:
    """What the throttle has to know of an account (its digest) and an address (its network)."""
    pair = (SignInAttempt.account == account) & (SignInAttempt.address == address)
    success = _last_success(pair)
    since = max(now - rules.PAIR.window, success or now - rules.PAIR.window)
    return rules.Record(
        pair=_failures(pair, since),
        address=_failures(SignInAttempt.address == address, now - rules.ADDRESS.window),
        account=_failures(SignInAttempt.account == account, now - rules.ACCOUNT.window),
        known=success is not None and success > now - rules.KNOWN_FOR,
    )


def _last_success(pair: Expression) -> datetime | None:
    found = SignInAttempt.select().where(pair, SignInAttempt.ok).order_by(SignInAttempt.at.desc()).first()
    return found.at if found else None


def _failures(which: Expression, since: datetime) -> rules.Failures:
    counted = SignInAttempt.select(fn.COUNT(SignInAttempt.id), fn.MAX(SignInAttempt.at).alias("last"))
    count, last = counted.where(which, ~SignInAttempt.ok, SignInAttempt.at > since).scalar(as_tuple=True)
    return rules.Failures(count, last)


def attempts_of(person: Staff, *, most: int) -> ModelSelect:
    """The newest attempts on this person's account, newest first; nobody else's."""
    own = SignInAttempt.select().where(SignInAttempt.account == digest(person.username))
    return own.order_by(SignInAttempt.at.desc(), SignInAttempt.id.desc()).limit(most)
