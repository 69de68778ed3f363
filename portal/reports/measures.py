"""What the columns of a report are: data, and the pure arithmetic behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from portal.core.i18n import lazy
from portal.reports import rules
from portal.reports.rules import ANSWERED, CLOSED, LATE, MET, MISSED, REOPENED, RESPONDED, TAKEN, TRANSFERRED

FIRST_ANSWER, SOLUTION, ANY = "first-response", "level", ""
COUNT, SHARE, DURATION = "count", "share", "duration"
PER_MILLE = 1000


@dataclass
class Sums:
    """What a group comes to: numbers and sorted durations (seconds) by (kind, stopwatch)."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    durations: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def add(self, kind: str, stopwatch: str, number: int, durations: Sequence[int] = ()) -> None:
        """Put more of a kind in."""
        key = kind, stopwatch
        self.numbers[key] = self.numbers.get(key, 0) + number
        self.durations[key] = sorted([*self.durations.get(key, ()), *durations])

    def number(self, kinds: Iterable[str], stopwatch: str = ANY) -> int:
        """How many of these kinds; of one stopwatch where it is named."""
        return sum(count for (kind, of), count in self.numbers.items() if kind in kinds and stopwatch in (ANY, of))

    def times(self, kinds: Iterable[str], stopwatch: str = ANY) -> list[int]:
        """Their durations, shortest first."""
        found = (times for (kind, of), times in self.durations.items() if kind in kinds and stopwatch in (ANY, of))
        return sorted(time for times in found for time in times)


def merged(many: Iterable[Sums]) -> Sums:
    """All groups as one."""
    whole = Sums()
    for sums in many:
        for key, number in sums.numbers.items():
            whole.numbers[key] = whole.numbers.get(key, 0) + number
            whole.durations.setdefault(key, []).extend(sums.durations.get(key, ()))
    return whole


def median(ordered: Sequence[int]) -> int | None:
    """The middle value; of two middle ones their mean, cut to a whole. None of nothing."""
    if not ordered:
        return None
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) // 2


def ninetieth(ordered: Sequence[int]) -> int | None:
    """The 90th percentile by nearest rank: the smallest value that at least 90 of 100 do not exceed. None of nothing."""
    return ordered[-(-len(ordered) * 9 // 10) - 1] if ordered else None


def share(part: int, whole: int) -> int | None:
    """`part` of `whole` in thousandths, rounded half up; None of nothing."""
    return (part * 2 * PER_MILLE + whole) // (2 * whole) if whole else None


class Measure(NamedTuple):
    """A column: what it shows of a group, how, of which kinds of facts (what its figure leads to), and how it is counted."""

    key: str
    label: str
    unit: str
    of: Callable[[Sums], int | None]
    kinds: tuple[str, ...]
    stopwatch: str
    definition: str
    rules: tuple[str, ...] = ()


class Block(NamedTuple):
    """Columns that belong together."""

    label: str
    measures: tuple[Measure, ...]


def _count(kind: str, label: str, definition: str) -> Measure:
    return Measure(kind, label, COUNT, lambda sums: sums.number((kind,)), (kind,), ANY, definition)


def _in_time(key: str, stopwatch: str, definition: str, cited: tuple[str, ...]) -> Measure:
    def of(sums: Sums) -> int | None:
        return share(sums.number((MET,), stopwatch), sums.number((MET, LATE), stopwatch))

    return Measure(key, lazy("In time"), SHARE, of, (MET, LATE), stopwatch, definition, cited)


def _times(prefix: str, kinds: tuple[str, ...], definition: str, cited: tuple[str, ...]) -> tuple[Measure, Measure]:
    half = Measure(
        f"{prefix}_median", lazy("Median"), DURATION, lambda sums: median(sums.times(kinds)), kinds, ANY, definition, cited
    )
    tenth = half._replace(
        key=f"{prefix}_p90", label=lazy("90 %"), of=lambda sums: ninetieth(sums.times(kinds)),
        definition=lazy("Nine of ten took no longer: the 90th percentile by nearest rank of the same durations."),
    )  # fmt: skip
    return half, tenth


def _resolution(sums: Sums) -> int | None:
    return share(sums.number((ANSWERED,)), sums.number((TAKEN, REOPENED)))


VOLUME = Block(
    lazy("Volume"),
    (
        _count(TAKEN, lazy("Taken"), lazy("Enquiries on the day the customer's word came in; counted for who took them in.")),
        _count(ANSWERED, lazy("Answered"), lazy("Final answers on the day they were given; counted for who gave them.")),
        _count(CLOSED, lazy("Archived"), lazy("Enquiries written up and archived on that day.")),
        _count(REOPENED, lazy("Reopened"), lazy("Enquiries taken up again after their final answer.")),
        _count(TRANSFERRED, lazy("Transferred"), lazy("Transfers; counted for who handed the enquiry on.")),
        _count(MISSED, lazy("Misses"), lazy("Limits that were passed, on the day they were due; they stay whatever follows.")),
    ),
)
RESPONSE = Block(
    lazy("First answer"),
    (
        _in_time(
            "response_in_time", FIRST_ANSWER,
            lazy("Of the first answers with a limit given in the period, those not later than due."), ("CS-5.1", "TM-6.1"),
        ),
        *_times(
            "response", (RESPONDED,),
            lazy("From the customer's word to the first answer; the middle one of all first answers of the period."), ("CS-5.1",),
        ),
    ),
)  # fmt: skip
RESOLUTION = Block(
    lazy("Solution"),
    (
        Measure(
            "resolution", lazy("Resolved"), SHARE, _resolution, (ANSWERED,), ANY,
            lazy("Final answers for each hundred enquiries taken in or reopened in the period; more than 100 % when older "
                 "ones were answered too."), ("CS-5.1", "TM-6.1"),
        ),
        _in_time(
            "solved_in_time", SOLUTION,
            lazy("Of the solution limits that ended with a final answer in the period, those kept."), ("TM-6.1",),
        ),
        *_times(
            "solution", (ANSWERED,),
            lazy("From the customer's word, or the reopening, to the final answer; the middle one of the period."), (),
        ),
    ),
)  # fmt: skip
LIMITS = Block(
    lazy("Limits"),
    (
        _count(MET, lazy("Kept"), lazy("Limits that ended in the period, in time.")),
        _count(LATE, lazy("Ended late"), lazy("Limits that ended in the period, after they were due.")),
        _in_time("in_time", ANY, lazy("Kept ones of all limits that ended in the period."), ("CS-5.1",)),
        _count(MISSED, lazy("Misses"), lazy("Limits that were passed, on the day they were due; they stay whatever follows.")),
        *_times("limit", (MET, LATE), lazy("From the start of the limit to its end; the middle one of the period."), ()),
    ),
)
BLOCKS: Mapping[str, tuple[Block, ...]] = {
    "region": (VOLUME, RESPONSE, RESOLUTION),
    "person": (VOLUME, RESPONSE, RESOLUTION),
    "channel": (VOLUME, RESPONSE, RESOLUTION),
    "rule": (LIMITS,),
}
GROUPINGS = {"region": lazy("Region"), "person": lazy("Person"), "channel": lazy("Channel"), "rule": lazy("Rule")}
TIMES = {"elapsed": lazy("By the clock"), "opened": lazy("Open hours")}
KIND_NAMES = {
    rules.TAKEN: lazy("Taken"),
    rules.RESPONDED: lazy("First answer"),
    rules.ANSWERED: lazy("Final answer"),
    rules.CLOSED: lazy("Archived"),
    rules.REOPENED: lazy("Reopened"),
    rules.TRANSFERRED: lazy("Transferred"),
    rules.MET: lazy("Kept"),
    rules.LATE: lazy("Ended late"),
    rules.MISSED: lazy("Missed"),
}
