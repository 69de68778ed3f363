"""Which tickets may become one, until when that can be undone, and where a number leads. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
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


HEARD = ("taken", "imported", "incoming")  # what came from the customer
BEGINNINGS = ("taken", "imported")  # a ticket keeps its own; one that a merge brought may go on
MOVABLE = (*HEARD, "reply", "note", "solution", "meeting", "file")


def may_go(kind: str, *, own: bool) -> bool:
    """Whether an entry can be split off: words can; steps tell what happened to this ticket. `own`: written in it."""
    return kind in MOVABLE and not (own and kind in BEGINNINGS)


def refusal_to_split(source: Any, wanted: Collection[int], going: Sequence[Any]) -> str | None:
    """Why entries cannot go into a new ticket; `going` are those of the wanted ones that the ticket shows now."""
    if not source.is_open:
        return lazy("%(number)s is closed or merged; reopen it first, or take the matter in anew.", number=source.number)
    if not wanted:
        return lazy("Choose at least one entry that goes along.")
    if len(going) < len(set(wanted)):
        return lazy("A chosen entry is not in this ticket any more; somebody has moved it meanwhile. Look again.")
    if any(not may_go(entry.kind, own=entry.origin_id is None) for entry in going):
        return lazy("Only words can go along, not steps, and not what this ticket began with.")
    return None


def received(source: Any, going: Iterable[Any]) -> datetime:
    """From when on the limits of what is split off count: the customer's first word about it. Where only words of our own
    go along it came in with the ticket itself, so that no limit is loosened."""
    heard = [_heard_at(entry) for entry in going if entry.kind in HEARD]
    return min(heard, default=source.received_at)


def _heard_at(entry: Any) -> datetime:
    told = (entry.facts or {}).get("received")
    return datetime.fromisoformat(told) if told else entry.at


def answered(since: datetime, going: Iterable[Any]) -> datetime | None:
    """When the customer was first answered in what goes along; None when nobody did."""
    return min((entry.at for entry in going if entry.kind == "reply" and entry.at >= since), default=None)


SPOKEN_OF = ("reply", "answer", "incoming", "satisfaction")


def refusal_to_unsplit(source: Any, target: Any, since: Iterable[str], *, grown: bool) -> str | None:
    """Why what was split off cannot go back as if it had never been. `since` are the kinds of the entries that were
    written in it; `grown` is whether others were merged into it, split off it or made its children."""
    names = {"source": source.number, "target": target.number}
    if not source.is_open:
        return lazy("%(source)s is closed or merged; reopen it, or undo the merge first.", **names)
    if not target.is_open:
        return lazy("%(target)s is closed already; it stays a ticket of its own.", **names)
    if any(kind in SPOKEN_OF for kind in since):
        return lazy("The customer has written or was answered in %(target)s since. Merge it into %(source)s instead.", **names)
    if grown:
        return lazy("Other tickets belong to %(target)s meanwhile; undo that first.", **names)
    return None


def refusal_to_link(child: Any, parent: Any, above: Mapping[str, int | None], below: Mapping[str, int]) -> str | None:
    """Why one ticket cannot be the child of another. `above` says the parent that each has ("child", "parent"), `below` how
    many children."""
    names = {"child": child.number, "parent": parent.number}
    if child.id == parent.id:
        return lazy("A ticket cannot be its own parent; name another one.")
    return _refusal_of_states(child, parent, names) or _refusal_of_levels(above, below, names)


def _refusal_of_states(child: Any, parent: Any, names: Mapping[str, str]) -> str | None:
    if child.desk != parent.desk:
        return lazy("%(child)s and %(parent)s belong to different desks.", **names)
    if not (child.is_open and parent.is_open):
        return lazy("One of %(child)s and %(parent)s is closed or merged; only open tickets are linked.", **names)
    return None


def _refusal_of_levels(above: Mapping[str, int | None], below: Mapping[str, int], names: Mapping[str, str]) -> str | None:
    if above["child"] is not None:
        return lazy("%(child)s has a parent already; take it off there first.", **names)
    if above["parent"] is not None:
        return lazy("%(parent)s is itself a child; name its parent instead.", **names)
    if below["child"]:
        return lazy("%(child)s has children of its own; it cannot be a child.", **names)
    return None


def refusal_of_family(source: Any, children: Collection[int]) -> str | None:
    """Why a ticket with children cannot be merged into another."""
    return lazy("%(number)s has children; take them off first.", number=source.number) if children else None
