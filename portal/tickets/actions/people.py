"""Who is responsible, who leads, who is in the contact group, who is reached when somebody is away, and who is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from portal.access import queries as access
from portal.access.models import Staff
from portal.access.roles import Scope, scope_of
from portal.clocks import hours
from portal.clocks import queries as clocks
from portal.clocks.calendar import Calendar, NoOpeningError
from portal.core.memo import remembered
from portal.messages.actions import tell
from portal.tickets import ladder as ladders
from portal.tickets.engine import Procedure
from portal.tickets.ladder import Rung
from portal.tickets.models import Member, Ticket


class Reached(NamedTuple):
    """Somebody who is told, and in whose place (None: in nobody's)."""

    person: Staff
    instead_of: Staff | None = None


def form_group(ticket: Ticket, staff: Sequence[Staff], *, at: datetime) -> None:
    """Make these people the contact group: who is in it already stays, who is not named leaves it and its sight."""
    Member.delete().where(Member.ticket == ticket, Member.staff.not_in(list(staff))).execute()
    for person in staff:
        Member.insert(ticket=ticket, staff=person, since=at).on_conflict_ignore().execute()


@remembered
def holders(role: str, region: str) -> list[Staff]:
    """Everybody active in a role who sees a region, by user name."""
    return [person for person in access.in_role(role) if access.sees_region(person, region)]


@remembered
def heads() -> list[Staff]:
    """The heads of the department, who are told of every transfer (CR-8)."""
    return list(access.in_role("manager"))


def lead_of(procedure: Procedure, level: int, region: str) -> Staff | None:
    """Who leads a matter of this level in a region (TM-4.5c, TM-4.5d); None where the procedure names no role for it."""
    role = procedure.leads.get(level)
    return next(iter(holders(role, region)), None) if role else None


def next_people_up(ladder: Sequence[Rung], person: Staff, region: str) -> list[Staff]:
    """Who holds the nearest role above a person that anybody holds here."""
    rungs = (holders(rung.role, region) for rung in ladder[ladders.above(person.roles, ladder) :])
    return next((held for held in rungs if held), [])


def rung_from(ladder: Sequence[Rung], lowest: int, region: str, *, at: datetime) -> tuple[int, list[Reached]]:
    """The lowest rung from `lowest` on with somebody who is there or has a deputy, and whom it reaches.

    Where nobody is there on any of them, the lowest that somebody holds; past the ladder's end and nobody when there is
    no such rung.
    """
    held = [(number, holders(ladder[number].role, region)) for number in range(lowest, len(ladder))]
    held = [(number, people) for number, people in held if people]
    reached = ((number, present(people, region, at=at)) for number, people in held)
    absent = next(((number, [Reached(person) for person in people]) for number, people in held), (len(ladder), []))
    return next(((number, people) for number, people in reached if people), absent)


def present(staff: Iterable[Staff], region: str, *, at: datetime) -> list[Reached]:
    """Those of them who are there, and for each who is away the deputy who sees the region; each person once."""
    found = (_reached(person, region, at=at) for person in staff)
    return list({one.person.id: one for one in found if one}.values())


def reached(staff: Iterable[Staff], region: str, *, at: datetime) -> list[Reached]:
    """The same, but who is away without such a deputy is told all the same."""
    found = (_reached(person, region, at=at) or Reached(person) for person in staff)
    return list({one.person.id: one for one in found}.values())


def _reached(person: Staff, region: str, *, at: datetime) -> Reached | None:
    if not access.is_away(person, at=at):
        return Reached(person)
    deputy = access.deputy_of(person, at=at)
    return Reached(deputy, person) if deputy and access.sees_region(deputy, region) else None


def may_be_handed(person: Staff, region: str) -> bool:
    """Whether a ticket of this region may be given to somebody: to those who see the region, and to those whose role sees
    only what it is handed (legal, finance, settlement, compliance)."""
    return access.sees_region(person, region) or scope_of(tuple(person.roles)) is Scope.NONE


@remembered
def hours_of(person: Staff) -> Calendar:
    """When a person works: the calendar of their region, on a clock of their own zone."""
    return hours.of_person(clocks.calendar_for(access.region(person.region).calendar), person.zone)


def on_shift(person: Staff, *, at: datetime) -> bool:
    """Whether somebody works at a moment, by the hours of their region on a clock of their own zone (TM-3.3a). Days away
    are asked of `access`."""
    try:
        return next(hours_of(person).open_from(at)).start <= at
    except NoOpeningError:
        return False


def notify(
    ticket: Ticket, staff: Iterable[Staff], occasion: str, zh: str, en: str, *, at: datetime, kind: str = "note"
) -> None:
    """Put a notice (note, soon, late) that leads to the ticket before these people; the same occasion only once."""
    url = f"/tickets/{ticket.number}"
    tell([person for person in staff if person.active], f"{ticket}:{occasion}", text_zh=zh, text_en=en, url=url, at=at, kind=kind)


def notify_in_hours(
    ticket: Ticket,
    staff: Iterable[Reached],
    occasion: str,
    zh: str,
    en: str,
    *,
    at: datetime,
    kind: str,
    due: datetime | None = None,
) -> None:
    """The same, for each person when their hours begin, at once where it is urgent; not at all when that is not before
    `due`, since then the miss is told."""
    for person, _instead_of in staff:
        moment = within_hours(person, ticket, at=at)
        if due is None or moment <= due:
            notify(ticket, [person], occasion, zh, en, at=moment, kind=kind)


def within_hours(person: Staff, ticket: Ticket, *, at: datetime) -> datetime:
    """When somebody is told what is known at `at`; at once when the ticket is urgent, or when they never work."""
    try:
        return hours.within(at, hours_of(person), urgent=ticket.urgent)
    except NoOpeningError:
        return at
