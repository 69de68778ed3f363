"""By the clock: handovers prepared and not signed, reliefs and desks that are late, mornings that nobody checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from portal.access import queries as access
from portal.access.models import Region, Staff
from portal.audit import SYSTEM
from portal.core import db
from portal.handover import rules, watching
from portal.handover.actions import gaps, handovers
from portal.handover.models import Gap, Handover
from portal.handover.mornings import RULE, Morning
from portal.handover.queries import gaps as empty
from portal.handover.queries import handovers as queries
from portal.handover.readiness import KEY, is_signed, leaders, morning_of
from portal.messages.actions import tell
from portal.policy.in_force import figure
from portal.team.models import Shift
from portal.team.queries import shifts as team
from portal.team.rules import Turn, relief_of


def prepare_handovers(*, now: datetime) -> int:
    """Begin the handover of everybody whose turn ends within minutes (DM-H2) or ended in the last hours; how many."""
    begins = timedelta(minutes=figure("DM-H2", at=now).amount)
    made = 0
    for region in _shift_regions():
        schedule = team.schedule(region, now)
        for turn in schedule:
            relief = relief_of(turn, schedule)
            if relief and turn.end - begins <= now < turn.end + rules.LATE_FOR:
                made += sum(_prepare(person, region, turn, relief, now) for person in team.present_members(turn, at=now))
    return made


def _prepare(person: Staff, region: str, turn: Turn, relief: Turn, now: datetime) -> bool:
    begun = (Handover.shift == turn.shift) & (Handover.day == turn.day) & (Handover.outgoing == person)
    if Handover.select().where(begun).exists():
        return False
    made = handovers.prepare(person, region, turn, relief, by=SYSTEM, at=now)
    said = "请准备交班：系统已汇总您的未结工单", "Prepare your handover: the portal has gathered your open tickets"
    tell([person], f"{made}:prepare", text_zh=said[0], text_en=said[1], url=f"/handovers/{made.id}", at=now, kind="soon")
    return True


def tell_of_unsigned_handovers(*, now: datetime) -> int:
    """Tell the superior, once, of a shift that changed minutes ago without both signatures (DM-H3); how many notices."""
    found = queries.unsigned(now, db.settings().handover_minutes)
    return sum(_tell_unsigned(one, now) for one in found)


def _tell_unsigned(handover: Handover, now: datetime) -> int:
    name = handover.outgoing
    said = f"{name.name}的交班尚未双方签字", f"The handover of {name.name_in('en')} is not signed by both"
    people = [person for person in leaders(handover.region) if person.id != name.id]
    occasion, url = f"{handover}:unsigned", f"/handovers/{handover.id}"
    return tell(people, occasion, text_zh=said[0], text_en=said[1], url=url, at=now, kind="late")


def note_late_relief(*, now: datetime) -> int:
    """Note, and tell the superior of, everybody whose turn has begun and who has not been seen (DM-H6); how many."""
    late = timedelta(minutes=figure("DM-H6", at=now).amount)
    noted = 0
    for region in _shift_regions():
        schedule = team.schedule(region, now)
        begun = [turn for turn in schedule if turn.start + late <= now < min(turn.end, turn.start + rules.LATE_FOR)]
        noted += sum(_note_late(person, region, turn, now) for turn in begun for person in team.present_members(turn, at=now))
    return noted


def _note_late(person: Staff, region: str, turn: Turn, now: datetime) -> bool:
    occasion = f"relief:{turn.shift}:{turn.day.isoformat()}:{person.username}"
    if watching.there([person], turn.start - watching.EARLY) or Gap.select().where(Gap.occasion == occasion).exists():
        return False
    shift = Shift.get_by_id(turn.shift)
    said = f"{person.name}（{shift.name_zh}）未按时到岗", f"{person.name_in('en')} ({shift.name_en}) has not come to the shift"
    people = [one for one in leaders(region) if one.id != person.id]
    return gaps.note(occasion, Gap.RELIEF, region, staff=person, due_at=turn.start, people=people, said=said, at=now)


def note_empty_desks(*, now: datetime) -> int:
    """Note, and tell the superior of, each desk that nobody is at minutes before it opens (DM-H8); how many."""
    return sum(_note_empty(desk, now) for desk in watching.desks(now))


def _note_empty(desk: watching.Desk, now: datetime) -> bool:
    watch = desk.watch
    if watch is None or not watch.due_at <= now < watch.closes_at:
        return False
    if watching.there(desk.people, watch.due_at - watching.EARLY) or _is_noted(watch.occasion):
        return False
    region = access.region(desk.region)
    opening = "开市" if desk.region == watching.HEADQUARTERS else "开始服务"
    said = f"{region.name_zh}{opening}前无人到岗", f"Nobody is at the desk of {region.name_en} before it opens"
    due, told = watch.due_at, leaders(desk.region)
    return gaps.note(watch.occasion, Gap.DESK, desk.region, staff=None, due_at=due, people=told, said=said, at=now)


def _is_noted(occasion: str) -> bool:
    return Gap.select().where(Gap.occasion == occasion).exists()


def fill_gaps(*, now: datetime) -> int:
    """Note who has come since to a post that stood empty; how many."""
    filled = 0
    for gap in empty.still_empty(now):
        people = [gap.staff] if gap.staff_id else _desk_people(gap.region)
        if came := watching.there(people, gap.noted_at):
            gaps.fill(gap, came, at=now)
            filled += 1
    return filled


def _desk_people(region: str) -> list[Staff]:
    return [person for person in access.holding_any(watching.DESK_ROLES) if person.region == region]


def _shift_regions() -> Iterator[str]:
    """The regions that have a table of shifts."""
    yield from sorted({shift.region for shift in team.worked()})


def tell_of_unchecked_mornings(*, now: datetime) -> int:
    """Tell the supervisor of each region that has opened without its checks, once; how many notices."""
    manned = {person.region for person in access.holding_any(watching.DESK_ROLES)}
    mornings = [morning_of(code, now) for code in sorted(manned)]
    return sum(_tell_unchecked(one, access.region(one.region), now) for one in mornings if _is_unchecked(one, now))


def _is_unchecked(morning: Morning, now: datetime) -> bool:
    return morning.is_overdue(now) and not is_signed(morning)


def _tell_unchecked(morning: Morning, region: Region, now: datetime) -> int:
    return tell(
        leaders(morning.region),
        f"unchecked:{morning.about}",
        text_zh=f"{region.name_zh}已开始服务，服务前检查表还没有签名（{RULE}）",
        text_en=f"{region.name_en} has opened and its readiness checklist is not signed ({RULE})",
        url=f"/forms/new/{KEY}",
        at=now,
        kind="late",
    )
