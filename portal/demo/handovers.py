"""Shifts of the company, a handover that both have signed, one that waits for its receipt, an empty post, somebody who leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal.access import queries as access
from portal.access.models import Staff
from portal.core import time
from portal.core.files import Store
from portal.handover import measures, rules
from portal.handover.actions import gaps, handovers, items, violations
from portal.handover.actions.handovers import Filled
from portal.handover.measures import Decision
from portal.handover.models import Gap, Handover
from portal.handover.queries.handovers import standing
from portal.signing.actions import signatures
from portal.signing.keyring import Keyring
from portal.team.actions import departures, shifts
from portal.team.models import Shift
from portal.team.queries import shifts as team
from portal.team.rules import Turn, relief_of

# region, names, hours in minutes of the region's day, people
SHIFTS = (
    ("eu", "早班", "Early shift", 540, 840, ("agent.eu", "expert")),
    ("eu", "晚班", "Late shift", 840, 1080, ("senior.eu", "agent2.eu")),
    ("us", "日班", "Day shift", 540, 1080, ("agent.us",)),
    ("sea", "日班", "Day shift", 540, 1080, ("agent.sea",)),
    ("jk", "日班", "Day shift", 540, 1080, ("agent.jk",)),
)
FIRST = {
    "customers": "两家老客户询问明年的价格表，已答复月底前寄出。",
    "work": "等待答复的工单均已写明下一步；其余按期限办理。",
    "exceptions": "一位客户对交货时间不满意，已致歉并上报主管。",
    "knowledge": "P-200 泵的新参数已发到组内，答复前请核对。",
    "personal": "问题：德语来信增多。办法：先用标准话术确认收到。建议：补充德语话术。",
}
SECOND = FIRST | {
    "customers": "无新增投诉。",
    "exceptions": "上午电话线路中断二十分钟，已恢复。",
    "personal": "催办技术部门两次，建议每天十点统一跟进。",
}
SHORTLY = timedelta(minutes=6)


def play(company: Mapping[str, Staff], store: Store, keyring: Keyring, *, now: datetime) -> None:
    """In the order of time; the last two early shifts of Europe are handed over."""
    early = _make_shifts(company, now - timedelta(days=30))
    schedule = team.schedule("eu", now)
    over = [turn for turn in schedule if turn.shift == early.id and turn.end + 6 * SHORTLY < now]
    desk = Desk(company["agent.eu"], company["senior.eu"], store, keyring)
    signed = desk.handed(over[-2], relief_of(over[-2], schedule), FIRST)
    desk.receipt(signed, over[-2].end + 4 * SHORTLY)
    desk.ask(desk.handed(over[-1], relief_of(over[-1], schedule), SECOND), over[-1].end + 3 * SHORTLY)
    _late(company, over[-2])
    _leaving(company, now - timedelta(hours=5))


def _make_shifts(company: Mapping[str, Staff], at: datetime) -> Shift:
    made = [
        shifts.make(
            region=region, name_zh=zh, name_en=en, starts=starts, ends=ends,
            people=[company[name] for name in people], by=company["manager"], at=at,
        )
        for region, zh, en, starts, ends, people in SHIFTS
    ]  # fmt: skip
    return made[0]


class Desk:
    """The two who change shifts, and what they sign with."""

    def __init__(self, giver: Staff, taker: Staff, store: Store, keyring: Keyring):
        self.giver, self.taker, self.store, self.keyring = giver, taker, store, keyring

    def handed(self, turn: Turn, relief: Turn, words: Mapping[str, str]) -> Handover:
        """Prepared before the change, frozen and signed by the outgoing clerk; everything is kept but the last ticket."""
        at = turn.end - SHORTLY
        with time.frozen(at):
            made = handovers.prepare(self.giver, "eu", turn, relief, by=self.giver, at=at)
            found = standing(made)
            said = {item.id: (rules.KEEP, "已与客户约定，由我继续跟进。") for item in found.items}
            if found.items:
                said[found.items[-1].id] = rules.HAND, "客户晚间在线，请接着答复。"
            filled = Filled(self.taker, words, said)
            handovers.confirm(found, filled, revision=1, store=self.store, by=self.giver, at=at)
            handover = Handover.get_by_id(made.id)
            self._sign(handover, 0, self.giver, at)
        return handover

    def receipt(self, handover: Handover, at: datetime) -> None:
        with time.frozen(at):
            found = standing(Handover.get_by_id(handover.id))
            items.accept(found, [item.id for item in found.items], by=self.taker, at=at)
            self._sign(handover, 1, self.taker, at)

    def ask(self, handover: Handover, at: datetime) -> None:
        """The incoming clerk accepts some, and asks about the first."""
        with time.frozen(at):
            found = standing(Handover.get_by_id(handover.id))
            items.accept(found, [item.id for item in found.items[1:3]], by=self.taker, at=at)
            if found.items:
                items.query(found, found.items[0].id, "客户要的是书面答复还是电话？", by=self.taker, at=at)

    def _sign(self, handover: Handover, place: int, by: Staff, at: datetime) -> None:
        signatures.sign(handover.document, place, by=by, keyring=self.keyring, store=self.store, at=at)


def _late(company: Mapping[str, Staff], turn: Turn) -> None:
    """A relief that came late once, and what was arranged until then."""
    person, at = company["agent2.eu"], turn.end
    occasion, said = f"relief:demo:{person.username}", (f"{person.name}未按时到岗", f"{person.name_en} has not come")
    with time.frozen(at):
        gaps.note(occasion, Gap.RELIEF, "eu", staff=person, due_at=at, people=[company["supervisor.eu"]], said=said, at=at)
        gap = Gap.get(Gap.occasion == occasion)
    with time.frozen(at + SHORTLY):
        text = "请早班专家顶岗，至接班人到岗。"
        gaps.arrange(gap, company["expert"], text, by=company["supervisor.eu"], at=at + SHORTLY)
    gaps.fill(gap, person, at=at + 4 * SHORTLY)
    day = at.astimezone(ZoneInfo(access.region("eu").zone)).date()
    with time.frozen(at + 10 * SHORTLY):
        decided = Decision(measures.LATE, day, "接班迟到二十四分钟，未事先说明。", measures.WARNING, None)
        made = violations.record(person, "eu", decided, about=gap, by=company["supervisor.eu"], at=time.now())
    with time.frozen(at + 12 * SHORTLY):
        violations.answer(made, "列车停运，已电话告知早班同事。", by=person, at=time.now())


def _leaving(company: Mapping[str, Staff], at: datetime) -> None:
    """A clerk of Japan and Korea leaves at the end of the month; the list is being written."""
    person, boss = company["agent.jk"], company["supervisor.jk"]
    last_day = (at + timedelta(days=20)).date()
    with time.frozen(at):
        made = departures.begin(person, boss, last_day, by=company["manager"], at=at)
        lists = {"papers": [["客户往来函件", "2 个文件夹，文件柜 C"]], "equipment": [["笔记本电脑", "NB-0317，完好"]]}
        departures.fill(
            made, successor=boss, last_day=last_day, takers={}, lists=lists, revision=1, by=company["manager"], at=at
        )
