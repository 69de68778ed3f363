"""Reading the journal: newest first, narrowed, a page at a time, whatever its length."""

from __future__ import annotations

from portal.audit.models import JournalRow
from portal.core import db


def head() -> int:
    """The number of the newest row: it moves with every change in the portal, so a poll can compare it."""
    rows = db.select("SELECT MAX(id) FROM journal")
    return rows[0][0] or 0


def about(subject: str):
    """The rows of one subject, oldest first."""
    return JournalRow.select().where(JournalRow.subject == subject).order_by(JournalRow.id)
