"""What the clock does to tickets: it warns before a due moment, marks the miss, tells the next person up, and counts
anew when a calendar has changed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from portal.access.models import Staff
from portal.audit import SYSTEM
from portal.clocks import actions as clocks
from portal.clocks import queries as running
from portal.clocks.models import Stopwatch
from portal.core import db
from portal.tickets import procedures
from portal.tickets.actions import people, stopwatches
from portal.tickets.actions.entries import write
from portal.tickets.actions.steps import system_change
from portal.tickets.engine import Procedure
from portal.tickets.models import Ticket

log = logging.getLogger("portal.scheduler")


def warn(*, now: datetime) -> int:
    """Tell owners what is due soon; how many warnings were given."""
    return _each(running.due_to_warn(now), lambda stopwatch: _warn(stopwatch, now))


def mark_misses(*, now: datetime) -> int:
    """Mark what is late, and tell the owner, the lead and the next people up; how many misses were marked."""
    return _each(running.due_to_breach(now), lambda stopwatch: _mark_miss(stopwatch, now))


def rebase(*, now: datetime) -> int:
    """Count stopwatches anew that run on an older version of their calendar; how many due moments moved."""
    behind = [stopwatch for calendar in running.calendars() for stopwatch in running.outdated(calendar.code)]
    return _each(behind, lambda stopwatch: _rebase(stopwatch, now))


def _each(found, deal: Callable[[Stopwatch], bool]) -> int:
    """Deal with each; one that fails is logged and does not hold up the rest."""
    dealt = 0
    for stopwatch in list(found):
        try:
            with db.atomic():
                dealt += deal(stopwatch)
        except Exception:
            log.exception("stopwatch %s failed", stopwatch.id)
    return dealt


def _warn(stopwatch: Stopwatch, now: datetime) -> bool:
    ticket = _ticket(stopwatch)
    if ticket is None or not clocks.mark_warned(stopwatch, at=now):
        return False
    procedure = procedures.of(ticket.desk)
    limit = procedure.stopwatches[stopwatch.key]
    write(ticket, "warned", by=None, at=now, facts=_facts(stopwatch))
    people.notify(
        ticket, [ticket.owner], f"warned:{stopwatch.id}",
        f"{ticket.number}：{limit.zh}即将到期（{stopwatch.rule}）",
        f"{ticket.number}: {limit.en} is due soon ({stopwatch.rule})", at=now, kind="soon",
    )  # fmt: skip
    return True


def _mark_miss(stopwatch: Stopwatch, now: datetime) -> bool:
    ticket = _ticket(stopwatch)
    if ticket is None or not clocks.mark_breached(stopwatch, at=now):
        return False
    procedure = procedures.of(ticket.desk)
    limit = procedure.stopwatches[stopwatch.key]
    with system_change(ticket.id) as fresh:
        write(fresh, "missed", by=None, at=now, facts=_facts(stopwatch))
        people.notify(
            fresh, _to_be_told(procedure, fresh), f"missed:{stopwatch.id}",
            f"{fresh.number}：{limit.zh}已逾期（{stopwatch.rule}），负责人{fresh.owner.name}",
            f"{fresh.number}: {limit.en} is late ({stopwatch.rule}), owner {fresh.owner.name}", at=now, kind="late",
        )  # fmt: skip
    return True


def _rebase(stopwatch: Stopwatch, now: datetime) -> bool:
    ticket = _ticket(stopwatch)
    if ticket is None:
        return False
    procedure = procedures.of(ticket.desk)
    with system_change(ticket.id) as fresh:
        pauses = stopwatches.pauses_of(procedure, fresh) if procedure.stopwatches[stopwatch.key].pausable else []
        return clocks.rebase(stopwatch, pauses, by=SYSTEM, at=now, reason="calendar")


def _to_be_told(procedure: Procedure, ticket: Ticket) -> list[Staff]:
    """The owner, who leads the matter, and the nearest step of the ladder above the owner."""
    told = [ticket.owner, *([ticket.lead] if ticket.lead else [])]
    told += people.next_people_up(ticket, ticket.owner, procedure.ladder)
    return list({person.id: person for person in told}.values())


def _ticket(stopwatch: Stopwatch) -> Ticket | None:
    area, _colon, number = stopwatch.subject.partition(":")
    return Ticket.get_or_none(Ticket.id == int(number)) if area == "ticket" else None


def _facts(stopwatch: Stopwatch) -> dict[str, str]:
    return {"stopwatch": stopwatch.key, "rule": stopwatch.rule, "due": stopwatch.due.isoformat()}
