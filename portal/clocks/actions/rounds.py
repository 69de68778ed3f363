"""Stopwatches that begin again and again: one round after another, and a miss for each round that was missed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from portal.clocks.actions.stopwatches import same_again
from portal.clocks.models import MISSED, RUNNING, Miss, Stopwatch
from portal.clocks.working_time import Pause
from portal.core import db

SECOND = timedelta(seconds=1)
CARRIED = ("late_since", "step", "rung")


def next_round(stopwatch: Stopwatch, pauses: Sequence[Pause] = ()) -> Stopwatch:
    """End a round that was marked as missed at its due moment, where the next begins; the next round. It asks the same,
    on the newest calendars, and the ladder goes on where it stood."""
    with db.atomic():
        Stopwatch.update(stopped=stopwatch.due, outcome=MISSED).where(Stopwatch.id == stopwatch.id, RUNNING).execute()
        carried = {name: getattr(stopwatch, name) for name in CARRIED}
        following = same_again(stopwatch, at=stopwatch.due, pauses=pauses)
        return Stopwatch.create(subject=stopwatch.subject, **following, **carried)


def make_good(subject: object, key: str, *, at: datetime) -> None:
    """What the missed rounds asked for has been done at last: each miss says by how much it was late."""
    rounds = Stopwatch.select(Stopwatch.id).where((Stopwatch.subject == str(subject)) & (Stopwatch.key == key))
    for miss in Miss.select().where(Miss.stopwatch.in_(rounds), Miss.seconds_late.is_null()):
        Miss.update(seconds_late=(at - miss.due) // SECOND).where(Miss.id == miss.id).execute()
