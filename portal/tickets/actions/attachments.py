"""Files of a ticket: sealed with the key of the customer they belong to, listed on the entry they came with. They go with
it into another ticket, sealed as they are: a file opens with the key of the ticket it was written in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from portal.core.files import Store
from portal.tickets.models import Attachment, Entry, Ticket


def attach(ticket: Ticket, entry: Entry, name: str, data: bytes, *, store: Store) -> Attachment:
    """Keep a file with an entry. Raises core.files.NotAccepted when the portal does not keep such files."""
    stored = store.put(data, name=name, subject=key_subject(ticket))
    return Attachment.create(
        ticket=ticket,
        entry=entry,
        name=name,
        size=stored.size,
        sha256=stored.sha256,
        media_type=stored.media_type,
        place=stored.place,
    )


@contextmanager
def kept_whole(store: Store) -> Iterator[list[str]]:
    """A block in which files are kept: when it fails, the places noted so far are emptied again."""
    places: list[str] = []
    try:
        yield places
    except BaseException:
        for place in places:
            store.discard(place)
        raise


def content(attachment: Attachment, *, store: Store) -> bytes:
    """The plain bytes of a file."""
    return store.get(attachment.place, subject=key_subject(attachment.entry.origin or attachment.ticket))


def key_subject(ticket: Ticket) -> str:
    return f"customer:{ticket.customer}"
