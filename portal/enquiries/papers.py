"""The enquiry on paper (F-10), made from its ticket."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from portal.access.models import Staff
from portal.archive import queries as archive
from portal.core import i18n
from portal.core.errors import Missing
from portal.signing import catalogue
from portal.signing.catalogue import Known
from portal.tickets import words
from portal.tickets.models import Entry, Ticket
from portal.tickets.queries import one

KIND = "ticket:"
SPOKEN = ("reply", "answer")


def _of_ticket(reader: Staff, about: str) -> Known:
    """What stands in a ticket. Raises Missing for one that the reader may not see."""
    if not about.startswith(KIND):
        raise Missing
    ticket = one.numbered(reader, about.removeprefix(KIND))
    card = archive.cards([ticket.customer])[ticket.customer]
    facts = {
        "customer": card.name,
        "contact": card.contact,
        "language": words.fact("language", ticket.language),
        "number": ticket.number,
        "received": i18n.local(ticket.received_at),
        "channel": words.name(words.CHANNELS, ticket.channel),
        "level": str(ticket.level),
        "title": ticket.title,
        "text": _texts(ticket, ("taken",)),
        "answer": _texts(ticket, SPOKEN),
    }
    return Known(facts, ticket.region)


def _texts(ticket: Ticket, kinds: Collection[str]) -> str:
    """The texts of its entries of these kinds, the first first, each with its moment."""
    entries = Entry.select().where(Entry.ticket == ticket, Entry.kind.in_(kinds)).order_by(Entry.id)
    return "\n\n".join(f"{i18n.local(entry.at)}\n{entry.text}" for entry in entries)


RECORD = catalogue.enter(Path(__file__).parent / "f10.toml", _of_ticket)
