"""The arithmetic of clocks, in this process: one due moment of thirty working days, and the ledger that explains it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from statistics import median

from portal.clocks import ledger, working_time
from portal.clocks.shipped import shipped
from tests.bench.table import Line

THIRTY = working_time.Target(30, "wd")
STARTS = [datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(hours=7 * number) for number in range(200)]
ROUNDS = 9
GOAL_DUE_US, GOAL_LEDGER_MS = 50, 2


def lines() -> Iterator[Line]:
    calendar = shipped("eu", today=date(2026, 3, 1))
    pauses = [(STARTS[0], STARTS[1])]
    due = _cpu(lambda start: working_time.due(start, THIRTY, calendar)) * 1e6
    yield Line("one due moment of 30 working days", f"{due:6.1f} µs CPU", f"<= {GOAL_DUE_US} µs", due <= GOAL_DUE_US)
    told = _cpu(lambda start: ledger.explain(start, THIRTY, calendar, pauses)) * 1e3
    yield Line("its ledger, with a pause", f"{told:6.2f} ms CPU", f"<= {GOAL_LEDGER_MS} ms", told <= GOAL_LEDGER_MS)


def _cpu(once: Callable[[datetime], object]) -> float:
    """CPU seconds of one call, the median of the rounds, each over every start; the first call of all is not counted."""
    once(STARTS[0])
    return median(_round(once) for _ in range(ROUNDS))


def _round(once: Callable[[datetime], object]) -> float:
    began = time.process_time()
    for start in STARTS:
        once(start)
    return (time.process_time() - began) / len(STARTS)
