"""From when to when on a day: minutes of the local day, and the way people write them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

MINUTES_OF_A_DAY = 24 * 60


@dataclass(frozen=True)
class Window:
    """Open from minute `opens` up to minute `closes` of the local day (0 to 1440)."""

    opens: int
    closes: int

    def __post_init__(self):
        if not 0 <= self.opens < self.closes <= MINUTES_OF_A_DAY:
            raise ValueError(f"A window opens before it closes, inside one day: {self}.")

    def __str__(self) -> str:
        return f"{clock_face(self.opens)}–{clock_face(self.closes)}"


def in_order(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    """The same windows, or ValueError when they overlap or are not in the order of the day."""
    for earlier, later in pairwise(windows):
        if later.opens < earlier.closes:
            raise ValueError(f"The windows {earlier} and {later} overlap or are out of order.")
    return windows


def less(windows: Iterable[Window], breaks: Iterable[Window]) -> tuple[Window, ...]:
    """What is left of windows when breaks are cut out of them."""
    left = tuple(windows)
    for gap in breaks:
        left = tuple(part for whole in left for part in _parts(whole, gap))
    return left


def shared(windows: Iterable[Window], breaks: Sequence[Window]) -> tuple[Window, ...]:
    """The parts of windows that breaks take out of them."""
    pairs = ((max(w.opens, b.opens), min(w.closes, b.closes)) for w in windows for b in breaks)
    return tuple(Window(opens, closes) for opens, closes in pairs if opens < closes)


def _parts(whole: Window, gap: Window) -> Iterator[Window]:
    if whole.opens < min(gap.opens, whole.closes):
        yield Window(whole.opens, min(gap.opens, whole.closes))
    if max(gap.closes, whole.opens) < whole.closes:
        yield Window(max(gap.closes, whole.opens), whole.closes)


def clock_face(minute: int) -> str:
    """A minute of the day as 24-hour time: 540 is 09:00, 1440 is 24:00."""
    return f"{minute // 60:02}:{minute % 60:02}"


def minute_of_day(text: str) -> int:
    """The minute of the day that a 24-hour time names; ValueError for anything else."""
    hours, colon, minutes = text.strip().partition(":")
    if not (colon and hours.isascii() and minutes.isascii() and hours.isdigit() and len(minutes) == 2):
        raise ValueError(f"{text!r} is not a time like 09:00.")
    minute = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or minute > MINUTES_OF_A_DAY:
        raise ValueError(f"{text!r} is not a time of the day.")
    return minute


def window(text: str) -> Window:
    """The window that a text like 09:00–12:00 or 09:00-12:00 names; ValueError for anything else."""
    opens, dash, closes = text.replace("–", "-").partition("-")
    if not dash:
        raise ValueError(f"{text!r} is not a window like 09:00–12:00.")
    return Window(minute_of_day(opens), minute_of_day(closes))
