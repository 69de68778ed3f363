"""The list and the board: kept SQL, plain tuples, paged by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from portal.access.models import Staff
from portal.core import db
from portal.core.paging import SIZE, Page, cut
from portal.tickets.models import Ticket
from portal.tickets.queries.filters import ANY, FIELDS, Filter, all_of, condition, tickets
from portal.tickets.queries.visible import Condition

# The owner's name is joined from the left: there always is one, and SQLite then never begins with the staff.
COLUMNS = (
    "t.id, t.number, t.title, t.customer_name, t.stage, t.level, t.rank, t.channel, t.region, t.kind, t.subject, t.language, "
    "t.received_at, t.waiting, t.next_due, t.next_warning, t.closed_at, t.next_stopwatch, t.desk, t.ask_at, t.offered_at, "
    "t.owner_id, o.name, o.name_en"
)
MANY = 99
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


def selected(chosen: Filter = ANY) -> str:
    """The text that selects lines, up to its condition."""
    return f"SELECT {COLUMNS} FROM {tickets(chosen)} LEFT JOIN staff o ON o.id = t.owner_id WHERE "


def page_of(staff: Staff, chosen: Filter, now: datetime, *, order: str = "due", after: Sequence[int] | None = None) -> Page:
    """A page of the tickets that a filter leaves: urgent first, then by their next due moment (TM-4.2e), or as a key of
    ORDERS says; `after` is the place (rank, due, id) behind which it begins."""
    way, found = ORDERS[order], condition(staff, chosen, now)
    if after:
        found = all_of(found, Condition(way.after, way.values(Place(*after))))
    rows = lines_of(f"{selected(chosen)}{found.sql} ORDER BY {way.sql} LIMIT {SIZE + 1}", found.values)
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
    start, values = selected(chosen), way.values(Place(*place))
    return tuple(
        next(iter(lines_of(f"{start}{found.sql} AND {beyond} ORDER BY {sql} LIMIT 1", (*found.values, *values))), None)
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
    cards = f"SELECT * FROM ({selected(chosen)}{where} ORDER BY {ORDERS[order].sql} LIMIT {most}) AS cards"
    counted = f"SELECT COUNT(*) FROM (SELECT 1 FROM {tickets(chosen)} WHERE {where} LIMIT {MANY + 1}) AS counted"
    given = tuple(each for value in values for each in (*found.values, value))
    lines = lines_of(" UNION ALL ".join([cards] * len(values)), given)
    counts = db.select(" UNION ALL ".join([counted] * len(values)), *given)
    own = {"owner": "owner_id"}.get(by, by)
    return {
        value: ([line for line in lines if getattr(line, own) == value], capped_at(number, MANY))
        for value, (number,) in zip(values, counts, strict=True)
    }


def to_ask(now: datetime) -> list[Ticket]:
    """Tickets for which somebody is to be reminded to ask again: the next batch, for the scheduler."""
    ripe = Ticket.select().where(Ticket.ask_at <= now, Ticket.ask_at.is_null(False))
    return list(ripe.order_by(Ticket.ask_at).limit(BATCH))


def capped(sql: str, values: tuple, most: int) -> str:
    """How many rows a query has, counted no further than `most`."""
    return capped_at(db.select(f"SELECT COUNT(*) FROM ({sql} LIMIT {most + 1}) AS counted", *values)[0][0], most)


def capped_at(number: int, most: int) -> str:
    return f"{most}+" if number > most else str(number)


def lines_of(sql: str, values: tuple) -> list[Line]:
    return [Line._make(row) for row in db.select(sql, *values)]
