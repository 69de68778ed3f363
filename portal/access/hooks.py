"""What access asks of the areas above it: to tell people something, to hear of deputies and of who leaves, and to say what
permissions allow.
Whoever can answer says so once, when it is imported; access names none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from portal.access.models import Absence, Staff
from portal.core.time import now, to_ms

_tellers: list[Callable[..., int]] = []


def tells(teller: Callable[..., int]) -> None:
    """Name a function that puts a notice before people; it is called as `messages.actions.tell`."""
    if teller not in _tellers:
        _tellers.append(teller)


def tell(people: Iterable[Staff], what: str, zh: str, en: str, *, url: str = "/me", kind: str = "note") -> None:
    """Put a notice of this moment before these people, in the caller's transaction."""
    at, people = now(), list(people)
    for teller in _tellers:
        teller(people, f"{what}:{to_ms(at)}", text_zh=zh, text_en=en, url=url, at=at, kind=kind)


class Step(NamedTuple):
    """What a permission (its value) allows besides an address, in Chinese and English: a step of a procedure, a wider sight."""

    permission: str
    zh: str
    en: str


_listers: list[Callable[[], Iterable[Step]]] = []


def allows(lister: Callable[[], Iterable[Step]]) -> None:
    """Name a function that lists what permissions allow besides opening an address."""
    if lister not in _listers:
        _listers.append(lister)


def steps() -> list[Step]:
    """Every step that any area above has named."""
    return [step for lister in _listers for step in lister()]


class Word(StrEnum):
    """What a deputy has to know: stands in on these days, or does not have to any more."""

    NAMED = "named"
    RELEASED = "released"


Listener = Callable[[Absence, Staff, Word, datetime], None]
_listeners: list[Listener] = []


def on_deputy(listener: Listener) -> Listener:
    """Call this with (absence, deputy, word, moment) inside the transaction of each change that concerns a deputy."""
    _listeners.append(listener)
    return listener


def tell_deputy(absence: Absence, deputy: Staff, word: Word, *, at: datetime) -> None:
    for listener in _listeners:
        listener(absence, deputy, word, at)


Farewell = Callable[..., object]
_farewells: list[Farewell] = []


def on_leaving(farewell: Farewell) -> Farewell:
    """Call this with (person, by=, at=, reason=) inside the transaction in which somebody's account closes."""
    _farewells.append(farewell)
    return farewell


def tell_leaving(person: Staff, *, by: object, at: datetime, reason: str) -> None:
    for farewell in _farewells:
        farewell(person, by=by, at=at, reason=reason)
