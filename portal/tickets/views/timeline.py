"""How a timeline and its stopwatches look: everything a template needs, worked out before it runs."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from portal.clocks import queries as running
from portal.clocks.models import Stopwatch
from portal.core import i18n
from portal.core.i18n import _, both
from portal.tickets import words
from portal.tickets.engine import Procedure
from portal.tickets.models import NEVER, Attachment, Entry, Ticket
from portal.tickets.queries import one
from portal.tickets.views.lines import Pill, Sayings


class Told(NamedTuple):
    """One entry of the timeline."""

    id: int
    kind: str
    towards: str
    words: str
    who: str
    iso: str
    when: str
    there: str
    text: str
    more: str
    files: list[Attachment]


class ClockShown(NamedTuple):
    """One stopwatch: its name, pill, the rule that set it, and how much of its time is used, in percent."""

    id: int
    name: str
    pill: Pill
    rule: str
    spent: int
    running: bool


def entries_shown(procedure: Procedure, ticket: Ticket, customer_zone: str) -> list[Told]:
    """The timeline, oldest first, in the reader's zone with the customer's beside it where it differs."""
    files = one.files(ticket)
    kinds = {key: both(*pair) for key, pair in words.ENTRY_KINDS.items()}
    return [
        Told(
            entry.id,
            entry.kind,
            words.TOWARDS.get(entry.kind, "move"),
            kinds.get(entry.kind, entry.kind),
            entry.by.name_in(i18n.language()) if entry.by_id else _("Portal"),
            entry.at.isoformat(),
            i18n.local(entry.at),
            _there(entry.at, customer_zone),
            entry.text,
            more(procedure, entry),
            files.get(entry.id, []),
        )
        for entry in one.timeline(ticket)
    ]


def _there(moment: datetime, zone: str) -> str:
    """The moment by the customer's clock, "" where it shows the same as the reader's."""
    here, there = i18n.local(moment, style="short"), i18n.local(moment, zone, "short")
    return there if there != here else ""


def more(procedure: Procedure, entry: Entry) -> str:
    """What an entry says beside its text, as a sentence in the reader's language."""
    facts = entry.facts or {}
    tell = SENTENCES.get(entry.kind)
    return tell(procedure, facts) if tell and facts else ""


def _limit(procedure: Procedure, facts: dict) -> str:
    stopwatch = procedure.stopwatches[facts["stopwatch"]]
    due = i18n.local(datetime.fromisoformat(facts["due"]))
    return _("%(what)s, due %(due)s (%(rule)s)", what=both(stopwatch.zh, stopwatch.en), due=due, rule=facts["rule"])


def _promise(_procedure: Procedure, facts: dict) -> str:
    if not facts.get("promised"):
        return ""
    return _("The full answer is promised by %(moment)s.", moment=i18n.local(datetime.fromisoformat(facts["promised"])))


def _transfer(_procedure: Procedure, facts: dict) -> str:
    return _("From %(before)s to %(after)s", before=facts["from"], after=facts["to"])


def _level(_procedure: Procedure, facts: dict) -> str:
    before, after = (words.name(words.LEVELS, level) for level in facts["level"])
    return _("From %(before)s to %(after)s", before=before, after=after)


def _wait(procedure: Procedure, facts: dict) -> str:
    reason = procedure.reasons.get(facts.get("reason") or "")
    return both(reason.zh, reason.en) if reason else ""


def _score(_procedure: Procedure, facts: dict) -> str:
    return _("Asked, no answer") if facts["score"] == 0 else _("%(score)d of 5", score=facts["score"])


def _origin(_procedure: Procedure, facts: dict) -> str:
    received = i18n.local(datetime.fromisoformat(facts["received"]))
    told = _("Received %(received)s; row %(line)d of %(file)s.", received=received, line=facts["line"], file=facts["file"])
    return f"{told} {_('Number there: %(number)s.', number=facts['reference'])}" if facts["reference"] else told


SENTENCES = {
    "imported": _origin,
    "reply": _promise,
    "transfer": _transfer,
    "level": _level,
    "group": lambda _procedure, facts: "、".join(facts["members"]) if i18n.language() == "zh" else ", ".join(facts["members"]),
    "meeting": lambda _procedure, facts: facts.get("present", ""),
    "wait": _wait,
    "resume": _wait,
    "satisfaction": _score,
    "case": lambda _procedure, facts: facts["cause"],
    "warned": _limit,
    "missed": _limit,
}


def clocks_shown(procedure: Procedure, ticket: Ticket, now: datetime) -> list[ClockShown]:
    """Every stopwatch of a ticket but the superseded ones: those that run first, by due moment."""
    found = [clock for clock in running.history_of(ticket) if clock.outcome != "superseded"]
    found.sort(key=lambda clock: (not clock.is_running, clock.due or NEVER))
    say = Sayings()
    return [_clock(procedure, clock, now, say) for clock in found]


def _clock(procedure: Procedure, clock: Stopwatch, now: datetime, say: Sayings) -> ClockShown:
    stopwatch = procedure.stopwatches[clock.key]
    name = both(stopwatch.zh, stopwatch.en)
    return ClockShown(clock.id, name, _pill(clock, now, say), clock.rule, _spent(clock, now), clock.is_running)


def _pill(clock: Stopwatch, now: datetime, say: Sayings) -> Pill:
    if clock.is_running:
        return say.pill(clock.due or NEVER, clock.warn_at or NEVER, now, clock.is_paused)
    done = {"met": _("Met"), "missed": _("Missed")}[clock.outcome]
    due = clock.due
    return Pill(clock.outcome, done, due.isoformat() if due else "", i18n.local(due))


def _spent(clock: Stopwatch, now: datetime) -> int:
    """How much of the time between start and due moment is gone, from 0 to 100."""
    if clock.due is None:
        return 0
    whole = (clock.due - clock.started).total_seconds()
    return max(0, min(100, round(100 * ((clock.stopped or now) - clock.started).total_seconds() / whole))) if whole > 0 else 100
