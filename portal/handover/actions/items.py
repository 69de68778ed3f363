"""What the two say to each other about one item between the freeze and the second signature (DM-H3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from portal.access import hooks
from portal.access.models import Staff
from portal.audit import actions as audit
from portal.core import db
from portal.core.errors import Missing, Refused
from portal.core.i18n import lazy
from portal.handover import rules
from portal.handover.models import Handover, Item
from portal.handover.queries import handovers as queries
from portal.handover.queries.handovers import Standing

NOT_OPEN = lazy("This handover is not waiting for signatures.")
NOT_INCOMING = lazy("Only the incoming clerk accepts or queries what is handed over.")
NOT_OUTGOING = lazy("Only the outgoing clerk answers.")
NO_QUERY = lazy("Nobody has asked about this ticket.")


def accept(found: Standing, numbers: Iterable[int], *, by: Staff, at: datetime) -> int:
    """Items accepted, by their ids; how many that were not yet. Refused for anybody but the incoming clerk."""
    with db.atomic():
        handover = _open(found)
        _refuse_unless(handover.incoming_id == by.id, NOT_INCOMING)
        which = (Item.handover == handover) & Item.id.in_(list(numbers)) & Item.accepted_at.is_null()
        count = Item.update(accepted_at=at).where(which).execute()
        if count:
            audit.record("handover.accepted", handover, by=by, at=at, changes={"items": [None, count]})
    return count


def query(found: Standing, number: int, text: str, *, by: Staff, at: datetime) -> None:
    """Ask the outgoing clerk about an item, which takes back its acceptance; they are told."""
    with db.atomic():
        handover = _open(found)
        _refuse_unless(handover.incoming_id == by.id, NOT_INCOMING)
        item = _item(handover, number)
        asked = {"query": text, "queried_at": at, "reply": "", "replied_at": None, "accepted_at": None}
        Item.update(asked).where(Item.id == item.id).execute()
        audit.record("handover.queried", handover, by=by, at=at, changes={"ticket": [None, item.ticket.number]})
        said = f"{by.name}对 {item.ticket.number} 有疑问", f"{by.name_in('en')} asks about {item.ticket.number}"
        hooks.tell([handover.outgoing], f"{handover}:{item.id}:query", *said, url=f"/handovers/{handover.id}", kind="soon")


def reply(found: Standing, number: int, text: str, *, by: Staff, at: datetime) -> None:
    """Answer what was asked; the incoming clerk is told."""
    with db.atomic():
        handover = _open(found)
        _refuse_unless(handover.outgoing_id == by.id, NOT_OUTGOING)
        item = _item(handover, number)
        _refuse_unless(bool(item.query), NO_QUERY)
        Item.update(reply=text, replied_at=at).where(Item.id == item.id).execute()
        audit.record("handover.replied", handover, by=by, at=at, changes={"ticket": [None, item.ticket.number]})
        said = f"{by.name}就 {item.ticket.number} 作了答复", f"{by.name_in('en')} answered about {item.ticket.number}"
        hooks.tell([handover.incoming], f"{handover}:{item.id}:reply", *said, url=f"/handovers/{handover.id}", kind="soon")


def _open(found: Standing) -> Handover:
    handover = queries.locked(found.handover.id)
    _refuse_unless(queries.state_of(handover) == rules.SIGNING, NOT_OPEN)
    return handover


def _item(handover: Handover, number: int) -> Item:
    item = Item.get_or_none((Item.id == number) & (Item.handover == handover))
    if item is None:
        raise Missing
    return item


def _refuse_unless(holds: bool, reason: str) -> None:
    if not holds:
        raise Refused(reason, rules.SIGNED)
