"""Pure decisions about any ticket: its due moment, who may act, and what becomes of two people's corrections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from portal.core.i18n import lazy
from portal.tickets.models import NEVER

HEARD_FOR = timedelta(seconds=30)  # a page that is silent for longer is not open any more
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


class Clash(NamedTuple):
    """A field that two people have given different values: what I want, what it is now, and what I saw before."""

    mine: str
    theirs: str
    before: str


class Merged(NamedTuple):
    """What is to be written, by field, and what a person has to choose first."""

    written: dict[str, str]
    clashes: dict[str, Clash]


def merge(
    before: Mapping[str, str],
    mine: Mapping[str, str],
    theirs: Mapping[str, str],
    choices: Mapping[str, str] | None = None,
    seen: Mapping[str, str] | None = None,
) -> Merged:
    """Two people's corrections of the same fields. `before` is what I saw when I began, `theirs` what is there now.

    A field that only one of us changed is that one's. The one we both changed differently is a clash, until `choices`
    says "mine", "theirs" or "before" of it; and a choice holds only as long as what it was made against (`seen`) is there.
    """
    written, clashes = {}, {}
    for field in mine:
        clash = Clash(mine[field], theirs[field], before[field])
        wanted = _wanted(clash, (choices or {}).get(field), (seen or {}).get(field))
        if wanted is None:
            clashes[field] = clash
        elif wanted != clash.theirs:
            written[field] = wanted
    return Merged(written, clashes)


def _wanted(clash: Clash, choice: str | None, seen: str | None) -> str | None:
    """The value that a field is to have; None when a person has to choose."""
    if clash.mine in (clash.before, clash.theirs):
        return clash.theirs
    if clash.theirs == clash.before:
        return clash.mine
    return getattr(clash, choice) if choice in Clash._fields and seen == clash.theirs else None
