"""One answer to a parent and its children: each ticket makes its own step, through all its gates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from portal.access.models import Staff
from portal.core import db, time
from portal.core.errors import Missing, Refused
from portal.core.i18n import lazy
from portal.tickets import desks
from portal.tickets.models import JointPart, Ticket
from portal.tickets.queries import kin, one

SENT, ALREADY, REFUSED = "sent", "already", "refused"


class Part(NamedTuple):
    """A ticket, and what is given to its step."""

    ticket: Ticket
    given: Mapping[str, Any]


class Outcome(NamedTuple):
    """What came of a ticket: sent, already (an earlier sending of the same form had reached it), or refused."""

    ticket: Ticket
    state: str
    reason: str = ""
    rule: str = ""


def family(person: Staff, parent: Ticket) -> list[Ticket]:
    """The parent and its open children, as far as this person sees them: who is answered together."""
    return [parent, *(child for child in kin.children(person, parent) if child.is_open)]


def answer_all(parts: Iterable[Part], key: str, token: str, *, by: Staff, at: datetime | None = None) -> list[Outcome]:
    """Make the step `key` with every part, in their order, each whole or not at all and whatever becomes of the others.
    Of one form (`token`) a ticket is reached once, however often and from however many windows it is sent."""
    return [_part(part, key, token, by=by, at=at or time.now()) for part in parts]


def _part(part: Part, key: str, token: str, *, by: Staff, at: datetime) -> Outcome:
    try:
        with db.atomic():
            ticket = one.locked(part.ticket.id)
            if has_reached(token, ticket):
                return Outcome(part.ticket, ALREADY)
            desks.make(ticket, key, part.given, by=by, at=at)
            JointPart.create(token=token, ticket=ticket, at=at, by=by)
    except Refused as no:
        return Outcome(part.ticket, REFUSED, no.reason, no.rule or "")
    except Missing:
        return Outcome(part.ticket, REFUSED, lazy("You do not see this ticket any more."))
    return Outcome(part.ticket, SENT)


def has_reached(token: str, ticket: Ticket) -> bool:
    """Whether a sending of this form has reached the ticket."""
    return JointPart.select().where(JointPart.token == token, JointPart.ticket == ticket).exists()


def reached(token: str) -> set[int]:
    """The ids of the tickets that sendings of this form have reached."""
    return {row.ticket_id for row in JointPart.select(JointPart.ticket).where(JointPart.token == token)}
