"""How far the figures are."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from portal.core import db
from portal.core.time import from_ms

STALE = "SELECT EXISTS (SELECT 1 FROM fact_stale_ticket) OR EXISTS (SELECT 1 FROM fact_stale_day)"
STANDING = "SELECT counted_at, EXISTS (SELECT 1 FROM fact_stale_ticket) OR EXISTS (SELECT 1 FROM fact_stale_day) FROM fact_state"
LEFT = "SELECT (SELECT COUNT(*) FROM fact_stale_ticket), (SELECT COUNT(*) FROM fact_stale_day)"


class Left(NamedTuple):
    """How many tickets are to be read, and how many days (each of one region) to be counted."""

    tickets: int
    days: int


class Standing(NamedTuple):
    """When the figures were kept last (None before the first time), and whether some of them are being counted."""

    at: datetime | None
    behind: bool


def anything_stale() -> bool:
    """Whether a ticket or a day waits to be counted."""
    return bool(db.select(STALE)[0][0])


def left() -> Left:
    """What waits to be counted."""
    return Left(*db.select(LEFT)[0])


def standing() -> Standing:
    """How fresh the figures are."""
    at, behind = db.select(STANDING)[0]
    return Standing(at and from_ms(at), bool(behind))
