"""Stopwatches that recur ("every 3 working days"): one round after another until the ticket needs no more of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from portal.clocks import actions as clocks
from portal.clocks.models import Stopwatch
from portal.clocks.working_time import Pause
from portal.tickets.actions import misses
from portal.tickets.models import Ticket


def roll(ticket: Ticket, stopwatch: Stopwatch, pauses: Sequence[Pause], *, at: datetime) -> int:
    """Bring the rounds up to `at`: each that was missed by then leaves its miss and is told; how many there were."""
    missed = 0
    while clocks.mark_breached(stopwatch, at=at):
        misses.tell_miss(ticket, stopwatch, at=at)
        stopwatch = clocks.next_round(stopwatch, pauses)
        missed += 1
    return missed
