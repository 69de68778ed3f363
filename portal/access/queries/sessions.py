"""Who is signed in, and in which browsers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from peewee import Expression, ModelSelect

from portal.access.models import Session, Staff
from portal.access.queries.regions import missing
from portal.core import db
from portal.core.time import from_ms, to_ms

COLUMNS = tuple(Staff._meta.sorted_field_names)
HAS_FACTOR = "EXISTS (SELECT 1 FROM second_factor f WHERE f.staff_id = p.id AND f.confirmed_at IS NOT NULL)"
DEMANDED = "EXISTS (SELECT 1 FROM factor_demand d WHERE p.roles LIKE '%\"' || d.role || '\"%' AND d.since <= s.created_at)"
OWES = f"{DEMANDED} AND NOT {HAS_FACTOR} AND NOT s.factor_elsewhere"
WHO = f"SELECT s.id, s.seen_at, {OWES}, " + ", ".join(f"p.{name}" for name in COLUMNS)
WHO += " FROM session AS s JOIN staff AS p ON p.id = s.staff_id"
WHO += " WHERE s.token_hash = ? AND s.revoked_at IS NULL AND s.expires_at > ? AND s.seen_at > ? AND p.active"
JSON_COLUMNS = ("roles", "languages")
MOMENTS = ("created_at", "left_at", "one_time_until")


@dataclass(frozen=True)
class SignedIn:
    """The session of a request, as Flask-Login wants its users: the token names it, the row is `staff`.

    `owes_factor`: a role demanded a second factor before this sign-in, and the person has none.
    """

    token: str
    session_id: int
    seen_at: datetime
    staff: Staff
    owes_factor: bool = False

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.token


def digest(secret: str) -> str:
    """The SHA-256, in hex, under which a token or a typed user name is kept."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def signed_in(token: str, *, at: datetime, idle: timedelta) -> SignedIn | None:
    """The session of this token if it still holds: not revoked, within both limits, its owner active. One query."""
    rows = db.select(WHO, digest(token), to_ms(at), to_ms(at - idle))
    if not rows:
        return None
    session_id, seen_at, owes_factor, *values = rows[0]
    return SignedIn(token, session_id, from_ms(seen_at), _staff_of(values), bool(owes_factor))


def _staff_of(values: Iterable) -> Staff:
    given = dict(zip(COLUMNS, values, strict=True))
    for name in JSON_COLUMNS:
        given[name] = json.loads(given[name])
    for name in MOMENTS:
        given[name] = None if given[name] is None else from_ms(given[name])
    person = Staff(**given)
    person._dirty.clear()
    return person


def sessions_of(person: Staff, *, at: datetime, idle: timedelta) -> ModelSelect:
    """The sessions of a person that still hold, last seen first."""
    return Session.select().where(Session.staff == person, _holds(at, idle)).order_by(Session.seen_at.desc())


def seen_since(moment: datetime) -> frozenset[int]:
    """The ids of those who used the portal since a moment, in a session that was not ended."""
    found = db.select("SELECT DISTINCT staff_id FROM session WHERE seen_at >= ? AND revoked_at IS NULL", to_ms(moment))
    return frozenset(number for (number,) in found)


def session_of(person: Staff, session_id: int) -> Session:
    """One session of a person, ended or not. Raises Missing."""
    return Session.get_or_none((Session.id == session_id) & (Session.staff == person)) or missing()


def _holds(at: datetime, idle: timedelta) -> Expression:
    return Session.revoked_at.is_null() & (Session.expires_at > at) & (Session.seen_at > at - idle)
