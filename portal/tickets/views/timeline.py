"""How a timeline and its stopwatches look: everything a template needs, worked out before it runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import starmap
from typing import NamedTuple

from flask import g

from portal.access.models import Staff
from portal.access.queries import english_names
from portal.access.roles import ROLES
from portal.archive.languages import LANGUAGES
from portal.clocks import queries as running
from portal.clocks.models import MET, SUPERSEDED, Stopwatch
from portal.core import i18n
from portal.core.i18n import _, both
from portal.tickets import kinship, words
from portal.tickets.actions.stopwatches import due_of
from portal.tickets.engine import Procedure
from portal.tickets.models import NEVER, Attachment, Entry, Escalation, Ticket
from portal.tickets.queries import one
from portal.tickets.views.lines import Pill, Sayings

KIN = ("merged", "unmerged", "split", "unsplit", "linked", "unlinked")


class Told(NamedTuple):
    """One entry of the timeline; `origin` is the number of the ticket it was written in where that is another, `about` the
    number of the ticket that a merge, a split or a link is about, `movable` whether it can be split off."""

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
    origin: str
    about: str
    movable: bool


class TellingShown(NamedTuple):
    """A step of the ladder: the role, the people, and when they were told."""

    role: str
    people: str
    iso: str
    when: str


class ClockShown(NamedTuple):
    """One stopwatch: its name, pill, the rule that set it, how much of its time is used, in percent, and who was told."""

    id: int
    name: str
    pill: Pill
    rule: str
    spent: int
    running: bool
    told: list[TellingShown]


def entries_shown(procedure: Procedure, ticket: Ticket, customer_zone: str, people: Mapping[int, Staff]) -> list[Told]:
    """The timeline, oldest first, in the reader's zone with the customer's beside it where it differs; `people` are those
    of `one.know_people`."""
    files = one.files(ticket)
    timeline = one.timeline(ticket, people)
    numbers = one.numbers_of(entry.origin_id for entry in timeline if entry.origin_id)
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
            numbers.get(entry.origin_id, ""),
            _about(entry),
            kinship.may_go(entry.kind, own=entry.origin_id is None),
        )
        for entry in timeline
    ]


def _about(entry: Entry) -> str:
    facts = entry.facts or {}
    return next(facts[name] for name in ("into", "from", "parent", "child") if name in facts) if entry.kind in KIN else ""


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


def _spoken(procedure: Procedure, facts: dict) -> str:
    """What a reply or an answer promised, in which language it is where that is not the customer's (CP-15.3), and
    which words of the list left with it after a second look (TM-4.3)."""
    said = (_promise(procedure, facts), _other_language(facts), _looked_at(facts))
    return " ".join(filter(None, said))


def _other_language(facts: dict) -> str:
    if not facts.get("in_language"):
        return ""
    language = both(*LANGUAGES[facts["spoken"]])
    return _("Written in %(language)s: %(reason)s", language=language, reason=facts["in_language"])


def _looked_at(facts: dict) -> str:
    words_of_list = both("、", ", ").join(facts.get("wording", ()))
    return _("Looked at twice before it left: %(words)s", words=words_of_list) if words_of_list else ""


def _transfer(_procedure: Procedure, facts: dict) -> str:
    return _("From %(before)s to %(after)s", before=_person(facts["from"]), after=_person(facts["to"]))


def _level(_procedure: Procedure, facts: dict) -> str:
    before, after = (words.name(words.LEVELS, level) for level in facts["level"])
    return _("From %(before)s to %(after)s", before=before, after=after)


def _wait(procedure: Procedure, facts: dict) -> str:
    reason = procedure.reasons.get(facts.get("reason") or "")
    return " · ".join(filter(None, [both(reason.zh, reason.en) if reason else "", _person(facts.get("colleague") or "")]))


def _person(name: str) -> str:
    """A name that an entry keeps, as the reader reads it."""
    if i18n.language() == "zh" or not name:
        return name
    if "english_names" not in g:
        g.english_names = english_names()
    return g.english_names.get(name, name)


def _people(names: Iterable[str]) -> str:
    return both("、", ", ").join(map(_person, names))


def people_told(told: list[list[str]]) -> str:
    """The names of who was told, each with whom they stood in for."""
    pairs = ((_person(name), _person(other or "")) for name, other in told)
    return both("、", ", ").join(_("%(name)s for %(other)s", name=name, other=other) if other else name for name, other in pairs)


def _reminded(procedure: Procedure, facts: dict) -> str:
    said = {"reason": _wait(procedure, facts), "number": facts["number"], "people": people_told(facts["told"])}
    return _("%(reason)s: reminder %(number)d to %(people)s", **said)


def _escalated(procedure: Procedure, facts: dict) -> str:
    if "stopwatch" in facts:
        why = _limit(procedure, facts)
    elif "reopened" in facts:
        why = _("Taken up again %(times)d times", times=facts["reopened"])
    else:
        why = _("%(reason)s: asked again and again for nothing", reason=_wait(procedure, facts))
    return _("%(why)s. Told: %(people)s", why=why, people=people_told(facts["told"]) or _("nobody"))


def _corrected(_procedure: Procedure, facts: dict) -> str:
    return both("；", "; ").join(starmap(_correction, facts["changes"].items()))


def _correction(field: str, pair: list[str]) -> str:
    """A title that was corrected stands in the entry's text, with the former one."""
    name = words.name(words.FACTS, field)
    if not pair:
        return name
    before, after = (words.fact(field, value) for value in pair)
    return _("%(name)s from %(before)s to %(after)s", name=name, before=before, after=after)


def _score(_procedure: Procedure, facts: dict) -> str:
    return _("Asked, no answer") if facts["score"] == 0 else _("%(score)d of 5", score=facts["score"])


def _origin(_procedure: Procedure, facts: dict) -> str:
    received = i18n.local(datetime.fromisoformat(facts["received"]))
    told = _("Received %(received)s; row %(line)d of %(file)s.", received=received, line=facts["line"], file=facts["file"])
    return f"{told} {_('Number there: %(number)s.', number=facts['reference'])}" if facts["reference"] else told


def _merged(_procedure: Procedure, facts: dict) -> str:
    return _("Its entries are shown in the other ticket.") if "into" in facts else _("The other ticket's entries are shown here.")


def _unmerged(_procedure: Procedure, _facts: dict) -> str:
    return _("Each ticket has its own entries again.")


def _split(_procedure: Procedure, facts: dict) -> str:
    return _("A part of this ticket goes on there.") if "into" in facts else _("This ticket was split off there.")


def _unsplit(_procedure: Procedure, facts: dict) -> str:
    return _("What was split off is back here.") if "into" in facts else _("What was split off is back there.")


def _linked(_procedure: Procedure, facts: dict) -> str:
    return _("It is the parent of this ticket.") if "parent" in facts else _("It is a child of this ticket.")


def _unlinked(_procedure: Procedure, facts: dict) -> str:
    return _("It is the parent no more.") if "parent" in facts else _("It is a child no more.")


SENTENCES = {
    "split": _split,
    "unsplit": _unsplit,
    "linked": _linked,
    "unlinked": _unlinked,
    "merged": _merged,
    "unmerged": _unmerged,
    "imported": _origin,
    "reply": _spoken,
    "answer": _spoken,
    "transfer": _transfer,
    "claimed": _transfer,
    "assigned": _transfer,
    "level": _level,
    "group": lambda _procedure, facts: _people(facts["members"]),
    "meeting": lambda _procedure, facts: facts.get("present", ""),
    "wait": _wait,
    "resume": _wait,
    "reminded": _reminded,
    "escalated": _escalated,
    "corrected": _corrected,
    "satisfaction": _score,
    "case": lambda _procedure, facts: facts["cause"],
    "warned": _limit,
    "missed": _limit,
}


def clocks_shown(procedure: Procedure, ticket: Ticket, found: Sequence[Stopwatch], now: datetime) -> list[ClockShown]:
    """The stopwatches of `clocks_of` as the list of a ticket tells them."""
    say = Sayings()
    steps = one.escalations(ticket) if any(clock.step for clock in found) else {}
    return [_clock(procedure, clock, now, say, steps.get(clock.id, [])) for clock in found]


def clocks_of(procedure: Procedure, ticket: Ticket) -> list[Stopwatch]:
    """The stopwatches of a ticket, but those superseded and the rounds that were kept: those that run first, by due
    moment."""
    found = [clock for clock in running.history_of(ticket) if _is_shown(procedure, clock)]
    return sorted(found, key=lambda clock: (not clock.is_running, clock.due or NEVER))


def _is_shown(procedure: Procedure, clock: Stopwatch) -> bool:
    kept = procedure.stopwatches[clock.key].recurs and clock.outcome == MET
    return clock.outcome != SUPERSEDED and not kept


def _clock(procedure: Procedure, clock: Stopwatch, now: datetime, say: Sayings, steps: list[Escalation]) -> ClockShown:
    stopwatch = procedure.stopwatches[clock.key]
    name = both(stopwatch.zh, stopwatch.en)
    told = [_telling(step) for step in steps]
    return ClockShown(clock.id, name, _pill(clock, now, say), clock.rule, _spent(clock, now), clock.is_running, told)


def _telling(step: Escalation) -> TellingShown:
    role = ROLES[step.role]
    return TellingShown(both(role.name_zh, role.name_en), people_told(step.told), step.at.isoformat(), i18n.local(step.at))


def _pill(clock: Stopwatch, now: datetime, say: Sayings) -> Pill:
    if clock.is_running:
        return say.pill(due_of(clock) or NEVER, clock.warn_at or NEVER, now, clock.is_paused)
    done = {"met": _("Met"), "missed": _("Missed")}[clock.outcome]
    due = clock.due
    return Pill(clock.outcome, done, due.isoformat() if due else "", i18n.local(due))


def _spent(clock: Stopwatch, now: datetime) -> int:
    """How much of the time between start and due moment is gone, from 0 to 100."""
    if clock.due is None:
        return 0
    whole = (clock.due - clock.started).total_seconds()
    return max(0, min(100, round(100 * ((clock.stopped or now) - clock.started).total_seconds() / whole))) if whole > 0 else 100
