"""Passwords: chosen by the person, or handed over once by the administrator. The journal never sees one."""

from __future__ import annotations

from portal.access import passwords, rules
from portal.access.actions.sessions import revoke_all
from portal.access.models import Staff
from portal.audit.actions import record
from portal.core.db import atomic
from portal.core.errors import Refused


def change_password(person: Staff, *, new: str, keep_session: int, by: Staff) -> None:
    """The person's own new password; every other session of the person ends. Refused when the password will not do."""
    if fault := rules.fault_of_password(new, person.username):
        raise Refused(fault)
    password_hash = passwords.hashed(new)
    with atomic():
        _keep(person, password_hash, must_change=False)
        ended = revoke_all(person, by=by, but=keep_session)
        record("staff.password_changed", person, by=by, changes={"sessions_ended": [None, ended]})


def reset_password(person: Staff, *, by: Staff) -> str:
    """A one-time password, returned once and kept only as a hash; every session of the person ends."""
    password = passwords.one_time()
    password_hash = passwords.hashed(password)
    with atomic():
        _keep(person, password_hash, must_change=True)
        ended = revoke_all(person, by=by)
        record("staff.password_reset", person, by=by, changes={"sessions_ended": [None, ended]})
    return password


def _keep(person: Staff, password_hash: str, *, must_change: bool) -> None:
    person.password_hash, person.must_change_password = password_hash, must_change
    person.save(only=[Staff.password_hash, Staff.must_change_password])
