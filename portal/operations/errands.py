"""Carrying errands out: the backup or rehearsal itself, its progress as a row, what came of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from time import monotonic

import peewee
import psycopg

from portal.core import db, time
from portal.core.errors import Refused
from portal.operations import actions, keys, processes
from portal.operations.backups.making import Made, Told, make
from portal.operations.backups.rehearsing import rehearse
from portal.operations.models import BACKUP, REHEARSAL, Errand
from portal.settings import Settings

SECONDS_BETWEEN_WORDS = 0.5
FAILURES = (Refused, OSError, peewee.PeeweeException, psycopg.Error)
CARRY_OUT = [sys.executable, "-m", "portal", "errands"]


def start(settings: Settings) -> None:
    """Carry out what waits in a process of its own, which outlives the scheduler's round."""
    processes.leave(CARRY_OUT, os.environ | {"PORTAL_HOME": str(settings.home)})


def carry_out(errand: Errand, settings: Settings, *, told: Told = lambda *_: None) -> Errand:
    """Do what an errand asks for, unless somebody else is quicker; the row says what came of it."""
    if not actions.begin(errand, at=time.now()):
        return Errand.get_by_id(errand.id)
    try:
        outcome = _OF_KIND[errand.kind](settings, _progress(errand, told))
    except FAILURES as error:
        db.ready()
        actions.fail(errand, sentence_of(error), at=time.now())
    else:
        actions.end(errand, at=time.now(), **outcome)
    return Errand.get_by_id(errand.id)


def _back_up(settings: Settings, told: Told) -> dict:
    return outcome_of(make(settings, keys.existing(settings), told=told, passphrase=settings.backup_passphrase))


def _rehearse(settings: Settings, told: Told) -> dict:
    done = asdict(rehearse(settings, keys.existing(settings), told=told))
    path = done.pop("path")
    return {"name": path.name, "size": path.stat().st_size, "facts": done}


_OF_KIND: dict[str, Callable[[Settings, Told], dict]] = {BACKUP: _back_up, REHEARSAL: _rehearse}


def outcome_of(made: Made) -> dict:
    """What the row of a backup keeps of it."""
    facts = {"rows": sum(made.manifest.counts.values()), "journal": made.manifest.journal[0], "files": made.files}
    facts |= {"new_files": made.new_files, "removed": made.removed}
    return {"name": made.path.name, "size": made.size, "facts": facts}


def note(made: Made, *, by: object, at: datetime) -> None:
    """Enter a backup that was made when there was no row to ask for it with."""
    errand = actions.ask(BACKUP, by=by, at=at)
    actions.begin(errand, at=at)
    actions.end(errand, at=time.now(), **outcome_of(made))


def _progress(errand: Errand, told: Told) -> Told:
    """Write the progress down, twice a second at most, and at each new step."""
    last: dict[str, object] = {"step": "", "at": 0.0}

    def say(step: str, done: int, whole: int) -> None:
        if step != last["step"] or monotonic() - last["at"] > SECONDS_BETWEEN_WORDS:
            last.update(step=step, at=monotonic())
            actions.say_how_far(errand, step, done, whole)
            told(step, done, whole)

    return say


def sentence_of(error: Exception) -> str:
    """What a failure says to an administrator: our own reason, or the kind of fault. Never what a database quotes."""
    if isinstance(error, Refused):
        return str(error.reason)
    if isinstance(error, OSError):
        return f"{error.filename or 'The disk'}: {error.strerror or type(error).__name__}."
    return f"The database cannot be used ({type(error).__name__})."

