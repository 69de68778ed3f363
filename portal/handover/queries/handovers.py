"""Handovers: one, a list, those of a person, and the way of a ticket through several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from peewee import Expression, ModelSelect, Value, fn

from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.access.queries import regions_seen_by, sees_region
from portal.core import db, paging
from portal.core.errors import Missing
from portal.handover import rules
from portal.handover.models import Handover, Item
from portal.signing.models import Document
from portal.team import rules as rota
from portal.team.models import Shift
from portal.team.queries import shifts as team
from portal.team.rules import Turn
from portal.tickets.models import Ticket
from portal.tickets.queries import handing

A_DAY = timedelta(days=1)
Outgoing, Incoming = Staff.alias(), Staff.alias()


class Standing(NamedTuple):
    """A handover, where it stands, and its items with their tickets, urgent and next due first."""

    handover: Handover
    state: str
    items: Sequence[Item]


def visible_to(person: Staff) -> ModelSelect:
    """The handovers of every region that the person sees, and their own."""
    found = (
        Handover.select(Handover, Shift, Outgoing, Incoming, Document)
        .join(Shift)
        .switch(Handover)
        .join(Outgoing, on=Handover.outgoing, attr="outgoing")
        .switch(Handover)
        .left_outer_join(Incoming, on=Handover.incoming, attr="incoming")
        .switch(Handover)
        .left_outer_join(Document, on=Handover.document, attr="document")
    )
    regions = regions_seen_by(person)
    if regions is None:
        return found
    own = (Handover.outgoing == person) | (Handover.incoming == person)
    return found.where(Handover.region.in_(regions) | own if regions else own)


def one(person: Staff, number: int) -> Standing:
    """Raises Missing, also where the person may not see it."""
    found = visible_to(person).where(Handover.id == number).first()
    if found is None:
        raise Missing
    return standing(found)


def standing(handover: Handover) -> Standing:
    return Standing(handover, state_of(handover), items_of(handover))


def state_of(handover: Handover) -> str:
    return rules.state(handover.document.state if handover.document_id else None)


def items_of(handover: Handover) -> list[Item]:
    """In the order of a list of tickets."""
    items = {item.ticket_id: item for item in Item.select().where(Item.handover == handover)}
    tickets = handing.with_ids(list(items))
    for ticket in tickets:
        items[ticket.id].ticket = ticket
    return [items[ticket.id] for ticket in tickets]


def locked(number: int) -> Handover:
    """As it stands now, kept from others until the transaction ends. Raises Missing."""
    found = Handover.select().where(Handover.id == number)
    row = (found.for_update() if db.is_postgresql() else found).first()
    if row is None:
        raise Missing
    return row


def may_take_back(person: Staff, handover: Handover) -> bool:
    """Whether somebody may take it back before both have signed: the outgoing clerk, and the leaders of the region."""
    leads = person.may(Permission.HANDOVER_ARRANGE) and sees_region(person, handover.region)
    return handover.outgoing_id == person.id or leads


def of_document(document: Document) -> Handover:
    """The handover that a form is about. Raises Missing."""
    found = Handover.get_or_none(Handover.document == document)
    if found is None:
        raise Missing
    return found


def listed(
    person: Staff, *, words: str = "", region: str = "", since: date | None = None, until: date | None = None,
    after: str | None = None,
) -> paging.Page:
    """Handovers, the last change first; `words` are looked for in all that stands in them (DM-H5)."""
    found = visible_to(person)
    if words:
        found = found.where(*(_holds(word) for word in words.casefold().split()))
    found = found.where(Handover.region == region) if region else found
    found = found.where(Handover.day >= since) if since else found
    found = found.where(Handover.day <= until) if until else found
    if place := paging.unmark(after, (int, int)):
        at, number = place
        found = found.where((Handover.change_at < at) | ((Handover.change_at == at) & (Handover.id < number)))
    rows = list(found.order_by(Handover.change_at.desc(), Handover.id.desc()).limit(paging.SIZE + 1))
    return paging.cut(rows, lambda row: (Handover.change_at.db_value(row.change_at), row.id))


def _holds(word: str) -> Expression:
    """Whether a piece of text stands in it, letter for letter: what LIKE takes for a pattern is no pattern here."""
    if db.is_postgresql():
        return fn.STRPOS(Handover.found_by, Value(word)) > 0
    return fn.INSTR(Handover.found_by, Value(word)) > 0


def open_of(person: Staff) -> list[Standing]:
    """Those that wait for this person, to be prepared, answered or signed; the oldest first."""
    mine = (Handover.outgoing == person) | (Handover.incoming == person)
    found = [standing(row) for row in visible_to(person).where(mine, Handover.done_at.is_null()).order_by(Handover.change_at)]
    return [one for one in found if one.handover.outgoing_id == person.id or one.state == rules.SIGNING]


def to_prepare(person: Staff, now: datetime) -> list[tuple[Shift, Turn, Turn]]:
    """The turns of this person that can be handed over and have not been begun: shift, turn, relief; the last first."""
    shifts = {shift.id: shift for shift in team.of_person(person)}
    found = []
    for region in sorted({shift.region for shift in shifts.values()}):
        schedule = team.schedule(region, now)
        near = [turn for turn in schedule if turn.shift in shifts and turn.start <= now < turn.end + rules.AMENDABLE]
        found += [(shifts[turn.shift], turn, relief) for turn in near if (relief := rota.relief_of(turn, schedule))]
    begun = {(row.shift_id, row.day) for row in Handover.select().where(Handover.outgoing == person)}
    left = [one for one in found if (one[1].shift, one[1].day) not in begun]
    return sorted(left, key=lambda one: one[1].start, reverse=True)


def unsigned(now: datetime, minutes: int) -> list[Handover]:
    """Those whose shift changed so many minutes ago, or up to twelve hours longer, and that not both have signed."""
    late = timedelta(minutes=minutes)
    found = Handover.select().where(
        Handover.done_at.is_null(), Handover.change_at <= now - late, Handover.change_at > now - late - rules.LATE_FOR
    )
    return list(found.order_by(Handover.id))


def earlier(tickets: Sequence[int], before: Handover) -> Mapping[int, list[Item]]:
    """The items under which tickets were handed over or kept in signed handovers before this one, the last first: how long
    something has been put off."""
    found: dict[int, list[Item]] = {}
    rows = (
        Item.select(Item, Handover, Shift, Outgoing)
        .join(Handover)
        .join(Shift)
        .switch(Handover)
        .join(Outgoing, on=Handover.outgoing, attr="outgoing")
        .where(Item.ticket.in_(list(tickets)), Handover.done_at.is_null(False), Handover.change_at < before.change_at)
        .order_by(Handover.change_at.desc())
    )
    for row in rows:
        found.setdefault(row.ticket_id, []).append(row)
    return found


def unaccounted(handover: Handover) -> list[Ticket]:
    """The open tickets of the outgoing clerk about which nothing stands in it (DM-H4)."""
    known = {item.ticket_id for item in Item.select(Item.ticket).where(Item.handover == handover)}
    return [ticket for ticket in handing.open_of(handover.outgoing) if ticket.id not in known]
