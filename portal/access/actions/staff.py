"""Staff: who joins, who changes, who leaves. Each change says before and after in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from portal.access import passwords, queries, rules
from portal.access.actions.passwords import reset_password
from portal.access.actions.sessions import revoke_all
from portal.access.hooks import tell_leaving
from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.access.roles import clearance_of, in_order, permissions_of
from portal.access.sources import Source
from portal.audit.actions import record
from portal.core.db import atomic
from portal.core.errors import Refused
from portal.core.time import now

EDITABLE = ("name", "name_en", "email", "roles", "region", "department", "languages", "clearance", "language", "zone")
EDITABLE += ("source",)


def hire(
    username: str,
    *,
    name: str,
    roles: Sequence[str],
    region: str,
    by,
    zone: str,
    department: str = "service",
    name_en: str = "",
    email: str = "",
    languages: Sequence[str] = (),
    clearance: int | None = None,
    language: str = "zh",
    password: str | None = None,
    password_hash: str | None = None,
    works_for: timedelta | None = None,
    source: str = Source.LOCAL,
) -> tuple[Staff, str | None]:
    """A new member of staff, and the one-time password to hand over (None when `password` or `password_hash` is given,
    and for an account whose `source` keeps the password elsewhere).

    The one-time password works for `works_for` (None: until it is used). `clearance` is that of the roles unless given.
    `region`, `department` and `roles` are keys. A user name that is taken or will not do is Refused.
    """
    username = rules.account_named(username)
    _refuse_if(rules.fault_of_username(username))
    elsewhere = passwords.NONE if source != Source.LOCAL else None
    one_time = None if password or password_hash or elsewhere else passwords.one_time()
    kept = elsewhere or password_hash or passwords.hashed(password or one_time)
    with atomic():
        _refuse_if(rules.refusal_of_username(username, taken=queries.staff_named(username) is not None))
        person = Staff.create(
            username=username,
            name=name,
            name_en=name_en,
            email=email,
            roles=in_order(roles),
            region=region,
            department=department,
            languages=sorted(set(languages)),
            clearance=clearance_of(roles) if clearance is None else clearance,
            language=language,
            zone=zone,
            source=source,
            password_hash=kept,
            must_change_password=one_time is not None,
            one_time_until=now() + works_for if one_time and works_for else None,
            created_at=now(),
        )
        record("staff.hired", person, by=by, changes={field: [None, getattr(person, field)] for field in EDITABLE})
    return person, one_time


def change(person: Staff, *, opened_version: int, by: Staff, **fields) -> dict[str, list]:
    """Give fields of `EDITABLE` new values; what changed, as {field: [before, after]}.

    `opened_version` is the version of the row the editor saw; Refused when it has changed since, when the last
    administrator would be lost, or when somebody changes the own roles or clearance.
    """
    with atomic():
        person = Staff.get_by_id(person.id)
        _refuse_if(rules.refusal_to_change(opened_version=opened_version, version=person.version))
        _refuse_if(_refusal_to_lose_administration(person, fields.get("roles", person.roles)))
        _refuse_if(_refusal_to_leave_own_password(person, fields.get("source", person.source)))
        changes = _differences(person, fields)
        _refuse_if(rules.refusal_to_change_own_rights(oneself=person.id == by.id, changed=changes))
        return _save_changes(person, changes, by=by)


def choose_interface(person: Staff, *, language: str, zone: str, by) -> dict[str, list]:
    """The person's own choice of interface language ("zh" or "en") and zone (IANA)."""
    with atomic():
        person = Staff.get_by_id(person.id)
        return _save_changes(person, _differences(person, {"language": language, "zone": zone}), by=by)


def deactivate(person: Staff, *, by: Staff, reason: str) -> None:
    """The account closes and every session of it ends at once. Refused for oneself and for the last administrator."""
    with atomic():
        person = Staff.get_by_id(person.id)
        refusal = rules.refusal_to_deactivate(
            oneself=person.id == by.id,
            active=person.active,
            last_administrator=queries.is_last_administrator(person),
        )
        _refuse_if(refusal)
        _save(person, {"active": False, "left_at": now()})
        ended = revoke_all(person, by=by)
        changes = {"active": [True, False], "sessions_ended": [None, ended]}
        record("staff.deactivated", person, by=by, reason=reason, changes=changes)
        tell_leaving(person, by=by, at=now(), reason=reason)


def reinstate(person: Staff, *, by: Staff, works_for: timedelta) -> str | None:
    """Somebody who had left works here again, with the rights of before and a one-time password, which is returned
    and works for `works_for`; None where the password is kept elsewhere."""
    with atomic():
        person = Staff.get_by_id(person.id)
        _refuse_if(rules.refusal_to_reinstate(active=person.active))
        _save(person, {"active": True, "left_at": None})
        record("staff.reinstated", person, by=by, changes={"active": [False, True]})
        return reset_password(person, by=by, works_for=works_for) if person.source == Source.LOCAL else None


def _differences(person: Staff, fields: dict) -> dict[str, list]:
    return {name: [getattr(person, name), value] for name, value in fields.items() if getattr(person, name) != value}


def _save_changes(person: Staff, changes: dict[str, list], *, by) -> dict[str, list]:
    if not changes:
        return {}
    _save(person, {name: after for name, (_before, after) in changes.items()})
    if "source" in changes:
        _forget_password(person, by=by)
    record("staff.changed", person, by=by, changes=changes)
    return changes


def _forget_password(person: Staff, *, by) -> None:
    """Somebody else proves the account from now on: the password of before opens nothing, nor does a session it opened."""
    person.password_hash, person.must_change_password, person.one_time_until = passwords.NONE, False, None
    person.save(only=[Staff.password_hash, Staff.must_change_password, Staff.one_time_until])
    revoke_all(person, by=by)


def _save(person: Staff, values: dict) -> None:
    """The next version of the row, or a refusal when another transaction was quicker."""
    row = (Staff.id == person.id) & (Staff.version == person.version)
    if not Staff.update(version=person.version + 1, **values).where(row).execute():
        raise Refused(rules.refusal_to_change(opened_version=person.version, version=person.version + 1))


def _refusal_to_lose_administration(person: Staff, roles: Sequence[str]) -> str | None:
    return rules.refusal_to_give_up_administration(
        administers_after=Permission.ACCESS_MANAGE in permissions_of(tuple(roles)),
        last_administrator=queries.is_last_administrator(person),
    )


def _refusal_to_leave_own_password(person: Staff, source: str) -> str | None:
    return rules.refusal_to_leave_own_password(
        local_after=source == Source.LOCAL, last_administrator=queries.is_last_administrator(person)
    )


def _refuse_if(reason: str | None) -> None:
    if reason is not None:
        raise Refused(reason)
