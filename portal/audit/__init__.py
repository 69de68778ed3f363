"""The journal: who did what to which thing, when, from where and why, in rows that vouch for one another.

Words      journal (the whole), record (to write a row), subject (what it was done to, as text), chain, verify.
Rests on   core.
Decided    2026-11: rows have no foreign keys, so that no deletion can be blocked by the journal nor thin it out.
           2026-11: a row is written inside the transaction of the change it tells; one lives or dies with the other.
"""

from __future__ import annotations


class Actor:
    """Somebody who acts but does not sign in."""

    def __init__(self, username: str):
        self.username = username

    def __str__(self) -> str:
        return self.username


SYSTEM = Actor("system")
