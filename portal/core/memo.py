"""Reads that are asked again and again while much is changed at once, remembered for the length of a block.

Words      kept (the block), remembered (a function whose answers are kept there by its arguments).
Decided    2026-11: only inside `kept()`, which opens nothing but a run over many things, and only for reads that such a run
           does not change (people, absences, calendars). Outside of it a remembered function asks each time, as before.
           Refused: a cache with a life of its own; whoever was hired or left a moment ago must count at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_answers: ContextVar[dict | None] = ContextVar("answers", default=None)


@contextmanager
def kept() -> Iterator[None]:
    """Inside the block each remembered function is asked once for the same arguments."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a read that may be kept; its arguments can be hashed, and nobody changes what it answers."""

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        answers = _answers.get()
        if answers is None:
            return function(*args, **kwargs)
        place = (function, args, tuple(sorted(kwargs.items())))
        if place not in answers:
            answers[place] = function(*args, **kwargs)
        return answers[place]

    return asked
