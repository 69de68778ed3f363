"""What a handover must have before it is signed, and in what state it is: pure (DM-H1 to DM-H4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from portal.core.i18n import lazy

COMPLETE, SIGNED, KEPT, RELIEF = "DM-H4", "DM-H3", "DM-H5", "DM-H6"
# The five sections (DM-H1), in their order.
SECTIONS: Mapping[str, tuple[str, str]] = {
    "customers": ("客户、订单、投诉与建议", "Customers, orders, complaints and suggestions"),
    "work": ("在办、已办和待跟进", "Work in hand, done and to follow"),
    "exceptions": ("异常情况：满意度、紧急和突发", "Exceptions: satisfaction, urgent and sudden events"),
    "knowledge": ("知识：产品、规定和常见问题", "Knowledge: products, rules and common questions"),
    "personal": ("个人小结：问题、办法和建议", "Own summary: problems, ways and suggestions"),
}
OWN = "personal"  # the section that the portal puts nothing into
HAND, KEEP, CLOSE = "hand", "keep", "close"
OUTCOMES: Mapping[str, tuple[str, str]] = {
    HAND: ("移交", "Hand over"),
    KEEP: ("自己保留", "Keep"),
    CLOSE: ("已办结", "Closed"),
}
PREPARING, SIGNING, RETURNED, DONE = "preparing", "signing", "returned", "done"
STATES: Mapping[str, tuple[str, str]] = {
    PREPARING: ("准备中", "Being prepared"),
    SIGNING: ("待签收", "Waiting for signatures"),
    RETURNED: ("被退回", "Sent back"),
    DONE: ("已交接", "Handed over"),
}
AFTER_THE_FACT = timedelta(minutes=60)  # prepared later than this after the change it counts as written afterwards
LATE_FOR = timedelta(hours=12)  # after which nobody is told any more
AMENDABLE = timedelta(days=3)  # how long afterwards a handover that was forgotten can be written


class Said(NamedTuple):
    """What is said of one ticket: its number, whether it is still open, what becomes of it, the note."""

    number: str
    is_open: bool
    outcome: str
    note: str


class Fault(NamedTuple):
    """Something that keeps a handover from being frozen: a key of FAULTS, and what it is about (section or numbers)."""

    key: str
    about: tuple[str, ...] = ()


FAULTS: Mapping[str, Any] = {
    "section": lazy("Nothing stands in these sections; where there is nothing to say, write so: %(about)s"),
    "unaccounted": lazy("Nothing is said about these tickets: %(about)s"),
    "no_note": lazy("A note is missing for: %(about)s"),
    "still_open": lazy("Said to be closed, but still open: %(about)s"),
    "closed": lazy("Closed meanwhile; say so: %(about)s"),
    "nobody": lazy("Nobody is named who takes over."),
    "oneself": lazy("Nobody hands over to themselves."),
}


def state(document_state: str | None) -> str:
    """Where a handover stands, read off the state of its form."""
    return {None: PREPARING, "draft": PREPARING, "signing": SIGNING, "done": DONE, "refused": RETURNED}[document_state]


def may_change(standing: str) -> bool:
    """Whether what it says may still be changed; from the freeze on it may not, and once signed never again (DM-H5)."""
    return standing in (PREPARING, RETURNED)


def is_after_the_fact(change_at: datetime, prepared_at: datetime) -> bool:
    """Whether a handover was written after the shift had changed already."""
    return prepared_at > change_at + AFTER_THE_FACT


def is_late(change_at: datetime, now: datetime, minutes: int) -> bool:
    """Whether a handover that is not signed has to be told to the superior: so many minutes after the change."""
    late = change_at + timedelta(minutes=minutes)
    return late <= now < late + LATE_FOR


def faults(
    words: Mapping[str, str], prepared: Mapping[str, Sequence[str]], said: Iterable[Said], *, outgoing: int, incoming: int | None
) -> list[Fault]:
    """What is missing before it can be frozen (DM-H4). A section has words of the clerk's, or something that the portal put
    there; the summary is always the clerk's own."""
    said = list(said)
    empty = tuple(key for key in SECTIONS if not words.get(key, "").strip() and not prepared.get(key))
    checks = (
        ("nobody", incoming is None, ()),
        ("oneself", incoming == outgoing, ()),
        ("section", bool(empty), empty),
        *(_of_tickets(key, said) for key in TICKET_FAULTS),
    )
    return [Fault(key, about) for key, holds, about in checks if holds]


TICKET_FAULTS: Mapping[str, Any] = {
    "unaccounted": lambda one: one.is_open and not one.outcome,
    "no_note": lambda one: one.outcome and not one.note.strip(),
    "still_open": lambda one: one.outcome == CLOSE and one.is_open,
    "closed": lambda one: one.outcome != CLOSE and not one.is_open,
}


def _of_tickets(key: str, said: Sequence[Said]) -> tuple[str, bool, tuple[str, ...]]:
    numbers = tuple(one.number for one in said if TICKET_FAULTS[key](one))
    return key, bool(numbers), numbers


def refusal_to_sign(slot: str, accepted: Iterable[bool], unaccounted: Sequence[str]) -> str | None:
    """Why a place on the form cannot be signed yet: a key of SIGNING_REFUSALS or None. The outgoing clerk signs for every
    ticket that is theirs (DM-H4), the incoming for each item they have accepted (DM-H3)."""
    if slot == "outgoing":
        return "unaccounted" if unaccounted else None
    return None if all(accepted) else "not_accepted"


SIGNING_REFUSALS: Mapping[str, Any] = {
    "unaccounted": lazy("These tickets came in after this was frozen: %(about)s. Take it back and say what becomes of them."),
    "not_accepted": lazy("Accept each item first, or send the handover back with a reason."),
}
