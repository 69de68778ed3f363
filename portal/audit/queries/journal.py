"""Reading the journal: newest first, narrowed, a page at a time, whatever its length.

Rows are ordered by (at, id). One condition, the narrowest by experience, leads through its index; the others are asked
of at most WINDOW rows that it finds, so that no question walks the whole table: a page then says how far it looked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from portal.audit.models import JournalRow
from portal.core import db, time
from portal.core.errors import Missing
from portal.core.paging import SIZE

WINDOW = 20_000
HEAP = 1_000
COLUMNS = "id, at, who, origin, what, subject, reason, changes, digest"
TOLD_AFTER = "SELECT id, what, subject, reason, changes FROM journal WHERE id > ? ORDER BY id LIMIT ?"
TOPIC = {False: "substr(what, 1, instr(what, '.') - 1)", True: "split_part(what, '.', 1)"}  # on PostgreSQL: True
EARLIEST, LATEST = -(2**62), 2**62
Key = tuple[int, int]
Condition = tuple  # SQL, and its values


@dataclass(frozen=True)
class Narrowing:
    """What is asked of the journal; "" and None ask nothing.

    `subject` holds the texts under which one thing stands; `what` is a verb ("staff.changed") or a topic ("staff");
    `since` is included, `until` is not; `reason` is a part of the text, capitals aside.
    """

    subject: tuple[str, ...] = ()
    who: str = ""
    what: str = ""
    origin: str = ""
    reason: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def conditions(self) -> list[Condition]:
        """The narrowest by experience first."""
        topic = f"{TOPIC[db.is_postgresql()]} = ?"
        asked = (
            (f"subject IN ({', '.join('?' * len(self.subject))})", *self.subject),
            ("who = ?", self.who),
            ("what = ?" if "." in self.what else topic, self.what),
            ("origin = ?", self.origin),
            ("LOWER(reason) LIKE ? ESCAPE '!'", _anywhere(self.reason)),
        )
        return [one for one in asked if any(one[1:])]

    @property
    def leading(self) -> list[Condition]:
        """The one that has an index; none when only the reason is asked."""
        return [one for one in self.conditions if "LIKE" not in one[0]][:1]


def _anywhere(text: str) -> str:
    escaped = text.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%" if text else ""


class Found(NamedTuple):
    """A page: rows, the key after which the next begins (None on the last), and, where the page is short because the
    window ended, the moment it was looked back to."""

    rows: list[JournalRow]
    after: Key | None
    looked_to: datetime | None = None


HEAD = "SELECT COALESCE(MAX(id), 0) FROM journal"  # a statement that asks for more besides may hold it


def head() -> int:
    """The number of the newest row: it moves with every change in the portal, so a poll can compare it."""
    return db.select(HEAD)[0][0]


def about(subject: str):
    """The rows of one subject, oldest first."""
    return JournalRow.select().where(JournalRow.subject == subject).order_by(JournalRow.id)


def told_after(mark: int, most: int) -> list[tuple[int, str, str, str, dict | None]]:
    """(number, what, subject, reason, changes) of the rows after one, oldest first. Rows are numbered in the order in which
    they were committed, so whoever has heeded a row has missed none before it."""
    rows = db.select(TOLD_AFTER, mark, most)
    return [(*row, _read(changes)) for *row, changes in rows]


def row(number: int) -> JournalRow:
    """A row by its number. Raises Missing."""
    found = db.select(f"SELECT {COLUMNS} FROM journal WHERE id = ?", number)
    if not found:
        raise Missing
    return _row(found[0])


def page(asked: Narrowing, after: Key | None, size: int = SIZE) -> Found:
    """The rows after a key, newest first."""
    lead, rest = asked.leading, [one for one in asked.conditions if one not in asked.leading]
    sql, values = _ordered(COLUMNS, asked, lead, after, WINDOW if rest else size + 1)
    if rest:
        where = " AND ".join(one[0] for one in rest)
        sql = f"SELECT * FROM ({sql}) AS looked WHERE {where} ORDER BY at DESC, id DESC LIMIT {size + 1}"
        values = [*values, *(value for one in rest for value in one[1:])]
    rows = [_row(found) for found in db.select(sql, *values)]
    if len(rows) > size:
        return Found(rows[:size], _key(rows[size - 1]))
    further = _further(asked, lead, after) if rest else None
    return Found(rows, further, time.from_ms(further[0]) if further else None)


def _further(asked: Narrowing, lead: list, after: Key | None) -> Key | None:
    """The key at which the window ended; None when everything was looked at."""
    sql, values = _ordered("at, id", asked, lead, after, WINDOW)
    ends = db.select(f"SELECT at, id FROM ({sql}) AS looked ORDER BY at, id LIMIT 1", *values)
    if not ends:
        return None
    sql, values = _ordered("at, id", asked, lead, ends[0], 1)
    return tuple(ends[0]) if db.select(sql, *values) else None


def _ordered(columns: str, asked: Narrowing, conditions: list, after: Key | None, limit: int) -> tuple[str, list]:
    """SQL over an index in the order of the list, from a key on."""
    until = time.to_ms(asked.until) if asked.until else LATEST
    at, number = after if after and after[0] < until else (until, EARLIEST)
    parts = [*(one[0] for one in conditions), "at >= ?", "(at, id) < (?, ?)"]
    since = time.to_ms(asked.since) if asked.since else EARLIEST
    values = [*(value for one in conditions for value in one[1:]), since, at, number]
    where = " AND ".join(parts)
    return f"SELECT {columns} FROM journal WHERE {where} ORDER BY at DESC, id DESC LIMIT {limit}", values


def count(asked: Narrowing, newest: int, most: int) -> int:
    """How many rows up to number `newest` are asked for, counted no further than one more than `most`."""
    sql, values = _ordered("1 AS one", asked, [*asked.conditions, ("id <= ?", newest)], None, most + 1)
    return db.select(f"SELECT COUNT(*) FROM ({sql}) AS counted", *values)[0][0]


def every(asked: Narrowing, newest: int) -> Iterator[tuple[JournalRow, str]]:
    """All rows asked for up to number `newest`, newest first, each with the digest of the row before it."""
    columns = f"{COLUMNS}, (SELECT b.digest FROM journal AS b WHERE b.id = journal.id - 1)"
    conditions, after = [*asked.conditions, ("id <= ?", newest)], None
    while True:
        sql, values = _ordered(columns, asked, conditions, after, HEAP)
        heap = db.select(sql, *values)
        for *values, before in heap:
            yield _row(values), before or ""
        if len(heap) < HEAP:
            return
        after = heap[-1][1], heap[-1][0]


def _key(row: JournalRow) -> Key:
    return time.to_ms(row.at), row.id


def _row(values: Sequence) -> JournalRow:
    number, at, who, origin, what, subject, reason, changes, digest = values
    facts = {"who": who, "origin": origin, "what": what, "subject": subject, "reason": reason, "digest": digest}
    return JournalRow(id=number, at=time.from_ms(at), changes=_read(changes), **facts)


def _read(changes: str | None):
    """What somebody has spoilt is shown as it lies there; verifying names it."""
    try:
        return None if changes is None else json.loads(changes)
    except (TypeError, ValueError):
        return changes
