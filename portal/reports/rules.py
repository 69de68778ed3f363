"""What a ticket's history comes to, and which tickets a journal row touches. Pure: values in, facts out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from portal.clocks.calendar import ONE_DAY, Calendar
from portal.clocks.working_time import Pause, merged
from portal.core.time import from_ms, to_ms

TAKEN, RESPONDED, ANSWERED, CLOSED = "taken", "responded", "answered", "closed"
REOPENED, TRANSFERRED, MET, LATE, MISSED = "reopened", "transferred", "met", "late", "missed"
KINDS = (TAKEN, RESPONDED, ANSWERED, CLOSED, REOPENED, TRANSFERRED, MET, LATE, MISSED)
DEEDS = {"answer": ANSWERED, "case": CLOSED, "reopened": REOPENED, "transfer": TRANSFERRED}
OUTCOMES = {"met": MET, "missed": LATE}
SPOKEN = ("reply", "answer")
SECOND = timedelta(seconds=1)


class Entry(NamedTuple):
    """A line of the timeline that somebody wrote; `at` in milliseconds."""

    at: int
    by: int
    kind: str


class Limit(NamedTuple):
    """A stopwatch that ended (`outcome` met or missed; None while it runs or when superseded) or was missed
    (`missed_due`); moments in milliseconds. `pauses` says whether waits stop it."""

    key: str
    rule: str
    started: int
    stopped: int | None
    outcome: str | None
    missed_due: int | None
    pauses: bool


@dataclass(frozen=True)
class History:
    """All of a ticket that is counted: moments in milliseconds, people by id, `pauses` the waits that pause limits. What
    was not `taken` in (split off another, and taken back) had neither a beginning nor a first answer."""

    ticket: int
    region: str
    channel: str
    clerk: int
    owner: int
    received: int
    first_answer: int | None
    taken: bool = True
    entries: Sequence[Entry] = ()
    limits: Sequence[Limit] = ()
    pauses: Sequence[Pause] = field(default=())


class Fact(NamedTuple):
    """See `models.Fact`; the columns in their order."""

    ticket: int
    day: str
    region: str
    person: int
    channel: str
    kind: str
    stopwatch: str
    rule: str
    at: int
    elapsed: int | None
    opened: int | None


def open_seconds(calendar: Calendar, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> int:
    """Whole seconds from `start` to `end` in which the desk was open and no pause ran; 0 when the end comes first."""
    if end <= start:
        return 0
    line = calendar.line(calendar.local_date(start))
    within = ((max(pause.start, start), min(pause.end, end)) for pause in merged(pauses))
    paused = (line.until(till) - line.until(since) for since, till in within if since < till)
    return (line.until(end) - line.until(start) - sum(paused, timedelta())) // SECOND


class Reckoner:
    """Makes facts of histories of one region: by its zone's days, and its calendar's open time."""

    def __init__(self, calendar: Calendar, zone):
        self.calendar, self.zone = calendar, zone

    def facts(self, history: History) -> list[Fact]:
        """Everything that happened to a ticket, in no order that matters."""
        return [*self._deeds(history), *self._limits(history)]

    def _deeds(self, history: History) -> Iterator[Fact]:
        if history.taken:
            yield self._fact(history, TAKEN, history.received, history.clerk)
        if history.taken and history.first_answer is not None:
            person = _author(history, history.first_answer, SPOKEN) or history.clerk
            yield self._timed(history, (RESPONDED, history.received, history.first_answer), person, ())
        for entry in history.entries:
            if entry.kind == "answer":
                yield self._timed(history, (ANSWERED, _round_of(history, entry.at), entry.at), entry.by, history.pauses)
            elif entry.kind in DEEDS:
                yield self._fact(history, DEEDS[entry.kind], entry.at, entry.by)

    def _limits(self, history: History) -> Iterator[Fact]:
        for limit in history.limits:
            person = _ended_by(history, limit)
            if limit.outcome in OUTCOMES:
                pauses = history.pauses if limit.pauses else ()
                fact = self._timed(history, (OUTCOMES[limit.outcome], limit.started, limit.stopped), person, pauses)
                yield fact._replace(stopwatch=limit.key, rule=limit.rule)
            if limit.missed_due is not None:
                fact = self._fact(history, MISSED, limit.missed_due, person)
                yield fact._replace(stopwatch=limit.key, rule=limit.rule)

    def _timed(self, history: History, span: tuple[str, int, int], person: int, pauses: Sequence[Pause]) -> Fact:
        kind, began, at = span
        opened = open_seconds(self.calendar, from_ms(began), from_ms(at), pauses)
        return self._fact(history, kind, at, person)._replace(elapsed=max(0, at - began) // 1000, opened=opened)

    def _fact(self, history: History, kind: str, at: int, person: int) -> Fact:
        day = from_ms(at).astimezone(self.zone).date().isoformat()
        return Fact(history.ticket, day, history.region, person, history.channel, kind, "", "", at, None, None)


def _round_of(history: History, at: int) -> int:
    """When what was answered at `at` began: the last reopening before, else the customer's word."""
    return max((entry.at for entry in history.entries if entry.kind == "reopened" and entry.at <= at), default=history.received)


def _ended_by(history: History, limit: Limit) -> int:
    """Who ended it; while it runs (or when nobody wrote anything then) who is responsible."""
    if limit.stopped is None:
        return history.owner
    return _author(history, limit.stopped) or history.clerk


def _author(history: History, at: int, kinds: Sequence[str] | None = None) -> int | None:
    """Who wrote the last entry of exactly this moment."""
    found = [entry.by for entry in history.entries if entry.at == at and (kinds is None or entry.kind in kinds)]
    return found[-1] if found else None


@dataclass
class Touched:
    """What journal rows say has changed: tickets by number and id, imports by id, calendars with the first day that
    differs (None for all days); `everything` when it cannot be told apart."""

    numbers: set[str] = field(default_factory=set)
    tickets: set[int] = field(default_factory=set)
    imports: set[int] = field(default_factory=set)
    calendars: list[tuple[str, date | None]] = field(default_factory=list)
    everything: bool = False


class Told(NamedTuple):
    """What is read of a journal row."""

    what: str
    subject: str
    reason: str
    changes: Mapping[str, Sequence] | None


def touched(rows: Iterable[Told]) -> Touched:
    """What has to be counted anew after these rows of the journal. A subject that is no ticket's number finds none."""
    found = Touched()
    for row in rows:
        area, _colon, number = row.subject.partition(":")
        if area == "calendar":
            found.calendars.append((number, _first_day(row)))
        elif area in ("ticket", "import") and number.isdigit():
            (found.tickets if area == "ticket" else found.imports).add(int(number))
        elif row.what == "enquiries.seeded":
            found.everything = True
        else:
            found.numbers.add(row.subject)
    return found


def _first_day(row: Told) -> date | None:
    """The first day a change of a calendar may alter: of the dates it names, or of the year it was read for."""
    try:
        if row.changes:
            return min(map(date.fromisoformat, row.changes))
        return date(int(row.reason.partition(":")[0]), 1, 1)
    except ValueError:
        return None


def since(first: date | None) -> int:
    """The moment in milliseconds before which a change of a calendar from a day on alters nothing, in any zone."""
    midnight = datetime(first.year, first.month, first.day, tzinfo=from_ms(0).tzinfo) if first else from_ms(0)
    return to_ms(midnight - ONE_DAY)


def counted(facts: Iterable[Sequence]) -> list[tuple]:
    """Cells of (day, region, person, channel, kind, stopwatch, rule, elapsed, opened): the key, a number, and durations
    sorted and joined with commas (None where none was measured)."""
    alike: dict[tuple, list[tuple]] = {}
    for *key, elapsed, opened in facts:
        alike.setdefault(tuple(key), []).append((elapsed, opened))
    return [(*key, len(times), *(_joined(column) for column in zip(*times, strict=True))) for key, times in alike.items()]


def _joined(durations: Iterable[int | None]) -> str | None:
    known = sorted(duration for duration in durations if duration is not None)
    return ",".join(map(str, known)) if known else None
