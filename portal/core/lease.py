"""A lease: the right of one process to do something alone, for a term, under a number that only grows.

Words      lease (a row: name, holder, epoch, until when), term (how long it holds without a sign of life), epoch (the
           number of this holding), to take, renew, release it, lost (somebody else holds it by now).
Decided    2026-11: what decides is the **epoch**, not the time. `Held.renew` is a conditional update that finds no row once
           another holds the lease, and the work of a holder begins each of its transactions with it (`core.guarded`). The
           update locks the row until the commit, so nobody takes the lease in the middle of a transaction, and whoever
           stood still while it changed hands writes nothing more. Refused: a look at the clock before the work; a process
           may stand still between look and commit for as long as it likes.
           2026-11: time only decides when a dead holder is replaced, and it is the **database's**: all who contend ask one
           clock, so hosts whose clocks differ do not take the lease from one another. With SQLite all of them are on one
           machine and the database's clock is that machine's. An end that lies further ahead than a term was written
           before the clock was set back, and counts as past: a jump of the clock may move the lease, never double it, and
           never keep a dead holder for longer than its term.
           2026-11: a holder that stands still inside a transaction keeps the row locked. PostgreSQL is told to end such a
           transaction after a term. SQLite has one writer: while that one stands still nobody else writes, the web
           neither, and only its end or going on helps; there is no server that could decide it.
           2026-11: what leaves the database (mail, files) is not fenced; it must be claimed by a row first.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

import peewee

from portal.core import db, time
from portal.core.db import Row, UtcField

log = logging.getLogger("portal.lease")
SCHEDULER = "scheduler"  # the one lease there is: who runs what the clock demands
BEATS_IN_A_TERM = 10

CLOCK = {  # milliseconds since 1970 by the database, at the moment of asking
    False: "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)",
    True: "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
}
TAKE = """
    INSERT INTO lease (name, holder, epoch, term, expires) VALUES (?, ?, 1, ?, {now} + ?)
    ON CONFLICT (name) DO UPDATE
    SET holder = excluded.holder, epoch = lease.epoch + 1, term = excluded.term, expires = {now} + excluded.term
    WHERE NOT (lease.expires > {now} AND lease.expires <= {now} + lease.term)
    RETURNING epoch
"""
RENEW = "UPDATE lease SET expires = {now} + term WHERE name = ? AND epoch = ?"
RELEASE = "UPDATE lease SET expires = 0 WHERE name = ? AND epoch = ?"
LOOK = "SELECT holder, epoch, expires, expires > {now} AND expires <= {now} + term FROM lease WHERE name = ?"
NOBODY_IDLES = "SELECT set_config('idle_in_transaction_session_timeout', ?, true)"


class Lost(BaseException):
    """Somebody else holds the lease. Not an Exception: work that goes on after any failure must not go on after this."""


class Lease(Row):
    """Who holds what. `epoch` grows by one with every taking; `term` is milliseconds; `expires` is by the database's clock."""

    name = peewee.TextField(unique=True)
    holder = peewee.TextField()
    epoch = peewee.BigIntegerField()
    term = peewee.IntegerField()
    expires = UtcField()

    class Meta:
        table_name = "lease"


class State(NamedTuple):
    """What anybody may know of a lease: who took it last, as which epoch, until when, and whether it holds now."""

    holder: str
    epoch: int
    expires: int
    is_alive: bool


@dataclass(frozen=True)
class Held:
    """A lease in hand."""

    name: str
    epoch: int
    term: timedelta

    def renew(self) -> None:
        """Hold it for another term, in the caller's transaction, which is then the only one that may. Raises Lost."""
        if db.is_postgresql():
            db.select(NOBODY_IDLES, str(_ms(self.term)))
        if not db.run(_timed(RENEW), self.name, self.epoch):
            raise Lost(f"{self.name}, epoch {self.epoch}")

    def release(self) -> None:
        """Let the next one have it at once; nothing happens when it is lost already."""
        db.run(RELEASE, self.name, self.epoch)


def take(name: str, *, holder: str, term: timedelta) -> Held | None:
    """The lease, when nobody holds it; of many who ask at once, one gets it."""
    with db.atomic():
        taken = db.select(_timed(TAKE), name, holder, _ms(term), _ms(term))
    return Held(name, taken[0][0], term) if taken else None


def state(name: str) -> State | None:
    """How the lease stands; None when nobody ever took it."""
    found = db.select(_timed(LOOK), name)
    return State(*found[0][:3], bool(found[0][3])) if found else None


@contextmanager
def kept_alive(held: Held) -> Iterator[None]:
    """Renew it from a thread of its own inside the block, so that work without a write for a whole term loses nothing."""
    over = threading.Event()
    beating = threading.Thread(target=_beat, args=(held, over), name=f"lease {held.name}", daemon=True)
    beating.start()
    try:
        yield
    finally:
        over.set()
        beating.join()


def _beat(held: Held, over: threading.Event) -> None:
    try:
        while not over.wait(held.term.total_seconds() / BEATS_IN_A_TERM):
            _renew_if_possible(held)
    except Lost as lost:
        log.warning("lease lost: %s", lost)
    finally:
        db.database.close()


def _renew_if_possible(held: Held) -> None:
    """A database that does not answer now may answer before the term is over."""
    try:
        db.ready()
        held.renew()
    except peewee.DatabaseError as error:
        log.warning("lease %s not renewed: %s", held.name, error)


def _timed(sql: str) -> str:
    return sql.format(now=CLOCK[db.is_postgresql()])


def _ms(span: timedelta) -> int:
    return span // time.MILLISECOND
