"""What areas above want to be told of; access names none of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from portal.access.models import Absence, Staff


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
