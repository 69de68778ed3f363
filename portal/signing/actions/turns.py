"""Telling whoever can sign next that a form waits for them, and whoever made it what became of it."""

from __future__ import annotations

from portal.access import hooks
from portal.access import queries as access
from portal.access.models import Staff
from portal.signing.models import DONE, REFUSED, Document
from portal.signing.queries.documents import Standing, may_sign_next, visible_to

ENDS = {
    DONE: ("已全部签署", "is signed by everybody"),
    REFUSED: ("被退回，未签名", "came back unsigned"),
}


def tell_next(found: Standing, *, by: Staff) -> int:
    """A notice to everybody whose turn it is; to nobody where whoever brought it there can sign it themselves. To how many."""
    place, document = found.next_place, found.document
    if place is None or may_sign_next(found, by):
        return 0
    slot = found.kind.slots[place]
    people = [person for person in access.holding_any(slot.roles) if _sees(person, found)]
    zh, en = f"{found.kind.zh} {document.number} 待您签名", f"{found.kind.en} {document.number} waits for your signature"
    hooks.tell(people, f"form:{document.id}:{place}", zh, en, url=f"/forms/{document.number}", kind="soon")
    return len(people)


def tell_maker(found: Standing, state: str, *, by: Staff) -> None:
    """What became of the form, to whoever began it."""
    document, (zh, en) = found.document, ENDS[state]
    if document.made_by_id != by.id:
        said = f"{found.kind.zh} {document.number} {zh}", f"{found.kind.en} {document.number} {en}"
        hooks.tell([document.made_by], f"form:{document.id}:{state}", *said, url=f"/forms/{document.number}")


def _sees(person: Staff, found: Standing) -> bool:
    return may_sign_next(found, person) and visible_to(person).where(Document.id == found.document.id).exists()
