"""What access does by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.access import actions

SESSIONS_KEPT = timedelta(days=90)


def forget(now: datetime) -> int:
    """Delete attempts that no throttle asks about any more, and sessions that ended 90 days ago; how many rows."""
    return actions.forget_attempts(now=now) + actions.forget_sessions(before=now - SESSIONS_KEPT)
