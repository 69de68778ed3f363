"""The journal's anchors: whether the newest is fresh, and the copy in the second place is whole."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.audit import anchors
from portal.audit.actions import day_of
from portal.audit.anchor_files import Place
from portal.core import time
from portal.operations.checks import Finding, bad, good, note
from portal.settings import Settings

LATE = timedelta(days=2)


def journal_anchors(settings: Settings) -> Finding:
    return anchors_at(settings, time.now())


def anchors_at(settings: Settings, now: datetime) -> Finding:
    """As it is at `now`: an anchor is written each day that the scheduler runs."""
    place = Place(settings)
    try:
        lines, copy = place.lines(), place.lines_of_copy()
    except OSError as wrong:
        return bad(f"The journal's anchors cannot be read ({wrong.strerror or wrong}); look after {wrong.filename}.")
    last = anchors.parsed(lines[-1]) if lines else None
    if not lines:
        return note("no anchor of the journal yet; the scheduler writes the first one within the hour.")
    if last is None or last.day < day_of(now - LATE):
        day = last.day if last else "an unreadable line"
        return bad(f"The newest anchor of the journal is {day}; see that the scheduler runs and {place.file} can be written.")
    if copy is not None and copy != lines:
        return bad(f"The copy of the anchors, {place.copy}, is not whole; see that it can be written and nobody changed it.")
    return good(f"The journal was anchored on {last.day}.")
