"""Anchors: once a day the newest row is signed and written where no database reaches."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from portal.audit import SYSTEM, anchors
from portal.audit.actions.recording import newest, record
from portal.audit.anchor_files import Place
from portal.audit.anchors import Anchor
from portal.audit.chain import ROOT
from portal.core import db, time
from portal.core.errors import Refused
from portal.core.i18n import HEADQUARTERS

SUBJECT = "journal"


def anchor(*, now: datetime) -> Anchor | None:
    """The anchor of this day at headquarters; None when it is written already. Days without one are made up by it.

    Nothing happens inside a transaction of the caller's: what may yet be taken back is not to be signed for ever.
    Raises OSError when it cannot be written (nothing is changed then), CopyFailed when only the second place fails.
    """
    if db.database.in_transaction():
        return None
    place = Place(db.settings())
    with db.atomic():
        number, digest = newest()
        lines = place.lines()
        made = None if _is_anchored(lines, day_of(now)) else _write(place, lines, number, digest, now)
    place.bring_copy_up()
    return made


def accept_restore(reason: str, *, by: object, now: datetime) -> Anchor:
    """Say that a backup was restored: the journal goes on from its newest row, and what earlier anchors say of rows
    after it is over. The line stays for ever, signed, with the reason. Refused when nothing was lost."""
    place = Place(db.settings())
    with db.atomic():
        number, digest = newest()
        lines = place.lines()
        if all(earlier.number <= number for earlier in anchors.standing(lines)):
            raise Refused("No anchor speaks of a later row than the journal has; there is nothing to accept.")
        made = _write(place, lines, number, digest, now, restored=reason, by=by)
    place.bring_copy_up()
    return made


def day_of(now: datetime) -> str:
    """The date at headquarters, in ISO form."""
    """The ISO date at headquarters."""
    return now.astimezone(ZoneInfo(HEADQUARTERS)).date().isoformat()


def _is_anchored(lines: list[str], day: str) -> bool:
    known = [one.day for one in map(anchors.parsed, lines) if one]
    return bool(known) and max(known) >= day


def _write(place: Place, lines: list[str], number: int, digest: str, now: datetime, *, restored: str = "", by: object = SYSTEM):
    before = anchors.digest_of_line(lines[-1]) if lines else ROOT
    facts = {"day": day_of(now), "number": number, "digest": digest, "at": time.to_ms(now)}
    made = anchors.signed(place.private_key(), **facts, before=before, restored=restored)
    place.append(made)
    told = {"day": [None, made.day], "number": [None, number], "line": [None, anchors.digest_of_line(made.line)]}
    what = "journal.restored" if restored else "journal.anchored"
    record(what, SUBJECT, by=by, at=now, reason=restored, changes=told)
    return made
