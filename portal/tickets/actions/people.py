"""Who is responsible, who leads, who is in the contact group, and who is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from portal.access import queries as access
from portal.access.models import Staff
from portal.access.roles import Scope, scope_of
from portal.messages.actions import tell
from portal.tickets.models import Member, Ticket
from portal.tickets.rules import next_up


def form_group(ticket: Ticket, staff: Sequence[Staff], *, at: datetime) -> None:
    """Make these people the contact group: who is in it already stays, who is not named leaves it and its sight."""
    Member.delete().where(Member.ticket == ticket, Member.staff.not_in(list(staff))).execute()
    for person in staff:
        Member.insert(ticket=ticket, staff=person, since=at).on_conflict_ignore().execute()


def next_people_up(ticket: Ticket, owner: Staff, ladder: tuple[str, ...]) -> list[Staff]:
    """The next people up from the owner: the nearest role on the ladder that somebody holds here, and who holds it."""
    for role in next_up(owner.roles, ladder):
        holders = [person for person in access.in_role(role) if access.sees_region(person, ticket.region)]
        if holders:
            return holders
    return []


def may_be_handed(person: Staff, region: str) -> bool:
    """Whether a ticket of this region may be given to somebody: to those who see the region, and to those whose role sees
    only what it is handed (legal, finance, settlement, compliance)."""
    return access.sees_region(person, region) or scope_of(tuple(person.roles)) is Scope.NONE


def notify(
    ticket: Ticket, staff: Iterable[Staff], occasion: str, zh: str, en: str, *, at: datetime, kind: str = "note"
) -> None:
    """Put a notice (note, soon, late) that leads to the ticket before these people; the same occasion only once."""
    url = f"/tickets/{ticket.number}"
    tell([person for person in staff if person.active], f"{ticket}:{occasion}", text_zh=zh, text_en=en, url=url, at=at, kind=kind)
