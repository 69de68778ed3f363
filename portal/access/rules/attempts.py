"""What an attempt to prove who one is can be: by which way, and where it stopped."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Way(StrEnum):
    """What was given as proof."""

    PASSWORD = "password"  # noqa: S105 — a word, no secret
    CODE = "code"
    RECOVERY = "recovery"
    PROOF = "proof"  # asked again inside a session, before something grave


class Stop(StrEnum):
    """Where an attempt ended that did not lead in."""

    PASSWORD = "password"  # noqa: S105 — the password was wrong
    EXPIRED = "expired"  # the one-time password was right and too old
    CODE = "code"  # the password was right; the code was wrong or never came


HALF_LASTS = timedelta(minutes=5)
MOST_CODES = 5
SETTING_UP_LASTS = timedelta(hours=1)
