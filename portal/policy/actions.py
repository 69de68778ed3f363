"""Every change of the policy: proposed, approved, refused, withdrawn, confirmed (CS-6). Each is one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from peewee import IntegrityError, fn

from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.audit import actions as journal
from portal.core import db, time
from portal.core.errors import Refused
from portal.core.i18n import lazy
from portal.policy import in_force, queries, refusals
from portal.policy.models import (
    APPROVED,
    ENDED,
    REFUSED,
    WITHDRAWN,
    PolicyChange,
    PolicyReading,
    PolicyVersion,
)
from portal.policy.targets import Facts

RULE = refusals.RULE


def propose(
    wanted: Mapping[str, Facts], *, effective: date, reason: str, by: Staff, at: datetime | None = None
) -> PolicyVersion:
    """Propose a version that makes each target of `wanted` these facts from a day of headquarters on.

    Raises Refused for a day that has passed, where nothing would change, and where a proposal for the same figure is
    undecided.
    """
    moment = at or time.now()
    _demand(refusals.refusal_to_propose(effective, in_force.day_of(moment)))
    in_force.look_again()
    before = {target: in_force.facts(target, at=in_force.beginning_of(effective)) for target in wanted}
    changed = {target: facts for target, facts in wanted.items() if facts != before[target]}
    if not changed:
        raise Refused(lazy("Nothing would change: these are the figures of that day already."), RULE)
    _demand_free(changed)
    try:
        with db.atomic():
            made = _written(changed, before, effective=effective, reason=reason, by=by, at=moment)
            journal.record("policy.proposed", made, by=by, at=moment, reason=reason, changes=_told(made))
    except IntegrityError as taken:
        raise Refused(lazy("Somebody proposed a change of the same figure just now."), RULE) from taken
    return made


def _demand_free(changed: Mapping[str, Facts]) -> None:
    for other in queries.open_proposals(list(changed)):
        raise Refused(
            lazy("Version %(number)d already proposes a change of this figure and is undecided.", number=other.version.number),
            RULE,
        )


def _written(changed: Mapping[str, Facts], before: Mapping[str, Facts], **facts: Any) -> PolicyVersion:
    made = PolicyVersion.create(
        number=_next_number(),
        effective=facts["effective"],
        reason=facts["reason"],
        proposed_by=facts["by"],
        proposed_at=facts["at"],
    )
    for target, becomes in changed.items():
        PolicyChange.create(
            version=made, target=target, was=before[target], becomes=becomes, effective=facts["effective"]
        )
    return made


def _next_number() -> int:
    return (PolicyVersion.select(fn.MAX(PolicyVersion.number)).scalar() or refusals.FIRST_NUMBER - 1) + 1


def approve(version: PolicyVersion, *, by: Staff, at: datetime | None = None) -> PolicyVersion:
    """Approve a proposal; from its day on it is in force by itself. Raises Refused."""
    moment = at or time.now()
    today = in_force.day_of(moment)
    try:
        with db.atomic():
            fresh = queries.version(version.number)
            reason = refusals.refusal_to_decide(fresh.state, fresh.proposed_by_id, by.id, fresh.effective, today)
            _demand(reason)
            _move(fresh, APPROVED, APPROVED, approved_by=by, approved_at=moment)
            journal.record(
                "policy.approved", fresh, by=by, at=moment, reason=fresh.reason, changes=_told(fresh) | _day(fresh)
            )
    except IntegrityError as taken:
        reason = lazy("Another approved version changes the same figure on the same day. Withdraw one of the two.")
        raise Refused(reason, RULE) from taken
    finally:
        in_force.look_again()
    return fresh


def refuse(version: PolicyVersion, *, reason: str, by: Staff, at: datetime | None = None) -> PolicyVersion:
    """Refuse a proposal with a reason. Raises Refused."""
    with db.atomic():
        fresh = queries.version(version.number)
        _demand(refusals.refusal_to_refuse(fresh.state, fresh.proposed_by_id, by.id))
        return _end(fresh, REFUSED, reason, by=by, at=at or time.now())


def withdraw(version: PolicyVersion, *, reason: str, by: Staff, at: datetime | None = None) -> PolicyVersion:
    """Take back a proposal of one's own, or what management approved and is not in force yet. Raises Refused."""
    moment = at or time.now()
    with db.atomic():
        fresh = queries.version(version.number)
        _demand(
            refusals.refusal_to_withdraw(
                fresh.state,
                fresh.effective <= in_force.day_of(moment),
                is_own=fresh.proposed_by_id == by.id,
                approves=by.may(Permission.POLICY_APPROVE),
            )
        )
        return _end(fresh, WITHDRAWN, reason, by=by, at=moment)


def _end(fresh: PolicyVersion, state: str, reason: str, *, by: Staff, at: datetime) -> PolicyVersion:
    _move(fresh, state, ENDED, ended_by=by, ended_at=at, ended_because=reason)
    what = "policy.refused" if state == REFUSED else "policy.withdrawn"
    journal.record(what, fresh, by=by, at=at, reason=reason, changes=_told(fresh))
    in_force.look_again()
    return fresh


def _move(fresh: PolicyVersion, state: str, standing: str, **columns: Any) -> None:
    """Bring a version into another state, once: of two who decide at the same moment the second is refused."""
    before = (PolicyVersion.id == fresh.id) & (PolicyVersion.state == fresh.state)
    if not PolicyVersion.update(state=state, **columns).where(before).execute():
        raise Refused(lazy("This version has been decided meanwhile."), RULE)
    PolicyChange.update(standing=standing).where(PolicyChange.version == fresh).execute()
    for name, value in {"state": state, **columns}.items():
        setattr(fresh, name, value)


def confirm(version: PolicyVersion, *, by: Staff, at: datetime | None = None) -> bool:
    """Somebody has read a version; False when that was known already. Raises Refused for what is not approved."""
    moment = at or time.now()
    with db.atomic():
        _demand(refusals.refusal_to_confirm(queries.version(version.number).state))
        once = PolicyReading.insert(version=version, staff=by, at=moment).on_conflict_ignore()
        first = once.as_rowcount().execute() == 1
        if first:
            journal.record("policy.confirmed", version, by=by, at=moment)
    return first


def _demand(reason: str | None) -> None:
    if reason:
        raise Refused(reason, RULE)


def _told(version: PolicyVersion) -> dict[str, list]:
    """What a version changes, for the journal: target → [before, after]."""
    return {change.target: [change.was, change.becomes] for change in queries.changes_of([version])[version.id]}


def _day(version: PolicyVersion) -> dict[str, list]:
    return {"effective": [None, version.effective.isoformat()]}
