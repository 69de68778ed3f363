"""What a regulation is made of: chapters, rules, figures. Frozen values and the words they may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import NamedTuple

HOWS = ("clock", "gate", "job", "register", "figure", "norm")
CALENDARS = ("region", "hq")
SENSES = ("within", "every", "before", "at_least", "at_most", "above", "exactly")

# What the amount of a unit is. s, min and h are elapsed time; wh and wd are counted on a calendar; contact and set have
# no amount: the first falls due with the first response, the second is set by a person for each case.
UNITS: dict[str, type] = {
    **dict.fromkeys(("s", "min", "h", "wh", "wd", "d", "weeks", "months", "years", "count", "CNY"), int),
    "time": time,
    "window": tuple,
    **dict.fromkeys(("contact", "set"), type(None)),
}
CLOCK_UNITS = frozenset({"s", "min", "h", "wh", "wd", "contact", "set", "time"})
DURATIONS = frozenset({"s", "min", "h", "wh", "wd", "d", "weeks", "months", "years"})
ELAPSED = frozenset({"s", "min", "h"})
ON_A_CALENDAR = frozenset({"wh", "wd"})

Amount = int | time | tuple[time, time] | None


class Text(NamedTuple):
    """One text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Figure:
    """A number that a rule demands.

    `unit` is a key of UNITS and says what `amount` is: whole units, a local time, a pair of local times, or None.
    `calendar` is "region", "hq" or None (elapsed time). `bound` means elapsed units that run inside the region's
    service hours only. `version` 1 is the text as shipped.
    """

    rule: str
    amount: Amount
    unit: str
    bound: bool = False
    calendar: str | None = None
    version: int = 1
    name: str | None = None
    label: Text | None = None
    sense: str = "within"


@dataclass(frozen=True)
class Chapter:
    """A part of a regulation; a regulation without parts is one chapter that bears its name."""

    of: str
    order: int
    name: Text


@dataclass(frozen=True)
class Regulation:
    """A regulation by its code, which begins the ids of its rules."""

    code: str
    order: int
    name: Text


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule; there is one object for each id.

    `see` are ids of rules to read with it; `signatures` who signs, where the rule is a form.
    """

    id: str
    regulation: Regulation
    chapter: Chapter
    how: tuple[str, ...]
    title: Text
    text: Text
    figures: tuple[Figure, ...] = ()
    see: tuple[str, ...] = ()
    signatures: tuple[Text, ...] = ()
