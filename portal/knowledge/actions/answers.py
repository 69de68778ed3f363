"""Keeping canned answers: added, replaced by a new version, reviewed by compliance, retired (TM-4.3, TM-10)."""

from __future__ import annotations

from datetime import datetime

import peewee

from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.archive.languages import LANGUAGES
from portal.audit import actions as audit
from portal.core import db
from portal.core.errors import Missing, Refused
from portal.core.i18n import both, lazy
from portal.knowledge.models import CannedAnswer
from portal.knowledge.queries import answers as queries
from portal.knowledge.queries import wording
from portal.knowledge.rules import filling, speech
from portal.knowledge.rules.wording import named

RULE, LANGUAGE_RULE = "TM-4.3", "CP-15.3"
TOLD = ("title", "scenario", "language", "text")


def add(facts: dict[str, str], *, by: Staff, at: datetime) -> CannedAnswer:
    """Add an answer (`facts`: scenario, language, title, text). Raises Refused when its text may not be said."""
    _demand(facts)
    with db.atomic():
        newest = CannedAnswer.select(peewee.fn.MAX(CannedAnswer.series)).scalar() or 0
        made = _write(newest + 1, 1, facts, by=by, at=at)
        audit.record("canned.added", made, by=by, at=at, changes={name: [None, facts[name]] for name in TOLD})
    return made


def replace(number: int, facts: dict[str, str], *, by: Staff, at: datetime) -> CannedAnswer:
    """A new version in the place of the one with this id. Raises Missing when that is not in use any more, Refused when
    the text may not be said or nothing is new."""
    _demand(facts)
    with db.atomic():
        before = _taken_out(number, by=by, at=at)
        changes = {name: [getattr(before, name), facts[name]] for name in TOLD if getattr(before, name) != facts[name]}
        if not changes:
            raise Refused(lazy("Nothing is new in this version."), RULE)
        made = _write(before.series, before.version + 1, facts, by=by, at=at)
        audit.record("canned.replaced", made, by=by, at=at, changes=changes)
    return made


def review(number: int, *, by: Staff, at: datetime) -> CannedAnswer:
    """Let an answer be offered, having read its wording (TM-10). Raises Missing when it is not in use any more."""
    with db.atomic():
        found = queries.answer(number)
        chosen = (CannedAnswer.id == number) & CannedAnswer.reviewed_at.is_null()
        if CannedAnswer.update(reviewed_at=at, reviewed_by=by.username).where(chosen).execute():
            audit.record("canned.reviewed", found, by=by, at=at)
    return found


def retire(number: int, *, by: Staff, at: datetime) -> CannedAnswer:
    """Take an answer out of use. Raises Missing when it is out already."""
    with db.atomic():
        found = _taken_out(number, by=by, at=at)
        audit.record("canned.retired", found, by=by, at=at)
    return found


def _taken_out(number: int, *, by: Staff, at: datetime) -> CannedAnswer:
    found = queries.answer(number)
    in_use = (CannedAnswer.id == number) & CannedAnswer.retired_at.is_null()
    if not CannedAnswer.update(retired_at=at, retired_by=by.username).where(in_use).execute():
        raise Missing
    return found


def _write(series: int, version: int, facts: dict[str, str], *, by: Staff, at: datetime) -> CannedAnswer:
    """Whoever reviews wording has reviewed what they write themselves."""
    reviews = by.may(Permission.KNOWLEDGE_WORDING)
    reviewed = {"reviewed_at": at, "reviewed_by": by.username} if reviews else {}
    return CannedAnswer.create(series=series, version=version, added_at=at, added_by=by.username, **facts, **reviewed)


def _demand(facts: dict[str, str]) -> None:
    """Refuse variables that are none, words of the list (those to look at twice too: nobody looks at what is sent a
    hundred times), and a text in another language than it says."""
    for text in (facts["title"], facts["text"]):
        if said := wording.said_in(text):
            words = ", ".join(phrase.words for phrase in named(said))
            raise Refused(lazy("This may not be said to a customer: %(words)s. Write it otherwise.", words=words), RULE)
    if unknown := filling.unknown(facts["text"]):
        known, names = _in_braces(filling.VARIABLES), _in_braces(unknown)
        raise Refused(lazy("There is no variable %(names)s. There are: %(known)s.", names=names, known=known), RULE)
    if other := speech.other_than(facts["language"], facts["text"]):
        language = both(*LANGUAGES[other])
        raise Refused(lazy("This text is written in another language: %(language)s.", language=language), LANGUAGE_RULE)


def _in_braces(names) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
