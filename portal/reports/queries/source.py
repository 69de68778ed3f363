"""The histories of tickets, as `rules.Reckoner` wants them: four queries for many tickets at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from portal.access import queries as access
from portal.clocks import queries as clocks
from portal.core import db
from portal.core.time import from_ms
from portal.reports.rules import Entry, History, Limit, Reckoner
from portal.tickets import procedures

TICKETS = (  # what was split off and taken back was never taken in
    "SELECT id, desk, region, channel, clerk_id, owner_id, received_at, first_answer_at, NOT EXISTS (SELECT 1 FROM "
    "ticket_regrouping r WHERE r.target_id = ticket.id AND r.kind = 'split' AND r.undone_at IS NOT NULL) "
    "FROM ticket WHERE id IN ({})"
)
ENTRIES = (  # what somebody did counts for the ticket it was done in, wherever a merge shows it
    "SELECT home, at, by_id, kind FROM (SELECT id, ticket_id AS home, at, by_id, kind FROM ticket_entry "
    "WHERE ticket_id IN ({0}) AND origin_id IS NULL UNION ALL SELECT id, origin_id, at, by_id, kind FROM ticket_entry "
    "WHERE origin_id IN ({0})) AS written WHERE by_id IS NOT NULL ORDER BY id"
)
WAITS = "SELECT ticket_id, reason, since, until FROM ticket_wait WHERE ticket_id IN ({}) ORDER BY id"
LIMITS = """
SELECT s.subject, s.key, s.rule, s.started, s.stopped, s.outcome, m.due FROM stopwatch s
LEFT JOIN miss m ON m.stopwatch_id = s.id
WHERE s.subject IN ({}) AND (s.outcome IN ('met', 'missed') OR m.id IS NOT NULL) ORDER BY s.id
"""


def histories(tickets: Sequence[int]) -> list[History]:
    """What happened to each of these tickets; one that is gone has none."""
    entries, waits, limits = _grouped(_written(tickets)), _by_ticket(WAITS, tickets), _limits(tickets)
    found = []
    for number, desk, *facts in _select(TICKETS, tickets):
        procedure = procedures.of(desk)
        pausing = [wait for wait in waits[number] if procedure.reasons[wait[0]].pauses]
        pauses = [(from_ms(since), until and from_ms(until)) for _reason, since, until in pausing]
        written = [Entry(*entry) for entry in entries[number]]
        ran = [Limit(*limit, procedure.stopwatches[limit[0]].pausable) for limit in limits[number]]
        found.append(History(number, *facts, entries=written, limits=ran, pauses=pauses))
    return found


def reckoners() -> Mapping[str, Reckoner]:
    """Who makes facts of the tickets of each region, on its calendar as published last."""
    return {
        region.code: Reckoner(clocks.calendar_for(region.calendar), ZoneInfo(region.zone)) for region in access.regions()
    }


def _limits(tickets: Sequence[int]) -> Mapping[int, list[tuple]]:
    rows = _select(LIMITS, [f"ticket:{ticket}" for ticket in tickets])
    return _grouped((int(subject.removeprefix("ticket:")), *limit) for subject, *limit in rows)


def _written(tickets: Sequence[int]) -> Sequence[tuple]:
    return db.select(ENTRIES.format(", ".join("?" * len(tickets))), *tickets, *tickets)


def _by_ticket(sql: str, tickets: Sequence[int]) -> Mapping[int, list[tuple]]:
    return _grouped(_select(sql, tickets))


def _select(sql: str, values: Sequence) -> Sequence[tuple]:
    return db.select(sql.format(", ".join("?" * len(values))), *values)


def _grouped(rows) -> Mapping[int, list[tuple]]:
    groups: defaultdict[int, list[tuple]] = defaultdict(list)
    for ticket, *rest in rows:
        groups[ticket].append(tuple(rest))
    return groups
