"""The enquiries of the demo company, played through the real actions in the order of time."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from portal.access.models import Staff
from portal.archive.cards import CustomerCard
from portal.core import time
from portal.core.files import Store
from portal.demo.moments import moment
from portal.enquiries import actions
from portal.schedule import DESK
from portal.tickets.models import Ticket

FOLDER = Path(__file__).with_name("enquiries")
OURS = ("at", "key", "move", "by", "steps", "customer", "urgent", "files", "to", "members", "promised", "deadline")
MOMENTS = {"promised": "promised_at", "deadline": "deadline_at"}


class Event(NamedTuple):
    """Something that happens: when, in which story, as its how-manieth step, and what."""

    at: datetime
    story: int
    step: int
    facts: Mapping[str, Any]


@dataclass
class Stage:
    """Where the stories are played: who works here, who asks, where files go, and the tickets so far by story,
    and by key where it has one."""

    company: Mapping[str, Staff]
    cards: Mapping[str, CustomerCard]
    store: Store
    now: datetime
    tickets: dict[int, Ticket] = field(default_factory=dict)
    named: dict[str, Ticket] = field(default_factory=dict)


def play(company: Mapping[str, Staff], cards: Mapping[str, CustomerCard], store: Store, *, now: datetime) -> dict[str, Ticket]:
    """Let all that happened before `now` happen; the tickets of the stories that have a key. Raises Refused when a story
    does what a rule forbids."""
    stage = Stage(company, cards, store, now)
    for event in sorted(events(now)):
        with time.frozen(event.at):
            _let_the_clock_work(event.at)
            _happen(stage, event)
    return stage.named


def events(now: datetime) -> Iterator[Event]:
    """Every step of every story; the first is the taking in."""
    for number, story in enumerate(stories()):
        clerk = {"by": story["by"]}
        for place, facts in enumerate((story | {"move": "take"}, *story.get("steps", ()))):
            yield Event(moment(facts["at"], now), number, place, clerk | facts)


def stories() -> list[dict]:
    """The stories of every region, as the tables have them."""
    tables = (tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml")))
    return [story for table in tables for story in table["enquiry"]]


def _let_the_clock_work(at: datetime) -> None:
    for job in DESK:
        job.run(now=at)


def _happen(stage: Stage, event: Event) -> None:
    by, given = stage.company[event.facts["by"]], _given(stage, event.facts)
    if event.facts["move"] == "take":
        ticket = stage.tickets[event.story] = actions.take(given | _taken(stage, event), by=by, at=event.at)
        stage.named |= {event.facts["key"]: ticket} if "key" in event.facts else {}
    else:
        actions.make(stage.tickets[event.story], event.facts["move"], given, by=by, at=event.at)


def _taken(stage: Stage, event: Event) -> dict[str, Any]:
    """What is known of an enquiry besides its words. Somebody who calls has waited when the enquiry is taken in."""
    card = stage.cards[event.facts["customer"]]
    urgency = "urgent" if event.facts.get("urgent") else "normal"
    received_at = event.at - timedelta(seconds=event.facts.get("waited_s", 0))
    return {"customer": card, "language": card.language, "urgency": urgency, "received_at": received_at}


def _given(stage: Stage, facts: Mapping[str, Any]) -> dict[str, Any]:
    """A step as the actions want it: people as rows' ids, moments as moments, files as bytes."""
    given = {name: value for name, value in facts.items() if name not in OURS}
    given |= {MOMENTS[name]: moment(facts[name], stage.now) for name in MOMENTS if name in facts}
    if "to" in facts:
        given["to"] = stage.company[facts["to"]].id
    if "members" in facts:
        given["members"] = [stage.company[name].id for name in facts["members"]]
    return given | {
        "files": [(name, text.encode()) for name, text in facts.get("files", {}).items()],
        "store": stage.store,
    }
