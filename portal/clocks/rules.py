"""What decides in this area about people: values in, answer out; no database, no Flask, no clock."""

from __future__ import annotations

from collections.abc import Container

HEAD_OFFICE = "hq"


def may_change(code: str, *, of_regions: Container[str] | None, administers: bool) -> bool:
    """Whether somebody may change the calendar of this code.

    `of_regions` are the calendars of the regions the person sees, None for all of them; an administrator, who sees no
    region, keeps every calendar. Targets of every region count on the head office's, so it is nobody's own.
    """
    if administers or of_regions is None:
        return True
    return code != HEAD_OFFICE and code in of_regions
