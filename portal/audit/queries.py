"""Reading and checking the journal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from portal.audit import chain
from portal.audit.models import JournalRow
from portal.core import db

BATCH = 2_000
TOLD_AFTER = "SELECT id, what, subject, reason, changes FROM journal WHERE id > ? ORDER BY id LIMIT ?"
ROWS = "SELECT id, at, who, origin, what, subject, reason, changes, digest FROM journal"


class Kept(NamedTuple):
    """A row as it lies in the table, whatever somebody may have made of it; `changes` is text."""

    number: int
    at_ms: int
    who: str
    origin: str
    what: str
    subject: str
    reason: str
    changes: str | None
    digest: str


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


def told_after(mark: int, most: int) -> list[tuple[int, str, str, str, dict | None]]:
    """(number, what, subject, reason, changes) of the rows after one, oldest first. Rows are numbered in the order in which
    they were committed, so whoever has heeded a row has missed none before it."""
    rows = db.select(TOLD_AFTER, mark, most)
    return [(*row, json.loads(changes) if changes else None) for *row, changes in rows]


def about(subject: str):
    """The rows of one subject, oldest first."""
    return JournalRow.select().where(JournalRow.subject == subject).order_by(JournalRow.id)


def verify(progress: Callable[[int], None] = lambda _rows: None) -> Verdict:
    """Recompute the whole chain. Rows are numbered without gaps, so a row that was taken out is seen too."""
    expected, before = 0, chain.ROOT
    for row in _in_order():
        expected += 1
        if row.number != expected:
            return Verdict(expected - 1, expected, "the row is missing")
        before = _digest_of(row, before)
        if row.digest != before:
            return Verdict(expected - 1, row.number, "the row was changed after it was written")
        if expected % BATCH == 0:
            progress(expected)
    return Verdict(expected)


def _in_order() -> Iterator[Kept]:
    last = 0
    while batch := [Kept(*row) for row in db.select(f"{ROWS} WHERE id > ? ORDER BY id LIMIT {BATCH}", last)]:
        yield from batch
        last = batch[-1].number


def _digest_of(row: Kept, before: str) -> str | None:
    """What the digest must be; None when somebody left there what nobody can have recorded."""
    try:
        changes = None if row.changes is None else json.loads(row.changes)
    except ValueError:
        return None
    fields = row._asdict() | {"changes": changes}
    del fields["digest"]
    return chain.digest(before, **fields)
