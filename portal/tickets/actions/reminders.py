"""Waiting, and asking again for what is waited for: a reminder at a time, each once, until the wait ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.access.models import Staff
from portal.clocks import queries as clocks
from portal.clocks.working_time import Target, due
from portal.tickets import procedures
from portal.tickets.actions import ladders, people
from portal.tickets.actions.calendars import calendar_of
from portal.tickets.actions.entries import write
from portal.tickets.models import Ticket, Wait
from portal.tickets.queries import one
from portal.tickets.reasons import COLLEAGUE, UP, Chase, Reason

PUT_OFF = timedelta(minutes=15)


def begin(ticket: Ticket, given: Mapping[str, Any], *, at: datetime) -> Wait:
    """Let a ticket wait (`given`: reason, and where they apply colleague, a person, and ask_on, a moment, which wins over
    the times of the table); the caller saves it."""
    ticket.waiting = given["reason"]
    wait = Wait.create(
        ticket=ticket, reason=given["reason"], since=at, colleague=given.get("colleague"), ask_on=given.get("ask_on")
    )
    chase = reason_of(ticket).chase
    if wait.ask_on:
        ticket.ask_at = people.within_hours(_asked(ticket, wait), ticket, at=wait.ask_on)
    else:
        ticket.ask_at = _next(ticket, wait, chase, chase.after, at=at) if chase else None
    return wait


def end(ticket: Ticket, *, at: datetime) -> None:
    """End a wait, and its reminders with it; the caller saves the ticket."""
    Wait.update(until=at).where(Wait.ticket == ticket, Wait.until.is_null()).execute()
    ticket.waiting = ticket.ask_at = None


def remind(ticket: Ticket, *, at: datetime) -> bool:
    """Remind somebody to ask again, or tell the next person up after the last reminder; whether it was done now. Where
    whoever it falls to now does not work at this moment, it comes when they do."""
    wait = one.current_wait(ticket)
    if wait is None:
        ticket.ask_at = None
        return False
    moment = people.within_hours(_asked(ticket, wait), ticket, at=at)
    if moment > at:
        ticket.ask_at = moment
        return False
    if not Wait.update(asked=wait.asked + 1).where(Wait.id == wait.id, Wait.asked == wait.asked).execute():
        return False
    wait.asked += 1
    _ask(ticket, wait, at=at)
    return True


def _ask(ticket: Ticket, wait: Wait, *, at: datetime) -> None:
    chase = reason_of(ticket).chase
    if chase and wait.asked > chase.times:
        ticket.ask_at = None
        _tell_up(ticket, wait, at=at)
        return
    _tell(ticket, wait, at=at)
    goes_on = chase and (wait.asked < chase.times or chase.then == UP)
    ticket.ask_at = _next(ticket, wait, chase, chase.every, at=at) if goes_on else None


def _next(ticket: Ticket, wait: Wait, chase: Chase, amount: Target, *, at: datetime) -> datetime:
    asked = _asked(ticket, wait)
    calendars = {"region": calendar_of, "hq": lambda _ticket: chase.calendar}
    counted = calendars.get(chase.calendar)
    calendar = clocks.calendar_for(counted(ticket)) if counted else people.hours_of(asked)
    return people.within_hours(asked, ticket, at=due(at, amount, calendar))


def _asked(ticket: Ticket, wait: Wait) -> Staff:
    """Who is reminded: the colleague who is waited for, else the owner."""
    chase = procedures.of(ticket.desk).reasons[wait.reason].chase
    return wait.colleague if chase and chase.whom == COLLEAGUE and wait.colleague else ticket.owner


def _tell(ticket: Ticket, wait: Wait, *, at: datetime) -> None:
    reason = reason_of(ticket)
    told = people.reached([_asked(ticket, wait)], ticket.region, at=at)
    facts = {"reason": reason.key, "number": wait.asked, "told": ladders.names_of(told)}
    write(ticket, "reminded", by=None, at=at, text=ready_text(ticket), facts=facts)
    zh, en = _words(ticket, wait, reason)
    people.notify_in_hours(ticket, told, f"asked:{wait.id}:{wait.asked}", zh, en, at=at, kind="soon")


def _words(ticket: Ticket, wait: Wait, reason: Reason) -> tuple[str, str]:
    """What is said to a colleague who is waited for, and to an owner."""
    if wait.colleague and _asked(ticket, wait) == wait.colleague:
        who = ticket.owner.name
        return (
            f"{ticket.number}：{who}在等您答复（第 {wait.asked} 次提醒）",
            f"{ticket.number}: {who} is waiting for you (reminder {wait.asked})",
        )
    return (
        f"{ticket.number}：{reason.zh}，请再次催问（第 {wait.asked} 次提醒）",
        f"{ticket.number}: {reason.en}; ask again (reminder {wait.asked})",
    )


def _tell_up(ticket: Ticket, wait: Wait, *, at: datetime) -> None:
    """The last reminder led to nothing."""
    reason = reason_of(ticket)
    _number, told = ladders.next_up(ticket, at=at)
    write(ticket, "escalated", by=None, at=at, facts={"reason": reason.key, "told": ladders.names_of(told)})
    times = wait.asked - 1
    people.notify_in_hours(
        ticket, told, f"asked:{wait.id}:up",
        f"{ticket.number}：{reason.zh}，催问 {times} 次仍无结果，负责人{ticket.owner.name}",
        f"{ticket.number}: {reason.en}; asked {times} times for nothing, owner {ticket.owner.name}", at=at, kind="late",
    )  # fmt: skip


def put_off(ticket: Ticket, *, at: datetime) -> None:
    """Leave a ticket whose reminder failed for a while, so that it holds nobody up."""
    Ticket.update(ask_at=at + PUT_OFF).where(Ticket.id == ticket.id, Ticket.ask_at == ticket.ask_at).execute()


def reason_of(ticket: Ticket) -> Reason:
    """Why a waiting ticket waits."""
    return procedures.of(ticket.desk).reasons[ticket.waiting]


def ready_text(ticket: Ticket) -> str:
    """What may be sent to whoever is waited for; "" where the table has no text."""
    chase = reason_of(ticket).chase
    facts = {"number": ticket.number, "title": ticket.title, "customer": ticket.customer_name}
    return chase.ready(ticket.language, **facts).strip() if chase else ""
