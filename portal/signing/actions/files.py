"""The files of documents: one for each, sealed with the key of its number, put in the place of the one before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from portal.core.errors import Missing
from portal.core.files import Store, Stored
from portal.signing.models import Document


@contextmanager
def kept(store: Store, document: Document, data: bytes) -> Iterator[Stored]:
    """A file kept for a document while the block succeeds. What it replaces goes once that is sure."""
    before = document.place
    stored = store.put(data, name=f"{document.number}.pdf", subject=key_subject(document))
    try:
        yield stored
    except BaseException:
        store.discard(stored.place)
        raise
    if before:
        store.discard(before)


def content(document: Document, *, store: Store) -> bytes:
    """The bytes of its file. Raises Missing while there is none."""
    if not document.place:
        raise Missing
    return store.get(document.place, subject=key_subject(document))


def columns(stored: Stored) -> dict[str, Any]:
    """What the document's row keeps of its file."""
    return {"place": stored.place, "size": stored.size, "sha256": stored.sha256}


def key_subject(document: Document) -> str:
    return f"form:{document.number}"
