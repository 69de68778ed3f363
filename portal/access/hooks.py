"""What access lets the areas above it do: tell people something. Whoever can tell says so once, when it is imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable

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
