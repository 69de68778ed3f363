"""Pure decisions about any ticket."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from portal.core.i18n import lazy
from portal.tickets.models import NEVER

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class TimeLeft(NamedTuple):
    """How a ticket stands against its due moment: a state (ok, soon, late, paused, none) and the span in between."""

    state: str
    span: timedelta


def time_left(due: datetime, warning: datetime, now: datetime, waiting: bool) -> TimeLeft:
    """The state of the due moment; `span` is what is left, or by how much it is late."""
    if due == NEVER:
        return TimeLeft("paused" if waiting else "none", timedelta())
    if now > due:
        return TimeLeft("late", now - due)
    return TimeLeft("soon" if now >= warning else "ok", due - now)


def parts(span: timedelta) -> tuple[int, int, int]:
    """(days, hours, minutes) of a span, cut to whole minutes."""
    days, rest = divmod(span, DAY)
    hours, rest = divmod(rest, HOUR)
    return days, hours, rest // MINUTE


def refusal_to_act(move_who: str, owner_id: int, staff_id: int, *, assigns: bool = False) -> str | None:
    """Why this person may not make a move that belongs to the owner; `assigns`: they may assign what others own."""
    if move_who == "any" or owner_id == staff_id or (move_who == "responsible" and assigns):
        return None
    return lazy("Only the person responsible for this ticket can do this.")
