"""By the clock: mornings whose checks nobody has signed when the desk opens (CR-9.3)."""

from __future__ import annotations

from datetime import datetime

from portal.access import queries as access
from portal.handover.papers import KEY, is_signed, leaders, morning_of
from portal.handover.rules import RULE, Morning
from portal.messages.actions import tell

DESK_ROLES = ("clerk", "senior")


def tell_of_unchecked_mornings(*, now: datetime) -> int:
    """Tell the supervisor of each region that has opened without its checks, once; how many notices."""
    manned = {person.region for person in access.holding_any(DESK_ROLES)}
    mornings = [morning_of(code, now) for code in sorted(manned)]
    return sum(_tell(one, now) for one in mornings if one.is_overdue(now) and not is_signed(one))


def _tell(morning: Morning, now: datetime) -> int:
    region = access.region(morning.region)
    return tell(
        leaders(morning.region),
        f"unchecked:{morning.about}",
        text_zh=f"{region.name_zh}已开始服务，服务前检查表还没有签名（{RULE}）",
        text_en=f"{region.name_en} has opened and its readiness checklist is not signed ({RULE})",
        url=f"/forms/new/{KEY}",
        at=now,
        kind="late",
    )
