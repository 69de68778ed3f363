"""Re-basing open tickets' stopwatches: where the figures of the policy, the calendars and the pauses of tickets meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import cache
from time import monotonic
from typing import Any

from portal import policy
from portal.access.models import Staff
from portal.clocks import actions as clocks
from portal.clocks import queries as calendars
from portal.clocks.actions import rebases as runs
from portal.clocks.calendar import Calendar
from portal.clocks.models import RebaseMove, RebaseRun, Stopwatch
from portal.clocks.queries import rebases as queries
from portal.clocks.working_time import Candidate, Pause, Target
from portal.core import db, time
from portal.core.errors import Refused
from portal.core.i18n import lazy
from portal.policy import in_force
from portal.policy import queries as versions
from portal.policy.models import PolicyVersion
from portal.policy.targets import rules_of
from portal.tickets import procedures
from portal.tickets.actions import stopwatches
from portal.tickets.actions.calendars import calendar_of
from portal.tickets.actions.stopwatches import Limit
from portal.tickets.engine import Stopwatch as Limited
from portal.tickets.models import Ticket
from portal.tickets.queries import many

LOOKED_AT, CARRIED_OUT = 500, 200  # stopwatches in one transaction
HEAD_OFFICE = "hq"
RECKONED = "UPDATE ticket SET next_due = ?, next_warning = ?, next_stopwatch = ? WHERE id = ?"

CalendarOf = Callable[[str, int | None], Calendar]


def look_at_version(version: PolicyVersion, *, by: Staff, at: datetime) -> RebaseRun:
    """Begin to look which open stopwatches a version of the policy would move. It may be one that is not approved yet.

    Raises Refused for a version that was refused or withdrawn, and where no stopwatch hangs on what it changes.
    """
    if version.state not in ("proposed", "approved"):
        raise Refused(lazy("This version is not going to be in force; there is nothing to re-base to."), "CS-6")
    keys = _keys_of(version)
    if not keys:
        raise Refused(lazy("No clock of a ticket counts by what this version changes."), "CS-6")
    as_of = max(at, in_force.beginning_of(version.effective))
    before = versions.version_before(version)
    return runs.look_at_figures(version.number, before, keys, reason=version.reason, as_of=as_of, by=by, at=at)


def _keys_of(version: PolicyVersion) -> set[str]:
    """The stopwatches whose limits are set by a rule that a version changes."""
    changed = {rule for change in versions.changes_of([version])[version.id] for rule in rules_of(change.target)}
    known = (stopwatch for procedure in procedures.every() for stopwatch in procedure.stopwatches.values())
    return {stopwatch.key for stopwatch in known if changed & {*stopwatch.every_rule, stopwatch.contact}}


def confirm(run: RebaseRun, *, rebase: bool, by: Staff, at: datetime) -> None:
    """Save what a run looked at, and re-base if so wished. Raises Refused, also for a version not in force yet."""
    if run.kind == runs.POLICY:
        version = versions.version(int(run.scope))
        if version.state != "approved" or version.effective > in_force.day_of(at):
            raise Refused(lazy("Open clocks are re-based to a version once it is in force, not before."), "CS-6")
    runs.confirm(run, rebase=rebase, by=by, at=at)


def carry_on(number: int, *, now: datetime, seconds: float) -> int:
    """Go on with a run for so many seconds, or to its end; how many stopwatches were dealt with.

    Each slice is one transaction; whoever else works at the same run takes other slices.
    """
    dealt, end = 0, monotonic() + seconds
    while (slice_ := _slice(number, now)) is not None:
        dealt += slice_
        if monotonic() >= end:
            break
    return dealt


def _slice(number: int, now: datetime) -> int | None:
    """The next slice of a run: how many stopwatches were in it; None when there is nothing left to do."""
    with db.atomic():
        run = queries.locked(number)
        if run.state == RebaseRun.LOOKING:
            return _look(run, now)
        return _carry_out(run, now) if run.is_at_work else None


def _look(run: RebaseRun, now: datetime) -> int:
    found = queries.next_stopwatches(run, LOOKED_AT)
    with _figures_of(run):
        anew = Anew(run, many.tickets_of(found))
        seen = [runs.Seen(each, columns) for each in found if (columns := anew.columns(each)) is not None]
    more = len(found) == LOOKED_AT
    runs.note(run, len(found), found[-1].id if more else 0, seen, at=now)
    return len(found)


def _carry_out(run: RebaseRun, now: datetime) -> int:
    moves = queries.next_moves(run, CARRIED_OUT)
    tickets = many.locked_tickets_of(moves)
    fresh = many.stopwatches_of(moves)
    with _figures_of(run):
        anew = Anew(run, tickets)
        done = sum(_deal(run, move, fresh.get(move.stopwatch_id), anew) for move in moves)
    _reckon(tickets, now)
    runs.advance(run, moves, done, at=now)
    return len(moves)


def _reckon(tickets: Mapping[str, Ticket], now: datetime) -> None:
    """Set the next due moments of all these tickets, and when people are told."""
    running = many.running_of(tickets.values())
    for subject, ticket in tickets.items():
        stopwatches.reckon_from(ticket, running.get(subject, ()), at=now)
    db.run_many(RECKONED, [(*map(time.to_ms, (t.next_due, t.next_warning)), t.next_stopwatch, t.id) for t in tickets.values()])


def _deal(run: RebaseRun, move: RebaseMove, stopwatch: Stopwatch | None, anew: Anew) -> bool:
    if run.state == RebaseRun.UNDOING:
        return runs.take_back(move, stopwatch)
    return runs.carry_out(move, stopwatch, anew.columns(stopwatch) if stopwatch else None)


def _figures_of(run: RebaseRun) -> AbstractContextManager:
    """While a run is looked at, its version counts as approved."""
    if run.kind == runs.POLICY and run.state == RebaseRun.LOOKING:
        return policy.supposing(versions.version(int(run.scope)))
    return nullcontext()


class Anew:
    """Counts stopwatches of some tickets anew, as a run wants them counted."""

    def __init__(self, run: RebaseRun, tickets: Mapping[str, Ticket]):
        self.run, self.tickets = run, tickets
        self.waits = many.waits_of(tickets.values())
        self.drafted = calendars.calendar_of(run.content) if run.content else None
        self.calendar_of, self.candidate = cache(self._calendar_of), cache(self._claim)
        self.limits: dict[tuple, Sequence[Limit]] = {}

    def columns(self, stopwatch: Stopwatch) -> dict[str, Any] | None:
        """The columns it would have; None for a stopwatch of something that is no ticket."""
        ticket = self.tickets.get(stopwatch.subject)
        if ticket is None:
            return None
        return clocks.counted_anew(stopwatch, self._candidates(stopwatch, ticket), self._pauses(stopwatch, ticket))

    def _calendar_of(self, code: str, version: int | None) -> Calendar:
        """The drafted calendar for its own code; every other as the stopwatch has it."""
        if self.drafted is not None and code == self.run.scope:
            return self.drafted
        return calendars.calendar_for(code, version)

    def _candidates(self, stopwatch: Stopwatch, ticket: Ticket) -> list[Candidate]:
        limit = procedures.of(ticket.desk).stopwatches.get(stopwatch.key)
        limits = self._limits(limit, ticket) if limit is not None and self.run.kind == runs.POLICY else ()
        if not limits:
            return calendars.candidates_of(stopwatch, self.calendar_of)
        own = dict(_calendars_of(stopwatch))
        return [self._candidate(each, own, ticket) for each in limits]

    def _limits(self, limit: Limited, ticket: Ticket) -> Sequence[Limit]:
        """What the rules ask now; tickets for which the same rules hold are asked the same."""
        rules = limit.rules_for(ticket)
        if (limit.key, rules) not in self.limits:
            self.limits[limit.key, rules] = stopwatches.limits_anew(limit, ticket, at=self.run.as_of)
        return self.limits[limit.key, rules]

    def _candidate(self, limit: Limit, own: Mapping[str, int | None], ticket: Ticket) -> Candidate:
        code = limit.calendar if limit.calendar != clocks.OF_THE_REGION else _region_of(own, ticket)
        return self.candidate(limit, code, own.get(code))

    def _claim(self, limit: Limit, code: str, version: int | None) -> Candidate:
        target = Target(limit.amount, limit.unit, limit.bound)
        return Candidate(limit.rule, target, self.calendar_of(code, version), limit.version)

    def _pauses(self, stopwatch: Stopwatch, ticket: Ticket) -> Sequence[Pause]:
        procedure = procedures.of(ticket.desk)
        limit = procedure.stopwatches.get(stopwatch.key)
        if limit is None or not limit.pausable:
            return ()
        return stopwatches.pauses_among(procedure, self.waits.get(ticket.id, ()))



def _calendars_of(stopwatch: Stopwatch) -> Iterable[tuple[str, int | None]]:
    """The calendars a stopwatch counts on, each with its version; the winner's last, as it is the surest."""
    for facts in stopwatch.rivals:
        yield facts["calendar"], facts.get("calendar_version")
    yield stopwatch.calendar, stopwatch.calendar_version


def _region_of(own: Mapping[str, int | None], ticket: Ticket) -> str:
    """The region's calendar is the one the stopwatch has; where it counts on the head office's alone, the ticket's."""
    return next((code for code in own if code != HEAD_OFFICE), None) or calendar_of(ticket)
