"""The time limits of a ticket drawn beside one another: where each begins, warns, is due and ends. Pure.

One scale for all, in thousandths of the width, from the first beginning to the last thing that happened or will.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

WIDTH = 1000
AIR = 0.03  # of the whole, behind the last moment, so that its mark is seen
SHORTEST = timedelta(minutes=1)

Stretch = tuple[int, int]


class Watch(NamedTuple):
    """What is drawn of a stopwatch: aware UTC moments; `due` and `warn_at` None while it stands still, `ended` None while
    it runs; `pauses` as they were, None for the end of one that lasts."""

    started: datetime
    due: datetime | None = None
    warn_at: datetime | None = None
    ended: datetime | None = None
    pauses: Sequence[tuple[datetime, datetime | None]] = ()


class Lane(NamedTuple):
    """One stopwatch on the scale: `ran` are the stretches in which it ran so far, the gaps between them its pauses;
    `ahead` what is left until it is due, `over` what passed since. `warn`, `due` and `ended` are places, None for none."""

    ran: list[Stretch]
    ahead: Stretch | None
    over: Stretch | None
    warn: int | None
    due: int | None
    ended: int | None


class Scale(NamedTuple):
    """The moments at the left and at the right edge, and the place of now; None when nothing runs any more."""

    first: datetime
    last: datetime
    now: int | None

    def place(self, moment: datetime) -> int:
        """Where a moment stands, from 0 to WIDTH."""
        share = (moment - self.first) / (self.last - self.first)
        return round(WIDTH * min(1.0, max(0.0, share)))


def drawn(watches: Sequence[Watch], now: datetime) -> tuple[Scale, list[Lane]]:
    """The scale and a lane for each stopwatch, in their order; there is at least one."""
    first = min(watch.started for watch in watches)
    moments = [moment for watch in watches for moment in (watch.due, watch.ended or now) if moment]
    last = max(*moments, first + SHORTEST)
    last += (last - first) * AIR
    runs = any(watch.ended is None for watch in watches)
    scale = Scale(first, last, None)
    scale = scale._replace(now=scale.place(now) if runs else None)
    return scale, [_lane(watch, scale, now) for watch in watches]


def _lane(watch: Watch, scale: Scale, now: datetime) -> Lane:
    end = watch.ended or now
    due = watch.due
    ran = _ran(watch.started, min(end, due or end), watch.pauses)
    return Lane(
        ran=[(scale.place(begin), scale.place(until)) for begin, until in ran],
        ahead=_between(scale, end, due) if due and not watch.ended else None,
        over=_between(scale, due, end) if due else None,
        warn=scale.place(watch.warn_at) if watch.warn_at else None,
        due=scale.place(due) if due else None,
        ended=scale.place(watch.ended) if watch.ended else None,
    )


def _between(scale: Scale, begin: datetime, end: datetime) -> Stretch | None:
    return (scale.place(begin), scale.place(end)) if begin < end else None


def _ran(begin: datetime, end: datetime, pauses: Iterable[tuple[datetime, datetime | None]]) -> list[tuple[datetime, datetime]]:
    """What is left of a stretch when the pauses are cut out of it; of one that lasts, all that follows."""
    left, at = [], begin
    for since, until in sorted(pauses, key=lambda pause: pause[0]):
        if at < min(since, end):
            left.append((at, min(since, end)))
        at = max(at, until or end)
    return [*left, (at, end)] if at < end else left
