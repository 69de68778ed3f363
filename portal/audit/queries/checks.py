"""The runs of verifying the journal."""

from __future__ import annotations

from portal.audit.models import Check
from portal.core.errors import Missing


def running() -> Check | None:
    """The run that is not over, or None: there is never more than one."""
    return Check.select().where(Check.ended_at.is_null()).order_by(Check.id).first()


def last_ended() -> Check | None:
    """The newest run that is over."""
    return Check.select().where(Check.ended_at.is_null(False)).order_by(Check.id.desc()).first()


def check(number: int) -> Check:
    """A run by its number. Raises Missing."""
    found = Check.get_or_none(Check.id == number)
    if found is None:
        raise Missing
    return found
