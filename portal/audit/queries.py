"""Reading and checking the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portal.audit import chain
from portal.audit.models import JournalRow
from portal.core import db, time

BATCH = 2_000


@dataclass(frozen=True)
class Verdict:
    """How many rows hold, and the first that does not: its number and what is wrong with it."""

    rows: int
    broken: int | None = None
    fault: str = ""


def head() -> int:
    """The number of the newest row: it moves with every change in the portal, so a poll can compare it."""
    rows = db.select("SELECT MAX(id) FROM journal")
    return rows[0][0] or 0


def about(subject: str):
    """The rows of one subject, oldest first."""
    return JournalRow.select().where(JournalRow.subject == subject).order_by(JournalRow.id)


def verify(progress: Callable[[int], None] = lambda rows: None) -> Verdict:
    """Recompute the whole chain. Rows are numbered without gaps, so a row that was taken out is seen too."""
    expected, before = 0, chain.ROOT
    for row in _in_order():
        expected += 1
        if row.id != expected:
            return Verdict(expected - 1, expected, "the row is missing")
        before = _digest_of(row, before)
        if row.digest != before:
            return Verdict(expected - 1, row.id, "the row was changed after it was written")
        if expected % BATCH == 0:
            progress(expected)
    return Verdict(expected)


def _in_order() -> Iterator[JournalRow]:
    last = 0
    while batch := list(JournalRow.select().where(JournalRow.id > last).order_by(JournalRow.id).limit(BATCH)):
        yield from batch
        last = batch[-1].id


def _digest_of(row: JournalRow, before: str) -> str:
    return chain.digest(
        before,
        number=row.id,
        at_ms=time.to_ms(row.at),
        who=row.who,
        origin=row.origin,
        what=row.what,
        subject=row.subject,
        reason=row.reason,
        changes=row.changes,
    )
