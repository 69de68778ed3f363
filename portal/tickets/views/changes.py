"""How a change of many tickets is shown: the run, and what it does with each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from portal.access.queries import person
from portal.core import time
from portal.core.i18n import _, both, language, lazy, local
from portal.core.time import from_ms
from portal.tickets import bulk, procedures, words
from portal.tickets.models import BulkChange, BulkRun
from portal.tickets.queries import runs as queries
from portal.tickets.queries.runs import Line

ONLY = {
    "all": (BulkChange.READY, BulkChange.DONE, BulkChange.REFUSED, BulkChange.STALE, BulkChange.UNDONE, BulkChange.KEPT),
    "left": (BulkChange.REFUSED, BulkChange.STALE, BulkChange.KEPT),
}
RUN_STATES = {
    BulkRun.READY: lazy("Preview: nothing is changed yet"),
    BulkRun.DOING: lazy("Being carried out"),
    BulkRun.DONE: lazy("Carried out"),
    BulkRun.UNDOING: lazy("Being undone"),
    BulkRun.UNDONE: lazy("Undone"),
    BulkRun.DISCARDED: lazy("Discarded"),
}
STATES = {
    BulkChange.READY: lazy("would change"),
    BulkChange.REFUSED: lazy("left as it is"),
    BulkChange.DONE: lazy("changed"),
    BulkChange.STALE: lazy("changed by somebody since the preview; left as it is"),
    BulkChange.UNDONE: lazy("set back"),
    BulkChange.KEPT: lazy("set back, but for what was changed again"),
}
NAMES = {
    "owner_id": lazy("Owner"),
    "level": lazy("Level"),
    "rank": lazy("Urgency"),
    "subject": lazy("About"),
    "kind": lazy("Kind"),
    "language": lazy("Language"),
    "offered_at": lazy("On offer"),
    "waiting": lazy("Waiting"),
    "stage": lazy("Stage"),
}


class RunShown(NamedTuple):
    """A run. `left` is how many minutes it can still be undone, 0 when it cannot."""

    id: int
    title: str
    state: str
    words: str
    at: datetime
    text: str
    counts: Mapping[str, int]
    undo_until: datetime | None
    left: int


class ChangeShown(NamedTuple):
    """What a run does with a ticket: (field, before, after) of each, or why it is left."""

    number: str
    title: str
    state: str
    words: str
    fields: list[tuple[str, str, str]]
    because: str
    rule: str
    kept: str


def run_shown(run: BulkRun) -> RunShown:
    """A run as its page and the list of runs show it."""
    seconds = (run.undo_until - time.now()).total_seconds() if run.undo_until and run.state == BulkRun.DONE else 0
    given = [given for _key, given in run.steps]
    return RunShown(
        run.id,
        title_of(run),
        run.state,
        RUN_STATES[run.state],
        run.at,
        next((one["text"] for one in given if one.get("text")), ""),
        queries.counts(run),
        run.undo_until,
        max(0, -int(-seconds // 60)),
    )


def title_of(run: BulkRun) -> str:
    """What a run does, by the names of its moves."""
    moves = {key: move for procedure in procedures.every() for key, move in procedure.moves.items()}
    return both("、", ", ").join(both(moves[key].zh, moves[key].en) for key, _given in run.steps)


def change_shown(line: Line) -> ChangeShown:
    """One ticket of a run."""
    before, after = (json.loads(text) if text else {} for text in (line.before, line.after))
    kept = [str(NAMES[name]) for name in json.loads(line.kept or "[]") if name in NAMES]
    return ChangeShown(
        line.number,
        line.title,
        line.state,
        STATES[line.state],
        [(NAMES[name], _said(line, name, before[name]), _said(line, name, after[name])) for name in bulk.SHOWN if name in before],
        both(line.because_zh, line.because_en),
        line.rule,
        both("、", ", ").join(kept),
    )


def _said(line: Line, name: str, value: Any) -> str:
    if value is None:
        return _("none")
    return SAYING[name](procedures.of(line.desk), value)


SAYING: Mapping[str, Callable[[Any, Any], str]] = {
    "owner_id": lambda _desk, value: person(value).name_in(language()),
    "level": lambda _desk, value: words.name(words.LEVELS, value),
    "rank": lambda _desk, value: words.urgency(value),
    "subject": lambda _desk, value: words.name(words.SUBJECTS, value),
    "kind": lambda _desk, value: words.name(words.KINDS, value),
    "language": lambda _desk, value: words.fact("language", value),
    "offered_at": lambda _desk, value: local(from_ms(value), style="short"),
    "waiting": lambda desk, value: both(desk.reasons[value].zh, desk.reasons[value].en),
    "stage": lambda desk, value: both(desk.stage(value).zh, desk.stage(value).en),
}
