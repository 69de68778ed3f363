"""Opening a ticket: the first step of every procedure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.access.models import Staff
from portal.audit import actions as audit
from portal.core import db, time
from portal.tickets.actions import stopwatches
from portal.tickets.actions.entries import add_words, write
from portal.tickets.actions.numbers import next_number
from portal.tickets.actions.steps import demand, settle
from portal.tickets.engine import Procedure
from portal.tickets.models import Ticket
from portal.tickets.words import LIVE_CHANNELS


def open_ticket(
    procedure: Procedure,
    given: Mapping[str, Any],
    *,
    by: Staff,
    begin: Callable[..., None],
    at: datetime | None = None,
) -> Ticket:
    """A new ticket in the first stage, owned by who takes it in. Raises Refused.

    Its stopwatches run from the moment the customer's word was received. On a live channel somebody answers within
    `waited_s` seconds of that, which is the first answer. `begin` fills what only the desk knows.
    """
    moment = at or time.now()
    move = procedure.moves["take"]
    with db.atomic():
        ticket = _drafted(procedure, given, by, moment)
        ticket.stage = move.to
        known = dict(given) | {"now": moment, "group": frozenset()}
        begin(ticket, known, at=moment)
        demand(procedure, move, ticket, known, by)
        ticket.save(force_insert=True)
        _tell_how_it_began(ticket, given, by=by)
        _start_and_answer(procedure, ticket, known)
        audit.record(f"{procedure.key}.taken", ticket.number, by=by, at=moment, reason=ticket.channel)
    return ticket


def _drafted(procedure: Procedure, given: Mapping[str, Any], by: Staff, moment: datetime) -> Ticket:
    customer = given["customer"]
    return Ticket(
        number=next_number(procedure.prefix, moment),
        desk=procedure.key,
        level=given["level"],
        region=customer.region,
        customer=customer.id,
        customer_name=customer.name,
        channel=given["channel"],
        language=given["language"],
        title=given["title"],
        clerk=by,
        owner=by,
        received_at=given["received_at"],
        created_at=moment,
        updated_at=moment,
    )


def _tell_how_it_began(ticket: Ticket, given: Mapping[str, Any], *, by: Staff) -> None:
    """What was split off another ticket begins with the words that come from there, and has none of its own."""
    if "text" in given:
        write(ticket, "taken", by=by, at=ticket.received_at, text=given["text"])
    add_words(ticket.id, f"{ticket.number} {ticket.title} {ticket.customer_name}")


def _start_and_answer(procedure: Procedure, ticket: Ticket, given: Mapping[str, Any]) -> None:
    settle(procedure, procedure.moves["take"], ticket, given, at=ticket.received_at)
    if ticket.channel in LIVE_CHANNELS and given.get("waited_s") is not None:
        ticket.first_answer_at = ticket.received_at + timedelta(seconds=given["waited_s"])
        stopwatches.stop(ticket, ("first-response",), at=ticket.first_answer_at)
    ticket.updated_at = given["now"]
    stopwatches.reckon(ticket, at=given["now"])
    ticket.save()
