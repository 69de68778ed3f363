"""Sessions: how a signed-in browser begins, is seen, and ends."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from portal.access.models import Session, Staff
from portal.access.queries import SignedIn, digest
from portal.audit.actions import record
from portal.core.db import atomic
from portal.core.time import now

TOKEN_BYTES = 32
SEEN_EVERY = timedelta(minutes=1)


def start_session(person: Staff, *, address: str, agent: str, lasts: timedelta) -> SignedIn:
    """A new session under a fresh random token, which only the browser will know. `lasts` is the absolute limit."""
    token, at = secrets.token_urlsafe(TOKEN_BYTES), now()
    row = Session.create(
        token_hash=digest(token),
        staff=person,
        created_at=at,
        seen_at=at,
        expires_at=at + lasts,
        address=address[:64],
        agent=agent[:200],
    )
    return SignedIn(token, row.id, at, person)


def touch(session: SignedIn, *, at: datetime) -> None:
    """Note that the person is still there; at most one write a minute."""
    if at - session.seen_at >= SEEN_EVERY:
        Session.update(seen_at=at).where(Session.id == session.session_id).execute()


def revoke(session: Session, *, by) -> None:
    """End one session; its next request finds nobody signed in. Ending it twice changes nothing."""
    with atomic():
        if _end(Session.id == session.id, by=by):
            record("session.revoked", session.staff, by=by, changes={"session": [session.id, None]})


def revoke_all(person: Staff, *, by, but: int | None = None) -> int:
    """End every session of a person, except the one with id `but`; how many ended. The caller journals its change."""
    return _end((Session.staff == person) & (Session.id != (but or 0)), by=by)


def sign_out(session: SignedIn) -> None:
    """The person leaves from this browser."""
    with atomic():
        _end(Session.id == session.session_id, by=session.staff)
        record("staff.signed_out", session.staff, by=session.staff)


def forget_sessions(*, before: datetime) -> int:
    """Delete the sessions that were over before a moment: addresses and browsers are personal data."""
    over = (Session.expires_at < before) | (Session.revoked_at < before)
    return Session.delete().where(over).execute()


def _end(which, *, by) -> int:
    return Session.update(revoked_at=now(), revoked_by=str(by)).where(which, Session.revoked_at.is_null()).execute()
