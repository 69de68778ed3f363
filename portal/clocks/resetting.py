"""The setting of a stopwatch as plain data: what a re-base changes, keeps beside it, and puts back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.core.time import from_ms, to_ms

MOMENTS = ("due", "warn_at", "warned")
SETTING = ("rule", "policy_version", "calendar", "calendar_version", "amount", "unit", "bound", "rivals", *MOMENTS)

Columns = Mapping[str, Any]
STOPPED, LATE, CHANGED, SAME = "stopped", "late", "changed", "same"


def standing(stopwatch: Any) -> Columns:
    """The setting of a stopwatch as it stands, plain."""
    return plain({name: getattr(stopwatch, name) for name in SETTING})


def plain(columns: Columns) -> Columns:
    """A setting with its moments as milliseconds, in one order."""
    return {name: ms(columns[name]) if name in MOMENTS else columns[name] for name in SETTING}


def lively(columns: Columns) -> dict[str, Any]:
    """The same with its moments as moments."""
    return {name: _moment(value) if name in MOMENTS else value for name, value in columns.items()}


def ms(moment: datetime | None) -> int | None:
    """A moment as milliseconds; None stays None."""
    return None if moment is None else to_ms(moment)


def _moment(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)


def obstacle(*, stopped: bool, late: bool, now: Columns, given: Columns) -> str | None:
    """Why what a run gave a stopwatch cannot be taken back: it is stopped, late (a miss stays), or was counted anew by
    somebody since. A warning given since does not stand in the way."""
    if stopped:
        return STOPPED
    if late:
        return LATE
    return None if _but_for_the_warning(now) == _but_for_the_warning(given) else CHANGED


def back(*, was: Columns, given: Columns, now: Columns) -> dict[str, Any]:
    """The setting from before a run. A warning given since is kept where its moment had come under that setting, too."""
    since = now["warned"] if now["warned"] != given["warned"] else None
    still = since is not None and was["warn_at"] is not None and was["warn_at"] <= since
    return lively({**was, "warned": was["warned"] or (since if still else None)})


def _but_for_the_warning(columns: Columns) -> Columns:
    return {name: value for name, value in columns.items() if name != "warned"}
