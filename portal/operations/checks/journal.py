"""The journal's anchors: whether the newest is fresh, and the copy in the second place is whole."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.audit import anchors
from portal.audit.actions import day_of
from portal.audit.anchor_files import Place
from portal.core import time
from portal.core.i18n import _
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
        why = wrong.strerror or wrong
        return bad(_("The journal's anchors cannot be read (%(why)s); look after %(file)s.", why=why, file=wrong.filename))
    last = anchors.parsed(lines[-1]) if lines else None
    if not lines:
        return note(_("no anchor of the journal yet; the scheduler writes the first one within the hour."))
    if last is None or last.day < day_of(now - LATE):
        day = last.day if last else _("an unreadable line")
        told = _("The newest anchor of the journal is %(day)s; see that the scheduler runs and %(file)s can be written.",
                 day=day, file=place.file)  # fmt: skip
        return bad(told)
    if copy is not None and copy != lines:
        told = _("The copy of the anchors, %(file)s, is not whole; see that it can be written and nobody changed it.",
                 file=place.copy)  # fmt: skip
        return bad(told)
    return good(_("The journal was anchored on %(day)s.", day=last.day))
