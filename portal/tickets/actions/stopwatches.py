"""The stopwatches of a ticket: which rules set them, when they stand still, and which is due next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal import policy
from portal.clocks import actions as clocks
from portal.clocks import queries as running
from portal.clocks.models import MISSED
from portal.clocks.models import Stopwatch as Running
from portal.tickets import procedures
from portal.tickets.actions import ladders, misses, rounds
from portal.tickets.actions.calendars import calendar_of
from portal.tickets.engine import Procedure, Stopwatch
from portal.tickets.models import NEVER, Ticket, Wait
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

    Nothing starts when no rule sets a limit (then one that runs is superseded), a person should set the moment and has
    not, the same rules have been missed already (one miss is one row), or a round by them runs.
    """
    stopwatch = procedure.stopwatches[name]
    before = running.running(ticket, name)
    wanted = stopwatch.rules_for(ticket)
    if before and (not wanted or (stopwatch.recurs and _rules_of(before) == set(wanted))):
        if not wanted:
            clocks.supersede(ticket, name, at=given["now"])
        return
    began = _beginning(stopwatch, ticket, before, given, at)
    limits = list(_limits(stopwatch, ticket, given, began))
    if not limits or (began != given["now"] and _missed_already(before, limits)):
        return
    if before:
        clocks.supersede(ticket, name, at=given["now"])
    percent, pauses = procedure.figures["warn_percent"], pauses_for(procedure, ticket, name)
    clocks.start(ticket, name, limits, calendar_of(ticket), at=began, percent=percent, pauses=pauses)


def _rules_of(found: Running) -> set[str]:
    return {found.rule, *(rival["rule"] for rival in found.rivals)}


def _beginning(stopwatch: Stopwatch, ticket: Ticket, before: Running | None, given: Mapping, at: datetime) -> datetime:
    if is_by_hand(stopwatch, ticket, at=given["now"]):
        return given["now"]
    return before.started if before and stopwatch.keeps_beginning else at


def is_by_hand(stopwatch: Stopwatch, ticket: Ticket, *, at: datetime) -> bool:
    """Whether a person sets the moment themselves, by the figures in force at `at`."""
    units = (policy.figure(rule, stopwatch.figure, at=at).unit for rule in _rules(stopwatch, ticket, at))
    return bool(stopwatch.moment) or SET_BY_HAND in units


def _rules(stopwatch: Stopwatch, ticket: Ticket, at: datetime) -> tuple[str, ...]:
    """The rules that set the limit of a ticket: of several that compete those that apply at `at`."""
    return policy.applying(stopwatch.rules_for(ticket), at=at)


def limits_anew(stopwatch: Stopwatch, ticket: Ticket, *, at: datetime) -> list[Limit]:
    """What the rules ask of a stopwatch that runs already, by the figures in force at `at`; nothing where a person set
    the moment, which no figure moves."""
    return [] if is_by_hand(stopwatch, ticket, at=at) else list(_limits(stopwatch, ticket, {}, at))


def _missed_already(before: Running | None, limits: list[Limit]) -> bool:
    return bool(before and before.breached and before.rule in {limit.rule for limit in limits})


def reckoned(procedure: Procedure, ticket: Ticket, name: str, given: Mapping[str, Any], *, at: datetime) -> dict[str, Any] | None:
    """The columns of a stopwatch that starts at `at`, for loading many that begin alike; None when no rule sets a limit."""
    stopwatch = procedure.stopwatches[name]
    limits = list(_limits(stopwatch, ticket, given, at))
    percent = procedure.figures["warn_percent"]
    return clocks.reckoned(name, limits, calendar_of(ticket), at=at, percent=percent) if limits else None


def stop(ticket: Ticket, names: Iterable[str], *, at: datetime) -> None:
    """Stop the named stopwatches where they run: met, or missed. A miss that no round of the scheduler has seen is told
    now; so are the rounds that were missed meanwhile, and what they asked for is made good."""
    procedure = procedures.of(ticket.desk)
    for name in names:
        if procedure.stopwatches[name].recurs:
            catch_up(procedure, ticket, name, at=at)
        stopped = clocks.stop(ticket, name, at=at)
        if stopped and stopped.outcome == MISSED and not stopped.breached:
            misses.tell_miss(ticket, stopped, at=at)
        if procedure.stopwatches[name].recurs:
            clocks.make_good(ticket, name, at=at)


def restart(procedure: Procedure, ticket: Ticket, names: Iterable[str], given: Mapping[str, Any], *, at: datetime) -> None:
    """Begin a new round of the named stopwatches where one runs, because what they ask for was done."""
    for name in names:
        if running.running(ticket, name):
            stop(ticket, [name], at=at)
            start(procedure, ticket, name, given, at=at)


def catch_up(procedure: Procedure, ticket: Ticket, name: str, *, at: datetime) -> int:
    """Mark and tell what was missed of a stopwatch that recurs; how many rounds."""
    found = running.running(ticket, name)
    return rounds.roll(ticket, found, pauses_for(procedure, ticket, name), at=at) if found else 0


def repause(procedure: Procedure, ticket: Ticket) -> None:
    """Count the pausable stopwatches anew after a wait has begun or ended, on the figures and calendars they have."""
    pauses = pauses_of(procedure, ticket)
    for name, stopwatch in procedure.stopwatches.items():
        if stopwatch.pausable and (found := running.running(ticket, name)):
            clocks.repause(found, pauses)


def pauses_of(procedure: Procedure, ticket: Ticket) -> list[Pause]:
    """When pausable stopwatches of this ticket stood still, read off the history of its waits."""
    return pauses_among(procedure, one.waits(ticket) if ticket.id else [])


def pauses_among(procedure: Procedure, waits: Iterable[Wait]) -> list[Pause]:
    """Those of a ticket's waits in which pausable stopwatches stand still."""
    return [Pause(wait.since, wait.until) for wait in waits if procedure.reasons[wait.reason].pauses]


def pauses_for(procedure: Procedure, ticket: Ticket, name: str) -> list[Pause]:
    """The same, for the named stopwatch; none for one that waits do not hold."""
    return pauses_of(procedure, ticket) if procedure.stopwatches[name].pausable else []


def reckon(ticket: Ticket, *, at: datetime) -> None:
    """Set the ticket's next due moment from the stopwatches that run, and when people are told of each; the caller saves
    it. A ticket whose rounds were missed is late since the first of them."""
    reckon_from(ticket, running_of(ticket), at=at)


def reckon_from(ticket: Ticket, found: Sequence[Running], *, at: datetime) -> None:
    """The same, from the stopwatches that are known to run for it."""
    due = [stopwatch for stopwatch in found if stopwatch.due]
    first = min(due, key=due_of, default=None)
    ticket.next_due = due_of(first) if first else NEVER
    ticket.next_warning = (first.warn_at or NEVER) if first else NEVER
    ticket.next_stopwatch = first.key if first else None
    for stopwatch in found:
        _plan(ticket, stopwatch, at=at)


def due_of(stopwatch: Running) -> datetime | None:
    """When a stopwatch is due, or has been late since."""
    return stopwatch.late_since or stopwatch.due


def tell_ahead(ticket: Ticket, warn_at: datetime, due: datetime, *, since: datetime, at: datetime) -> datetime | None:
    """When people are warned of a limit: `warn_at` moved into the hours of who is to be warned."""
    warned = misses.to_be_warned(ticket, at=at)
    return ladders.ahead(ticket, warned[0].person, warn_at, due, since=since) if warned else None


def _plan(ticket: Ticket, stopwatch: Running, *, at: datetime) -> None:
    procedure = procedures.of(ticket.desk)
    tell_at = stopwatch.warn_at
    if stopwatch.warn_at and stopwatch.due and not (stopwatch.warned or stopwatch.breached):
        tell_at = tell_ahead(ticket, stopwatch.warn_at, stopwatch.due, since=stopwatch.started, at=at)
    step_at = ladders.next_step_at(ticket, stopwatch, pauses_for(procedure, ticket, stopwatch.key), at=at)
    clocks.plan(stopwatch, tell_at=tell_at, step_at=step_at)


def running_of(ticket: Ticket) -> list[Running]:
    """The stopwatches of a ticket that run or stand still."""
    return [stopwatch for stopwatch in running.history_of(ticket) if stopwatch.is_running]


def _limits(stopwatch: Stopwatch, ticket: Ticket, given: Mapping[str, Any], began: datetime) -> Iterator[Limit]:
    for rule in _rules(stopwatch, ticket, began):
        moment = given.get(stopwatch.moment) if stopwatch.moment else ticket.deadline_at
        figure = policy.figure(rule, stopwatch.figure, at=began)
        if stopwatch.moment or figure.unit == SET_BY_HAND:
            if moment:
                yield Limit(rule, _seconds(began, moment), "s", False, clocks.OF_THE_REGION, figure.version)
        else:
            yield _limit(rule, policy.figure(stopwatch.contact, at=began) if figure.unit == SAME_CONTACT else figure)


def _limit(rule: str, figure) -> Limit:
    return Limit(rule, figure.amount, figure.unit, figure.bound, figure.calendar or clocks.OF_THE_REGION, figure.version)


def _seconds(began: datetime, moment: datetime) -> int:
    """A moment set by hand as elapsed seconds, so that it is counted and explained like every other limit."""
    return max(1, -((began - moment) // SECOND))
