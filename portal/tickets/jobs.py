"""What the clock does to tickets: it warns before a due moment, marks the miss, climbs the ladder while nothing happens,
reminds those who wait, and goes on with re-bases that somebody has begun."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from portal.clocks import actions as clocks
from portal.clocks import queries as running
from portal.clocks.models import Stopwatch
from portal.clocks.queries.rebases import at_work
from portal.core import db
from portal.tickets import procedures
from portal.tickets.actions import assigning, drafts, ladders, misses, presence, rebases, reminders, stopwatches
from portal.tickets.actions.steps import system_change
from portal.tickets.models import Ticket
from portal.tickets.queries import lists

log = logging.getLogger("portal.scheduler")
SUBJECT = "ticket:"
SECONDS_FOR_A_RUN = 10.0


def warn(*, now: datetime) -> int:
    """Tell owners what is due soon; how many warnings were given."""
    return _each(running.due_to_warn(now), lambda stopwatch: _warn(stopwatch, now), now)


def mark_misses(*, now: datetime) -> int:
    """Mark what is late, and tell the owner, the lead and the next people up; how many misses were marked."""
    return _each(running.due_to_breach(now), lambda stopwatch: _mark_miss(stopwatch, now), now)


def escalate(*, now: datetime) -> int:
    """Tell the next people up of what is nearly late, or late and still not done; how many steps were taken."""
    return _each(running.due_to_step(now), lambda stopwatch: _escalate(stopwatch, now), now)


def remind(*, now: datetime) -> int:
    """Remind people to ask again for what tickets wait for; how many reminders were given."""
    return sum(_remind(ticket, now) for ticket in lists.to_ask(now))


def assign(*, now: datetime) -> int:
    """Assign what nobody has claimed for long, to who is on shift; how many were assigned."""
    return assigning.assign_unclaimed(at=now)


def rebase(*, now: datetime) -> int:
    """Go on with the re-base runs that are at work, for a while; how many stopwatches were dealt with."""
    return sum(rebases.carry_on(run.id, now=now, seconds=SECONDS_FOR_A_RUN) for run in at_work())


def sweep_presence(*, now: datetime) -> int:
    """Let those go whose pages have fallen silent; how many."""
    return presence.sweep(now=now)


def forget_drafts(*, now: datetime) -> int:
    """Delete what was typed and not sent for longer than the settings keep it; how many."""
    return drafts.forget(before=now - timedelta(days=db.settings().draft_days))


def _each(found, deal: Callable[[Stopwatch], int], now: datetime) -> int:
    """Deal with each; one that fails is logged, stands back for a while, and does not hold up the rest."""
    dealt = 0
    for stopwatch in list(found):
        try:
            with db.atomic():
                dealt += deal(stopwatch)
                clocks.release(stopwatch)
        except Exception:
            log.exception("stopwatch %s failed", stopwatch.id)
            clocks.hold(stopwatch, at=now)
    return dealt


def _warn(stopwatch: Stopwatch, now: datetime) -> bool:
    with _ticket_of(stopwatch, now) as ticket:
        won = clocks.mark_warned(stopwatch, at=now)
        if won:
            misses.tell_warning(ticket, stopwatch, at=now)
    return won


def _mark_miss(stopwatch: Stopwatch, now: datetime) -> int:
    with _ticket_of(stopwatch, now) as ticket:
        procedure = procedures.of(ticket.desk)
        if procedure.stopwatches[stopwatch.key].recurs:
            return stopwatches.catch_up(procedure, ticket, stopwatch.key, at=now)
        won = clocks.mark_breached(stopwatch, at=now)
        if won:
            misses.tell_miss(ticket, stopwatch, at=now)
    return won


def _escalate(stopwatch: Stopwatch, now: datetime) -> bool:
    with _ticket_of(stopwatch, now) as ticket:
        return ladders.escalate(ticket, stopwatch, at=now)


def _remind(found: Ticket, now: datetime) -> bool:
    try:
        with system_change(found.id, at=now) as ticket:
            return reminders.remind(ticket, at=now)
    except Exception:
        log.exception("reminder of %s failed", found.number)
        reminders.put_off(found, at=now)
        return False


def _ticket_of(stopwatch: Stopwatch, now: datetime):
    """The ticket a stopwatch runs for, locked first, as every step of a person does: so neither waits for the other."""
    return system_change(int(stopwatch.subject.removeprefix(SUBJECT)), at=now)
