"""The second step of signing in: a token that opens nothing but the question for a code, and the code that ends it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from portal.access import queries
from portal.access.actions.attempts import Visitor, admit, drop, led_in, note_failure
from portal.access.actions.factors import claim
from portal.access.actions.sessions import TOKEN_BYTES, start_session
from portal.access.models import HalfSignIn, SignInAttempt, Staff
from portal.access.rules import HALF_LASTS, MOST_CODES, Stop, Way
from portal.audit.actions import record
from portal.core.db import atomic
from portal.core.time import now


class Half(NamedTuple):
    """A sign-in half done: the token is for the browser's cookie alone."""

    token: str
    staff: Staff


class WrongCode(Exception):
    """The code is wrong, was used already, or its half minute is over."""


class Over(Exception):
    """The first step was too long ago, or too many codes were wrong: begin again with the password."""


def begin_half(person: Staff, attempt: SignInAttempt) -> Half:
    """The first step is done, in the caller's transaction."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    half = {"token_hash": queries.digest(token), "staff": person, "attempt": attempt.id}
    HalfSignIn.create(**half, ends_at=now() + HALF_LASTS)
    return Half(token, person)


def finish(half: HalfSignIn, typed: str, *, way: Way, visitor: Visitor, lasts: timedelta, key: bytes) -> queries.SignedIn:
    """The session of whoever gives a code of the phone (`Way.CODE`) or one from paper (`Way.RECOVERY`).

    `key` is the one that seals second factors. Raises TooEarly, WrongCode or Over.
    """
    attempt = admit(half.staff.username, visitor, way=way, stop=Stop.CODE)
    with atomic():
        _count_one_more(half)
        good = claim(half.staff, typed, way=way, key=key)
        if good:
            return _welcome(half, attempt, visitor=visitor, lasts=lasts)
        note_failure(half.staff, Stop.CODE)
    raise WrongCode


def _count_one_more(half: HalfSignIn) -> None:
    """Each half sign-in has so many codes, counted in the database, and its own end."""
    there = (HalfSignIn.id == half.id) & (HalfSignIn.tries < MOST_CODES) & (HalfSignIn.ends_at > now())
    if not HalfSignIn.update(tries=HalfSignIn.tries + 1).where(there).execute():
        raise Over


def _welcome(half: HalfSignIn, attempt: SignInAttempt, *, visitor: Visitor, lasts: timedelta) -> queries.SignedIn:
    if not HalfSignIn.delete().where(HalfSignIn.id == half.id).execute():
        raise Over
    drop(half.attempt)
    led_in(attempt)
    session = start_session(half.staff, address=visitor.address, agent=visitor.agent, lasts=lasts)
    record("staff.signed_in", half.staff, by=half.staff, changes={"second_factor": [None, attempt.way]})
    return session


def forget_halves(*, before: datetime) -> int:
    """Delete the half sign-ins that were over before a moment."""
    return HalfSignIn.delete().where(HalfSignIn.ends_at < before).execute()
