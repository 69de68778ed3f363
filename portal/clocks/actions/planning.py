"""When people are told of a stopwatch, which step of a ladder it has reached, and what holds it up."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.clocks.models import Stopwatch
from portal.core import db
from portal.core.time import to_ms

FIRST_PAUSE, MOST_DOUBLINGS = timedelta(minutes=1), 6


def plan(stopwatch: Stopwatch, *, tell_at: datetime | None, step_at: datetime | None) -> None:
    """Set when people are warned, and when the next step of the ladder comes. What stands so already is left."""
    if (stopwatch.tell_at, stopwatch.step_at) != (tell_at, step_at):
        stopwatch.tell_at, stopwatch.step_at = tell_at, step_at
        moments = [moment and to_ms(moment) for moment in (tell_at, step_at)]
        db.run("UPDATE stopwatch SET tell_at = ?, step_at = ? WHERE id = ?", *moments, stopwatch.id)


def take_step(stopwatch: Stopwatch, step: int, *, rung: int) -> bool:
    """Claim a step of the ladder, those before it with it; True for the one caller that got it. `rung` comes next."""
    ahead = (Stopwatch.id == stopwatch.id) & (Stopwatch.step <= step)
    won = Stopwatch.update(step=step + 1, rung=rung).where(ahead).execute() == 1
    if won:
        stopwatch.step, stopwatch.rung = step + 1, rung
    return won


def hold(stopwatch: Stopwatch, *, at: datetime) -> None:
    """Leave one that failed for a while, longer each time it fails again: a minute, two, four … up to an hour."""
    pause = FIRST_PAUSE * 2 ** min(stopwatch.failures, MOST_DOUBLINGS)
    held = {"failures": Stopwatch.failures + 1, "not_before": at + pause}
    Stopwatch.update(held).where(Stopwatch.id == stopwatch.id).execute()


def release(stopwatch: Stopwatch) -> None:
    """It went well again."""
    if stopwatch.failures:
        Stopwatch.update(failures=0, not_before=None).where(Stopwatch.id == stopwatch.id).execute()
