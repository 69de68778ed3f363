"""The journal: what one row adds to the cost of a change, and how fast the whole chain is checked."""

from __future__ import annotations

import time
from collections.abc import Iterator

from portal import audit
from portal.audit.actions import record
from portal.audit.queries import verify
from portal.core import db
from tests.bench.table import Line

ROWS = 50_000
CHANGES = {"owner": ["agent.eu", "agent.na"], "level": [1, 2]}
GOAL_SHARE, GOAL_ROWS = 10, 20_000


def lines(comment_ms: float) -> Iterator[Line]:
    """Of the database that is open; `comment_ms` is the CPU of a comment in the same run, which writes such a row among
    others."""
    row_ms = _append() * 1000
    share = 100 * row_ms / comment_ms
    figure = f"{row_ms:6.3f} ms CPU ({share:.1f} % of a comment)"
    yield Line("journal: one row more", figure, f"<= {GOAL_SHARE} %", share <= GOAL_SHARE)
    rows, seconds = _verify()
    speed = rows / seconds
    figure = f"{seconds:6.1f} s, {speed:,.0f} rows/s"
    yield Line(f"journal: {rows:,} rows verified", figure, f">= {GOAL_ROWS:,} rows/s", speed >= GOAL_ROWS)


def _append() -> float:
    """CPU seconds of a row, written as a change writes it: inside a transaction that is open anyway."""
    with db.atomic():
        began = time.process_time()
        for number in range(ROWS):
            record("enquiry.note", f"E26-{number:05}", by=audit.SYSTEM, reason="已联系客户", changes=CHANGES)
        return (time.process_time() - began) / ROWS


def _verify() -> tuple[int, float]:
    began = time.perf_counter()
    verdict = verify()
    assert verdict.fault is None, verdict.fault
    return verdict.rows, time.perf_counter() - began
