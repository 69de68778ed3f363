"""The versions of the demo company's regulations: one in force with a finished re-base, one that is still proposed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from portal.access.models import Staff
from portal.clocks.models import RebaseRun
from portal.core import time
from portal.policy import actions as policy
from portal.policy import in_force
from portal.policy.models import PolicyVersion
from portal.tickets.actions import rebases

BEFORE = timedelta(hours=2)
HOURS = {"unit": "h", "bound": False, "calendar": None}
IN_FORCE = {"TM-4.5c": HOURS | {"amount": 80}}
PROPOSED = {"CS-3.1a+TM-4.2d": {"applies": "TM-4.2d"}, "CS-3.2c": HOURS | {"amount": 36}}
A_WHILE = 60.0


def make_all(company: Mapping[str, Staff], *, now: datetime) -> None:
    """A version approved two hours ago, confirmed by some, to which the open clocks were re-based; and a proposal."""
    before = now - BEFORE
    with time.frozen(before):
        version = _approved(company, before)
        _rebased(company, version, before)
    with time.frozen(now):
        for name in ("agent.eu", "senior.eu", "supervisor.eu", "operations"):
            policy.confirm(version, by=company[name], at=now)
        day = in_force.day_of(now) + timedelta(days=14)
        reason = "社交媒体首次响应按团队规范执行；到货回访提前，客户更愿意答复。"
        policy.propose(PROPOSED, effective=day, reason=reason, by=company["manager"], at=now)


def _approved(company: Mapping[str, Staff], at: datetime) -> PolicyVersion:
    reason = "三级问题需跨部门会商，72 小时偏紧，按上季度评审意见放宽。"
    version = policy.propose(IN_FORCE, effective=in_force.day_of(at), reason=reason, by=company["manager"], at=at)
    return policy.approve(version, by=company["operations"], at=at)


def _rebased(company: Mapping[str, Staff], version: PolicyVersion, at: datetime) -> None:
    run = rebases.look_at_version(version, by=company["operations"], at=at)
    rebases.carry_on(run.id, now=at, seconds=A_WHILE)
    rebases.confirm(RebaseRun.get_by_id(run.id), rebase=True, by=company["operations"], at=at)
    rebases.carry_on(run.id, now=at, seconds=A_WHILE)
