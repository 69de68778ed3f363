"""Keeping the list of wording: a phrase is added, and taken off; nothing is changed under its name."""

from __future__ import annotations

from datetime import datetime

import peewee

from portal.access.models import Staff
from portal.audit import actions as audit
from portal.core import db
from portal.core.errors import Refused
from portal.core.i18n import lazy
from portal.knowledge.models import Phrase
from portal.knowledge.queries import wording as queries
from portal.knowledge.rules import wording as rules

RULE = "TM-4.3"


def add(words: str, *, language: str, severity: str, kind: str, reason: str, by: Staff, at: datetime) -> Phrase:
    """Put words on the list. Raises Refused when they hold nothing to look for, or stand there already."""
    plain = rules.folded(words)
    if not any(character.isalnum() for character in plain):
        raise Refused(lazy("There is nothing to look for in these words."), RULE)
    facts = {"language": language, "severity": severity, "kind": kind, "reason_zh": reason, "reason_en": reason}
    try:
        with db.atomic():
            phrase = Phrase.create(words=words, folded=plain, added_at=at, added_by=by.username, **facts)
            audit.record("wording.added", phrase, by=by, at=at, changes={"words": [None, words], "severity": [None, severity]})
    except peewee.IntegrityError as known:
        raise Refused(lazy("These words stand on the list already."), RULE) from known
    return phrase


def retire(number: int, *, by: Staff, at: datetime) -> Phrase:
    """Take words off the list. Raises Missing when they are not on it (any more)."""
    with db.atomic():
        phrase = queries.phrase(number)
        taken = Phrase.update(retired_at=at, retired_by=by.username).where(Phrase.id == number, Phrase.retired_at.is_null())
        if taken.execute():
            audit.record("wording.retired", phrase, by=by, at=at)
    return phrase
