"""How secret a thing a person may be shown; the label on the thing itself belongs to the area that keeps it."""

from __future__ import annotations

from enum import IntEnum


class Clearance(IntEnum):
    """Ordered: whoever is cleared for a level is cleared for those below it. The Chinese names are the manual's."""

    INTERNAL = 0
    SECRET = 1
    CONFIDENTIAL = 2
    TOP_SECRET = 3

    @property
    def names(self) -> tuple[str, str]:
        """(Chinese, English)."""
        return NAMES[self]


NAMES = {
    Clearance.INTERNAL: ("内部", "Internal"),
    Clearance.SECRET: ("秘密", "Secret"),
    Clearance.CONFIDENTIAL: ("机密", "Confidential"),
    Clearance.TOP_SECRET: ("绝密", "Top secret"),
}
