"""Departures: one, a list, and what somebody who leaves has in hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from peewee import ModelSelect

from portal.access import queries as access
from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.archive import queries as archive
from portal.archive.cards import CustomerCard
from portal.core import db
from portal.core.errors import Missing
from portal.signing.models import Document
from portal.team.models import Departure
from portal.tickets.actions.people import may_be_handed
from portal.tickets.models import Ticket
from portal.tickets.queries import handing

Person, Successor = Staff.alias(), Staff.alias()


class InHand(NamedTuple):
    """What somebody looks after: customers and open tickets."""

    customers: Sequence[CustomerCard]
    tickets: Sequence[Ticket]


def in_hand(person: Staff) -> InHand:
    """All of it, whoever asks: a leader who arranges a departure sees what has to be handed over."""
    return InHand(archive.owned_by(person), handing.open_of(person))


def visible_to(person: Staff) -> ModelSelect:
    """For who arranges departures those of every region that they see; for all those in which they leave or take over."""
    found = (
        Departure.select(Departure, Person, Successor, Document)
        .join(Person, on=Departure.person, attr="person")
        .switch(Departure)
        .join(Successor, on=Departure.successor, attr="successor")
        .switch(Departure)
        .left_outer_join(Document, on=Departure.document, attr="document")
    )
    regions = access.regions_seen_by(person) if person.may(Permission.TEAM_LEAVING) else ()
    if regions is None:
        return found
    own = (Departure.person == person) | (Departure.successor == person)
    return found.where(Departure.region.in_(regions) | own if regions else own)


def one(person: Staff, number: int) -> Departure:
    """Raises Missing, also where the person may not see it."""
    found = visible_to(person).where(Departure.id == number).first()
    if found is None:
        raise Missing
    return found


def listed(person: Staff) -> list[Departure]:
    """The last first: those under way before the others."""
    return list(visible_to(person).order_by(Departure.done_at.is_null(False), Departure.id.desc()).limit(200))


def under_way(person: Staff) -> bool:
    """Whether somebody's departure is being prepared."""
    open_one = (Departure.person == person) & Departure.done_at.is_null() & Departure.dropped_at.is_null()
    return Departure.select().where(open_one).exists()


def locked(number: int) -> Departure:
    """As it stands now, kept from others until the transaction ends. Raises Missing."""
    found = Departure.select().where(Departure.id == number)
    row = (found.for_update() if db.is_postgresql() else found).first()
    if row is None:
        raise Missing
    return row


def of_document(document: Document) -> Departure:
    """The departure that a form is about. Raises Missing."""
    found = Departure.get_or_none(Departure.document == document)
    if found is None:
        raise Missing
    return found


def takers(person: Staff) -> list[Staff]:
    """Who may take over from somebody: whoever can do what is handed over, and may be handed it in the region."""
    able = [one for one in access.active_staff() if is_fit(one, person)]
    return [one for one in able if one.id != person.id and may_be_handed(one, person.region)]


def is_fit(taker: Staff, person: Staff) -> bool:
    """Whether somebody can go on with what a person does: with customers, where the person answers them."""
    return taker.may(Permission.ENQUIRIES_ANSWER) or not person.may(Permission.ENQUIRIES_ANSWER)
