"""Telling a miss: a line of the timeline, and a notice to everybody who has to know."""

from __future__ import annotations

from datetime import datetime

from portal.access.models import Staff
from portal.clocks.models import Stopwatch
from portal.tickets import procedures
from portal.tickets.actions import people
from portal.tickets.actions.entries import write
from portal.tickets.models import Ticket


def tell_warning(ticket: Ticket, stopwatch: Stopwatch, *, at: datetime) -> None:
    """Warn the owner; when the owner has left, whoever would be told of the miss."""
    limit = procedures.of(ticket.desk).stopwatches[stopwatch.key]
    write(ticket, "warned", by=None, at=at, facts=facts_of(stopwatch))
    told = [ticket.owner] if ticket.owner.active else to_be_told(ticket)
    people.notify(
        ticket, told, f"warned:{stopwatch.id}",
        f"{ticket.number}：{limit.zh}即将到期（{stopwatch.rule}）",
        f"{ticket.number}: {limit.en} is due soon ({stopwatch.rule})", at=at, kind="soon",
    )  # fmt: skip


def tell_miss(ticket: Ticket, stopwatch: Stopwatch, *, at: datetime) -> None:
    """Tell the owner, who leads the matter, and the next people up."""
    limit = procedures.of(ticket.desk).stopwatches[stopwatch.key]
    write(ticket, "missed", by=None, at=at, facts=facts_of(stopwatch))
    people.notify(
        ticket, to_be_told(ticket), f"missed:{stopwatch.id}",
        f"{ticket.number}：{limit.zh}已逾期（{stopwatch.rule}），负责人{ticket.owner.name}",
        f"{ticket.number}: {limit.en} is late ({stopwatch.rule}), owner {ticket.owner.name}", at=at, kind="late",
    )  # fmt: skip


def to_be_told(ticket: Ticket) -> list[Staff]:
    """The owner, who leads the matter, and the nearest step of the ladder above the owner."""
    told = [ticket.owner, *([ticket.lead] if ticket.lead else [])]
    told += people.next_people_up(ticket, ticket.owner, procedures.of(ticket.desk).ladder)
    return list({person.id: person for person in told}.values())


def facts_of(stopwatch: Stopwatch) -> dict[str, str]:
    """What an entry about a stopwatch keeps of it."""
    return {"stopwatch": stopwatch.key, "rule": stopwatch.rule, "due": stopwatch.due.isoformat()}
