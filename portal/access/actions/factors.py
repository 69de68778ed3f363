"""Second factors: set up, confirmed by a first code, used, removed by their owner or by an administrator."""

from __future__ import annotations

from datetime import datetime

from portal.access import codes, hooks, queries, rules
from portal.access.actions.sessions import revoke_all
from portal.access.models import RecoveryCode, SecondFactor, Staff
from portal.access.rules import Way
from portal.audit.actions import record
from portal.core.db import atomic
from portal.core.errors import Refused
from portal.core.time import now


def set_up(person: Staff, *, key: bytes) -> None:
    """A fresh secret for the person's phone, which counts for nothing until a first code has come. Refused when there is
    a second factor already."""
    with atomic():
        _refuse_if(rules.refusal_to_set_up_factor(has_one=queries.factor_of(person) is not None))
        SecondFactor.delete().where(SecondFactor.staff == person, SecondFactor.confirmed_at.is_null()).execute()
        sealed = codes.sealed(codes.new_secret(), key=key, username=person.username)
        SecondFactor.create(staff=person, sealed=sealed, created_at=now())


def confirm(person: Staff, code: str, *, key: bytes, by: Staff) -> list[str] | None:
    """From now on this person signs in with two steps: the recovery codes, shown once; None when the code is wrong."""
    at = now()
    factor = queries.unconfirmed_factor_of(person, at=at)
    step = _step_of(person, factor, code, key=key) if factor else None
    if step is None:
        return None
    with atomic():
        mine = (SecondFactor.id == factor.id) & SecondFactor.confirmed_at.is_null()
        if not SecondFactor.update(confirmed_at=at, last_step=step).where(mine).execute():
            return None
        record("factor.set_up", person, by=by)
        return _fresh_recovery_codes(person, key=key)


def renew_recovery_codes(person: Staff, *, key: bytes, by: Staff) -> list[str]:
    """Ten new codes, shown once; the old ones stop working."""
    with atomic():
        left = queries.recovery_codes_left(person)
        fresh = _fresh_recovery_codes(person, key=key)
        record("factor.recovery_codes_renewed", person, by=by, changes={"left": [left, len(fresh)]})
    return fresh


def _fresh_recovery_codes(person: Staff, *, key: bytes) -> list[str]:
    RecoveryCode.delete().where(RecoveryCode.staff == person).execute()
    fresh, at = codes.new_recovery_codes(), now()
    rows = ({"staff": person.id, "code_hash": codes.recovery_hash(code, key=key), "created_at": at} for code in fresh)
    RecoveryCode.insert_many(list(rows)).execute()
    return fresh


def claim(person: Staff, typed: str, *, way: Way, key: bytes) -> bool:
    """Whether this is a code of the person that was not used yet; it is used now. Of two requests at one moment one wins."""
    return _claim_recovery_code(person, typed, key=key) if way is Way.RECOVERY else _claim_code(person, typed, key=key)


def _claim_code(person: Staff, code: str, *, key: bytes) -> bool:
    factor = queries.factor_of(person)
    step = _step_of(person, factor, code, key=key) if factor else None
    if step is None:
        return False
    unused = (SecondFactor.id == factor.id) & (SecondFactor.last_step < step)
    return bool(SecondFactor.update(last_step=step).where(unused).execute())


def _step_of(person: Staff, factor: SecondFactor, code: str, *, key: bytes) -> int | None:
    secret = codes.unsealed(factor.sealed, key=key, username=person.username)
    return codes.step_of(code, secret, at=now(), after=factor.last_step)


def _claim_recovery_code(person: Staff, typed: str, *, key: bytes) -> bool:
    unused = (RecoveryCode.staff == person) & (RecoveryCode.code_hash == codes.recovery_hash(typed, key=key))
    used = RecoveryCode.update(used_at=now()).where(unused, RecoveryCode.used_at.is_null()).execute()
    if used:
        left = queries.recovery_codes_left(person)
        zh, en = f"一个恢复码已使用，还剩 {left} 个。", f"A recovery code was used; {left} are left."
        hooks.tell([person], "recovery-code-used", zh, en, url="/me/factor")
    return bool(used)


def remove_own(person: Staff, *, by: Staff) -> None:
    """The person signs in with the password alone from now on; the caller has asked for password and code."""
    with atomic():
        if _forget_factor(person):
            record("factor.removed", person, by=by)
            hooks.tell([person], "factor-removed", "您的两步验证已移除。", "Your second factor was removed.", url="/me/factor")


def remove_for(person: Staff, *, by: object, reason: str) -> None:
    """For somebody whose phone is lost: the factor goes, every session ends, the person is told. Refused for oneself."""
    with atomic():
        oneself = isinstance(by, Staff) and by.id == person.id
        _refuse_if(rules.refusal_to_remove_factor(oneself=oneself, has_one=queries.factor_of(person) is not None))
        _forget_factor(person)
        ended = revoke_all(person, by=by)
        record("factor.removed", person, by=by, reason=reason, changes={"sessions_ended": [None, ended]})
        zh = "管理员移除了您的两步验证，您在各处的登录均已结束。请尽快设置新的手机。"
        en = "The administrator removed your second factor and signed you out everywhere. Set up your new phone soon."
        hooks.tell([person], "factor-removed", zh, en, url="/me/factor", kind="soon")


def _forget_factor(person: Staff) -> int:
    RecoveryCode.delete().where(RecoveryCode.staff == person).execute()
    return SecondFactor.delete().where(SecondFactor.staff == person).execute()


def forget_unconfirmed(*, before: datetime) -> int:
    """Delete the second factors whose set-up nobody finished."""
    begun = SecondFactor.confirmed_at.is_null() & (SecondFactor.created_at < before)
    return SecondFactor.delete().where(begun).execute()


def _refuse_if(reason: str | None) -> None:
    if reason is not None:
        raise Refused(reason)
