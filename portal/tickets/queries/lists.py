"""The list, the board, and what is found: kept SQL, plain tuples, paged by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from portal.access.models import Staff
from portal.archive import queries as archive
from portal.core import db, search, time
from portal.core.paging import SIZE, Page, cut
from portal.tickets.models import Ticket
from portal.tickets.queries.filters import ANY, FIELDS, Filter, all_of, condition, tickets
from portal.tickets.queries.visible import EVERYTHING, Condition, visible_to

# The owner's name is joined from the left: there always is one, and SQLite then never begins with the staff.
COLUMNS = (
    "t.id, t.number, t.title, t.customer_name, t.stage, t.level, t.rank, t.channel, t.region, t.kind, t.subject, t.language, "
    "t.received_at, t.waiting, t.next_due, t.next_warning, t.closed_at, t.next_stopwatch, t.desk, t.ask_at, t.offered_at, "
    "t.owner_id, o.name, o.name_en"
)
FROM = f"SELECT {COLUMNS} FROM ticket t LEFT JOIN staff o ON o.id = t.owner_id WHERE "
MANY = 99
MANY_FOUND = 200
BATCH = 200


class Place(NamedTuple):
    """Where a ticket stands in every order there is; `due` is milliseconds."""

    rank: int
    due: int
    id: int


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
    kind: str
    subject: str
    language: str
    received: int
    waiting: str | None
    due: int
    warning: int
    closed: int | None
    stopwatch: str | None
    desk: str
    ask: int | None
    offered: int | None
    owner_id: int
    owner: str
    owner_en: str

    @property
    def place(self) -> Place:
        return Place(self.rank, self.due, self.id)


class Order(NamedTuple):
    """An order of a list: its SQL and that of the other way round, and what comes after and before a place."""

    sql: str
    back: str
    after: str
    before: str

    def values(self, place: Place) -> tuple[int, ...]:
        """What `after` and `before` compare with."""
        return tuple(place) if self is ORDERS["due"] else (place.id,)


ORDERS: Mapping[str, Order] = {
    "due": Order(
        "t.rank, t.next_due, t.id",
        "t.rank DESC, t.next_due DESC, t.id DESC",
        "(t.rank, t.next_due, t.id) > (?, ?, ?)",
        "(t.rank, t.next_due, t.id) < (?, ?, ?)",
    ),
    "newest": Order("t.id DESC", "t.id", "t.id < ?", "t.id > ?"),
    "oldest": Order("t.id", "t.id DESC", "t.id > ?", "t.id < ?"),
}


@dataclass(frozen=True)
class Found(Page):
    """A page of what was found, and how many there are from its mark on ("200+" at most)."""

    count: str


def page_of(staff: Staff, chosen: Filter, now: datetime, *, order: str = "due", after: Sequence[int] | None = None) -> Page:
    """A page of the tickets that a filter leaves: urgent first, then by their next due moment (TM-4.2e), or as a key of
    ORDERS says; `after` is the place (rank, due, id) behind which it begins."""
    way, found = ORDERS[order], condition(staff, chosen, now)
    if after:
        found = all_of(found, Condition(way.after, way.values(Place(*after))))
    rows = _lines(
        f"SELECT {COLUMNS} FROM {tickets(chosen)} LEFT JOIN staff o ON o.id = t.owner_id "
        f"WHERE {found.sql} ORDER BY {way.sql} LIMIT {SIZE + 1}",
        found.values,
    )
    return cut(rows, lambda line: line.place)


def count(staff: Staff, chosen: Filter, now: datetime) -> str:
    """How many tickets the filter leaves, "99+" at most."""
    found = condition(staff, chosen, now)
    return capped(f"SELECT 1 FROM {tickets(chosen)} WHERE {found.sql}", found.values, MANY)


def neighbours(
    staff: Staff, chosen: Filter, now: datetime, *, order: str, place: Sequence[int], but: int
) -> tuple[Line | None, Line | None]:
    """The tickets before and after a place in a list, `but` the one (its id) that stood there: it may have gone elsewhere."""
    way, found = ORDERS[order], all_of(condition(staff, chosen, now), Condition("t.id <> ?", (but,)))
    values = way.values(Place(*place))
    return tuple(
        next(iter(_lines(f"{FROM}{found.sql} AND {beyond} ORDER BY {sql} LIMIT 1", (*found.values, *values))), None)
        for beyond, sql in ((way.before, way.back), (way.after, way.sql))
    )


def grouped(
    staff: Staff, chosen: Filter, now: datetime, *, by: str, values: Sequence, most: int, order: str = "due"
) -> dict[object, tuple[list[Line], str]]:
    """For each value of a field (a key of FIELDS): its first tickets, and how many there are ("99+" at most). Two queries
    for all of them."""
    if not values:
        return {}
    found = condition(staff, chosen, now)
    where = f"{found.sql} AND {FIELDS[by]}"
    cards = f"SELECT * FROM ({FROM}{where} ORDER BY {ORDERS[order].sql} LIMIT {most}) AS cards"
    counted = f"SELECT COUNT(*) FROM (SELECT 1 FROM {tickets(chosen)} WHERE {where} LIMIT {MANY + 1}) AS counted"
    given = tuple(each for value in values for each in (*found.values, value))
    lines = _lines(" UNION ALL ".join([cards] * len(values)), given)
    counts = db.select(" UNION ALL ".join([counted] * len(values)), *given)
    own = {"owner": "owner_id"}.get(by, by)
    return {
        value: ([line for line in lines if getattr(line, own) == value], _capped(number, MANY))
        for value, (number,) in zip(values, counts, strict=True)
    }


def to_ask(now: datetime) -> list[Ticket]:
    """Tickets for which somebody is to be reminded to ask again: the next batch, for the scheduler."""
    ripe = Ticket.select().where(Ticket.ask_at <= now, Ticket.ask_at.is_null(False))
    return list(ripe.order_by(Ticket.ask_at).limit(BATCH))


def found_page(
    staff: Staff, text: str, after: Sequence[int] | None, chosen: Filter = ANY, now: datetime | None = None
) -> Found:
    """Tickets that hold all words of `text`, or whose customer has it as telephone number, newest first and narrowed by a
    filter; `after` is the place of the last one seen. Without a word everything that the filter leaves is found, and
    nothing where it narrows nothing."""
    moment, match = now or time.now(), _match(text)
    if match is None:
        return _unsaid(staff, after, chosen, moment)
    ids = sorted({*_found(staff, match, after, chosen, moment), *_called(staff, text, after, chosen, moment)}, reverse=True)
    shown = ids[: SIZE + 1]
    marks = ", ".join("?" * len(shown))
    rows = _lines(f"{FROM}t.id IN ({marks}) ORDER BY t.id DESC", tuple(shown)) if shown else []
    page = cut(rows, lambda line: line.place)
    return Found(page.rows, page.after, _capped(len(ids), MANY_FOUND))


def _unsaid(staff: Staff, after: Sequence[int] | None, chosen: Filter, now: datetime) -> Found:
    if not chosen.narrows:
        return Found([], None, "0")
    page = page_of(staff, chosen, now, order="newest", after=after)
    return Found(page.rows, page.after, count(staff, chosen, now))


def _found(staff: Staff, match: Condition, after: Sequence[int] | None, chosen: Filter, now: datetime) -> list[int]:
    """Ids of what is found and may be seen. Who may see it is read off an index, never off the tickets themselves, unless
    a filter asks for more."""
    seen = condition(staff, chosen, now) if chosen.narrows else visible_to(staff)
    index = "" if db.is_postgresql() or chosen.narrows else "INDEXED BY ticket_newest "
    joined = "" if seen is EVERYTHING else f"JOIN ticket t {index}ON t.id = s.rowid "
    found = all_of(match, seen, *([Condition("s.rowid < ?", (after[-1],))] if after else []))
    sql = f"SELECT s.rowid FROM ticket_search s {joined}WHERE {found.sql} ORDER BY s.rowid DESC LIMIT {MANY_FOUND + 1}"
    return [row[0] for row in db.select(sql, *found.values)]


def _called(staff: Staff, text: str, after: Sequence[int] | None, chosen: Filter, now: datetime) -> list[int]:
    """Ids of the tickets of customers with this telephone number."""
    customers = archive.with_phone(text)
    if not customers:
        return []
    whose = Condition(f"t.customer IN ({', '.join('?' * len(customers))})", tuple(customers))
    found = all_of(whose, condition(staff, chosen, now), *([Condition("t.id < ?", (after[-1],))] if after else []))
    sql = f"SELECT t.id FROM ticket t WHERE {found.sql} ORDER BY t.id DESC LIMIT {MANY_FOUND + 1}"
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


def _lines(sql: str, values: tuple) -> list[Line]:
    return [Line._make(row) for row in db.select(sql, *values)]
