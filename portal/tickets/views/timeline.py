"""How a timeline and its stopwatches look: everything a template needs, worked out before it runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from portal.access.models import Staff
from portal.access.roles import ROLES
from portal.clocks import queries as running
from portal.clocks.models import MET, SUPERSEDED, Stopwatch
from portal.core import i18n
from portal.core.i18n import _, both
from portal.tickets import kinship, words
from portal.tickets.actions.stopwatches import due_of
from portal.tickets.engine import Procedure
from portal.tickets.models import NEVER, Attachment, Entry, Escalation, Ticket
from portal.tickets.queries import one
from portal.tickets.views.lines import Pill, Sayings
from portal.tickets.views.sentences import more, people_told

KIN = ("merged", "unmerged", "split", "unsplit", "linked", "unlinked")


class Told(NamedTuple):
    """One entry of the timeline; `origin` is the number of the ticket it was written in where that is another, `about` the
    number of the ticket that a merge, a split or a link is about, `movable` whether it can be split off."""

    id: int
    kind: str
    towards: str
    words: str
    who: str
    iso: str
    when: str
    there: str
    text: str
    more: str
    files: list[Attachment]
    origin: str
    about: str
    movable: bool


class TellingShown(NamedTuple):
    """A step of the ladder: the role, the people, and when they were told."""

    role: str
    people: str
    iso: str
    when: str


class ClockShown(NamedTuple):
    """One stopwatch: its name, pill, the rule that set it, how much of its time is used, in percent, and who was told."""

    id: int
    name: str
    pill: Pill
    rule: str
    spent: int
    running: bool
    told: list[TellingShown]


def entries_shown(procedure: Procedure, ticket: Ticket, customer_zone: str, people: Mapping[int, Staff]) -> list[Told]:
    """The timeline, oldest first, in the reader's zone with the customer's beside it where it differs; `people` are those
    of `one.know_people`."""
    files = one.files(ticket)
    timeline = one.timeline(ticket, people)
    numbers = one.numbers_of(entry.origin_id for entry in timeline if entry.origin_id)
    kinds = {key: both(*pair) for key, pair in words.ENTRY_KINDS.items()}
    return [
        Told(
            entry.id,
            entry.kind,
            words.TOWARDS.get(entry.kind, "move"),
            kinds.get(entry.kind, entry.kind),
            entry.by.name_in(i18n.language()) if entry.by_id else _("Portal"),
            entry.at.isoformat(),
            i18n.local(entry.at),
            _there(entry.at, customer_zone),
            entry.text,
            more(procedure, entry),
            files.get(entry.id, []),
            numbers.get(entry.origin_id, ""),
            _about(entry),
            kinship.may_go(entry.kind, own=entry.origin_id is None),
        )
        for entry in timeline
    ]


def _about(entry: Entry) -> str:
    facts = entry.facts or {}
    return next(facts[name] for name in ("into", "from", "parent", "child") if name in facts) if entry.kind in KIN else ""


def _there(moment: datetime, zone: str) -> str:
    """The moment by the customer's clock, "" where it shows the same as the reader's."""
    here, there = i18n.local(moment, style="short"), i18n.local(moment, zone, "short")
    return there if there != here else ""


def clocks_shown(procedure: Procedure, ticket: Ticket, found: Sequence[Stopwatch], now: datetime) -> list[ClockShown]:
    """The stopwatches of `clocks_of` as the list of a ticket tells them."""
    say = Sayings()
    steps = one.escalations(ticket) if any(clock.step for clock in found) else {}
    return [_clock(procedure, clock, now, say, steps.get(clock.id, [])) for clock in found]


def clocks_of(procedure: Procedure, ticket: Ticket) -> list[Stopwatch]:
    """The stopwatches of a ticket, but those superseded and the rounds that were kept: those that run first, by due
    moment."""
    found = [clock for clock in running.history_of(ticket) if _is_shown(procedure, clock)]
    return sorted(found, key=lambda clock: (not clock.is_running, clock.due or NEVER))


def _is_shown(procedure: Procedure, clock: Stopwatch) -> bool:
    kept = procedure.stopwatches[clock.key].recurs and clock.outcome == MET
    return clock.outcome != SUPERSEDED and not kept


def _clock(procedure: Procedure, clock: Stopwatch, now: datetime, say: Sayings, steps: list[Escalation]) -> ClockShown:
    stopwatch = procedure.stopwatches[clock.key]
    name = both(stopwatch.zh, stopwatch.en)
    told = [_telling(step) for step in steps]
    return ClockShown(clock.id, name, _pill(clock, now, say), clock.rule, _spent(clock, now), clock.is_running, told)


def _telling(step: Escalation) -> TellingShown:
    role = ROLES[step.role]
    return TellingShown(both(role.name_zh, role.name_en), people_told(step.told), step.at.isoformat(), i18n.local(step.at))


def _pill(clock: Stopwatch, now: datetime, say: Sayings) -> Pill:
    if clock.is_running:
        return say.pill(due_of(clock) or NEVER, clock.warn_at or NEVER, now, clock.is_paused)
    done = {"met": _("Met"), "missed": _("Missed")}[clock.outcome]
    due = clock.due
    return Pill(clock.outcome, done, due.isoformat() if due else "", i18n.local(due))


def _spent(clock: Stopwatch, now: datetime) -> int:
    """How much of the time between start and due moment is gone, from 0 to 100."""
    if clock.due is None:
        return 0
    whole = (clock.due - clock.started).total_seconds()
    return max(0, min(100, round(100 * ((clock.stopped or now) - clock.started).total_seconds() / whole))) if whole > 0 else 100
