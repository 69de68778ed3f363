"""What the clock does for the journal: its daily anchor, and the runs of verifying."""

from __future__ import annotations

from datetime import datetime

from portal.audit import actions as audit
from portal.audit import queries
from portal.core.errors import Refused
from portal.journal import actions

ROWS_A_ROUND = 60_000  # some three seconds of work


def anchor(*, now: datetime) -> int:
    """Anchor the newest row once a day of headquarters, and bring the copy up; how many anchors were made.

    What cannot be written is told to the administrators, and stops the job, so that its run shows it too.
    """
    try:
        return 1 if audit.anchor(now=now) else 0
    except (OSError, Refused, ValueError):
        actions.tell_of_failed_anchor(audit.day_of(now), now=now)
        raise


def go_on_verifying(*, now: datetime) -> int:
    """Work on the run of verifying that somebody began; how many rows were checked."""
    check = queries.running()
    if check is None:
        return 0
    return actions.go_on(check, most=ROWS_A_ROUND, now=now).rows - check.rows
