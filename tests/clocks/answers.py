"""Reads `answers.csv`: due moments worked out by hand, with the reasoning.

Times without an offset are wall times of the calendar's zone.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from portal.clocks.calendar import Calendar
from portal.clocks.working_time import Pause, Target
from tests.clocks.calendars import calendar

FILE = Path(__file__).with_name("answers.csv")


@dataclass(frozen=True)
class Answer:
    calendar: Calendar
    start: datetime
    target: Target
    pauses: tuple[Pause, ...]
    due: datetime | None
    reasoning: str


def answers() -> list[Answer]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [answer(row) for row in csv.DictReader(file)]


def answer(row: dict[str, str]) -> Answer:
    desk = calendar(row["calendar"])
    return Answer(
        calendar=desk,
        start=moment(row["start"], desk),
        target=target(row["target"]),
        pauses=tuple(pause(text, desk) for text in row["pauses"].split(";") if text),
        due=None if row["due"] == "none" else moment(row["due"], desk),
        reasoning=row["reasoning"],
    )


def moment(text: str, desk: Calendar) -> datetime:
    read = datetime.fromisoformat(text.strip())
    return (read if read.tzinfo else read.replace(tzinfo=desk.clock)).astimezone(UTC)


def target(text: str) -> Target:
    amount, unit, *bound = text.split()
    return Target(int(amount), unit, bool(bound))


def pause(text: str, desk: Calendar) -> Pause:
    start, _, end = text.strip().partition("/")
    return moment(start, desk), moment(end, desk) if end else None
