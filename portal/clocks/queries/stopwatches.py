"""Reads: stopwatches that run, are nearly due or late, and why one is due when it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from peewee import ModelSelect

from portal.clocks.calendar import Calendar
from portal.clocks.explanation import Explanation
from portal.clocks.ledger import explain
from portal.clocks.models import TO_BREACH, TO_STEP, TO_WARN, Stopwatch
from portal.clocks.queries.calendars import calendar_for, calendar_row
from portal.clocks.working_time import Candidate, Pause, Target
from portal.core import db

BATCH = 200

CalendarOf = Callable[[str, int | None], Calendar]


def running(subject: object, key: str) -> Stopwatch | None:
    """The stopwatch of this key that runs (or is paused) for the subject."""
    found = db.rows_of(Stopwatch, "WHERE t.subject = ? AND t.key = ? AND t.stopped IS NULL", str(subject), key)
    return found[0] if found else None


def stopwatches_of(subject: object) -> ModelSelect:
    """Every stopwatch a subject ever had, oldest first."""
    return Stopwatch.select().where(Stopwatch.subject == str(subject)).order_by(Stopwatch.id)


def history_of(subject: object) -> list[Stopwatch]:
    """The same, read at once for a page."""
    return db.rows_of(Stopwatch, "WHERE t.subject = ? ORDER BY t.id", str(subject))


def due_to_warn(now: datetime) -> ModelSelect:
    """Stopwatches of which people are to be told before they are late: the next batch."""
    ripe = (Stopwatch.tell_at <= now) & (Stopwatch.due >= now)
    return _batch(TO_WARN & ripe, Stopwatch.tell_at, now)


def due_to_breach(now: datetime) -> ModelSelect:
    """Stopwatches whose due moment is past and not yet marked: the next batch. The moment itself is still in time."""
    return _batch(TO_BREACH & (Stopwatch.due < now), Stopwatch.due, now)


def due_to_step(now: datetime) -> ModelSelect:
    """Stopwatches for which the next step of the ladder has come: the next batch."""
    return _batch(TO_STEP & (Stopwatch.step_at <= now), Stopwatch.step_at, now)


def _batch(ripe, moment, now: datetime) -> ModelSelect:
    """The longest ripe first; those that failed lately stand back, so that they hold nobody up."""
    not_held = Stopwatch.not_before.is_null() | (Stopwatch.not_before <= now)
    return Stopwatch.select().where(ripe & not_held).order_by(moment).limit(BATCH)


def outdated(code: str) -> ModelSelect:
    """The stopwatches that run on an older version of this calendar and are not late: to be re-based."""
    old = (Stopwatch.calendar == code) & (Stopwatch.calendar_version < calendar_row(code).version)
    return Stopwatch.select().where(TO_BREACH & old).order_by(Stopwatch.id)


def newest(code: str, _version: int | None) -> Calendar:
    """The calendar of a code as it was published last, whatever version was used before."""
    return calendar_for(code)


def target_of(stopwatch: Stopwatch) -> Target:
    """What the rule that won asks for."""
    return Target(stopwatch.amount, stopwatch.unit, stopwatch.bound)


def candidates_of(stopwatch: Stopwatch, calendar_of: CalendarOf = newest) -> list[Candidate]:
    """The rules that compete for a stopwatch; the one that won last comes first.

    `calendar_of` gives the calendar of a code and the version that the stopwatch has: the newest one by default,
    `calendar_for` the same version again.
    """
    own = calendar_of(stopwatch.calendar, stopwatch.calendar_version)
    winner = Candidate(stopwatch.rule, target_of(stopwatch), own, stopwatch.policy_version)
    return [winner, *(_rival(facts, calendar_of) for facts in stopwatch.rivals)]


def _rival(facts: dict, calendar_of: CalendarOf) -> Candidate:
    target = Target(facts["amount"], facts["unit"], facts["bound"])
    calendar = calendar_of(facts["calendar"], facts.get("calendar_version"))
    return Candidate(facts["rule"], target, calendar, facts["policy_version"])


def explanation(stopwatch: Stopwatch, pauses: Iterable[Pause], zones: Iterable[tuple[str, str]]) -> Explanation:
    """Why a stopwatch is due when it is, counted with the calendar version it was set by.

    `pauses` come from the subject's history; what began after the stopwatch was stopped has no part in it. `zones` are
    pairs of whose zone it is ("customer", "region", "hq") and its IANA name. Templates call the answer `explained`.
    """
    calendar = calendar_for(stopwatch.calendar, stopwatch.calendar_version)
    known = pauses if stopwatch.stopped is None else _until(stopwatch.stopped, pauses)
    ledger = explain(stopwatch.started, target_of(stopwatch), calendar, known)
    return Explanation(stopwatch, ledger, tuple(zones))


def _until(stopped: datetime, pauses: Iterable[Pause]) -> list[Pause]:
    """The pauses as they stood when a stopwatch was stopped; one that went on then was unfinished."""
    return [(start, end if end and end <= stopped else None) for start, end in pauses if start < stopped]
