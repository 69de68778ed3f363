"""Whose turn it is: of those who may hold a ticket, the one it is assigned to, and why not the others. Pure.

Words      candidate (somebody who may hold the ticket, with the facts of this moment), place (one in the order of all
           candidates, with what speaks for it and what puts it behind the first), load (open tickets, urgent and late ones
           weighing more).
Decided    2026-11: on shift and at the desk first, then on shift, then anybody who may hold it; within each who serves the
           customer's language, then the least load, then whose last turn was longest ago (TM-3.3a, TM-4.2e). Who leads
           others comes after all those on shift, or the least load would always be theirs. Somebody on leave is never
           proposed; they stand last, so that one sees why.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from portal.core.i18n import lazy

AT_THE_DESK, ON_SHIFT, OFF_SHIFT, ON_LEAVE = range(4)


class Candidate(NamedTuple):
    """Somebody who may hold the ticket. `load` is a weight, `last` the last time they were given one, None for never;
    `deputy` names who stands in, "" for nobody; `leads`: they assign tickets to others."""

    id: int
    serves_language: bool
    on_shift: bool
    active: bool
    on_leave: bool
    load: int
    last: datetime | None
    deputy: str = ""
    leads: bool = False

    @property
    def presence(self) -> int:
        """AT_THE_DESK, ON_SHIFT (away from the desk), OFF_SHIFT or ON_LEAVE."""
        if self.on_leave:
            return ON_LEAVE
        if not self.on_shift:
            return OFF_SHIFT
        return AT_THE_DESK if self.active else ON_SHIFT

    @property
    def rank(self) -> tuple:
        """What the order goes by; the smallest comes first."""
        turn = self.last.timestamp() if self.last else 0
        there = max(self.presence, ON_SHIFT) if self.leads else self.presence
        return (there, self.leads, not self.serves_language, self.load, turn, self.id)


class Place(NamedTuple):
    """A candidate in the order of all: what speaks for them, and what puts them behind the first ("" for the first)."""

    candidate: Candidate
    facts: tuple[str, ...]
    behind: str


def ranked(candidates: Iterable[Candidate]) -> list[Place]:
    """All candidates in order; nothing for no candidates."""
    order = sorted(candidates, key=lambda one: one.rank)
    return [Place(one, _facts(one), _behind(one, order[0])) for one in order]


def chosen(candidates: Iterable[Candidate]) -> Place | None:
    """Whom a ticket is assigned to; None where nobody may hold it or all are on leave."""
    first = next(iter(ranked(candidates)), None)
    return first if first and first.candidate.presence != ON_LEAVE else None


PRESENCE = {
    AT_THE_DESK: lazy("on shift, at the desk"),
    ON_SHIFT: lazy("on shift, away from the desk"),
    OFF_SHIFT: lazy("not on shift"),
    ON_LEAVE: lazy("on leave"),
}


def _facts(one: Candidate) -> tuple[str, ...]:
    language = lazy("serves the customer's language") if one.serves_language else lazy("does not serve the customer's language")
    where = lazy("on leave; %(name)s stands in", name=one.deputy) if one.on_leave and one.deputy else PRESENCE[one.presence]
    return (where, language, lazy("load %(load)d", load=one.load))


def _behind(one: Candidate, first: Candidate) -> str:
    """The first thing that decides between the two, in words; "" for the first itself."""
    told = (
        (one.leads and not first.leads and one.presence <= ON_SHIFT, lazy("leads others, who come first")),
        (one.presence != first.presence, PRESENCE[one.presence]),
        (one.leads != first.leads, lazy("leads others, who come first")),
        (one.serves_language != first.serves_language, lazy("does not serve the customer's language")),
        (one.load != first.load, lazy("has more to do: %(load)d against %(least)d", load=one.load, least=first.load)),
        (one.last != first.last, lazy("was given a ticket more recently")),
        (one.id != first.id, lazy("stands equal; the order of accounts decides")),
    )
    return next((words for differs, words in told if differs), "")
