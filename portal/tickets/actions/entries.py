"""Writing the timeline, and keeping what it says findable."""

from __future__ import annotations

import json
from datetime import datetime

from portal.access.models import Staff
from portal.core import db, search
from portal.tickets.models import Entry, Ticket

BREAK = "0end0"  # a word nobody types: a phrase never runs from one text into the next


def write(
    ticket: Ticket, kind: str, *, by: Staff | None, at: datetime, text: str = "", facts: dict | None = None
) -> Entry:
    """Add a line to the timeline; `by` is None when the portal itself writes. Nothing ever changes it (TM-4.4)."""
    entry = Entry(ticket=ticket, kind=kind, by=by, at=at, text=text, facts=facts)
    db.insert(entry)
    if text:
        add_words(ticket.id, text)
    return entry


MOST_LETTERS = 150_000  # PostgreSQL takes 1 MB of words a row; more than this of one ticket is not searched there
ADD_TO_TSVECTOR = (
    "INSERT INTO ticket_search (rowid, words) VALUES (?, CAST(? AS tsvector)) ON CONFLICT (rowid) "
    "DO UPDATE SET words = ticket_search.words || excluded.words "
    "WHERE pg_column_size(ticket_search.words) + pg_column_size(excluded.words) < 1000000"
)


def add_words(ticket_id: int, text: str) -> None:
    """Make `text` findable with the ticket."""
    words = search.words(text)
    if db.is_postgresql():
        db.run(ADD_TO_TSVECTOR, ticket_id, search.tsvector(words[:MOST_LETTERS]))
    elif before := db.select("SELECT words FROM ticket_search WHERE rowid = ?", ticket_id):
        db.run("UPDATE ticket_search SET words = ? WHERE rowid = ?", f"{before[0][0]} {BREAK} {words}", ticket_id)
    else:
        db.run("INSERT INTO ticket_search (rowid, words) VALUES (?, ?)", ticket_id, words)


FORMER = "SELECT name FROM ticket_former_name WHERE ticket_id = ? ORDER BY id"
TEXTS = "SELECT text, facts FROM ticket_entry WHERE ticket_id = ? ORDER BY id"


def reindex(ticket: Ticket) -> None:
    """Make a ticket findable by what it shows now, and by nothing else: its number, title, customer with the former names,
    the texts of its entries, and the numbers they had where they were imported from."""
    forget_words(ticket.id)
    former = [name for (name,) in db.select(FORMER, ticket.id)]
    texts = [text for row in db.select(TEXTS, ticket.id) for text in _findable(*row)]
    named = [f"{ticket.number} {ticket.title} {ticket.customer_name}", *former]
    if db.is_postgresql():
        for text in (*named, *texts):
            add_words(ticket.id, text)
    else:
        add_words(ticket.id, f" {BREAK} ".join((*named, *texts)))


def _findable(text: str, facts: str | None) -> list[str]:
    reference = (json.loads(facts).get("reference") or "") if facts else ""
    return [piece for piece in (text, reference) if piece]


def forget_words(ticket_id: int) -> None:
    """Take a ticket out of the index (a reverted import)."""
    db.run("DELETE FROM ticket_search WHERE rowid = ?", ticket_id)
