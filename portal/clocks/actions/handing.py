"""Stopwatches of a subject that becomes part of another: set aside, taken along, and given back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from portal.clocks.models import RUNNING, SUPERSEDED, Miss, Stopwatch

COUNTED = [field.name for field in Stopwatch._meta.sorted_fields if field.name not in ("id", "subject")]
LIVED = ("warned", "breached", "late_since", "step", "rung", "tell_at", "step_at")


def set_aside(stopwatches: Iterable[Stopwatch], *, at: datetime) -> None:
    """End stopwatches neither met nor missed, in a way that can be taken back. A miss that happened stays, and stays open."""
    for stopwatch in stopwatches:
        Stopwatch.update(stopped=at, outcome=SUPERSEDED).where((Stopwatch.id == stopwatch.id) & RUNNING).execute()


def take_up(numbers: Iterable[int]) -> None:
    """Let stopwatches that were set aside run again, as if they had run all the time."""
    wanted = Stopwatch.id.in_(list(numbers)) & (Stopwatch.outcome == SUPERSEDED)
    Stopwatch.update(stopped=None, outcome=None).where(wanted).execute()


def take_along(stopwatch: Stopwatch, subject: object) -> Stopwatch:
    """The same count for another subject, with all that was told of it. Its miss goes along, so that it stays one."""
    taken = Stopwatch.create(subject=str(subject), **{name: getattr(stopwatch, name) for name in COUNTED})
    Miss.update(stopwatch=taken).where(Miss.stopwatch == stopwatch).execute()
    return taken


def give_back(taken: Stopwatch, original: Stopwatch, *, at: datetime) -> None:
    """Undo `take_along`: the original takes over what was told meanwhile and the miss, which is open again; what was taken
    along counts neither as met nor as missed."""
    lived = {name: getattr(taken, name) for name in LIVED}
    Stopwatch.update(**lived).where(Stopwatch.id == original.id).execute()
    Miss.update(stopwatch=original, seconds_late=None).where(Miss.stopwatch == taken).execute()
    Stopwatch.update(stopped=taken.stopped or at, outcome=SUPERSEDED).where(Stopwatch.id == taken.id).execute()


