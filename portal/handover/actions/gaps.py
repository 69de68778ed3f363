"""Posts that stand empty: noted, told, filled, and what was arranged meanwhile (DM-H6, DM-H8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from peewee import IntegrityError

from portal.access import queries as access
from portal.access.models import Staff
from portal.audit import SYSTEM
from portal.audit import actions as audit
from portal.core import db
from portal.core.errors import Refused
from portal.core.i18n import lazy
from portal.handover.models import Gap
from portal.messages.actions import tell

OTHERS = lazy("Whoever stands in must work in the region.")


def note(
    occasion: str, post: str, region: str, *, staff: Staff | None, due_at: datetime, people: Sequence[Staff],
    said: tuple[str, str], at: datetime,
) -> bool:
    """Note that a post is empty and tell these people, once for an occasion; whether it was new."""
    try:
        with db.atomic():
            gap = Gap.create(occasion=occasion, post=post, region=region, staff=staff, due_at=due_at, noted_at=at)
            zh, en = said
            tell(people, f"gap:{occasion}", text_zh=zh, text_en=en, url="/handovers/duty", at=at, kind="late")
            audit.record("gap.noted", gap, by=SYSTEM, at=at)
    except IntegrityError:  # noted already
        return False
    return True


def fill(gap: Gap, who: Staff, *, at: datetime) -> None:
    """Somebody came."""
    with db.atomic():
        if Gap.update(came_at=at, came=who).where(Gap.id == gap.id, Gap.came_at.is_null()).execute():
            audit.record("gap.filled", gap, by=SYSTEM, at=at, changes={"came": [None, who.username]})


def arrange(gap: Gap, stand_in: Staff | None, text: str, *, by: Staff, at: datetime) -> None:
    """Record how the post is managed meanwhile; a later record takes the place of the one before, which the journal keeps."""
    if stand_in is not None and not access.sees_region(stand_in, gap.region):
        raise Refused(OTHERS, "DM-H6")
    with db.atomic():
        before = Gap.get_by_id(gap.id)
        Gap.update(stand_in=stand_in, arrangement=text, arranged_by=by, arranged_at=at).where(Gap.id == gap.id).execute()
        named = [one.username if one else None for one in (before.stand_in, stand_in)]
        audit.record("gap.arranged", gap, by=by, at=at, changes={"stand_in": named} if named[0] != named[1] else None)
        if stand_in and stand_in.id != by.id:
            zh, en = f"请临时顶岗：{text}", f"You stand in for now: {text}"
            tell([stand_in], f"{gap}:{stand_in.id}", text_zh=zh, text_en=en, url="/handovers/duty", at=at, kind="soon")
