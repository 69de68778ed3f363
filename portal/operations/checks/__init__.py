"""What `portal doctor` looks at, by what it belongs to: the machine, paper, the project's own parts, the home."""

from __future__ import annotations

from typing import NamedTuple

GOOD, NOTE, BAD = "✓", "·", "✗"


class Finding(NamedTuple):
    """What a check found: a mark, and one sentence that says what is the case and, where it is bad, what to do."""

    mark: str
    text: str


def good(text: str) -> Finding:
    return Finding(GOOD, text)


def note(text: str) -> Finding:
    """Nothing is wrong, and somebody should know all the same."""
    return Finding(NOTE, text)


def bad(text: str) -> Finding:
    return Finding(BAD, text)
