"""What access asks of the areas above it: to tell people something, and what their permissions allow. Whoever can answer
says so once, when it is imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from portal.access.models import Staff
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
    """A step of a procedure that a permission allows, by its value, in Chinese and English."""

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
