"""Keeping views of the list by name, sharing and pinning them."""

from __future__ import annotations

from datetime import datetime

from portal.access import hooks
from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.audit import actions as audit
from portal.core import db, time
from portal.core.errors import Missing, Refused
from portal.core.i18n import lazy
from portal.tickets import view as views
from portal.tickets.models import Pin, SavedView

hooks.allows(lambda: [hooks.Step(Permission.TICKETS_SHARE, "工单视图：共享", "View of tickets: share")])
MOST = 100
STALE = lazy("Somebody has changed this view meanwhile. Look at it again, then save.")


def save(name: str, address: str, scope: str, *, pin: bool, by: Staff, at: datetime | None = None) -> SavedView:
    """Keep a view by a name, for oneself, the people of one's region, or everybody. Raises Refused."""
    moment = at or time.now()
    with db.atomic():
        _may_share(scope, by)
        if SavedView.select().where(SavedView.owner == by).count() >= MOST:
            raise Refused(lazy("You have %(most)d views already. Delete one that you no longer need.", most=MOST))
        sound = views.read_address(address).address
        row = SavedView.create(owner=by, name=name, scope=scope, region=by.region, address=sound, created_at=moment)
        audit.record("view.saved", str(row), by=by, at=moment, changes={"scope": ["", scope]})
        if pin:
            set_pin(row, by=by)
    return row


def change(row: SavedView, *, name: str, scope: str, version: int, by: Staff, at: datetime | None = None) -> None:
    """Another name, or shared with others. Raises Refused, also when somebody changed it since `version`."""
    moment = at or time.now()
    with db.atomic():
        _may_change(row, by)
        _may_share(scope, by)
        here = (SavedView.id == row.id) & (SavedView.version == version)
        if not SavedView.update(name=name, scope=scope, version=version + 1).where(here).execute():
            raise Refused(STALE)
        told = {"scope": [row.scope, scope]} if row.scope != scope else None
        audit.record("view.changed", str(row), by=by, at=moment, changes=told)


def delete(row: SavedView, *, by: Staff, at: datetime | None = None) -> None:
    """Nobody has it any more. Raises Refused, and Missing when somebody else was first."""
    moment = at or time.now()
    with db.atomic():
        _may_change(row, by)
        if not SavedView.delete().where(SavedView.id == row.id).execute():
            raise Missing
        audit.record("view.deleted", str(row), by=by, at=moment, changes={"scope": [row.scope, ""]})


def set_pin(row: SavedView, *, by: Staff) -> None:
    """Have it among one's tabs. Which tabs somebody has is theirs alone and not journaled."""
    Pin.insert(staff=by, view=row).on_conflict_ignore().execute()


def take_pin(row: SavedView, *, by: Staff) -> None:
    """Have it no longer among one's tabs."""
    Pin.delete().where(Pin.staff == by, Pin.view == row).execute()


def _may_share(scope: str, person: Staff) -> None:
    if scope != SavedView.OWN and not person.may(Permission.TICKETS_SHARE):
        raise Refused(lazy("Your role does not include sharing views. Keep it for yourself."))


def _may_change(row: SavedView, person: Staff) -> None:
    """One's own, and what is shared for whoever may share."""
    if row.owner_id != person.id and not person.may(Permission.TICKETS_SHARE):
        raise Refused(lazy("This view belongs to somebody else. Save it once more under a name of your own."))
