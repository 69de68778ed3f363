"""How the journal's rows about calendars and stopwatches are told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from portal.audit.words import Field, Kind, Verb, Words, enter
from portal.clocks.calendar import ESTIMATED, NOT_ANNOUNCED, OFFICIAL
from portal.clocks.queries import calendars
from portal.core.i18n import both, local

STATES = {OFFICIAL: ("正式", "official"), ESTIMATED: ("估计", "estimated"), NOT_ANNOUNCED: ("尚未公布", "not announced")}
DAYS = {"off": ("休息", "off"), "working": ("上班", "working"), "own": ("特定时段", "own hours")}


def _named(found: Collection[str]) -> dict[str, str]:
    return {row.code: both(row.name_zh, row.name_en) for row in calendars() if row.code in found}


def _year(reason: str) -> str:
    """A reason as an import of a year leaves it ("2026: official")."""
    year, _colon, state = reason.partition(": ")
    return f"{year}{both('年', '')}{both('：', ': ')}{both(*STATES[state])}" if state in STATES else reason


def _day(kind: str) -> str:
    return both(*DAYS[kind])


def moment(iso: str) -> str:
    """A moment kept in ISO form, in the reader's zone."""
    return local(datetime.fromisoformat(iso))


WORDS = enter(
    Words(
        topics={
            "calendar": ("日历", "Calendars"),
            "clock": ("计时", "Stopwatches"),
            "rebase": ("计时重算", "Re-bases"),
        },
        kinds={
            "calendar": Kind("日历", "calendar", pattern=r"calendar:(.+)", names=_named),
            "rebase": Kind("重算", "re-base", pattern=r"rebase:(\d+)"),
        },
        verbs={
            "calendar.defined": Verb("建立了{subject}", "defined the {subject}"),
            "calendar.imported": Verb("为{subject}读入了节假日", "read days off into the {subject}", "", _year, ("年度", "Year")),
            "calendar.corrected": Verb("更改了{subject}中的日子", "corrected days of the {subject}"),
            "calendar.prayers_typed": Verb("更改了{subject}中的礼拜时间", "changed prayer times of the {subject}"),
            "clock.missed": Verb("记下{subject}逾期", "recorded a miss of {subject}", called=("条款", "Rule")),
            "clock.rebased": Verb("因日历变动重算了{subject}的时限", "counted {subject} anew after a calendar's change"),
            "rebase.confirmed": Verb("确认执行{subject}", "confirmed {subject}"),
            "rebase.discarded": Verb("放弃了{subject}", "threw {subject} away"),
            "rebase.done": Verb("完成了{subject}", "finished {subject}"),
            "rebase.undoing_begun": Verb("开始撤销{subject}", "began to undo {subject}"),
            "rebase.undone": Verb("撤销了{subject}", "undid {subject}"),
        },
        fields={
            "calendar.*": Field("", "", _day),
            "clock.due": Field("到期时间", "due", moment),
            "rebase.concerned": Field("涉及的计时", "clocks concerned"),
            "rebase.moved": Field("到期时间变动", "due moments moved"),
            "rebase.late": Field("立即逾期", "late at once"),
            "rebase.done": Field("已重算", "re-based"),
            "rebase.left_out": Field("保持原样", "left as they were"),
            "rebase.*": Field("日历版本", "version of the calendar"),
            "rebase.policy": Field("制度版本", "version of the regulations"),
        },
    )
)
