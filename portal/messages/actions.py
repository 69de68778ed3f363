"""Telling people, and their reading of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from portal.access import hooks
from portal.access.models import Staff
from portal.core import db
from portal.core.time import now
from portal.messages import rules
from portal.messages.models import Notice


def tell(
    staff_rows: Iterable[Staff],
    occasion: str,
    *,
    text_zh: str,
    text_en: str,
    url: str,
    at: datetime,
    kind: str = "note",
) -> int:
    """Put a notice before these people, in the caller's transaction; how many had not been told of the occasion yet.

    `occasion` is text that names the event for ever ("EQ-2026-00042:late"); `url` a path of the portal; `at` aware UTC,
    from when on it is shown, which may lie ahead; `kind` one of `rules.KINDS`. Raises ValueError for a notice that makes
    no sense.
    """
    if fault := rules.fault_of_notice(kind=kind, occasion=occasion, url=url):
        raise ValueError(fault)
    said = {"occasion": occasion, "text_zh": text_zh, "text_en": text_en, "url": url, "at": at, "kind": kind}
    rows = (Notice(staff=number, **said) for number in sorted({person.id for person in staff_rows}))
    return sum(db.insert(row, once=("staff_id", "occasion")) for row in rows)


def withdraw(urls: Iterable[str]) -> None:
    """Take back every notice that leads to one of these places, because there is nothing there any more."""
    for url in urls:
        Notice.delete().where(Notice.url == url).execute()


def read(notice: Notice, *, by: Staff) -> None:
    """The person has looked at the notice; the first look counts, and only one's own."""
    _mark_read(by, Notice.id == notice.id)


def read_all(*, by: Staff) -> int:
    """The person has looked at everything; how many notices were unread until now."""
    return _mark_read(by)


def _mark_read(staff: Staff, *narrowed) -> int:
    moment = now()
    unread = (Notice.staff == staff) & Notice.read_at.is_null() & (Notice.at <= moment)
    return Notice.update(read_at=moment).where(unread, *narrowed).execute()


hooks.tells(tell)
