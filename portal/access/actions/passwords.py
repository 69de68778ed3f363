"""Passwords: chosen by the person, or handed over once by the administrator. The journal never sees one."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.access import passwords, rules
from portal.access.actions.sessions import revoke_all
from portal.access.hooks import tell
from portal.access.models import Staff
from portal.audit.actions import record
from portal.core.db import atomic
from portal.core.errors import Refused
from portal.core.time import now


def change_password(person: Staff, *, new: str, keep_session: int, by: Staff) -> None:
    """The person's own new password; every other session of the person ends. Refused when the password will not do."""
    if fault := rules.fault_of_password(new, person.username):
        raise Refused(fault)
    password_hash = passwords.hashed(new)
    with atomic():
        _keep(person, password_hash, must_change=False, until=None)
        ended = revoke_all(person, by=by, but=keep_session)
        record("staff.password_changed", person, by=by, changes={"sessions_ended": [None, ended]})


def reset_password(person: Staff, *, by: object, works_for: timedelta) -> str:
    """A one-time password, returned once and kept only as a hash; it works so long. Every session of the person ends, and
    the person is told."""
    password, at = passwords.one_time(), now()
    password_hash = passwords.hashed(password)
    with atomic():
        _keep(person, password_hash, must_change=True, until=at + works_for)
        ended = revoke_all(person, by=by)
        record("staff.password_reset", person, by=by, changes={"sessions_ended": [None, ended]})
        zh = "管理员重置了您的密码，您在各处的登录均已结束。如非您所请，请告知管理员。"
        en = "The administrator reset your password and signed you out everywhere. Tell them if you did not ask for it."
        tell([person], "password-reset", zh, en, kind="soon")
    return password


def _keep(person: Staff, password_hash: str, *, must_change: bool, until: datetime | None) -> None:
    person.password_hash, person.must_change_password, person.one_time_until = password_hash, must_change, until
    person.save(only=[Staff.password_hash, Staff.must_change_password, Staff.one_time_until])
