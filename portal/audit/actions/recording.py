"""Writing the journal."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime

from portal.audit import chain
from portal.audit.models import JournalRow
from portal.core import db, time

origin: ContextVar[str] = ContextVar("origin", default="")
CHAIN_LOCK = 7_461_001


def record(
    what: str,
    subject: object,
    *,
    by: object,
    at: datetime | None = None,
    reason: str = "",
    changes: dict[str, list] | None = None,
) -> JournalRow:
    """Add a row to the journal, in the caller's transaction.

    `what` is "area.past_participle"; `changes` maps a field to [before, after] and never holds a secret. Where it came
    from (the caller's address, or the name of a job) is taken from `origin`.
    """
    moment = at or time.now()
    with db.joined():
        number, before = newest()
        fields = {
            "who": str(by),
            "origin": origin.get(),
            "what": what,
            "subject": str(subject),
            "reason": reason,
            "changes": changes,
        }
        digest = chain.digest(before, number=number + 1, at_ms=time.to_ms(moment), **fields)
        row = JournalRow(id=number + 1, at=moment, digest=digest, **fields)
        db.insert(row)
        return row


def newest() -> tuple[int, str]:
    """Number and digest of the newest row; nobody else can add one until the caller's transaction ends."""
    if db.is_postgresql():
        db.database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (CHAIN_LOCK,))
    rows = db.select("SELECT id, digest FROM journal ORDER BY id DESC LIMIT 1")
    return rows[0] if rows else (0, chain.ROOT)
