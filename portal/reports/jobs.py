"""Keeping the figures by the clock, and making them all anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from portal.reports import actions
from portal.reports.queries import standing

SLICES = 20


def keep(*, now: datetime) -> int:
    """Count what has changed; how many tickets were read. A run ends after `SLICES` of each kind, so that a large import
    holds no warning up; the next one goes on."""
    actions.heed(at=now)
    if not standing.anything_stale():
        return 0
    tickets = _slices(actions.read_off, now)
    _slices(actions.count, now)
    return tickets


def rebuild(first: date | None, *, now: datetime, progress: Callable[[standing.Left], None] = lambda _left: None) -> None:
    """Count everything anew, or what happened on or after a day. It may be stopped at any time: `keep` goes on with it."""
    actions.heed(at=now)
    actions.make_stale(first, at=now)
    for slice_of in (actions.read_off, actions.count):
        while slice_of(at=now):
            progress(standing.left())


def _slices(slice_of: Callable[..., int], now: datetime) -> int:
    done = 0
    for _turn in range(SLICES):
        some = slice_of(at=now)
        if not some:
            break
        done += some
    return done
