"""What areas above want to be told of; the archive names none of them."""

from __future__ import annotations

from collections.abc import Callable

Listener = Callable[[int, str], None]
_listeners: list[Listener] = []


def on_renamed(listener: Listener) -> Listener:
    """Call this with a customer's id and corrected name, inside the transaction of the correction."""
    _listeners.append(listener)
    return listener


def tell_renamed(number: int, name: str) -> None:
    for listener in _listeners:
        listener(number, name)
