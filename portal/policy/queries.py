"""Reads: the versions, what they change, who has confirmed them and who has not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from peewee import JOIN, ModelSelect, fn

from portal.access.models import Staff
from portal.core import db, paging
from portal.core.errors import Missing
from portal.policy import targets
from portal.policy.models import APPROVED, PROPOSED, PolicyChange, PolicyReading, PolicyVersion

TO_CONFIRM = """
SELECT v.number, v.effective FROM policy_version v WHERE v.state = 'approved' AND v.approved_at >= ?
AND NOT EXISTS (SELECT 1 FROM policy_reading r WHERE r.version_id = v.id AND r.staff_id = ?) ORDER BY v.number
"""


def version(number: int) -> PolicyVersion:
    """The version with this number. Raises Missing."""
    found = PolicyVersion.get_or_none(PolicyVersion.number == number)
    if found is None:
        raise Missing
    return found


def version_before(of: PolicyVersion) -> int:
    """The number of the approved version before this one; 1 where everything was as shipped."""
    earlier = PolicyVersion.select(fn.MAX(PolicyVersion.number)).where(
        PolicyVersion.state == APPROVED, PolicyVersion.number < of.number
    )
    return earlier.scalar() or 1


def newest(after: str | None) -> paging.Page:
    """A page of versions, the newest first, each with who proposed it."""
    query = PolicyVersion.select(PolicyVersion, Staff).join(Staff, on=PolicyVersion.proposed_by)
    if place := paging.unmark(after, (int,)):
        query = query.where(PolicyVersion.number < place[0])
    rows = list(query.order_by(PolicyVersion.number.desc()).limit(paging.SIZE + 1))
    return paging.cut(rows, lambda row: (row.number,))


def changes_of(versions: Iterable[PolicyVersion]) -> dict[int, list[PolicyChange]]:
    """What each of some versions changes, by their ids, in one query."""
    found: dict[int, list[PolicyChange]] = {row.id: [] for row in versions}
    if found:
        for change in PolicyChange.select().where(PolicyChange.version.in_(list(found))).order_by(PolicyChange.id):
            found[change.version_id].append(change)
    return found


def history_of(rule_id: str) -> list[PolicyChange]:
    """Every approved or proposed change of what is about a rule, the latest day first, each with its version."""
    about = PolicyChange.target.in_(targets.targets_of(rule_id))
    standing = PolicyChange.standing.in_((APPROVED, PROPOSED))
    query = PolicyChange.select(PolicyChange, PolicyVersion).join(PolicyVersion).where(about & standing)
    return list(query.order_by(PolicyChange.effective.desc(), PolicyVersion.number.desc()))


def open_proposals(wanted: Sequence[str]) -> list[PolicyChange]:
    """The undecided changes of some targets, each with its version."""
    query = PolicyChange.select(PolicyChange, PolicyVersion).join(PolicyVersion)
    return list(query.where(PolicyChange.target.in_(wanted), PolicyChange.standing == PROPOSED))


def approved_versions() -> list[PolicyVersion]:
    """Every approved version, by number."""
    return list(PolicyVersion.select().where(PolicyVersion.state == APPROVED).order_by(PolicyVersion.number))


def asked(of: PolicyVersion) -> ModelSelect:
    """Everybody active who is asked to confirm a version: who worked here when it was approved, by user name."""
    return Staff.select().where(Staff.active, Staff.created_at <= of.approved_at).order_by(Staff.username)


def not_yet(of: PolicyVersion) -> list[Staff]:
    """Those asked who have not confirmed a version, by user name."""
    read = (PolicyReading.version == of) & (PolicyReading.staff == Staff.id)
    return list(asked(of).join(PolicyReading, JOIN.LEFT_OUTER, on=read).where(PolicyReading.id.is_null()))


def reading(of: PolicyVersion, person: Staff) -> PolicyReading | None:
    """When somebody confirmed a version, if ever."""
    return PolicyReading.get_or_none((PolicyReading.version == of) & (PolicyReading.staff == person))


def is_asked(of: PolicyVersion, person: Staff) -> bool:
    """Whether somebody owes a confirmation: whoever came after the approval does not."""
    return of.state == APPROVED and person.created_at <= of.approved_at


def to_confirm(person: Staff) -> list[int]:
    """The numbers of the versions that somebody still owes a confirmation for."""
    return [row[0] for row in db.select(TO_CONFIRM, _ms(person.created_at), person.id)]


def _ms(moment: datetime) -> int:
    return Staff.created_at.db_value(moment)
