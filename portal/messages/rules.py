"""What decides in this area: what a notice may be, and how many unread ones the bell shows.

Values in, answer out; no database, no Flask, no clock.
"""

from __future__ import annotations

from portal.access.rules import is_local_address

KINDS = ("note", "soon", "late")
MANY = 99


def fault_of_notice(*, kind: str, occasion: str, url: str) -> str | None:
    """What is wrong with a notice an area wants told, for its programmer, or None."""
    if kind not in KINDS:
        return f"{kind!r} is no kind of notice; the kinds are {', '.join(KINDS)}."
    if not 0 < len(occasion) <= 200:
        return f"The occasion {occasion!r} does not have 1 to 200 characters."
    if not is_local_address(url) or len(url) > 500:
        return f"{url!r} is not a path of the portal."
    return None


def bell_of(unread: int) -> str:
    """What the bell shows for a number of unread notices: "", "3", "99+"."""
    if unread > MANY:
        return f"{MANY}+"
    return str(unread) if unread else ""
