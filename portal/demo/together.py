"""What people do with several tickets at once: one merged into another, one note on many, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from portal.access.models import Staff
from portal.core import time
from portal.demo.moments import moment
from portal.tickets.actions import merging, runs
from portal.tickets.models import Regrouping, Ticket

NOTE = "节日期间物流延迟，答复时请一并告知客户。"


def play(company: Mapping[str, Staff], tickets: Mapping[str, Ticket], *, now: datetime) -> None:
    """Merge the call into the letter it is about, once too early and taken back; write a note on many that is taken back."""
    clerk = company["agent.eu"]
    early, later, at_last = (moment(told, now) for told in ("8m ago", "6m ago", "4m ago"))
    with time.frozen(early):
        merging.undo(_merge(tickets, clerk, at=early), by=clerk, at=early)
    with time.frozen(later):
        run = runs.preview([tickets["gaskets"], tickets["catalogue"]], [("note", {"text": NOTE})], by=clerk, at=later)
        run = runs.confirm(run, by=clerk, at=later)
    with time.frozen(at_last):
        runs.undo(run, by=clerk, at=at_last)
        _merge(tickets, clerk, at=at_last)


def _merge(tickets: Mapping[str, Ticket], clerk: Staff, *, at: datetime) -> Regrouping:
    return merging.merge(tickets["gaskets-again"], tickets["gaskets"], by=clerk, at=at)
