"""What is in force at a moment: the text as shipped, and what approved versions have changed since.

The approved changes are read once in a request or a job, when a figure is first asked for, and only then: they are few,
and whoever reads them sees what other processes have approved. `look_again` ends that; the guard of every request and
each job of the scheduler begin with it. A process without a database (`portal rules`) knows the shipped text alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portal.core import db, time
from portal.core.i18n import HEADQUARTERS
from portal.policy import book, targets
from portal.policy.models import PolicyChange, PolicyVersion
from portal.policy.regulation import Figure, Rule
from portal.policy.targets import Facts

APPROVED = """
SELECT c.target, c.effective, v.number, c.becomes FROM policy_change c JOIN policy_version v ON v.id = c.version_id
WHERE c.standing = 'approved' ORDER BY c.effective, v.number
"""


class Change(NamedTuple):
    """A target as a version has it, from a day of headquarters on."""

    effective: date
    version: int
    becomes: Facts


Changes = Mapping[str, Sequence[Change]]
# The database that was read, and what it said: who opens another one reads that.
_seen: ContextVar[tuple[object, Changes] | None] = ContextVar("policy changes", default=None)


def look_again() -> None:
    """Forget what was read, because a new request or job begins, or because something was decided just now."""
    _seen.set(None)


def figure(rule_id: str, name: str | None = None, *, at: datetime | None = None) -> Figure:
    """The figure of a rule that is in force at `at` (aware; now by default), by its name where the rule has several.

    Units and calendars are told in `Figure`. Raises UnknownRule, or UnknownFigure with the names there are.
    """
    return _as_changed(book.figure(rule_id, name), at)


def figures(of: Rule, *, at: datetime | None = None) -> tuple[Figure, ...]:
    """All figures of a rule as they are in force."""
    return tuple(_as_changed(each, at) for each in of.figures)


def _as_changed(shipped: Figure, at: datetime | None) -> Figure:
    last = last_change(targets.of_figure(shipped.rule, shipped.name), at)
    return targets.figure_with(shipped, last.becomes, last.version) if last else shipped


def applying(rule_ids: Sequence[str], *, at: datetime | None = None) -> tuple[str, ...]:
    """Which of the rules that compete for one limit apply at a moment: all of them, so that the stricter sets it, unless
    a version has chosen one."""
    last = last_change(targets.of_rivals(rule_ids), at) if len(rule_ids) > 1 else None
    chosen = last.becomes["applies"] if last else None
    return (chosen,) if chosen in rule_ids else tuple(rule_ids)


def facts(target: str, *, at: datetime | None = None) -> Facts:
    """The facts of a target in force at a moment. Raises UnknownRule or UnknownFigure."""
    last = last_change(target, at)
    return last.becomes if last else targets.shipped_facts(target)


def last_change(target: str, at: datetime | None = None) -> Change | None:
    """The change of a target that is in force at a moment; None while it is as shipped."""
    known = _changes().get(target, ())
    if not known:
        return None
    today = day_of(at or time.now())
    return next((change for change in reversed(known) if change.effective <= today), None)


def day_of(moment: datetime) -> date:
    """The day that headquarters has at a moment: versions take effect by it."""
    return moment.astimezone(ZoneInfo(HEADQUARTERS)).date()


def beginning_of(day: date) -> datetime:
    """The moment at which a day begins at headquarters."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(HEADQUARTERS)).astimezone(time.EPOCH.tzinfo)


@contextmanager
def supposing(version: PolicyVersion) -> Iterator[None]:
    """A block in which a version counts as approved, to see what it would do."""
    own = PolicyChange.select().where(PolicyChange.version == version)
    rows = [(row.target, Change(row.effective, version.number, row.becomes)) for row in own]
    before = _changes()
    supposed = _by_target([*((t, each) for t, known in before.items() for each in known), *rows])
    token = _seen.set((db.database.obj, supposed))
    try:
        yield
    finally:
        _seen.reset(token)


def _changes() -> Changes:
    seen, here = _seen.get(), db.database.obj
    if seen is None or seen[0] is not here:
        seen = here, _read() if here is not None else {}
        _seen.set(seen)
    return seen[1]


def _read() -> Changes:
    rows = db.select(APPROVED)
    return _by_target((target, Change(_date(day), number, _parsed(text))) for target, day, number, text in rows)


def _by_target(pairs: Iterable[tuple[str, Change]]) -> Changes:
    """The changes of each target in the order of their days, each version once."""
    found: dict[str, dict[int, Change]] = {}
    for target, change in pairs:
        found.setdefault(target, {})[change.version] = change
    return {target: sorted(changes.values(), key=lambda each: each[:2]) for target, changes in found.items()}


def _date(value: object) -> date:
    """A day as either database gives it."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Facts:
    return json.loads(text)
