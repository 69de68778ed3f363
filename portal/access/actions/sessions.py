"""Sessions: how a signed-in browser begins, is seen, and ends."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from portal.access.hooks import tell
from portal.access.models import HalfSignIn, Session, Staff
from portal.access.permissions import Permission
from portal.access.queries import SignedIn, digest, holders_of, owes_factor
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
    return SignedIn(token, row.id, at, person, owes_factor(person))


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
    """End every session of a person, except the one with id `but`, and every sign-in half done; how many sessions ended.
    The caller journals its change."""
    HalfSignIn.delete().where(HalfSignIn.staff == person).execute()
    return _end((Session.staff == person) & (Session.id != (but or 0)), by=by)


def raise_alarm(person: Staff, *, keep_session: int, by: Staff) -> int:
    """Somebody else was at this account: every other session ends, and whoever keeps accounts is told; how many ended."""
    with atomic():
        ended = revoke_all(person, by=by, but=keep_session)
        record("staff.alarm_raised", person, by=by, changes={"sessions_ended": [None, ended]})
        keepers = [one for one in holders_of(Permission.ACCESS_MANAGE) if one.id != person.id]
        zh = f"{person.name}（{person.username}）报告：帐号上有不是本人的登录。"
        en = f"{person.name_in('en')} ({person.username}) reports a sign-in by somebody else."
        tell(keepers, f"alarm:{person.username}", zh, en, url=f"/admin/staff/{person.username}", kind="late")
    return ended


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
