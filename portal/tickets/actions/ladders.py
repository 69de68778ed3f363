"""The ladder: who is told when a time limit is missed and nothing happens, step by step, each step once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from portal.access.models import Staff
from portal.clocks import actions as clocks
from portal.clocks import hours, working_time
from portal.clocks import queries as running
from portal.clocks.models import Stopwatch
from portal.clocks.working_time import Pause
from portal.tickets import ladder as ladders
from portal.tickets import procedures
from portal.tickets.actions import people
from portal.tickets.actions.entries import write
from portal.tickets.actions.people import Reached
from portal.tickets.ladder import Rung
from portal.tickets.models import Entry, Escalation, Ticket


def climb(ticket: Ticket, stopwatch: Stopwatch, step: int, *, at: datetime) -> list[Reached]:
    """Take a step of the ladder, once; whom it reaches: nobody when it was taken before, or is the end of the ladder."""
    number, told = next_up(ticket, at=at, lowest=stopwatch.rung)
    if not clocks.take_step(stopwatch, step, rung=number + 1) or not told:
        return []
    role = procedures.of(ticket.desk).ladder[number].role
    Escalation.create(ticket=ticket, stopwatch=stopwatch, step=step, role=role, at=at, told=names_of(told))
    return told


def climb_at_miss(ticket: Ticket, stopwatch: Stopwatch, *, at: datetime) -> list[Reached]:
    """The step that the ladder has at the due moment itself."""
    step = ladders.at_miss(procedures.of(ticket.desk).ladder, stopwatch.step)
    return [] if step is None else climb(ticket, stopwatch, step, at=at)


def next_up(ticket: Ticket, *, at: datetime, lowest: int = 0) -> tuple[int, list[Reached]]:
    """The nearest rung above the owner, from `lowest` on, and whom it reaches."""
    ladder = procedures.of(ticket.desk).ladder
    return people.rung_from(ladder, max(lowest, ladders.above(ticket.owner.roles, ladder)), ticket.region, at=at)


def escalate(ticket: Ticket, stopwatch: Stopwatch, *, at: datetime) -> bool:
    """Take the step that has come, and tell whom it reaches; whether anybody was."""
    rung = procedures.of(ticket.desk).ladder[stopwatch.step]
    told = climb(ticket, stopwatch, stopwatch.step, at=at)
    if told:
        _tell(ticket, stopwatch, rung, told, at=at)
    return bool(told)


def _tell(ticket: Ticket, stopwatch: Stopwatch, rung: Rung, told: Sequence[Reached], *, at: datetime) -> None:
    limit = procedures.of(ticket.desk).stopwatches[stopwatch.key]
    due = stopwatch.late_since or stopwatch.due
    facts = {"stopwatch": stopwatch.key, "rule": stopwatch.rule, "due": due.isoformat(), "told": names_of(told)}
    write(ticket, "escalated", by=None, at=at, facts=facts)
    zh, en = ("即将到期", "is due soon") if rung.percent else ("逾期后仍未办理", "is late and still not done")
    people.notify_in_hours(
        ticket, told, f"step:{stopwatch.id}:{stopwatch.step}",
        f"{ticket.number}：{limit.zh}{zh}（{stopwatch.rule}），负责人{ticket.owner.name}",
        f"{ticket.number}: {limit.en} {en} ({stopwatch.rule}), owner {ticket.owner.name}",
        at=at, kind="soon" if rung.percent else "late", due=due if rung.percent else None,
    )  # fmt: skip


def next_step_at(ticket: Ticket, stopwatch: Stopwatch, pauses: Sequence[Pause], *, at: datetime) -> datetime | None:
    """When the next step of the ladder comes; None for the one that the miss itself takes, and at the ladder's end."""
    ladder = procedures.of(ticket.desk).ladder
    rung = ladder[stopwatch.step] if stopwatch.step < len(ladder) else None
    if rung and rung.after and stopwatch.late_since:
        return working_time.due(stopwatch.late_since, rung.after, running.calendar_for(stopwatch.calendar))
    if rung and rung.percent and stopwatch.due and not stopwatch.breached:
        return _before_due(ticket, stopwatch, rung, pauses, at=at)
    return None


def _before_due(
    ticket: Ticket, stopwatch: Stopwatch, rung: Rung, pauses: Sequence[Pause], *, at: datetime
) -> datetime | None:
    """A share of the time, moved into the hours of the first person it will reach."""
    calendar = running.calendar_for(stopwatch.calendar, stopwatch.calendar_version)
    target = running.target_of(stopwatch)
    ripe = working_time.threshold(rung.percent, stopwatch.started, target, calendar, pauses)
    _number, told = next_up(ticket, at=at, lowest=stopwatch.rung)
    return ahead(ticket, told[0].person, ripe, stopwatch.due, since=stopwatch.started) if told else None


def ahead(ticket: Ticket, person: Staff, ripe: datetime, due: datetime, *, since: datetime) -> datetime | None:
    """When a person is told of what runs since `since`, is due at `due` and ripe to be told of at `ripe`; None where they
    do not work in between."""
    lead = timedelta(minutes=procedures.of(ticket.desk).figures["before_closing_minutes"])
    return hours.ahead(ripe, due, people.hours_of(person), since=since, urgent=ticket.urgent, lead=lead)


def tell_reopened(ticket: Ticket, *, at: datetime) -> None:
    """Tell the next person up of a ticket that is taken up again and again."""
    times = Entry.select().where(Entry.ticket == ticket, Entry.kind == "reopened", Entry.origin.is_null()).count()
    if times < procedures.of(ticket.desk).figures["reopened_often"]:
        return
    _number, told = next_up(ticket, at=at)
    write(ticket, "escalated", by=None, at=at, facts={"reopened": times, "told": names_of(told)})
    people.notify_in_hours(
        ticket, told, f"reopened:{times}",
        f"{ticket.number} 已第 {times} 次重新处理，负责人{ticket.owner.name}",
        f"{ticket.number} is taken up again for the {times}. time, owner {ticket.owner.name}", at=at, kind="note",
    )  # fmt: skip


def names_of(told: Sequence[Reached]) -> list[list[str]]:
    """The names, as a row keeps them: of who was told, and in whose place."""
    return [[one.person.name, one.instead_of.name if one.instead_of else ""] for one in told]
