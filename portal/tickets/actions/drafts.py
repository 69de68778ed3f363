"""Keeping what somebody types until it is sent. Not journaled: it is theirs alone, and is nothing yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from portal.access.models import Staff
from portal.core import db, time
from portal.core.errors import Missing
from portal.tickets.models import Draft, Ticket
from portal.tickets.queries import drafts as queries

MOST_DRAFTS = 5  # of one form: what was typed in that many windows, the newest of it
GROW = "UPDATE draft SET texts = ?, version = version + 1, saved_at = ? WHERE id = ? AND version = ?"
KEEP_NEWEST = (
    "DELETE FROM draft WHERE staff_id = ? AND address = ? AND id NOT IN "
    "(SELECT d.id FROM draft d WHERE d.staff_id = ? AND d.address = ? ORDER BY d.saved_at DESC, d.id DESC LIMIT ?)"
)


def keep(
    address: str,
    texts: Mapping[str, str],
    *,
    ticket: Ticket | None,
    draft: Draft | None,
    version: int,
    by: Staff,
    at: datetime,
) -> Draft:
    """Keep what stands in a form. `draft` is the one that this window has written to before, as it knew it (`version`);
    where another window has written to that one since, both are kept."""
    with db.atomic():
        if draft and draft.address == address and _grow(draft, texts, version, at):
            return queries.own(by, draft.id)
        made = Draft.create(staff=by, ticket=ticket, address=address, texts=dict(texts), saved_at=at)
        db.run(KEEP_NEWEST, by.id, address, by.id, address, MOST_DRAFTS)
    return made


def _grow(draft: Draft, texts: Mapping[str, str], version: int, at: datetime) -> int:
    return db.run(GROW, Draft.texts.db_value(dict(texts)), time.to_ms(at), draft.id, version)


def discard(draft_id: int, *, by: Staff) -> Draft:
    """Throw one's own draft away; what it was. Raises Missing."""
    draft = queries.own(by, draft_id)
    if draft is None:
        raise Missing
    Draft.delete().where(Draft.id == draft.id).execute()
    return draft


def sent(address: str, draft: Draft | None, texts: Mapping[str, str], *, by: Staff) -> int:
    """What stood in a form has been sent: its draft goes, and every other one that says the same; how many."""
    said = _words(texts)
    gone = [one.id for one in queries.of_form(by, address) if _words(one.texts) == said or one == draft]
    return Draft.delete().where(Draft.id.in_(gone)).execute() if gone else 0


def _words(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """What texts say, however their lines are broken."""
    return {name: words for name, text in texts.items() if (words := text.split())}


def forget(*, before: datetime) -> int:
    """Delete what was saved last before a moment; how many."""
    return Draft.delete().where(Draft.saved_at < before).execute()
