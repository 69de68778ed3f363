"""What is found: tickets by their words, their customer's telephone number, and what narrows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.access.models import Staff
from portal.archive import queries as archive
from portal.core import db, search, time
from portal.core.paging import SIZE, Page, cut
from portal.tickets.queries.filters import ANY, Filter, all_of, condition
from portal.tickets.queries.lists import capped_at, count, lines_of, page_of, selected
from portal.tickets.queries.visible import EVERYTHING, Condition, visible_to

MANY_FOUND = 200


@dataclass(frozen=True)
class Found(Page):
    """A page of what was found, and how many there are from its mark on ("200+" at most)."""

    count: str


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
    rows = lines_of(f"{selected()}t.id IN ({marks}) ORDER BY t.id DESC", tuple(shown)) if shown else []
    page = cut(rows, lambda line: line.place)
    return Found(page.rows, page.after, capped_at(len(ids), MANY_FOUND))


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


def _match(text: str) -> Condition | None:
    if db.is_postgresql():
        words = search.tsquery(text)
        return words and Condition("s.words @@ CAST(? AS tsquery)", (words,))
    words = search.fts5(text)
    return words and Condition("s.words MATCH ?", (words,))
