"""Making a ticket the child of another, and taking it off again."""

from __future__ import annotations

from datetime import datetime

from portal.access.models import Staff
from portal.audit import actions as audit
from portal.core import db, time
from portal.core.errors import Refused
from portal.core.i18n import lazy
from portal.tickets import kinship
from portal.tickets.actions.entries import write
from portal.tickets.actions.relocating import demand
from portal.tickets.models import Link, Ticket
from portal.tickets.queries import kin, one


def link(child: Ticket, parent: Ticket, *, by: Staff, at: datetime | None = None) -> None:
    """Make a ticket the child of another. Raises Refused with the reason, and Missing for what this person may not see."""
    moment = at or time.now()
    with db.atomic():
        below, above = one.locked_pair(child.id, parent.id)
        demand(by, below, above)
        if refusal := refusal_to_link(below, above):
            raise Refused(refusal)
        Link.create(child=below, parent=above, at=moment, by=by)
        _tell("linked", below, above, by=by, at=moment)
        audit.record("ticket.linked", below.number, by=by, at=moment, changes={"parent": [None, above.number]})
        audit.record("ticket.linked", above.number, by=by, at=moment, changes={"child": [None, below.number]})


def unlink(child: Ticket, *, by: Staff, at: datetime | None = None) -> None:
    """Take a child off its parent. Raises Refused when it has none any more; Missing where this person does not see both."""
    moment = at or time.now()
    with db.atomic():
        number = kin.parent_of(child)
        if number is None:
            raise Refused(lazy("%(number)s has no parent any more.", number=child.number))
        below, above = one.locked_pair(child.id, number)
        demand(by, below, above)
        if not Link.delete().where(Link.child == below, Link.parent == above).execute():
            raise Refused(lazy("%(number)s has no parent any more.", number=child.number))
        _tell("unlinked", below, above, by=by, at=moment)
        audit.record("ticket.unlinked", below.number, by=by, at=moment, changes={"parent": [above.number, None]})
        audit.record("ticket.unlinked", above.number, by=by, at=moment, changes={"child": [below.number, None]})


def refusal_to_link(child: Ticket, parent: Ticket) -> str | None:
    """Why one cannot be the child of the other, as they stand."""
    above = {"child": kin.parent_of(child), "parent": kin.parent_of(parent)}
    return kinship.refusal_to_link(child, parent, above, {"child": len(kin.children_of(child))})


def _tell(kind: str, child: Ticket, parent: Ticket, *, by: Staff, at: datetime) -> None:
    """A line in both timelines; both are changed by it."""
    write(child, kind, by=by, at=at, facts={"parent": parent.number})
    write(parent, kind, by=by, at=at, facts={"child": child.number})
    Ticket.update(updated_at=at).where(Ticket.id.in_([child.id, parent.id])).execute()
