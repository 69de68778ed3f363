"""What an entry says beside its text, as a sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import starmap

from flask import g

from portal.access.queries import english_names
from portal.archive.languages import LANGUAGES
from portal.core import i18n
from portal.core.i18n import _, both
from portal.tickets import words
from portal.tickets.engine import Procedure
from portal.tickets.models import Entry


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


def _handed(procedure: Procedure, facts: dict) -> str:
    return _("%(way)s, on %(paper)s", way=_transfer(procedure, facts), paper=facts["paper"])


def _kept(_procedure: Procedure, facts: dict) -> str:
    return _("%(name)s keeps it, on %(paper)s", name=_person(facts["by"]), paper=facts["paper"])


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
    "handed": _handed,
    "kept": _kept,
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
