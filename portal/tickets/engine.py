"""The engine that runs procedures. Pure: a procedure is data, a gate is a plain function, nothing here touches a row.

A procedure lists its stages in order, the moves between them (from where, to where, who, which gates, which stopwatches
start and stop) and its stopwatches with the rules that set them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from portal.core.i18n import lazy


class Gate(NamedTuple):
    """What a move demands: `check` answers with a reason or None, `rule` is the id that demands it.

    A gate `of_state` looks at the ticket alone, so it can be asked before anybody types.
    """

    check: Callable[[Any, Mapping[str, Any]], str | None]
    rule: str
    of_state: bool = False


class Refusal(NamedTuple):
    """Why a move cannot be made now: a sentence, and the id of the rule behind it."""

    reason: str
    rule: str


class BadProcedure(ValueError):
    """A table that cannot be run; the message names the file and what is wrong."""


@dataclass(frozen=True)
class Stage:
    """A place in the procedure. A ticket in a stage that is not `open` is over."""

    key: str
    zh: str
    en: str
    open: bool = True
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Move:
    """A step: allowed in stages `from_`, leads to `to` (None: the ticket stays where it is).

    `who` is "any" (whoever holds the permission and sees the ticket) or "owner" (the person responsible now).
    """

    key: str
    zh: str
    en: str
    permission: str
    from_: frozenset[str]
    to: str | None = None
    who: str = "any"
    gates: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stopwatch:
    """A time limit: the rules that set it, chosen by a field of the ticket (`by`), or one list for all ("*").

    `moment` names the field of a move in which a person sets the due moment themselves; `contact` the rule whose figure
    stands for "in the same contact". One that `keeps_beginning` counts on from its first start when it is set anew.
    """

    key: str
    zh: str
    en: str
    by: str = ""
    moment: str = ""
    contact: str = ""
    pausable: bool = False
    keeps_beginning: bool = False
    rules: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def rules_for(self, ticket: Any) -> tuple[str, ...]:
        """The ids of the rules that set the limit of this ticket; empty when none does."""
        value = str(getattr(ticket, self.by)) if self.by else "*"
        return self.rules.get(value, self.rules.get("*", ()))

    @property
    def every_rule(self) -> frozenset[str]:
        """The ids of all rules that set its limit for one ticket or another."""
        return frozenset(rule for ids in self.rules.values() for rule in ids)


@dataclass(frozen=True)
class Reason:
    """A reason to wait; `pauses` tells whether pausable stopwatches stand still meanwhile."""

    key: str
    zh: str
    en: str
    pauses: bool


@dataclass(frozen=True)
class Procedure:
    """A whole procedure: what a desk does with a ticket, from the first word to the archive.

    `prefix` begins the numbers of its tickets, `place` the addresses of its pages; `ladder` names the roles that are told
    of a miss, nearest first.
    """

    key: str
    zh: str
    en: str
    prefix: str
    place: str
    rules: tuple[str, ...]
    ladder: tuple[str, ...]
    stages: Mapping[str, Stage]
    moves: Mapping[str, Move]
    stopwatches: Mapping[str, Stopwatch]
    reasons: Mapping[str, Reason]
    gates: Mapping[str, Gate]

    def moves_in(self, stage: str) -> Iterator[Move]:
        """The moves that this stage allows, in the order of the table."""
        return (move for move in self.moves.values() if stage in move.from_)

    def refusal_of_state(self, move: Move, ticket: Any) -> Refusal | None:
        """What forbids this move whatever is typed, or None."""
        gates = (self.gates[name] for name in move.gates if self.gates[name].of_state)
        return next((Refusal(reason, gate.rule) for gate in gates if (reason := gate.check(ticket, {}))), None)

    def refusal(self, move: Move, ticket: Any, given: Mapping[str, Any]) -> Refusal | None:
        """Why this move cannot be made with what is given, or None. No stage can be skipped (CR-4.1)."""
        if move.from_ and ticket.stage not in move.from_:
            return Refusal(lazy("The ticket has moved on meanwhile; this step is not possible any more."), self.rules[0])
        for name in move.gates:
            gate = self.gates[name]
            if reason := gate.check(ticket, given):
                return Refusal(reason, gate.rule)
        return None


def load(path: Path, gates: Mapping[str, Gate]) -> Procedure:
    """A procedure from its table. Raises BadProcedure when the table contradicts itself."""
    table = tomllib.loads(path.read_text("utf-8"))
    procedure = Procedure(
        key=table["key"],
        zh=table["zh"],
        en=table["en"],
        prefix=table["prefix"],
        place=table["place"],
        rules=tuple(table["rules"]),
        ladder=tuple(table["ladder"]),
        stages=_keyed(Stage(**_tuples(row)) for row in table["stages"]),
        moves=_keyed(Move(**_tuples(row), from_=frozenset(row["from"])) for row in table["moves"]),
        stopwatches=_keyed(_stopwatch(row) for row in table["stopwatches"]),
        reasons=_keyed(Reason(**row) for row in table["reasons"]),
        gates=gates,
    )
    for fault in faults(procedure):
        raise BadProcedure(f"{path.name}: {fault}")
    return procedure


def faults(procedure: Procedure) -> Iterator[str]:
    """What a procedure names but does not have, and stages nobody can reach."""
    for move in procedure.moves.values():
        for stage in (*move.from_, *filter(None, [move.to])):
            if stage not in procedure.stages:
                yield f"move {move.key} names the stage {stage}, which is not there"
        for gate in move.gates:
            if gate not in procedure.gates:
                yield f"move {move.key} names the gate {gate}, which is not there"
        for key in (*move.starts, *move.stops):
            if key not in procedure.stopwatches:
                yield f"move {move.key} names the stopwatch {key}, which is not there"
    for stage in procedure.stages.keys() - reachable(procedure):
        yield f"nobody can reach the stage {stage}"


def reachable(procedure: Procedure) -> set[str]:
    """The stages that the moves lead to, from the beginning."""
    reached = {move.to for move in procedure.moves.values() if not move.from_ and move.to}
    while grown := {
        move.to for move in procedure.moves.values() if move.to and move.from_ & reached and move.to not in reached
    }:
        reached |= grown
    return reached


def diagram(procedure: Procedure) -> str:
    """The procedure as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {stage.key} : {stage.en} {stage.zh}" for stage in procedure.stages.values()]
    for move in procedure.moves.values():
        words = f"{move.en} ({', '.join(move.rules)})"
        for start in sorted(move.from_) or ["[*]"]:
            lines.append(f"    {start} --> {move.to or start} : {words}")
    lines += [f"    {stage.key} --> [*]" for stage in procedure.stages.values() if not stage.open]
    return "\n".join(lines)


def _keyed(rows) -> dict:
    return {row.key: row for row in rows}


def _tuples(row: Mapping[str, Any]) -> dict:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items() if name != "from"}


def _stopwatch(row: Mapping[str, Any]) -> Stopwatch:
    return Stopwatch(**row | {"rules": {value: tuple(ids) for value, ids in row["rules"].items()}})
