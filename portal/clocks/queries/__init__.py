"""Reads of the clocks: calendars, stopwatches, and why one is due when it is."""

from portal.clocks.queries.calendars import (
    calendar_code_for,
    calendar_for,
    calendar_of,
    calendar_of_country,
    calendar_row,
    calendars,
    content_of,
    days_of,
    may_change,
    prayer_days_of,
    prayers_of,
    windows_of,
    year_of,
    years_not_official,
    years_of,
)
from portal.clocks.queries.stopwatches import (
    BATCH,
    candidates_of,
    due_to_breach,
    due_to_step,
    due_to_warn,
    explanation,
    history_of,
    outdated,
    running,
    stopwatches_of,
    target_of,
)

__all__ = [
    "BATCH",
    "calendar_code_for",
    "calendar_for",
    "calendar_row",
    "calendars",
    "candidates_of",
    "days_of",
    "due_to_breach",
    "due_to_step",
    "due_to_warn",
]
__all__ += ["explanation", "history_of", "outdated", "running", "stopwatches_of", "target_of", "windows_of", "year_of"]
__all__ += ["calendar_of", "calendar_of_country", "content_of", "may_change"]
__all__ += ["prayer_days_of", "prayers_of", "years_not_official", "years_of"]
