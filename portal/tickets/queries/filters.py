"""What a list of tickets is narrowed to, as one condition over the ticket `t`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.access import regions_seen_by
from portal.access.models import Staff
from portal.core import db, time
from portal.tickets.queries.visible import EVERYTHING, Condition, visible_to


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; empty fields narrow nothing.

    `state` is open, late, waiting, offered (all of them open) or closed; "" is any. `owner` and `customer` are ids;
    `due_before` is a moment in milliseconds; `rank` is 0 for urgent tickets.
    """

    desk: str = ""
    state: str = "open"
    stage: str = ""
    level: int | None = None
    rank: int | None = None
    channel: str = ""
    region: str = ""
    kind: str = ""
    subject: str = ""
    language: str = ""
    owner: int | None = None
    customer: int | None = None
    due_before: int | None = None

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return self != ANY


ANY = Filter(state="")
FIELDS: Mapping[str, str] = {
    "desk": "t.desk = ?",
    "stage": "t.stage = ?",
    "level": "t.level = ?",
    "rank": "t.rank = ?",
    "channel": "t.channel = ?",
    "region": "t.region = ?",
    "kind": "t.kind = ?",
    "subject": "t.subject = ?",
    "language": "t.language = ?",
    "owner": "t.owner_id = ?",
    "customer": "t.customer = ?",
    "due_before": "t.next_due < ?",
}
STATES: Mapping[str, str] = {
    "": "1 = 1",
    "open": "t.closed_at IS NULL",
    "late": "t.closed_at IS NULL AND t.next_due < ?",
    "waiting": "t.closed_at IS NULL AND t.waiting IS NOT NULL",
    "offered": "t.closed_at IS NULL AND t.offered_at IS NOT NULL",
    "closed": "t.closed_at IS NOT NULL",
}
HINTS: Mapping[str, str] = {"waiting": "ticket_waiting", "offered": "ticket_offered"}


def condition(staff: Staff, chosen: Filter, now: datetime) -> Condition:
    """What the filter leaves of what this person may see."""
    state = Condition(STATES[chosen.state], (time.to_ms(now),) if chosen.state == "late" else ())
    return all_of(state, *_narrowed(chosen), _seen(staff, chosen))


def _seen(staff: Staff, chosen: Filter) -> Condition:
    """What the person may see, which a chosen region of theirs says already."""
    regions = regions_seen_by(staff)
    return EVERYTHING if regions is not None and chosen.region in regions else visible_to(staff)


def _narrowed(chosen: Filter) -> Iterator[Condition]:
    for name, sql in FIELDS.items():
        value = getattr(chosen, name)
        if value not in ("", None):
            yield Condition(sql, (value,))


def tickets(chosen: Filter) -> str:
    """The table. Few wait or are on offer among many, and SQLite does not know by itself that those have an index of their
    own."""
    hint = HINTS.get(chosen.state)
    return f"ticket t INDEXED BY {hint}" if hint and not db.is_postgresql() else "ticket t"


def all_of(*conditions: Condition) -> Condition:
    """All of them at once."""
    kept = [one for one in conditions if one is not EVERYTHING] or [EVERYTHING]
    return Condition(
        " AND ".join(one.sql for one in kept), tuple(value for one in kept for value in one.values)
    )
