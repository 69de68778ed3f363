"""What stands on the list, and what of it stands in a text."""

from __future__ import annotations

from portal.core import db
from portal.core.errors import Missing
from portal.core.i18n import both
from portal.knowledge.models import Phrase
from portal.knowledge.rules import wording as rules
from portal.knowledge.rules.wording import Forbidden, Hit


def listed() -> list[Phrase]:
    """The phrases of the list: those that block first, then by language and words."""
    return db.rows_of(Phrase, "WHERE t.retired_at IS NULL ORDER BY t.severity, t.language, t.folded")


def retired() -> list[Phrase]:
    """What was taken off the list, the newest first."""
    return db.rows_of(Phrase, "WHERE t.retired_at IS NOT NULL ORDER BY t.retired_at DESC, t.id DESC LIMIT 50")


def phrase(number: int) -> Phrase:
    """One phrase of the list. Raises Missing, for one that was taken off too."""
    found = Phrase.get_or_none((Phrase.id == number) & Phrase.retired_at.is_null())
    if found is None:
        raise Missing
    return found


def said_in(text: str) -> list[Hit]:
    """The phrases of the list that stand in a text (TM-4.3), with their reason in the reader's language."""
    return rules.found(text, [_forbidden(row) for row in listed()])


def _forbidden(row: Phrase) -> Forbidden:
    return Forbidden(row.id, row.folded, row.severity, row.words, both(row.reason_zh, row.reason_en))
