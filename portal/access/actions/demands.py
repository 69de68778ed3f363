"""Which roles must have a second factor: the administrator's decision, told to everybody it concerns."""

from __future__ import annotations

from collections.abc import Iterable

from portal.access import hooks, queries
from portal.access.models import FactorDemand, Staff
from portal.access.roles import ROLES, in_order
from portal.audit.actions import record
from portal.core.db import atomic
from portal.core.time import now

TOLD_ZH = "您的角色从下次登录起必须使用两步验证，请现在就设置您的手机。"
TOLD_EN = "From your next sign-in on your role needs a second factor. Set up your phone now."


def demand_factor(roles: Iterable[str], *, by: Staff) -> list[Staff]:
    """From now on exactly these roles need a second factor; whoever is concerned and has none yet, by user name.

    It holds from a person's next sign-in, so that nobody is interrupted. An unknown role is a KeyError.
    """
    wanted = in_order(roles)
    with atomic():
        before = in_order(set(queries.demanding_roles()) & ROLES.keys())
        if wanted == before:
            return []
        FactorDemand.delete().where(FactorDemand.role.not_in(wanted)).execute()
        new = [role for role in wanted if role not in before]
        for role in new:
            FactorDemand.create(role=role, since=now())
        concerned = _holders_without_factor(new)
        named = [person.username for person in concerned]
        changes = {"roles": [before, wanted], "must_set_one_up": [None, named]}
        record("factor.demanded", "second factor", by=by, changes=changes)
        hooks.tell(concerned, "factor-demanded", TOLD_ZH, TOLD_EN, url="/me/factor", kind="soon")
    return concerned


def _holders_without_factor(roles: list[str]) -> list[Staff]:
    there = queries.with_factor()
    return [person for person in queries.holding_any(roles) if person.id not in there]
