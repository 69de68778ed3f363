"""How the journal's rows about handovers and empty posts are told."""

from __future__ import annotations

from collections.abc import Collection

from portal.access.models import Staff
from portal.access.queries import region_names
from portal.access.telling import person
from portal.audit.words import Field, Kind, Verb, Words, enter
from portal.core.i18n import both, language, local
from portal.handover.measures import MEASURES
from portal.handover.models import Gap, Handover, Violation
from portal.team.models import Shift


def _handovers(found: Collection[str]) -> dict[str, str]:
    rows = Handover.select(Handover, Shift).join(Shift).where(Handover.id.in_(list(map(int, found))))
    return {str(row.id): f"{both(row.shift.name_zh, row.shift.name_en)} {row.day.isoformat()}" for row in rows}


def _gaps(found: Collection[str]) -> dict[str, str]:
    names = {code: both(zh, en) for code, zh, en in region_names()}
    rows = Gap.select(Gap.id, Gap.region, Gap.due_at).where(Gap.id.in_(list(map(int, found))))
    return {str(row.id): f"{names[row.region]} {local(row.due_at)}" for row in rows}


def _violations(found: Collection[str]) -> dict[str, str]:
    rows = Violation.select(Violation, Staff).join(Staff, on=Violation.staff).where(Violation.id.in_(list(map(int, found))))
    return {str(row.id): f"{row.staff.name_in(language())} {row.happened_on.isoformat()}" for row in rows}


WORDS = enter(
    Words(
        topics={
            "handover": ("交接班", "Handovers of shifts"),
            "gap": ("空岗", "Empty posts"),
            "violation": ("交接班违规", "Violations of handing over"),
        },
        kinds={
            "handover": Kind("交接班", "handover", pattern=r"handover:(\d{1,9})", names=_handovers),
            "gap": Kind("空岗", "empty post", pattern=r"gap:(\d{1,9})", names=_gaps),
            "violation": Kind("违规处理", "decision about", pattern=r"violation:(\d{1,9})", names=_violations),
        },
        verbs={
            "handover.prepared": Verb("准备了{subject}", "prepared {subject}"),
            "handover.gathered": Verb("更新了{subject}的工单", "gathered the tickets of {subject} anew"),
            "handover.filled": Verb("填写了{subject}", "filled {subject} in"),
            "handover.confirmed": Verb("确认了{subject}，待签字", "confirmed {subject} for signing"),
            "handover.withdrawn": Verb("撤回了{subject}", "took {subject} back"),
            "handover.accepted": Verb("接收了{subject}的事项", "accepted items of {subject}"),
            "handover.queried": Verb("就{subject}提出疑问", "asked about {subject}"),
            "handover.replied": Verb("答复了{subject}的疑问", "answered about {subject}"),
            "handover.done": Verb("完成了{subject}，工单移交", "completed {subject}; its tickets moved"),
            "gap.noted": Verb("记录了{subject}", "noted {subject}"),
            "gap.filled": Verb("记录{subject}有人到岗", "noted that somebody came to {subject}"),
            "gap.arranged": Verb("为{subject}作了临时安排", "arranged for {subject}"),
            "violation.recorded": Verb("登记了{subject}", "recorded the {subject}"),
            "violation.answered": Verb("就{subject}作了申述", "answered the {subject}"),
            "violation.withdrawn": Verb("撤销了{subject}", "withdrew the {subject}"),
        },
        fields={
            "handover.outgoing": Field("交班人", "outgoing", person),
            "handover.form": Field("表单", "form"),
            "handover.items": Field("事项数", "items"),
            "handover.ticket": Field("工单", "ticket"),
            "handover.tickets": Field("移交的工单数", "tickets handed over"),
            "violation.person": Field("人员", "person", person),
            "violation.measure": Field("处理", "measure", lambda key: both(*MEASURES[key])),
            "violation.fine": Field("罚款（元）", "fine in yuan"),
            "gap.came": Field("到岗", "came", person),
            "gap.stand_in": Field("顶岗", "stands in", person),
        },
    )
)
