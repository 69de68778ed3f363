"""What the clock does to tickets: it warns before a due moment, marks the miss, tells the next person up, and counts
anew when a calendar has changed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from portal.audit import SYSTEM
from portal.clocks import actions as clocks
from portal.clocks import queries as running
from portal.clocks.models import Stopwatch
from portal.core import db
from portal.tickets import procedures
from portal.tickets.actions import misses, stopwatches
from portal.tickets.actions.steps import system_change

log = logging.getLogger("portal.scheduler")
SUBJECT = "ticket:"


def warn(*, now: datetime) -> int:
    """Tell owners what is due soon; how many warnings were given."""
    return _each(running.due_to_warn(now), lambda stopwatch: _warn(stopwatch, now))


def mark_misses(*, now: datetime) -> int:
    """Mark what is late, and tell the owner, the lead and the next people up; how many misses were marked."""
    return _each(running.due_to_breach(now), lambda stopwatch: _mark_miss(stopwatch, now))


def rebase(*, now: datetime) -> int:
    """Count stopwatches anew that run on an older version of their calendar; how many due moments moved."""
    behind = [stopwatch for calendar in running.calendars() for stopwatch in running.outdated(calendar.code)]
    return _each(behind, lambda stopwatch: _rebase(stopwatch, now))


def _each(found, deal: Callable[[Stopwatch], bool]) -> int:
    """Deal with each; one that fails is logged and does not hold up the rest."""
    dealt = 0
    for stopwatch in list(found):
        try:
            with db.atomic():
                dealt += deal(stopwatch)
        except Exception:
            log.exception("stopwatch %s failed", stopwatch.id)
    return dealt


def _warn(stopwatch: Stopwatch, now: datetime) -> bool:
    with _ticket_of(stopwatch) as ticket:
        won = clocks.mark_warned(stopwatch, at=now)
        if won:
            misses.tell_warning(ticket, stopwatch, at=now)
    return won


def _mark_miss(stopwatch: Stopwatch, now: datetime) -> bool:
    with _ticket_of(stopwatch) as ticket:
        won = clocks.mark_breached(stopwatch, at=now)
        if won:
            misses.tell_miss(ticket, stopwatch, at=now)
    return won


def _rebase(stopwatch: Stopwatch, now: datetime) -> bool:
    with _ticket_of(stopwatch) as ticket:
        procedure = procedures.of(ticket.desk)
        pauses = stopwatches.pauses_of(procedure, ticket) if procedure.stopwatches[stopwatch.key].pausable else []
        return clocks.rebase(stopwatch, pauses, by=SYSTEM, at=now, reason="calendar")


def _ticket_of(stopwatch: Stopwatch):
    """The ticket a stopwatch runs for, locked first, as every step of a person does: so neither waits for the other."""
    return system_change(int(stopwatch.subject.removeprefix(SUBJECT)))
