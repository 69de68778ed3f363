"""Keeping notes on countries: a new one takes the place of the one on the same topic, which stays as a row (CR-4.2)."""

from __future__ import annotations

from datetime import datetime

from portal.access.models import Staff
from portal.audit import actions as audit
from portal.core import db
from portal.core.errors import Missing, Refused
from portal.core.i18n import lazy
from portal.knowledge.models import CountryNote
from portal.knowledge.queries import countries as queries

RULE = "CR-4.2"


def write(country: str, topic: str, *, zh: str, en: str, by: Staff, at: datetime) -> CountryNote:
    """Write a country's note on a topic. Raises Refused when it says so already."""
    with db.atomic():
        before = CountryNote.get_or_none(_holding(country, topic))
        if before and (before.text_zh, before.text_en) == (zh, en):
            raise Refused(lazy("The note says so already."), RULE)
        CountryNote.update(retired_at=at, retired_by=by.username).where(_holding(country, topic)).execute()
        facts = {"text_zh": zh, "text_en": en, "written_at": at, "written_by": by.username}
        made = CountryNote.create(country=country, topic=topic, **facts)
        changes = {"text_zh": [before and before.text_zh, zh], "text_en": [before and before.text_en, en]}
        audit.record("country-note.written", made, by=by, at=at, changes=changes)
    return made


def retire(number: int, *, by: Staff, at: datetime) -> CountryNote:
    """Take a note away. Raises Missing when it does not hold any more."""
    with db.atomic():
        found = queries.note(number)
        if not CountryNote.update(retired_at=at, retired_by=by.username).where(_holding(found.country, found.topic)).execute():
            raise Missing
        audit.record("country-note.retired", found, by=by, at=at)
    return found


def _holding(country: str, topic: str):
    return (CountryNote.country == country) & (CountryNote.topic == topic) & CountryNote.retired_at.is_null()
