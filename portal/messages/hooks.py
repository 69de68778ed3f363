"""What lower areas want told: a deputy learns by a notice of the days to stand in on."""

from __future__ import annotations

from datetime import datetime

from portal.access.hooks import Word, on_deputy
from portal.access.models import Absence, Staff
from portal.core.time import to_ms
from portal.messages.actions import tell

TEXTS = {
    Word.NAMED: (
        "{zh} {first} 至 {last} 离岗，由您代理",
        "{en} is away from {first} to {last}; you stand in",
    ),
    Word.RELEASED: (
        "{zh} {first} 至 {last} 的离岗不再由您代理",
        "You no longer stand in for {en} from {first} to {last}",
    ),
}


@on_deputy
def tell_deputy(absence: Absence, deputy: Staff, word: Word, at: datetime) -> None:
    """One notice for each change that concerns the deputy."""
    person = absence.staff
    named = {"zh": person.name, "en": person.name_in("en"), "first": absence.first_day, "last": absence.last_day}
    text_zh, text_en = (text.format(**named) for text in TEXTS[word])
    occasion = f"absence:{absence.id}:{word}:{to_ms(at)}"
    tell([deputy], occasion, text_zh=text_zh, text_en=text_en, url="/me/absences", at=at)
