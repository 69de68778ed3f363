"""Many tickets at once, put in or taken out whole. No gate is asked and nobody is told: that is for whoever calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from portal.clocks import actions as clocks
from portal.clocks.models import Stopwatch
from portal.core import db, search
from portal.core.i18n import HEADQUARTERS
from portal.messages import actions as messages
from portal.tickets.actions import numbers
from portal.tickets.actions.entries import BREAK
from portal.tickets.engine import Procedure
from portal.tickets.models import NEVER, Attachment, Entry, Member, Ticket, Wait

CHUNK = 500
Columns = Mapping[str, Any]


@dataclass(frozen=True)
class Draft:
    """A ticket to be put in.

    `fields` are columns of Ticket but id, number, desk and what follows from the stopwatches; `entries` columns of Entry
    but id and ticket; `limits` columns of running stopwatches but the subject (`stopwatches.reckoned`); `words` what the
    ticket is found by besides its number, title, customer and entries.
    """

    fields: Columns
    entries: Sequence[Columns] = ()
    limits: Sequence[Columns] = ()
    words: str = ""


def load(procedure: Procedure, drafts: Sequence[Draft], *, at: datetime) -> list[tuple[int, str]]:
    """Put tickets in with their entries, stopwatches and search words; (id, number) of each, in the same order."""
    year = at.astimezone(ZoneInfo(HEADQUARTERS)).year % 100
    with db.atomic():
        first = numbers.reserve(procedure.prefix, year, len(drafts))
        given = ((f"{procedure.prefix}{year:02d}-{first + place:05d}", draft) for place, draft in enumerate(drafts))
        return [loaded for chunk in _chunks(given) for loaded in _load(procedure, chunk)]


def _load(procedure: Procedure, chunk: list[tuple[str, Draft]]) -> list[tuple[int, str]]:
    _insert(Ticket, [_columns(procedure, number, draft) for number, draft in chunk])
    loaded = Ticket.select(Ticket.number, Ticket.id).where(Ticket.number.in_([number for number, _ in chunk]))
    ids = dict(loaded.tuples())
    rows = [(ids[number], number, draft) for number, draft in chunk]
    _insert(Entry, [{**entry, "ticket": id_} for id_, _number, draft in rows for entry in draft.entries])
    _insert(Stopwatch, [{**limit, "subject": f"ticket:{id_}"} for id_, _number, draft in rows for limit in draft.limits])
    index = search.tsvector if db.is_postgresql() else str
    made_findable = [(id_, index(_words(number, draft))) for id_, number, draft in rows]
    db.run_many("INSERT INTO ticket_search (rowid, words) VALUES (?, ?)", made_findable)
    return [(id_, number) for id_, number, _draft in rows]


def _columns(procedure: Procedure, number: str, draft: Draft) -> Columns:
    """A row of Ticket; as in `stopwatches.reckon`, the earliest running due moment decides where it is listed."""
    first = min((limit for limit in draft.limits if limit["due"]), key=lambda limit: limit["due"], default=None)
    return {
        **draft.fields,
        "number": number,
        "desk": procedure.key,
        "next_due": first["due"] if first else NEVER,
        "next_warning": (first["warn_at"] or NEVER) if first else NEVER,
        "next_stopwatch": first["key"] if first else None,
    }


def _words(number: str, draft: Draft) -> str:
    """The same words that `entries.write` and `opening` make findable one by one."""
    name = f"{number} {draft.fields['title']} {draft.fields['customer_name']}"
    texts = [entry["text"] for entry in draft.entries if entry.get("text")]
    return f" {BREAK} ".join(search.words(text) for text in (*texts, name, draft.words) if text)


def _insert(model: type, rows: list[Columns]) -> None:
    """Rows of a model past the ORM's query building, which costs more than the database does; absent columns take the
    model's default."""
    fields = [one for one in model._meta.sorted_fields if one.name != "id"]
    columns, marks = ", ".join(one.column_name for one in fields), ", ".join("?" * len(fields))
    plain = [[one.db_value(row.get(one.name, one.default)) for one in fields] for row in rows]
    db.run_many(f"INSERT INTO {model._meta.table_name} ({columns}) VALUES ({marks})", plain)


def _chunks(many: Iterable) -> Iterator[list]:
    left = iter(many)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def unload(tickets: Sequence[Ticket]) -> None:
    """Take tickets out as if they had never been, with all that hangs on them. Only the journal keeps what it told."""
    messages.withdraw(f"/tickets/{ticket.number}" for ticket in tickets)
    clocks.forget(str(ticket) for ticket in tickets)
    for chunk in _chunks(ticket.id for ticket in tickets):
        for model in (Attachment, Wait, Member, Entry):
            model.delete().where(model.ticket.in_(chunk)).execute()
        Ticket.delete().where(Ticket.id.in_(chunk)).execute()
        db.run_many("DELETE FROM ticket_search WHERE rowid = ?", [(number,) for number in chunk])
