"""What operations does by the clock: ask for the night's backup and the week's rehearsal, and have them carried out."""

from __future__ import annotations

from datetime import datetime

from portal.audit import SYSTEM
from portal.core import db
from portal.core.i18n import HEADQUARTERS
from portal.operations import actions, errands, queries, rules
from portal.operations.backups.shelf import Shelf
from portal.operations.models import BACKUP, REHEARSAL

INTERRUPTED = "It was interrupted; nothing of it counts, and the next one starts afresh."


def look_after_backups(*, now: datetime) -> int:
    """Ask for what is due, end what was interrupted, and start whoever carries out what waits; how many of these."""
    settings = db.settings()
    at_work = Shelf(settings.backup_folder).is_taken()
    ended = 0 if at_work else _end_interrupted(now)
    asked = _ask_for_what_is_due(now, settings.backup_hour)
    starts = not at_work and queries.waiting() is not None
    if starts:
        errands.start(settings)
    return ended + asked + starts


def _end_interrupted(now: datetime) -> int:
    """What began and holds the shelf no more has died on the way."""
    dead = queries.begun(before=now - queries.TO_TAKE_THE_SHELF)
    for errand in dead:
        actions.fail(errand, INTERRUPTED, at=now)
    return len(dead)


def _ask_for_what_is_due(now: datetime, hour: int) -> int:
    slot = rules.night_before(now, HEADQUARTERS, hour)
    due = {
        BACKUP: rules.backup_is_due(slot, last=queries.last_asked(BACKUP), home_made=queries.home_made()),
        REHEARSAL: rules.rehearsal_is_due(now, last=queries.last_asked(REHEARSAL), backed_up=queries.newest_good(BACKUP)),
    }
    wanted = [kind for kind, is_due in due.items() if is_due and not queries.is_under_way(kind)]
    for kind in wanted:
        actions.ask(kind, by=SYSTEM, at=now)
    return len(wanted)


def tell_of_failing_jobs(*, now: datetime) -> int:
    """Tell whoever looks after the portal of jobs that fail, once each; how many notices."""
    return sum(actions.tell_of_failing(run, at=now) for run in queries.failing_jobs())
