"""The stopwatches of a ticket: which rules set them, when they stand still, and which is due next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal import policy
from portal.access import queries as access
from portal.archive import queries as customers
from portal.clocks import actions as clocks
from portal.clocks import queries as running
from portal.clocks.models import MISSED
from portal.clocks.models import Stopwatch as Running
from portal.tickets.actions import misses
from portal.tickets.engine import Procedure, Stopwatch
from portal.tickets.models import NEVER, Ticket
from portal.tickets.queries import one
from portal.tickets.queries.one import Pause

SAME_CONTACT, SET_BY_HAND = "contact", "set"
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Limit:
    """What one rule asks of a stopwatch."""

    rule: str
    amount: int
    unit: str
    bound: bool
    calendar: str
    version: int


def start(procedure: Procedure, ticket: Ticket, name: str, given: Mapping[str, Any], *, at: datetime) -> None:
    """Start a stopwatch of the procedure; one that runs already is superseded, and where it `keeps_beginning` the new one
    counts from there. A moment set by hand is counted from now, so that no earlier wait moves it.

    Nothing starts when no rule sets a limit, a person should set the moment and has not, or the same rules have been
    missed already: one miss is one row.
    """
    stopwatch = procedure.stopwatches[name]
    before = running.running(ticket, name)
    began = _beginning(stopwatch, ticket, before, given, at)
    limits = list(_limits(stopwatch, ticket, given, began))
    if not limits or (began != given["now"] and _missed_already(before, limits)):
        return
    if before:
        clocks.supersede(ticket, name, at=given["now"])
    pauses = pauses_of(procedure, ticket) if stopwatch.pausable else ()
    clocks.start(ticket, name, limits, _calendar(ticket), at=began, pauses=pauses)


def _beginning(stopwatch: Stopwatch, ticket: Ticket, before: Running | None, given: Mapping, at: datetime) -> datetime:
    if stopwatch.moment or SET_BY_HAND in (policy.figure(rule).unit for rule in stopwatch.rules_for(ticket)):
        return given["now"]
    return before.started if before and stopwatch.keeps_beginning else at


def _missed_already(before: Running | None, limits: list[Limit]) -> bool:
    return bool(before and before.breached and before.rule in {limit.rule for limit in limits})


def reckoned(procedure: Procedure, ticket: Ticket, name: str, given: Mapping[str, Any], *, at: datetime) -> dict[str, Any] | None:
    """The columns of a stopwatch that starts at `at`, for loading many that begin alike; None when no rule sets a limit."""
    stopwatch = procedure.stopwatches[name]
    limits = list(_limits(stopwatch, ticket, given, at))
    return clocks.reckoned(name, limits, _calendar(ticket), at=at) if limits else None


def stop(ticket: Ticket, names: Iterable[str], *, at: datetime) -> None:
    """Stop the named stopwatches where they run: met, or missed. A miss that no round of the scheduler has seen is told
    now."""
    for name in names:
        stopped = clocks.stop(ticket, name, at=at)
        if stopped and stopped.outcome == MISSED and not stopped.breached:
            misses.tell_miss(ticket, stopped, at=at)


def repause(procedure: Procedure, ticket: Ticket, *, by: object, at: datetime) -> None:
    """Count the pausable stopwatches anew after a wait has begun or ended."""
    pauses = pauses_of(procedure, ticket)
    for name, stopwatch in procedure.stopwatches.items():
        if stopwatch.pausable and (found := running.running(ticket, name)):
            clocks.rebase(found, pauses, by=by, at=at)


def pauses_of(procedure: Procedure, ticket: Ticket) -> list[Pause]:
    """When pausable stopwatches of this ticket stood still, read off the history of its waits."""
    waits = one.waits(ticket) if ticket.id else []
    return [Pause(wait.since, wait.until) for wait in waits if procedure.reasons[wait.reason].pauses]


def reckon(ticket: Ticket) -> None:
    """Set the ticket's next due moment from the stopwatches that run; the caller saves it."""
    due = [stopwatch for stopwatch in running_of(ticket) if stopwatch.due]
    first = min(due, key=lambda stopwatch: stopwatch.due, default=None)
    ticket.next_due = first.due if first else NEVER
    ticket.next_warning = (first.warn_at or NEVER) if first else NEVER
    ticket.next_stopwatch = first.key if first else None


def running_of(ticket: Ticket) -> list[Running]:
    """The stopwatches of a ticket that run or stand still."""
    return [stopwatch for stopwatch in running.stopwatches_of(ticket) if stopwatch.is_running]


def _limits(stopwatch: Stopwatch, ticket: Ticket, given: Mapping[str, Any], began: datetime) -> Iterator[Limit]:
    for rule in stopwatch.rules_for(ticket):
        moment = given.get(stopwatch.moment) if stopwatch.moment else ticket.deadline_at
        figure = policy.figure(rule)
        if stopwatch.moment or figure.unit == SET_BY_HAND:
            if moment:
                yield Limit(rule, _seconds(began, moment), "s", False, clocks.OF_THE_REGION, figure.version)
        else:
            yield _limit(rule, policy.figure(stopwatch.contact) if figure.unit == SAME_CONTACT else figure)


def _limit(rule: str, figure) -> Limit:
    return Limit(rule, figure.amount, figure.unit, figure.bound, figure.calendar or clocks.OF_THE_REGION, figure.version)


def _seconds(began: datetime, moment: datetime) -> int:
    """A moment set by hand as elapsed seconds, so that it is counted and explained like every other limit."""
    return max(1, -((began - moment) // SECOND))


def _calendar(ticket: Ticket) -> str:
    """The calendar of the customer's country, or of the region where the country has none."""
    card = customers.cards([ticket.customer]).get(ticket.customer)
    region = access.region(ticket.region).calendar
    return running.calendar_code_for(card.country, region) if card else region
