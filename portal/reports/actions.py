"""Keeping the figures: heed the journal, read facts off stale tickets, count stale days. Each slice is a transaction.

Nothing here is journaled: the figures say nothing that the tickets do not, and can be made again at any time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from portal.audit import queries as journal
from portal.core import db
from portal.core.time import to_ms
from portal.reports import rules
from portal.reports.models import State
from portal.reports.queries import source
from portal.reports.rules import Fact, Told, Touched

ROWS, TICKETS, DAYS = 2_000, 500, 50
COLUMNS = ", ".join(Fact._fields)
PUT_FACT = f"INSERT INTO fact ({COLUMNS}) VALUES ({', '.join('?' * len(Fact._fields))})"  # noqa: S608 — names of ours
CELL = "day, region, person, channel, kind, stopwatch, rule"
PUT_CELL = f"INSERT INTO fact_cell ({CELL}, number, elapsed, opened) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
FACTS_OF_DAY = f"SELECT {CELL}, elapsed, opened FROM fact WHERE day = ? AND region = ?"  # noqa: S608
FACTS_OF_TICKETS = f"SELECT {COLUMNS} FROM fact WHERE ticket IN ({{}})"  # noqa: S608
NEXT_TICKETS = "SELECT ticket FROM fact_stale_ticket ORDER BY ticket LIMIT ?"
NEXT_DAYS = "SELECT id, day, region FROM fact_stale_day ORDER BY id LIMIT ?"
STALE_TICKETS = "INSERT INTO fact_stale_ticket (ticket) {} ON CONFLICT DO NOTHING"
STALE_DAYS = "INSERT INTO fact_stale_day (day, region) {} ON CONFLICT DO NOTHING"
OF_NUMBERS = "SELECT id FROM ticket WHERE number IN ({})"
OF_IMPORTS = "SELECT DISTINCT ticket FROM enquiry_import_row WHERE imported_id IN ({})"
OF_CALENDAR = """
SELECT DISTINCT f.ticket FROM fact f JOIN region r ON r.code = f.region
WHERE r.calendar = ? AND f.at >= ? AND f.opened IS NOT NULL
"""
EVERY_TICKET = "SELECT id FROM ticket WHERE updated_at >= ? UNION SELECT ticket FROM fact WHERE day >= ?"
EVERY_DAY = "SELECT day, region FROM fact WHERE day >= ? UNION SELECT day, region FROM fact_cell WHERE day >= ?"
BEGINNING = ""


def heed(*, at: datetime) -> int:
    """Note what the journal says has changed since the last time; how many of its rows were read."""
    read = 0
    with db.atomic():
        mark = _locked(at)
        if mark == State.NEVER:
            mark = journal.head()
            make_stale(None, at=at)
        while rows := journal.told_after(mark, ROWS):
            _note(rules.touched(Told(*row) for _number, *row in rows), at)
            mark, read = rows[-1][0], read + len(rows)
        db.run("UPDATE fact_state SET mark = ?", mark)
    return read


def make_stale(first: date | None, *, at: datetime) -> None:
    """Have everything counted anew, or only what happened on or after a day."""
    with db.atomic():
        _locked(at)
        day = first.isoformat() if first else BEGINNING
        db.run(STALE_TICKETS.format(EVERY_TICKET), rules.since(first), day)
        db.run(STALE_DAYS.format(EVERY_DAY), day, day)


def read_off(*, at: datetime) -> int:
    """Make the facts of the next slice of stale tickets anew; how many tickets there were."""
    with db.atomic():
        _locked(at)
        stale = [row[0] for row in db.select(NEXT_TICKETS, TICKETS)]
        if stale:
            _replace(stale)
            db.run("DELETE FROM fact_stale_ticket WHERE ticket <= ?", stale[-1])
    return len(stale)


def count(*, at: datetime) -> int:
    """Count the next slice of stale days anew; how many there were."""
    with db.atomic():
        _locked(at)
        stale = db.select(NEXT_DAYS, DAYS)
        for number, *day in stale:
            db.run("DELETE FROM fact_cell WHERE day = ? AND region = ?", *day)
            db.run_many(PUT_CELL, rules.counted(db.select(FACTS_OF_DAY, *day)))
            db.run("DELETE FROM fact_stale_day WHERE id = ?", number)
    return len(stale)


def _locked(at: datetime) -> int:
    """The mark, kept from every other counter until the transaction ends."""
    db.run("UPDATE fact_state SET counted_at = ?", to_ms(at))
    return db.select("SELECT mark FROM fact_state")[0][0]


def _note(touched: Touched, at: datetime) -> None:
    if touched.everything:
        make_stale(None, at=at)
    _note_tickets(OF_NUMBERS, touched.numbers)
    _note_tickets(OF_IMPORTS, touched.imports)
    db.run_many(STALE_TICKETS.format("VALUES (?)"), [(ticket,) for ticket in touched.tickets])
    for code, first in touched.calendars:
        db.run(STALE_TICKETS.format(OF_CALENDAR), code, rules.since(first))


def _note_tickets(sql: str, values: Iterable) -> None:
    if known := sorted(values):
        db.run(STALE_TICKETS.format(sql.format(", ".join("?" * len(known)))), *known)


def _replace(tickets: Sequence[int]) -> None:
    """Put the facts of these tickets right, and note the days that were or are touched; what is right stays."""
    known = db.select(FACTS_OF_TICKETS.format(", ".join("?" * len(tickets))), *tickets)
    before = Counter(Fact(*row) for row in known)
    after = Counter(_facts_of(tickets))
    wrong, right = before - after, after - before
    these = {fact.ticket for fact in (*wrong, *right)}
    db.run_many("DELETE FROM fact WHERE ticket = ?", [(ticket,) for ticket in sorted(these)])
    db.run_many(PUT_FACT, [fact for fact in after.elements() if fact.ticket in these])
    db.run_many(STALE_DAYS.format("VALUES (?, ?)"), sorted({(fact.day, fact.region) for fact in (*wrong, *right)}))


def _facts_of(tickets: Sequence[int]) -> Iterable[Fact]:
    reckoners = source.reckoners()
    return (fact for history in source.histories(tickets) for fact in reckoners[history.region].facts(history))
