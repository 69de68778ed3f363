"""Which tickets may become one, until when that can be undone, and where a number leads. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.core.i18n import lazy


def destination(ticket: int, into: Mapping[int, int]) -> int:
    """Where a ticket leads to when each merged one leads `into` another: the end of the chain. Raises ValueError for a
    chain without an end."""
    passed = {ticket}
    while ticket in into:
        ticket = into[ticket]
        if ticket in passed:
            raise ValueError(f"the chain of merged tickets returns to {ticket}")
        passed.add(ticket)
    return ticket


def refusal_to_merge(source: Any, target: Any, reason: str) -> str | None:
    """Why one ticket cannot become part of another. A merge never loosens what the customer is owed: the graver matter
    stays, and what is answered already takes nothing unanswered in."""
    names = {"source": source.number, "target": target.number}
    if source.id == target.id:
        return lazy("A ticket cannot be merged into itself; name another one.")
    if source.desk != target.desk:
        return lazy("%(source)s and %(target)s belong to different desks.", **names)
    if not source.is_open:
        return lazy("%(source)s is closed or merged already; only an open ticket can be merged.", **names)
    if not target.is_open:
        return lazy("%(target)s is closed or merged already; reopen it first, or choose another one.", **names)
    return _refusal_of_customers(source, target, reason, names) or _refusal_to_loosen(source, target, names)


def _refusal_of_customers(source: Any, target: Any, reason: str, names: Mapping[str, str]) -> str | None:
    if source.customer == target.customer:
        return None
    if source.region != target.region:
        return lazy("%(source)s and %(target)s belong to customers of different regions.", **names)
    return None if reason else lazy("The customers differ; say why these tickets belong together.")


def _refusal_to_loosen(source: Any, target: Any, names: Mapping[str, str]) -> str | None:
    if target.answered_at and not source.answered_at:
        return lazy("%(target)s is answered already and %(source)s is not; reopen %(target)s first.", **names)
    if source.level > target.level:
        return lazy("%(source)s is the graver matter; merge %(target)s into it, or raise the level first.", **names)
    return None


def refusal_of_limits(running: Mapping[str, datetime | None], there: Mapping[str, datetime | None]) -> str | None:
    """Why a merge would loosen a limit that waits can hold. Both map a stopwatch to its due moment, None where it stands
    still; `running` are those of the ticket that would be merged."""
    for key, due in running.items():
        if key not in there:
            return lazy("The other ticket has no such time limit running as this one has; merge the other way round.")
        if due and there[key] and there[key] > due:
            return lazy("This ticket must be solved first; merge the other one into it, so that the earlier limit holds.")
    return None


def is_stricter(due: datetime, other: datetime | None) -> bool:
    """Whether a promise goes along in a merge: of two the earlier due moment holds."""
    return other is None or due < other


def refusal_to_undo(at: datetime, now: datetime, days: int, *, undone: bool) -> str | None:
    """Why what was done at `at` cannot be taken back at `now`; `days` is how long it can."""
    if undone:
        return lazy("This has been undone already.")
    if now > at + timedelta(days=days):
        return lazy("This can be undone for %(days)d days only; they are over.", days=days)
    return None
