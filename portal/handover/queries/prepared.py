"""What the portal puts into the sections of a handover from what it knows (DM-H1), in the reader's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from portal.archive.countries import countries
from portal.core.i18n import both
from portal.handover.models import Handover
from portal.knowledge.choices import TOPICS
from portal.knowledge.queries.touched import touched_by
from portal.tickets import procedures, words
from portal.tickets.models import Ticket
from portal.tickets.queries import handing
from portal.tickets.queries.handing import Told


class Line(NamedTuple):
    """One line of a section: what it says in the reader's language, and what somebody else wrote (a title, "" for nothing)."""

    said: str
    text: str = ""

    def __str__(self) -> str:
        return f"{self.said} {self.text}".rstrip()


def prepared(handover: Handover, tickets: Sequence[Ticket], now: datetime) -> Mapping[str, list[Line]]:
    """The lines of each section; `tickets` are those in hand, what happened is of the turn up to `now`."""
    person, since = handover.outgoing, handover.starts_at
    return {
        "customers": _counts(tickets),
        "work": [_line(("已办结", "Closed"), told) for told in handing.closed_by(person, since, now)],
        "exceptions": [
            *(_line(("紧急", "Urgent"), Told(one.number, one.title)) for one in tickets if one.urgent and one.is_open),
            *(_line(("逾期", "Missed"), told) for told, _at in handing.missed_by(person, since, now)),
            *(_line(("不满意", "Not satisfied"), told) for told in handing.poorly_rated(person, since, now)),
        ],
        "knowledge": _knowledge(handover, now),
        "personal": [],
    }


def _line(names: tuple[str, str], told: Told) -> Line:
    return Line(f"{both(*names)} {told.number}", told.title)


def _counts(tickets: Sequence[Ticket]) -> list[Line]:
    """How many there are of each kind in each stage."""
    open_ones = [one for one in tickets if one.is_open]
    found = Counter((one.desk, one.kind, one.stage) for one in open_ones)
    return [Line(_count(*key, count)) for key, count in sorted(found.items())]


def _count(desk: str, kind: str, stage: str, count: int) -> str:
    named = procedures.of(desk).stage(stage)
    return both("{0} · {1}：{2}", "{0} · {1}: {2}").format(words.name(words.KINDS, kind), both(named.zh, named.en), count)


def _knowledge(handover: Handover, now: datetime) -> list[Line]:
    touched = touched_by(handover.outgoing.username, handover.starts_at, now)
    cases = handing.cases_by(handover.outgoing, handover.starts_at, now)
    return [
        *(Line(both("话术", "Canned answer"), title) for _series, title in touched.answers),
        *(Line(both(f"{_country(code)} · {TOPICS[topic][0]}", f"{_country(code)} · {TOPICS[topic][1]}"))
          for code, topic in touched.notes),
        *(_line(("案例", "Case"), told) for told in cases),
    ]  # fmt: skip


def _country(code: str) -> str:
    names = countries()[code].names
    return both(names.zh, names.en)
