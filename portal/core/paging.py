"""Paging by key: "after this one", so that page 300 costs what page 1 costs and nothing slips while rows come and go."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

SIZE = 50


@dataclass(frozen=True)
class Page:
    """One page of rows; `after` is the mark for the next page, or None on the last."""

    rows: Sequence[Any]
    after: str | None


def cut(rows: Sequence[Any], key: Callable[[Any], Sequence], size: int = SIZE) -> Page:
    """A page from `size + 1` fetched rows; `key` gives the order values of a row (numbers and texts)."""
    more = len(rows) > size
    shown = rows[:size]
    return Page(shown, mark(key(shown[-1])) if more else None)


def mark(values: Sequence) -> str:
    """Order values as one word that fits into an address."""
    return base64.urlsafe_b64encode(json.dumps(list(values)).encode()).decode().rstrip("=")


def unmark(word: str | None, kinds: Sequence[type]) -> list | None:
    """The values behind a mark, or None when there is none or somebody has tampered with it."""
    if not word:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    except (ValueError, RecursionError):
        return None
    fits = isinstance(values, list) and len(values) == len(kinds)
    return values if fits and all(map(_is_possible, values, kinds)) else None


def _is_possible(value: Any, kind: type) -> bool:
    """Whether a database can compare this: a whole number of 64 bits, or text without what no text holds."""
    if type(value) is not kind:
        return False
    if kind is int:
        return abs(value) < 2**63
    return not any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value)
