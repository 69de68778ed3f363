"""The engine that runs procedures. Pure: a procedure is data, a gate is a plain function, nothing here touches a row.

A procedure lists its stages in order, the moves between them (from where, to where, who, which gates, which stopwatches
start and stop), its stopwatches with the rules that set them, the reasons to wait (`reasons`), the ladder of those who
are told (`ladder`), and figures of its own that no rule names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from portal.core.i18n import lazy
from portal.tickets import ladder as ladders
from portal.tickets import reasons as waits
from portal.tickets.ladder import Rung
from portal.tickets.reasons import Reason

FIGURES = ("warn_percent", "before_closing_minutes", "reopened_often", "undo_days")
CLAIM = "claim"  # the move by which an offered ticket is taken; with it a procedure has the figures of WORK
WORK = ("most_claimed", "unclaimed_minutes", "active_minutes", "weight_urgent", "weight_late", "undo_minutes")


class Gate(NamedTuple):
    """What a move demands: `check` answers with a reason or None, `rule` is the id that demands it.

    A gate `of_state` looks at the ticket alone, so it can be asked before anybody types. `figures` are those of the
    procedure that it reads under "figures" of what it is given.
    """

    check: Callable[[Any, Mapping[str, Any]], str | None]
    rule: str
    of_state: bool = False
    figures: tuple[str, ...] = ()


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


MERGED = Stage("merged", "已并入", "Merged", open=False)  # of every desk; no move leads there or away from there


@dataclass(frozen=True)
class Move:
    """A step: allowed in stages `from_`, leads to `to` (None: the ticket stays where it is).

    `who` is "any" (whoever holds the permission and sees the ticket), "owner" (the person responsible now) or
    "responsible" (the owner, and who may assign what others own). It `restarts` the rounds of stopwatches that run.
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
    restarts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stopwatch:
    """A time limit: the rules that set it, chosen by a field of the ticket (`by`), or one list for all ("*").

    `moment` names the field of a move in which a person sets the due moment themselves; `contact` the rule whose figure
    stands for "in the same contact". One that `keeps_beginning` counts on from its first start when it is set anew.
    One that `recurs` begins its next round as soon as a round is missed or restarted ("every 3 working days"). `figure`
    is the name of the figures in the rules, where these have several. A `promise` was made to the customer: it outlives a
    merge of tickets.
    """

    key: str
    zh: str
    en: str
    by: str = ""
    moment: str = ""
    contact: str = ""
    pausable: bool = False
    promise: bool = False
    keeps_beginning: bool = False
    recurs: bool = False
    figure: str | None = None
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
class Procedure:
    """A whole procedure: what a desk does with a ticket, from the first word to the archive.

    `prefix` begins the numbers of its tickets, `place` the addresses of its pages; `ladder` has the roles that are told
    of a miss, nearest first; `leads` the role that leads a matter of a level; `figures` what no rule names: whole
    numbers above 0 (FIGURES, and those its gates read).
    """

    key: str
    zh: str
    en: str
    prefix: str
    place: str
    rules: tuple[str, ...]
    ladder: tuple[Rung, ...]
    leads: Mapping[int, str]
    figures: Mapping[str, int]
    stages: Mapping[str, Stage]
    moves: Mapping[str, Move]
    stopwatches: Mapping[str, Stopwatch]
    reasons: Mapping[str, Reason]
    gates: Mapping[str, Gate]

    def stage(self, key: str) -> Stage:
        """The stage of a key: one of the table's, or `MERGED`."""
        return MERGED if key == MERGED.key else self.stages[key]

    def moves_in(self, stage: str) -> Iterator[Move]:
        """The moves that this stage allows, in the order of the table."""
        return (move for move in self.moves.values() if stage in move.from_)

    def is_on_offer_in(self, stage: str) -> bool:
        """Whether a ticket of this stage can be claimed at all; what is answered is on offer no more."""
        return CLAIM in self.moves and stage in self.moves[CLAIM].from_

    def refusal_of_state(self, move: Move, ticket: Any) -> Refusal | None:
        """What forbids this move whatever is typed, or None."""
        gates = (self.gates[name] for name in move.gates if self.gates[name].of_state)
        return next((Refusal(reason, gate.rule) for gate in gates if (reason := gate.check(ticket, {}))), None)

    def refusal(self, move: Move, ticket: Any, given: Mapping[str, Any]) -> Refusal | None:
        """Why this move cannot be made with what is given, or None. No stage can be skipped (CR-4.1)."""
        if move.from_ and ticket.stage not in move.from_:
            return Refusal(lazy("The ticket is in a stage in which this step is not possible."), self.rules[0])
        known = {**given, "figures": self.figures}
        for name in move.gates:
            gate = self.gates[name]
            if reason := gate.check(ticket, known):
                return Refusal(reason, gate.rule)
        return None


def load(path: Path, gates: Mapping[str, Gate]) -> Procedure:
    """A procedure from its table. Raises BadProcedure when the table contradicts itself."""
    table = tomllib.loads(path.read_text("utf-8"))
    try:
        procedure = _procedure(table, gates)
    except (KeyError, TypeError, ValueError) as fault:
        raise BadProcedure(f"{path.name}: {fault}") from fault
    for found in faults(procedure):
        raise BadProcedure(f"{path.name}: {found}")
    return procedure


def _procedure(table: Mapping[str, Any], gates: Mapping[str, Gate]) -> Procedure:
    return Procedure(
        **{name: table[name] for name in ("key", "zh", "en", "prefix", "place", "figures")},
        rules=tuple(table["rules"]),
        ladder=tuple(map(ladders.rung, table["ladder"])),
        leads={int(level): role for level, role in table.get("leads", {}).items()},
        stages=_keyed(Stage(**_tuples(row)) for row in table["stages"]),
        moves=_keyed(Move(**_tuples(row), from_=frozenset(row["from"])) for row in table["moves"]),
        stopwatches=_keyed(_stopwatch(row) for row in table["stopwatches"]),
        reasons=_keyed(map(waits.reason, table["reasons"])),
        gates=gates,
    )


def faults(procedure: Procedure) -> Iterator[str]:
    """What a procedure names but does not have, stages nobody can reach, and figures, ladders and reasons that cannot be."""
    for move in procedure.moves.values():
        yield from _faults_of_move(procedure, move)
    yield from _faults_of_figures(procedure)
    yield from ladders.faults(procedure.ladder)
    for reason in procedure.reasons.values():
        yield from waits.faults(reason)
    for stage in procedure.stages.keys() - reachable(procedure):
        yield f"nobody can reach the stage {stage}"


def _faults_of_move(procedure: Procedure, move: Move) -> Iterator[str]:
    named = {
        "stage": ((*move.from_, *filter(None, [move.to])), procedure.stages),
        "gate": (move.gates, procedure.gates),
        "stopwatch": ((*move.starts, *move.stops, *move.restarts), procedure.stopwatches),
    }
    for what, (keys, known) in named.items():
        for key in keys:
            if key not in known:
                yield f"move {move.key} names the {what} {key}, which is not there"
    for key in move.restarts:
        if key in procedure.stopwatches and not procedure.stopwatches[key].recurs:
            yield f"move {move.key} restarts the stopwatch {key}, which has no rounds"


def _faults_of_figures(procedure: Procedure) -> Iterator[str]:
    used = (procedure.gates[gate] for move in procedure.moves.values() for gate in move.gates if gate in procedure.gates)
    work = WORK if CLAIM in procedure.moves else ()
    wanted = {*FIGURES, *work, *(name for gate in used for name in gate.figures)}
    for name in sorted(wanted ^ set(procedure.figures)):
        yield f"the figure {name} is {'missing' if name in wanted else 'read by nobody'}"
    for name, figure in procedure.figures.items():
        if type(figure) is not int or figure < 1:
            yield f"the figure {name} is no whole number above 0"
    if not procedure.figures.get("warn_percent", 1) < 100:
        yield "the figure warn_percent lies below 100"


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
