"""The two ways an action says no. Only `core.web` turns them into answers."""

from __future__ import annotations


class Refused(Exception):
    """A rule forbids this now. `reason` is a sentence for the person; `rule` the id that demands it (answer 409)."""

    def __init__(self, reason: str, rule: str | None = None):
        super().__init__(str(reason))
        self.reason = reason
        self.rule = rule


class Missing(Exception):
    """There is no such thing, or not for this person (answer 404, the same either way)."""
