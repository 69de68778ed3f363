"""What a change of many tickets asks of each: pure.

Words      run (one change of many, from preview to undoing), step (a move of the procedure and what is given to it),
           wish (what a person wants changed, field by field; what is empty stays as it is).
Decided    2026-11: a run makes the procedure's own moves, ticket by ticket, with every gate; it has no way of its own to
           change a ticket. Its preview makes them too, in a transaction that is taken back, so it cannot say anything else
           than what will happen. Refused: a statement over all tickets at once; it would know no gate and no stopwatch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from portal.core.time import to_ms

Step = tuple[str, dict[str, Any]]
RESUME = "resume"
FIELDS = (
    "stage", "owner_id", "lead_id", "level", "rank", "kind", "subject", "language", "deadline_at", "waiting", "ask_at",
    "offered_at", "closed_at",
)  # fmt: skip
SHOWN = ("owner_id", "level", "rank", "subject", "kind", "language", "offered_at", "waiting", "stage")


def steps_of(wish: Mapping[str, Any]) -> list[Step]:
    """The moves that a wish asks for, in the order in which they are made; each goes with the one text of the wish."""
    return [(key, given | {"text": wish.get("text") or ""}) for key, given in _steps_of(wish)]


def _steps_of(wish: Mapping[str, Any]) -> Iterator[Step]:
    if described := _named(wish, "rank", "kind", "language"):
        yield "describe", described
    if classified := _named(wish, "level", "subject", "deadline_at"):
        yield "classify", classified
    if wish.get("note"):
        yield "note", {}
    if wish.get("waiting"):
        yield ("resume", {}) if wish["waiting"] == RESUME else ("wait", {"reason": wish["waiting"]})
    if wish.get("owner"):
        yield "transfer", {"to": wish["owner"]}
    if wish.get("offered"):
        yield "offer", {}
    if wish.get("close"):
        yield "archive", {"cause": wish.get("cause") or ""}


def _named(wish: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: wish[name] for name in names if wish.get(name) not in (None, "")}


def wanting(key: str, given: Mapping[str, Any], ticket: Any) -> bool:
    """Whether a step changes anything of this ticket; one that does not is passed over."""
    if key == "describe":
        return any(getattr(ticket, name) != given[name] for name in ("rank", "kind", "language") if name in given)
    if key == "classify":
        changed = any(getattr(ticket, name) != given[name] for name in ("level", "subject") if name in given)
        return changed or "deadline_at" in given
    return not (key == "transfer" and given["to"] == ticket.owner_id)


def completed(key: str, given: Mapping[str, Any], ticket: Any) -> dict[str, Any]:
    """What is given to a step of this ticket: what the wish leaves open stays as the ticket has it."""
    if key != "classify":
        return dict(given)
    own = {"level": ticket.level, "subject": ticket.subject}
    stays = given.get("level", ticket.level) == ticket.level
    deadline = given.get("deadline_at")
    own["deadline_at"] = datetime.fromisoformat(deadline) if deadline else ticket.deadline_at if stays else None
    return own | {name: given[name] for name in ("level", "subject", "text") if name in given}


def standing(ticket: Any, clocks: Mapping[str, int]) -> dict[str, Any]:
    """The fields of a ticket that a run may change, and the ids of the stopwatches that run for it by key, as plain values;
    moments are milliseconds."""
    return {name: _plain(getattr(ticket, name)) for name in FIELDS} | {"clocks": dict(clocks)}


def _plain(value: Any) -> Any:
    return to_ms(value) if isinstance(value, datetime) else value


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(before, after) of what differs."""
    names = [name for name in before if before[name] != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def going_back(before: Mapping[str, Any], after: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What an undoing sets back, and the names of what was changed again meanwhile, which it leaves."""
    back = {name: value for name, value in before.items() if name != "clocks" and now[name] == after[name]}
    return back, [name for name in before if name != "clocks" and name not in back]
