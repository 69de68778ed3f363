"""Every due moment that was worked out: the shipped table, and the cases on calendars that only the tests have."""

from __future__ import annotations

from pathlib import Path

from portal.clocks.conformance import OURS, Case, read
from tests.clocks.calendars import calendar

OF_THE_TESTS = Path(__file__).with_name("answers.csv")


def answers(*paths: Path) -> list[Case]:
    """The cases of tables that have no bad row; of both when none is named."""
    found = [row for path in paths or (OURS, OF_THE_TESTS) for row in read(path.read_bytes(), calendar)]
    assert all(isinstance(row, Case) for row in found), [row for row in found if not isinstance(row, Case)]
    return found
