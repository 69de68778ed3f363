"""Changes of stopwatches: started, stopped, counted anew, warned of, missed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from portal import audit
from portal.audit import actions as journal
from portal.clocks import queries
from portal.clocks.models import MET, MISSED, SUPERSEDED, TO_BREACH, TO_WARN, Miss, Stopwatch
from portal.clocks.working_time import Candidate, Claim, Pause, Target, stricter, threshold
from portal.core import db, time

OF_THE_REGION = "region"
SECOND = timedelta(seconds=1)


class Figure(Protocol):
    """What a rule of the policy demands. `calendar` is "region", the code of a calendar such as "hq", or None."""

    rule: str
    amount: int
    unit: str
    bound: bool
    calendar: str | None
    version: int


def start(
    subject: object,
    key: str,
    candidates: Iterable[Figure],
    calendar: str,
    *,
    at: datetime,
    percent: int,
    pauses: Sequence[Pause] = (),
) -> Stopwatch:
    """Start the stopwatch `key` of a subject such as "ticket:12"; of several rules the stricter one sets it.

    `calendar` is the code of the region's calendar, `at` the moment the count starts, which may lie in the past.
    A stopwatch of the same key that still runs must be stopped or superseded before: the database refuses a second one
    (IntegrityError). Nothing is journaled: starting is part of a step that is.
    """
    columns = reckoned(key, candidates, calendar, at=at, percent=percent, pauses=pauses)
    stopwatch = Stopwatch(subject=str(subject), **columns)
    db.insert(stopwatch)
    return stopwatch


def reckoned(
    key: str,
    candidates: Iterable[Figure],
    calendar: str,
    *,
    at: datetime,
    percent: int,
    pauses: Sequence[Pause] = (),
) -> dict[str, Any]:
    """The columns of a stopwatch as `start` would set them, all but its subject: for loading many that begin alike."""
    claims = stricter(at, [_candidate(figure, calendar) for figure in candidates], pauses)
    return {"key": key, "started": at, "percent": percent, **_setting(claims, at, percent, pauses)}


def same_again(stopwatch: Stopwatch, *, at: datetime, pauses: Sequence[Pause]) -> dict[str, Any]:
    """The columns of a stopwatch by the same rules that starts at `at`, on the newest calendars."""
    claims = stricter(at, queries.candidates_of(stopwatch), pauses)
    setting = _setting(claims, at, stopwatch.percent, pauses)
    return {"key": stopwatch.key, "started": at, "percent": stopwatch.percent, **setting}


def _candidate(figure: Figure, calendar: str) -> Candidate:
    code = calendar if figure.calendar in (None, OF_THE_REGION) else figure.calendar
    target = Target(figure.amount, figure.unit, figure.bound)
    return Candidate(figure.rule, target, queries.calendar_for(code), figure.version)


def _setting(claims: Sequence[Claim], started: datetime, percent: int, pauses: Sequence[Pause]) -> dict[str, Any]:
    """The columns that the claims decide; the first claim wins."""
    winner, *losers = claims
    won = winner.candidate
    warn_at = threshold(percent, started, won.target, won.calendar, pauses)
    return _facts(won) | {
        "calendar_version": won.calendar.version,
        "due": winner.due,
        "warn_at": warn_at,
        "tell_at": warn_at,
        "rivals": [_rival(loser) for loser in losers],
    }


def _facts(candidate: Candidate) -> dict[str, Any]:
    return {
        "rule": candidate.rule,
        "policy_version": candidate.policy_version,
        "calendar": candidate.calendar.code,
        "amount": candidate.target.amount,
        "unit": candidate.target.unit,
        "bound": candidate.target.bound,
    }


def _rival(loser: Claim) -> dict[str, Any]:
    return _facts(loser.candidate) | {"calendar_version": loser.candidate.calendar.version, "due": _iso(loser.due)}


def _iso(moment: datetime | None) -> str | None:
    return moment and moment.isoformat()


def stop(subject: object, key: str, *, at: datetime) -> Stopwatch | None:
    """Stop the running stopwatch of this key: met up to and at its due moment, missed after it. None when none runs.

    A stopwatch that stands still is met, unless it was missed before.
    """
    return _end(subject, key, at=at, outcome=None)


def supersede(subject: object, key: str, *, at: datetime) -> Stopwatch | None:
    """End the running stopwatch of this key because another takes its place; a miss that happened before stays."""
    return _end(subject, key, at=at, outcome=SUPERSEDED)


def put_back(subject: object, key: str, *, runs: int | None, ran: int | None, at: datetime) -> bool:
    """Let the stopwatch `ran` of this key run again, in place of `runs` (ids; None: none); whether that could be done.

    It cannot where another one than `runs` runs by now. Nothing is journaled: whoever takes a step back tells that.
    """
    found = queries.running(subject, key)
    if (found.id if found else None) != runs:
        return False
    if found:
        supersede(subject, key, at=at)
    if ran is not None:
        given_up = (Stopwatch.id == ran) & (Stopwatch.outcome == SUPERSEDED)
        Stopwatch.update(stopped=None, outcome=None).where(given_up).execute()
    return True


END = "UPDATE stopwatch SET stopped = ?, outcome = ? WHERE id = ? AND stopped IS NULL"


def _end(subject: object, key: str, *, at: datetime, outcome: str | None) -> Stopwatch | None:
    with db.joined():
        stopwatch = queries.running(subject, key)
        if stopwatch is None:
            return None
        late = stopwatch.due is not None and at > stopwatch.due
        stopwatch.stopped, stopwatch.outcome = at, outcome or (MISSED if late else MET)
        ended = db.run(END, time.to_ms(at), stopwatch.outcome, stopwatch.id) == 1
        if ended and late:
            _miss(stopwatch, at)
            seconds = (at - stopwatch.due) // SECOND
            Miss.update(seconds_late=seconds).where(Miss.stopwatch == stopwatch).execute()
        return stopwatch if ended else None


def forget(subjects: Iterable[object]) -> None:
    """Take away the stopwatches of subjects that should never have been (a reverted import), with their misses."""
    for subject in subjects:
        gone = [stopwatch.id for stopwatch in queries.stopwatches_of(subject)]
        Miss.delete().where(Miss.stopwatch.in_(gone)).execute()
        Stopwatch.delete().where(Stopwatch.id.in_(gone)).execute()


def rebase(stopwatch: Stopwatch, pauses: Sequence[Pause], *, by: object, at: datetime, reason: str = "") -> bool:
    """Count a running stopwatch anew with these pauses and the newest calendars; True when its due moment moved.

    All rules that competed for it are asked again, since a pause may make another one the stricter. A late stopwatch
    stays as it is. A due moment that a change of calendar moved is journaled as "clock.rebased"; pauses are in the
    history they come from. Many at once are re-based by a run (`rebases`).
    """
    if not stopwatch.is_running or stopwatch.breached:
        return False
    before = stopwatch.due, stopwatch.calendar_version
    with db.atomic():
        won = _update(stopwatch, TO_BREACH, **counted_anew(stopwatch, queries.candidates_of(stopwatch), pauses))
        moved = won and stopwatch.due != before[0]
        if moved and stopwatch.calendar_version != before[1]:
            changes = {"due": [_iso(before[0]), _iso(stopwatch.due)], "stopwatch": [stopwatch.key, stopwatch.key]}
            journal.record("clock.rebased", stopwatch.subject, by=by, at=at, reason=reason, changes=changes)
    return moved


def repause(stopwatch: Stopwatch, pauses: Sequence[Pause]) -> bool:
    """Count a running stopwatch with other pauses, on the figures and calendars it has; True when its due moment moved.

    Nothing is journaled: the wait that makes the pause is. A late stopwatch stays as it is.
    """
    before = stopwatch.due
    candidates = queries.candidates_of(stopwatch, queries.calendar_for)
    return reset(stopwatch, counted_anew(stopwatch, candidates, pauses)) and stopwatch.due != before


def counted_anew(stopwatch: Stopwatch, candidates: Iterable[Candidate], pauses: Sequence[Pause]) -> dict[str, Any]:
    """The columns of a running stopwatch as these rules and pauses would set them; nothing is written."""
    claims = stricter(stopwatch.started, candidates, pauses)
    setting = _setting(claims, stopwatch.started, stopwatch.percent, pauses)
    return setting | {"warned": _still_warned(stopwatch, setting["warn_at"])}


def reset(stopwatch: Stopwatch, columns: dict[str, Any]) -> bool:
    """Give a stopwatch other columns unless it is stopped or late; whether it was given them."""
    return stopwatch.is_running and not stopwatch.breached and _update(stopwatch, TO_BREACH, **columns)


def _still_warned(stopwatch: Stopwatch, warn_at: datetime | None) -> datetime | None:
    """The warning that was given, unless its moment has moved away from it. It may have been brought forward."""
    given = stopwatch.warned
    return given if given and warn_at and warn_at <= max(given, stopwatch.warn_at or given) else None


def mark_warned(stopwatch: Stopwatch, *, at: datetime) -> bool:
    """Claim the warning of a stopwatch; True for the one caller that got it, who tells people in one transaction."""
    return _update(stopwatch, TO_WARN, warned=at)


def mark_breached(stopwatch: Stopwatch, *, at: datetime) -> bool:
    """Record that a stopwatch is late, as a miss that stays; True for the one caller that claimed it."""
    with db.joined():
        since = stopwatch.late_since or stopwatch.due
        won = _update(stopwatch, TO_BREACH & (Stopwatch.due < at), breached=at, late_since=since)
        if won:
            _miss(stopwatch, at)
    return won


def _miss(stopwatch: Stopwatch, at: datetime) -> None:
    """The row and the journal entry of a miss, once."""
    if Miss.get_or_none(Miss.stopwatch == stopwatch):
        return
    Miss.create(stopwatch=stopwatch, rule=stopwatch.rule, due=stopwatch.due, at=at)
    changes = {"stopwatch": [None, stopwatch.key], "due": [None, _iso(stopwatch.due)]}
    journal.record("clock.missed", stopwatch.subject, by=audit.SYSTEM, at=at, reason=stopwatch.rule, changes=changes)


def _update(stopwatch: Stopwatch, still, **columns: Any) -> bool:
    """Set columns while the row still is what `still` says; whether it was. The object follows the row."""
    won = Stopwatch.update(**columns).where((Stopwatch.id == stopwatch.id) & still).execute() == 1
    if won:
        for name, value in columns.items():
            setattr(stopwatch, name, value)
    return won
