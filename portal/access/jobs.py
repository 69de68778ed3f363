"""What access does by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.access import actions, rules

SESSIONS_KEPT = timedelta(days=90)


def forget(now: datetime) -> int:
    """Delete attempts that no throttle asks about any more, sessions that ended 90 days ago, sign-ins and second factors
    that were begun and never finished; how many rows."""
    unfinished = actions.forget_halves(before=now) + actions.forget_unconfirmed(before=now - rules.SETTING_UP_LASTS)
    return unfinished + actions.forget_attempts(now=now) + actions.forget_sessions(before=now - SESSIONS_KEPT)
