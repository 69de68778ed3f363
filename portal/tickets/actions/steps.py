"""Making a step of a procedure: the same seven things in the same order, whatever the step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.audit import SYSTEM
from portal.audit import actions as audit
from portal.core import db, time
from portal.core.errors import Missing, Refused
from portal.core.i18n import lazy
from portal.tickets import rules
from portal.tickets.actions import stopwatches
from portal.tickets.engine import Move, Procedure
from portal.tickets.models import Ticket
from portal.tickets.queries import one
from portal.tickets.queries.visible import may_see

Effect = Callable[..., None]
TOLD = ("stage", "level", "owner_id", "lead_id", "waiting", "satisfaction", "promised_at", "deadline_at", "subject")
TOLD += ("rank", "kind", "language", "offered_at")


def step(
    procedure: Procedure,
    ticket: Ticket,
    key: str,
    *,
    given: Mapping[str, Any],
    by: Staff,
    effect: Effect,
    at: datetime | None = None,
) -> Ticket:
    """Make a move, whole or not at all: demand, effect, stopwatches, ticket, journal, in one transaction.

    `effect(ticket, given, by=, at=)` changes the ticket's fields and writes its entry. Raises Refused with the rule that
    forbids the move, and Missing when this person may not see the ticket any more.
    """
    moment = at or time.now()
    move = procedure.moves[key]
    with db.atomic():
        fresh = one.locked(ticket.id)
        before = standing(fresh)
        members = one.members(fresh)
        known = dict(given) | {"now": moment, "group": departments(members)}
        demand(procedure, move, fresh, known, by, members=members)
        fresh.stage = move.to or fresh.stage
        effect(fresh, known, by=by, at=moment)
        settle(procedure, move, fresh, known, at=moment)
        audit.record(
            f"{procedure.key}.{key}", fresh.number, by=by, at=moment, changes=differences(before, standing(fresh))
        )
    return fresh


def demand(
    procedure: Procedure, move: Move, ticket: Ticket, given: Mapping[str, Any], by: Staff, *, members: Sequence[Staff] = ()
) -> None:
    """Refuse what role, person, stage or a gate forbids; `members` are the contact group."""
    if ticket.id and not may_see(by, ticket, [person.id for person in members]):
        raise Missing
    if not by.may(Permission(move.permission)):
        raise Refused(lazy("Your role does not include this step."))
    if reason := rules.refusal_to_act(move.who, ticket.owner_id, by.id, assigns=by.may(Permission.TICKETS_ASSIGN)):
        raise Refused(reason)
    if refusal := procedure.refusal(move, ticket, given):
        raise Refused(refusal.reason, refusal.rule)


def settle(procedure: Procedure, move: Move, ticket: Ticket, given: Mapping[str, Any], *, at: datetime) -> None:
    """Stop, restart and start what the move stops, restarts and starts, see whether the ticket is over, and save it."""
    stopwatches.stop(ticket, move.stops, at=at)
    stopwatches.restart(procedure, ticket, move.restarts, given, at=at)
    for name in move.starts:
        stopwatches.start(procedure, ticket, name, given, at=at)
    if not procedure.is_on_offer_in(ticket.stage):
        ticket.offered_at = None
    over = not procedure.stages[ticket.stage].open
    ticket.closed_at = (ticket.closed_at or at) if over else None
    ticket.updated_at = at
    stopwatches.reckon(ticket, at=at)
    db.update(ticket)


def step_by_portal(
    procedure: Procedure, ticket: Ticket, key: str, given: Mapping[str, Any], *, effect: Effect, at: datetime
) -> None:
    """Make a move that the portal makes by itself, on a locked ticket in the caller's transaction; the gates were asked
    there, and no person is asked for a permission."""
    before = standing(ticket)
    effect(ticket, given, by=None, at=at)
    settle(procedure, procedure.moves[key], ticket, {**given, "now": at}, at=at)
    audit.record(f"{procedure.key}.{key}", ticket.number, by=SYSTEM, at=at, changes=differences(before, standing(ticket)))


def departments(members: Sequence[Staff]) -> frozenset[str]:
    """The departments of a contact group; who has left counts no more."""
    return frozenset(person.department for person in members if person.active)


def standing(ticket: Ticket) -> dict[str, Any]:
    """The fields of a ticket that the journal tells, as plain values."""
    values = {name: getattr(ticket, name) for name in TOLD}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list] | None:
    """What changed: field → [before, after]."""
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    return changed or None


@contextmanager
def system_change(ticket_id: int, *, at: datetime):
    """The ticket, locked, for a change that the portal makes by itself; reckoned and saved at the end."""
    with db.atomic():
        ticket = one.locked(ticket_id)
        yield ticket
        stopwatches.reckon(ticket, at=at)
        db.update(ticket)
