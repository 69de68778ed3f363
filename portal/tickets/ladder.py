"""Who is told of a miss, and when: the steps of a ladder as a procedure's table has them. Pure.

The n-th step has the n-th moment; whom it reaches is the lowest rung not told yet on which somebody is there. So a rung
that is empty, or that the owner stands on, hands its moment to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from portal.clocks.working_time import Target, target

DUE = "due"


@dataclass(frozen=True)
class Rung:
    """A role to tell, and when: at `percent` of the time, when it is late (neither), or `after` that."""

    role: str
    percent: int | None = None
    after: Target | None = None

    @property
    def order(self) -> tuple:
        """Where it comes in the course of time; amounts of one unit compare."""
        if self.percent:
            return (0, "", self.percent)
        return (2, self.after.unit, self.after.amount) if self.after else (1, "", 0)


def rung(row: dict[str, Any]) -> Rung:
    """A rung as a table writes it: `when` is "90 %", "due", or an amount after it such as "4 wh". Raises ValueError."""
    role, when = row["role"], row["when"]
    if when == DUE:
        return Rung(role)
    amount, _space, unit = when.partition(" ")
    if unit != "%":
        return Rung(role, after=target(when))
    if not 0 < int(amount) < 100:
        raise ValueError(f"A share lies between 0 and 100 %, not at {when}")
    return Rung(role, percent=int(amount))


def faults(ladder: Sequence[Rung]) -> Iterator[str]:
    """What is wrong with a ladder."""
    if len({each.role for each in ladder}) < len(ladder):
        yield "a role stands on the ladder twice"
    kinds = [each.order[0] for each in ladder]
    if kinds != sorted(kinds):
        yield "the ladder is out of order: shares of the time come first, then due, then what follows after it"
    for unit in {each.order[1] for each in ladder}:
        amounts = [each.order[2] for each in ladder if each.order[1] == unit and each.order[0] != 1]
        if amounts != sorted(amounts):
            yield "the ladder is out of order: an earlier step has a later moment"


def at_miss(ladder: Sequence[Rung], step: int) -> int | None:
    """The step that a miss takes: the one at the due moment, if it was not taken. Steps before it have had their time."""
    found = (number for number, each in enumerate(ladder) if number >= step and not each.percent)
    first = next(found, None)
    return first if first is not None and ladder[first].after is None else None


def above(roles: Iterable[str], ladder: Sequence[Rung]) -> int:
    """The lowest rung above somebody with these roles; the first for who is not on the ladder."""
    held = set(roles)
    return max((number + 1 for number, each in enumerate(ladder) if each.role in held), default=0)
