"""Telling a miss: a line of the timeline, and a notice to everybody who has to know."""

from __future__ import annotations

from datetime import datetime

from portal.clocks.models import Stopwatch
from portal.tickets import procedures
from portal.tickets.actions import ladders, people
from portal.tickets.actions.entries import write
from portal.tickets.actions.people import Reached
from portal.tickets.models import Ticket


def tell_warning(ticket: Ticket, stopwatch: Stopwatch, *, at: datetime) -> None:
    """Warn whoever `to_be_warned` says."""
    limit = procedures.of(ticket.desk).stopwatches[stopwatch.key]
    write(ticket, "warned", by=None, at=at, facts=facts_of(stopwatch))
    people.notify_in_hours(
        ticket, to_be_warned(ticket, at=at), f"warned:{stopwatch.id}:{stopwatch.due:%Y%m%dT%H%M%S}",
        f"{ticket.number}：{limit.zh}即将到期（{stopwatch.rule}）",
        f"{ticket.number}: {limit.en} is due soon ({stopwatch.rule})", at=at, kind="soon", due=stopwatch.due,
    )  # fmt: skip


def to_be_warned(ticket: Ticket, *, at: datetime) -> list[Reached]:
    """The owner, or who stands in; when the owner has left, the next people up."""
    if ticket.owner.active:
        return people.reached([ticket.owner], ticket.region, at=at)
    return ladders.next_up(ticket, at=at)[1]


def tell_miss(ticket: Ticket, stopwatch: Stopwatch, *, at: datetime) -> None:
    """Tell the owner, who leads the matter, and whom the ladder reaches at the due moment."""
    limit = procedures.of(ticket.desk).stopwatches[stopwatch.key]
    write(ticket, "missed", by=None, at=at, facts=facts_of(stopwatch))
    concerned = [ticket.owner, *([ticket.lead] if ticket.lead else [])]
    told = people.reached(concerned, ticket.region, at=at) + ladders.climb_at_miss(ticket, stopwatch, at=at)
    people.notify_in_hours(
        ticket, told, f"missed:{stopwatch.id}",
        f"{ticket.number}：{limit.zh}已逾期（{stopwatch.rule}），负责人{ticket.owner.name}",
        f"{ticket.number}: {limit.en} is late ({stopwatch.rule}), owner {ticket.owner.name}", at=at, kind="late",
    )  # fmt: skip


def facts_of(stopwatch: Stopwatch) -> dict[str, str]:
    """What an entry about a stopwatch keeps of it."""
    return {"stopwatch": stopwatch.key, "rule": stopwatch.rule, "due": stopwatch.due.isoformat()}
