"""The time limits of a ticket as a small timeline, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from portal.clocks.models import Stopwatch
from portal.core import i18n
from portal.core.i18n import both
from portal.tickets.actions import stopwatches
from portal.tickets.engine import Procedure
from portal.tickets.lanes import Lane, Watch, drawn
from portal.tickets.models import Ticket


class Pause(NamedTuple):
    """A wait that held a limit; texts in the reader's zone, `until` "" while it lasts."""

    since: str
    until: str


class Row(NamedTuple):
    """A lane with its name and its moments as texts in the reader's zone, "" for none. `state` is met, missed, paused,
    late or ok."""

    id: int
    name: str
    state: str
    lane: Lane
    started: str
    warn: str
    due: str
    ended: str
    pauses: list[Pause]


def lanes_shown(procedure: Procedure, ticket: Ticket, clocks: Sequence[Stopwatch], now: datetime) -> dict | None:
    """What the timeline of a ticket's limits (`timeline.clocks_of`) shows; None when there are none."""
    if not clocks:
        return None
    pauses = stopwatches.pauses_of(procedure, ticket)
    watches = [_watch(procedure, clock, pauses) for clock in clocks]
    scale, lanes = drawn(watches, now)
    rows = [_row(procedure, *three, now) for three in zip(clocks, watches, lanes, strict=True)]
    edges = {"first": i18n.local(scale.first, style="short"), "last": i18n.local(scale.last, style="short")}
    return {"rows": rows, "now": scale.now, "now_text": i18n.local(now, style="time")} | edges


def _watch(procedure: Procedure, clock: Stopwatch, pauses: Iterable) -> Watch:
    held = pauses if procedure.stopwatches[clock.key].pausable else ()
    end = clock.stopped
    own = [(since, until) for since, until in held if (until is None or until > clock.started) and (end is None or since < end)]
    return Watch(clock.started, clock.due, clock.warn_at, end, own)


def _row(procedure: Procedure, clock: Stopwatch, watch: Watch, lane: Lane, now: datetime) -> Row:
    named = procedure.stopwatches[clock.key]
    moments = (i18n.local(moment, style="short") for moment in (watch.started, watch.warn_at, watch.due, watch.ended))
    pauses = [Pause(i18n.local(since, style="short"), i18n.local(until, style="short")) for since, until in watch.pauses]
    return Row(clock.id, both(named.zh, named.en), _state(clock, now), lane, *moments, pauses)


def _state(clock: Stopwatch, now: datetime) -> str:
    if clock.outcome:
        return clock.outcome
    if clock.is_paused:
        return "paused"
    late = clock.breached or (clock.due and clock.due < now)
    return "late" if late else "ok"
