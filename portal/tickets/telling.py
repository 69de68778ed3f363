"""How the journal's rows about tickets are told; each desk enters its own procedure's with `enter_desk`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

from portal.access.permissions import Permission
from portal.audit.words import Field, Kind, Verb, Words, enter
from portal.clocks.telling import moment
from portal.core.i18n import both
from portal.tickets import words
from portal.tickets.engine import Procedure
from portal.tickets.models import Ticket

NUMBER = r"\b([A-Z]{1,3}\d\d-\d{5,})\b"


def _file(reason: str) -> str:
    return reason.removeprefix("file:")


def _run(reason: str) -> str:
    return reason.removeprefix("bulk:")


def _channel(key: str) -> str:
    return words.name(words.CHANNELS, key)


def _numbers(ids: Collection[str]) -> dict[str, str]:
    """Ticket numbers by id: stopwatches name their ticket so."""
    found = Ticket.select(Ticket.id, Ticket.number).where(Ticket.id.in_(list(map(int, ids)))).tuples()
    return {str(number): text for number, text in found}


def _texts(subject: str) -> list[str]:
    """The two texts under which a ticket stands in the journal."""
    found = Ticket.get_or_none(Ticket.id == int(subject.partition(":")[2]) if ":" in subject else Ticket.number == subject)
    return [found.number, str(found)] if found else []


_stopwatches: dict[str, tuple[str, str]] = {}


def _stopwatch(key: str) -> str:
    return both(*_stopwatches[key])


WORDS = enter(
    Words(
        topics={"ticket": ("工单附件", "Files of tickets"), "view": ("保存的视图", "Saved views")},
        kinds={
            "ticket": Kind("工单", "ticket", NUMBER, Permission.TICKETS_VIEW, aliases=_texts),
            "bulk": Kind("批量修改", "change of many", pattern=r"bulk:(\d+)"),
            "view": Kind("视图", "view", pattern=r"view:(\d+)"),
            "ticket-id": Kind("工单", "ticket", r"ticket:(\d{1,9})", Permission.TICKETS_VIEW, _numbers, _texts),
        },
        fields={
            "clock.stopwatch": Field("时限", "time limit", _stopwatch),
            "ticket.into": Field("并入", "merged into"),
            "ticket.taken_over": Field("并入本工单的", "taken over"),
            "view.scope": Field("共享范围", "who has it", lambda key: words.name(words.SCOPES, key)),
            "ticket.split_into": Field("拆分出的工单", "split off as"),
            "ticket.split_from": Field("拆分自", "split off from"),
            "ticket.parent": Field("主工单", "parent"),
            "ticket.child": Field("子工单", "child"),
            "ticket.tickets": Field("工单数", "tickets"),
            "ticket.owner_id": Field("负责人", "owner", person=True),
            "ticket.lead_id": Field("牵头人", "lead", person=True),
        },
        verbs={
            "view.saved": Verb("保存了{subject}", "saved {subject}"),
            "view.changed": Verb("修改了{subject}", "changed {subject}"),
            "view.deleted": Verb("删除了{subject}", "deleted {subject}"),
            "ticket.merged": Verb("办理了{subject}的合并", "merged {subject}"),
            "ticket.unmerged": Verb("撤销了{subject}的合并", "undid the merge of {subject}"),
            "ticket.split": Verb("办理了{subject}的拆分", "split {subject}"),
            "ticket.unsplit": Verb("撤销了{subject}的拆分", "undid the split of {subject}"),
            "ticket.kept": Verb("交班时保留了{subject}", "kept {subject} over the shift", called=("凭证", "on the paper")),
            "ticket.handed": Verb("移交了{subject}", "handed {subject} over", called=("凭证", "on the paper")),
            "ticket.linked": Verb("关联了{subject}", "linked {subject}"),
            "ticket.unlinked": Verb("解除了{subject}的关联", "took the link of {subject} off"),
            "ticket.bulk_done": Verb("批量修改了工单（{subject}）", "changed many tickets ({subject})"),
            "ticket.bulk_undone": Verb("撤销了批量修改（{subject}）", "undid a change of many tickets ({subject})"),
            "ticket.undone": Verb(
                "撤销了对{subject}的批量修改", "undid what a change of many did to {subject}",
                because=_run, called=("批量修改", "Change of many"),
            ),
            "ticket.file_read": Verb("下载了{subject}的附件", "downloaded a file of {subject}", "", _file, ("附件", "File")),
        },
    )
)


def enter_desk(procedure: Procedure, verbs: Mapping[str, tuple[str, str]]) -> Words:
    """The words of a desk: a verb for each move of its procedure, those given for its key first, and the fields that the
    journal tells of its tickets."""
    desk = procedure.key
    steps = procedure.moves.values()
    told = {step.key: (f"对{{subject}}办理了“{step.zh}”", f"did “{step.en}” with {{subject}}") for step in steps}
    _stopwatches.update({clock.key: (clock.zh, clock.en) for clock in procedure.stopwatches.values()})
    return enter(
        Words(
            topics={desk: (procedure.zh, procedure.en)},
            verbs={f"{desk}.{key}": Verb(*pair) for key, pair in (told | dict(verbs)).items()}
            | {f"{desk}.taken": Verb("受理了{subject}", "took in {subject}", because=_channel, called=("渠道", "Channel"))}
            | {f"{desk}.corrected": Verb("更正了{subject}", "corrected {subject}")},
            fields={f"{desk}.{name}": field for name, field in _fields(procedure).items()},
        )
    )


def _fields(procedure: Procedure) -> dict[str, Field]:
    return {
        "stage": Field("阶段", "stage", lambda key: both(procedure.stage(key).zh, procedure.stage(key).en)),
        "level": Field("级别", "level", lambda key: words.name(words.LEVELS, key)),
        "owner_id": Field("负责人", "owner", person=True),
        "lead_id": Field("牵头人", "lead", person=True),
        "waiting": Field("等待原因", "reason to wait", lambda key: both(procedure.reasons[key].zh, procedure.reasons[key].en)),
        "satisfaction": Field("满意度", "satisfaction"),
        "promised_at": Field("承诺答复时间", "promised for", moment),
        "deadline_at": Field("指定期限", "deadline", moment),
        "title": Field("标题", "title"),
        "channel": Field("渠道", "channel", _channel),
        "kind": Field("类型", "kind", lambda key: words.name(words.KINDS, key)),
        "language": Field("语言", "language", partial(words.fact, "language")),
        "urgency": Field("紧急程度", "urgency", partial(words.fact, "urgency")),
        "subject": Field("事项", "matter", partial(words.fact, "subject")),
        "rank": Field("紧急程度", "urgency", words.urgency),
        "offered_at": Field("交给有空的同事的时间", "on offer since", moment),
    }
