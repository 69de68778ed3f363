"""Why a ticket waits, and how what it waits for is asked for again. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.clocks.working_time import Target, target

OWNER, COLLEAGUE = "owner", "colleague"
UP, NOTHING = "up", "nothing"
OF_THE_REGION = "region"


@dataclass(frozen=True)
class Chase:
    """Reminders to ask again: the first `after` the wait began, then `every` so long, `times` in all.

    They go to the owner, or to the colleague who is waited for (`whom`), and are counted on the `calendar` of the
    ticket ("region"), of headquarters ("hq") or of who is reminded ("own"). After the last one, `then`: the next person
    up is told ("up"), or nobody. `ready_zh` and `ready_en` are what may be sent, with {number}, {title} and {customer}.
    A wait never ends by itself.
    """

    after: Target
    every: Target
    times: int
    calendar: str = OF_THE_REGION
    whom: str = OWNER
    then: str = UP
    ready_zh: str = ""
    ready_en: str = ""

    def ready(self, language: str, **facts: str) -> str:
        """The text to send, in Chinese to who reads Chinese and else in English; "" where there is none."""
        return (self.ready_zh if language == "zh" else self.ready_en).format(**facts)


@dataclass(frozen=True)
class Reason:
    """A reason to wait; `pauses` tells whether pausable stopwatches stand still meanwhile."""

    key: str
    zh: str
    en: str
    pauses: bool
    chase: Chase | None = None


def reason(row: Mapping[str, Any]) -> Reason:
    """A reason as a table writes it. Raises ValueError and TypeError for what makes no sense."""
    chase = dict(row.get("chase") or {})
    if not chase:
        return Reason(**row)
    chase |= {name: target(chase[name]) for name in ("after", "every")}
    return Reason(**{**row, "chase": Chase(**chase)})


def faults(found: Reason) -> Iterator[str]:
    """What is wrong with a reason."""
    chase = found.chase
    if chase is None:
        return
    allowed = {"calendar": ("region", "hq", "own"), "whom": (OWNER, COLLEAGUE), "then": (UP, NOTHING)}
    for name, words in allowed.items():
        if getattr(chase, name) not in words:
            yield f"reason {found.key}: {name} is one of {', '.join(words)}"
    if chase.times < 1:
        yield f"reason {found.key}: it is asked for at least once"
    for text in (chase.ready_zh, chase.ready_en):
        try:
            text.format(number="", title="", customer="")
        except (KeyError, IndexError, ValueError):
            yield f"reason {found.key}: the ready text knows number, title and customer alone"
