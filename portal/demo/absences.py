"""Who of the demo company is away: one now with a deputy, one soon without."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.access.actions import enter_absence
from portal.access.models import Staff

# user name, deputy, first and last day counted from today, reason
AWAY = (
    ("agent2.eu", "agent.eu", -1, 5, "年假"),
    ("agent.sea", None, 9, 11, "外出培训"),
    ("operations", "gm", -2, 2, "出差"),
)


def enter_all(company: dict[str, Staff], *, now: datetime) -> None:
    """Each in the person's own name."""
    for username, deputy, first, last, reason in AWAY:
        person = company[username]
        enter_absence(
            person,
            first_day=now.date() + timedelta(days=first),
            last_day=now.date() + timedelta(days=last),
            deputy=company[deputy] if deputy else None,
            reason=reason,
            by=person,
        )
