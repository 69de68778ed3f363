"""The only clock. Everything that asks what time it is asks here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)

_frozen: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC, cut to whole milliseconds (what the database keeps)."""
    moment = _frozen or datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Let the clock stand at `moment` (aware) inside the block; for tests and rehearsals."""
    global _frozen
    if moment.tzinfo is None:
        raise ValueError("The clock takes aware moments only.")
    before, _frozen = _frozen, moment.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970 in UTC; refuses a naive moment."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no zone.")
    return (moment - EPOCH) // MILLISECOND


def from_ms(ms: int) -> datetime:
    """The aware UTC moment of a number of milliseconds since 1970."""
    return EPOCH + timedelta(milliseconds=ms)
