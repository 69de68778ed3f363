"""The list, the board, and what is found: kept SQL, plain tuples, paged by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from portal.access.models import Staff
from portal.core import db, search, time
from portal.core.paging import SIZE, Page, cut
from portal.tickets.models import Ticket
from portal.tickets.queries.visible import EVERYTHING, Condition, visible_to

COLUMNS = (
    "t.id, t.number, t.title, t.customer_name, t.stage, t.level, t.rank, t.channel, t.region, t.waiting, t.next_due, "
    "t.next_warning, t.closed_at, t.next_stopwatch, t.desk, t.ask_at, o.name, o.name_en"
)
FROM = f"SELECT {COLUMNS} FROM ticket t JOIN staff o ON o.id = t.owner_id WHERE "
OPEN_ORDER = " ORDER BY t.rank, t.next_due, t.id"
MANY = 99
MANY_FOUND = 200
BATCH = 200


class Line(NamedTuple):
    """One ticket in a list; moments are milliseconds, `owner` is a name, `owner_en` the one in English or ""."""

    id: int
    number: str
    title: str
    customer: str
    stage: str
    level: int
    rank: int
    channel: str
    region: str
    waiting: str | None
    due: int
    warning: int
    closed: int | None
    stopwatch: str | None
    desk: str
    ask: int | None
    owner: str
    owner_en: str


@dataclass(frozen=True)
class Found(Page):
    """A page of what was found, and how many there are from its mark on ("200+" at most)."""

    count: str


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; empty fields narrow nothing. `state` is open, late, waiting or closed."""

    desk: str = ""
    state: str = "open"
    stage: str = ""
    level: int | None = None
    channel: str = ""
    region: str = ""
    owner: int | None = None
    customer: int | None = None


FIELDS: Mapping[str, str] = {
    "desk": "t.desk = ?",
    "stage": "t.stage = ?",
    "level": "t.level = ?",
    "channel": "t.channel = ?",
    "region": "t.region = ?",
    "owner": "t.owner_id = ?",
    "customer": "t.customer = ?",
}


def open_page(staff: Staff, chosen: Filter, after: list | None, now: datetime) -> Page:
    """Tickets still open, urgent first (TM-4.2e), then by their next due moment; `after` is (rank, due, id)."""
    found = _all_of(visible_to(staff), *_narrowed(chosen), *_state(chosen, now))
    if after:
        found = _all_of(found, Condition("(t.rank, t.next_due, t.id) > (?, ?, ?)", tuple(after)))
    rows = _lines(
        f"SELECT {COLUMNS} FROM {_tickets(chosen)} JOIN staff o ON o.id = t.owner_id "
        f"WHERE t.closed_at IS NULL AND {found.sql}{OPEN_ORDER} LIMIT {SIZE + 1}",
        found.values,
    )
    return cut(rows, lambda line: (line.rank, line.due, line.id))


def open_count(staff: Staff, chosen: Filter, now: datetime) -> str:
    """How many open tickets the filter leaves, "99+" at most."""
    found = _all_of(visible_to(staff), *_narrowed(chosen), *_state(chosen, now))
    return capped(f"SELECT 1 FROM {_tickets(chosen)} WHERE t.closed_at IS NULL AND {found.sql}", found.values, MANY)


def _tickets(chosen: Filter) -> str:
    """The table; few wait among many, and SQLite does not know by itself that they have an index of their own."""
    return "ticket t INDEXED BY ticket_waiting" if chosen.state == "waiting" and not db.is_postgresql() else "ticket t"


def closed_page(staff: Staff, chosen: Filter, after: list | None) -> Page:
    """Tickets that are over, newest first; `after` is (id,)."""
    found = _all_of(visible_to(staff), *_narrowed(chosen))
    if after:
        found = _all_of(found, Condition("t.id < ?", tuple(after)))
    rows = _lines(
        f"{FROM}t.closed_at IS NOT NULL AND {found.sql} ORDER BY t.id DESC LIMIT {SIZE + 1}", found.values
    )
    return cut(rows, lambda line: (line.id,))


def columns(staff: Staff, desk: str, stages: Sequence[str], most: int) -> dict[str, tuple[list[Line], str]]:
    """The board: for each stage its first cards, and how many there are ("99+" at most). Two queries for all of them."""
    seen = visible_to(staff)
    values = tuple(value for stage in stages for value in (desk, stage, *seen.values))
    where = f"t.closed_at IS NULL AND t.desk = ? AND t.stage = ? AND {seen.sql}"
    cards = f"SELECT * FROM ({FROM}{where}{OPEN_ORDER} LIMIT {most}) AS cards"
    counted = f"SELECT COUNT(*) FROM (SELECT 1 FROM ticket t WHERE {where} LIMIT {MANY + 1}) AS counted"
    lines = _lines(" UNION ALL ".join([cards] * len(stages)), values)
    counts = db.select(" UNION ALL ".join([counted] * len(stages)), *values)
    return {
        stage: ([line for line in lines if line.stage == stage], _capped(count, MANY))
        for stage, (count,) in zip(stages, counts, strict=True)
    }


def to_ask(now: datetime) -> list[Ticket]:
    """Tickets for which somebody is to be reminded to ask again: the next batch, for the scheduler."""
    ripe = Ticket.select().where(Ticket.ask_at <= now, Ticket.ask_at.is_null(False))
    return list(ripe.order_by(Ticket.ask_at).limit(BATCH))


def found_page(staff: Staff, text: str, after: list | None) -> Found:
    """Tickets that hold all words of `text`, newest first; `after` is (id,). A text without a word finds nothing."""
    match = _match(text)
    if match is None:
        return Found([], None, "0")
    ids = _found(staff, match, after)
    shown = ids[: SIZE + 1]
    marks = ", ".join("?" * len(shown))
    rows = _lines(f"{FROM}t.id IN ({marks}) ORDER BY t.id DESC", tuple(shown)) if shown else []
    page = cut(rows, lambda line: (line.id,))
    return Found(page.rows, page.after, _capped(len(ids), MANY_FOUND))


def _found(staff: Staff, match: Condition, after: list | None) -> list[int]:
    """Ids of what is found and may be seen. Who may see it is read off an index, never off the tickets themselves."""
    seen = visible_to(staff)
    index = "" if db.is_postgresql() else "INDEXED BY ticket_newest "
    joined = "" if seen is EVERYTHING else f"JOIN ticket t {index}ON t.id = s.rowid "
    found = _all_of(match, seen, *([Condition("s.rowid < ?", tuple(after))] if after else []))
    sql = f"SELECT s.rowid FROM ticket_search s {joined}WHERE {found.sql} ORDER BY s.rowid DESC LIMIT {MANY_FOUND + 1}"
    return [row[0] for row in db.select(sql, *found.values)]


def capped(sql: str, values: tuple, most: int) -> str:
    """How many rows a query has, counted no further than `most`."""
    return _capped(db.select(f"SELECT COUNT(*) FROM ({sql} LIMIT {most + 1}) AS counted", *values)[0][0], most)


def _capped(number: int, most: int) -> str:
    return f"{most}+" if number > most else str(number)


def _match(text: str) -> Condition | None:
    if db.is_postgresql():
        words = search.tsquery(text)
        return words and Condition("s.words @@ CAST(? AS tsquery)", (words,))
    words = search.fts5(text)
    return words and Condition("s.words MATCH ?", (words,))


def _narrowed(chosen: Filter) -> Iterator[Condition]:
    for name, sql in FIELDS.items():
        value = getattr(chosen, name)
        if value not in ("", None):
            yield Condition(sql, (value,))


def _state(chosen: Filter, now: datetime) -> Iterator[Condition]:
    if chosen.state == "late":
        yield Condition("t.next_due < ?", (time.to_ms(now),))
    if chosen.state == "waiting":
        yield Condition("t.waiting IS NOT NULL", ())


def _all_of(*conditions: Condition) -> Condition:
    return Condition(
        " AND ".join(condition.sql for condition in conditions),
        tuple(value for condition in conditions for value in condition.values),
    )


def _lines(sql: str, values: tuple) -> list[Line]:
    return [Line._make(row) for row in db.select(sql, *values)]
