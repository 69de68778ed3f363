"""What the portal tells everybody by the clock: versions of the policy to read, and again while they are not confirmed."""

from __future__ import annotations

from datetime import datetime

from portal import policy
from portal.access.models import Staff
from portal.messages.actions import tell
from portal.messages.queries import not_told
from portal.policy import queries as versions
from portal.policy.models import PolicyVersion
from portal.policy.refusals import reminders_due

PUBLISHED = "published"
ASKING = "请阅读并签认", "please read and confirm it"
REMINDING = "尚未签认，请阅读", "not confirmed yet, please read it"


def tell_versions(*, now: datetime) -> int:
    """Tell everybody who worked here then of an approved version, and remind those who have not confirmed it (CS-6); how
    many notices were given. The figure of CS-6 says after how many days, and again after as many."""
    every = policy.figure("CS-6", "reminder", at=now).amount
    return sum(_tell(version, every, now) for version in versions.approved_versions())


def _tell(version: PolicyVersion, every: int, now: datetime) -> int:
    missing = versions.not_yet(version)
    if not missing:
        return 0
    told = _notice(missing, version, PUBLISHED, now)
    if reminder := reminders_due((now - version.approved_at).days, every):
        told += _notice(missing, version, f"reminder:{reminder}", now)
    return told


def _notice(missing: list[Staff], version: PolicyVersion, why: str, now: datetime) -> int:
    occasion, day = f"{version}:{why}", version.effective.isoformat()
    zh, en = ASKING if why == PUBLISHED else REMINDING
    return tell(
        not_told(missing, occasion),
        occasion,
        text_zh=f"制度第 {version.number} 版自 {day} 起生效：{zh}",
        text_en=f"Version {version.number} of the regulations, in force from {day}: {en}",
        url=f"/policy/versions/{version.number}",
        at=now,
    )
