"""How the journal's rows about shifts and departures are told."""

from __future__ import annotations

from collections.abc import Collection

from portal.access.models import Staff
from portal.access.telling import person
from portal.audit.words import Field, Kind, Verb, Words, enter
from portal.clocks.window import clock_face
from portal.core.i18n import both, language
from portal.team.models import Departure, Shift


def _shifts(found: Collection[str]) -> dict[str, str]:
    rows = Shift.select().where(Shift.id.in_(list(map(int, found))))
    return {str(row.id): both(row.name_zh, row.name_en) for row in rows}


def _departures(found: Collection[str]) -> dict[str, str]:
    rows = Departure.select(Departure, Staff).join(Staff, on=Departure.person).where(Departure.id.in_(list(map(int, found))))
    return {str(row.id): row.person.name_in(language()) for row in rows}


def _people(usernames: list[str]) -> str:
    return both("、", ", ").join(map(person, usernames))


WORDS = enter(
    Words(
        topics={"shift": ("班次", "Shifts"), "departure": ("离职交接", "Departures")},
        kinds={
            "shift": Kind("班次", "shift", pattern=r"shift:(\d{1,9})", names=_shifts),
            "departure": Kind("离职交接", "departure of", pattern=r"departure:(\d{1,9})", names=_departures),
        },
        verbs={
            "shift.made": Verb("设立了{subject}", "made {subject}"),
            "shift.changed": Verb("调整了{subject}", "changed {subject}"),
            "shift.ended": Verb("停用了{subject}", "ended {subject}"),
            "shift.left": Verb("离开了{subject}", "left {subject}"),
            "departure.begun": Verb("开始办理{subject}", "began the {subject}"),
            "departure.changed": Verb("修改了{subject}", "changed the {subject}"),
            "departure.dropped": Verb("取消了{subject}", "called off the {subject}"),
            "departure.frozen": Verb("冻结了{subject}的清单", "froze the list of the {subject}"),
            "departure.done": Verb("办结了{subject}", "completed the {subject}"),
        },
        fields={
            "shift.name": Field("名称", "name", lambda names: both(*names)),
            "shift.starts": Field("开始", "begins", clock_face),
            "shift.ends": Field("结束", "ends", clock_face),
            "shift.people": Field("人员", "people", _people),
            "shift.person": Field("人员", "person", person),
            "departure.successor": Field("接收人", "successor", person),
            "departure.last_day": Field("最后工作日", "last day"),
            "departure.form": Field("表单", "form"),
            "departure.tickets": Field("移交的工单数", "tickets handed over"),
            "departure.customers": Field("移交的客户数", "customers handed over"),
        },
    )
)
