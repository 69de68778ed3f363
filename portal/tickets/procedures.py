"""The procedures of the desks, by desk. A desk enters its own when it is loaded; tickets know no desk by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from portal import policy
from portal.access import hooks
from portal.access.permissions import Permission
from portal.core.i18n import both
from portal.tickets.engine import MERGED, Move, Procedure

_by_desk: dict[str, Procedure] = {}


def enter(procedure: Procedure) -> Procedure:
    """Make a desk's procedure known, and to the policy which rules compete in it; it is given back."""
    _by_desk[procedure.key] = procedure
    for stopwatch in procedure.stopwatches.values():
        for rules in stopwatch.rules.values():
            policy.compete(rules)
    return procedure


def of(desk: str) -> Procedure:
    """The procedure of a desk. Raises KeyError for a desk that was never loaded."""
    return _by_desk[desk]


def every() -> tuple[Procedure, ...]:
    """The procedures of all desks that were loaded."""
    return tuple(_by_desk.values())


def stage_names() -> dict[tuple[str, str], str]:
    """(desk, stage) → the stage in the reader's language, for every desk."""
    return {
        (desk, stage.key): both(stage.zh, stage.en)
        for desk, procedure in _by_desk.items()
        for stage in (*procedure.stages.values(), MERGED)
    }


def stopwatch_names() -> dict[str, str]:
    """What the stopwatches of every desk are called, in the reader's language, by key."""
    return {
        stopwatch.key: both(stopwatch.zh, stopwatch.en)
        for procedure in _by_desk.values()
        for stopwatch in procedure.stopwatches.values()
    }


def page_of(desk: str, number: str) -> str:
    """The address of a ticket's page: that of its desk."""
    return f"{of(desk).place}/{number}"


class FormPlace(NamedTuple):
    """Which form an address belongs to: a step of a procedure, and the ticket's number ("" for what is being taken in)."""

    procedure: Procedure
    move: Move
    number: str

    @property
    def page(self) -> str:
        """The address of the page that holds the form."""
        place = self.procedure.place
        return f"{place}/{self.number}?do={self.move.key}" if self.number else f"{place}/new"


def address_of(procedure: Procedure, number: str, move: str) -> str:
    """Where the form of a step goes."""
    return f"{procedure.place}/{number}/moves/{move}"


def form_at(address: str) -> FormPlace | None:
    """The form that goes to this address; None where no form of a desk does."""
    for procedure in _by_desk.values():
        if address == procedure.place:
            return FormPlace(procedure, procedure.moves["take"], "")
        number, _moves, key = address.removeprefix(f"{procedure.place}/").partition("/moves/")
        if key in procedure.moves and address == address_of(procedure, number, key):
            return FormPlace(procedure, procedure.moves[key], number)
    return None


def _steps() -> Iterator[hooks.Step]:
    for procedure in _by_desk.values():
        for move in procedure.moves.values():
            zh, en = f"{procedure.zh}：{move.zh}", f"{procedure.en}: {move.en}"
            yield hooks.Step(move.permission, zh, en)
            if move.who == "responsible":
                yield hooks.Step(Permission.TICKETS_ASSIGN, f"{zh}（他人负责的）", f"{en} (owned by others)")


hooks.allows(_steps)
