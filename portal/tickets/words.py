"""The words a ticket is described with: each a key, its Chinese and its English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portal.archive.languages import LANGUAGES
from portal.core.i18n import both

Names = Mapping[str, tuple[str, str]]

CHANNELS: Names = {
    "email": ("邮件", "E-mail"),
    "phone": ("电话", "Phone"),
    "chat": ("在线聊天", "Chat"),
    "online": ("在线平台留言", "Online platform"),
    "social": ("社交媒体", "Social media"),
    "video": ("视频会议", "Video meeting"),
    "visit": ("来访", "Visit"),
}
LIVE_CHANNELS = ("phone", "chat", "video", "visit")
KINDS: Names = {
    "business": ("业务咨询", "Business"),
    "cooperation": ("合作洽谈", "Cooperation"),
    "proposal": ("方案需求", "Proposal"),
    "after-sales": ("售后服务", "After-sales"),
}
SUBJECTS: Names = {
    "product": ("产品类", "Product"),
    "order": ("订单类", "Order"),
    "technical": ("技术类", "Technical"),
}
LEVELS: Names = {
    "1": ("一级·简单", "Level 1 · simple"),
    "2": ("二级·一般", "Level 2 · ordinary"),
    "3": ("三级·复杂", "Level 3 · complex"),
    "4": ("四级·重大", "Level 4 · grave"),
}
URGENCIES: Names = {"normal": ("一般", "Normal"), "urgent": ("紧急", "Urgent")}
STATES: Names = {
    "open": ("进行中", "Open"),
    "late": ("已逾期", "Late"),
    "waiting": ("等待中", "Waiting"),
    "offered": ("待领取", "On offer"),
    "closed": ("已归档", "Archived"),
}
DUE: Names = {"today": ("今天", "Today"), "tomorrow": ("明天", "Tomorrow"), "week": ("本周", "This week")}
ORDERS: Names = {
    "due": ("紧急和先到期的在前", "Urgent and next due first"),
    "newest": ("最新的在前", "Newest first"),
    "oldest": ("最早的在前", "Oldest first"),
}
SCOPES: Names = {"own": ("仅自己", "Only me"), "team": ("本地区团队", "My region's team"), "all": ("所有人", "Everybody")}
SHAPES: Names = {"list": ("列表", "List"), "board": ("看板", "Board")}
FACTS: Names = {
    "title": ("标题", "Subject"),
    "channel": ("渠道", "Channel"),
    "kind": ("类型", "Kind"),
    "subject": ("事项", "About"),
    "language": ("语言", "Language"),
    "urgency": ("紧急程度", "Urgency"),
}
VALUES = {"channel": CHANNELS, "kind": KINDS, "subject": SUBJECTS, "language": LANGUAGES, "urgency": URGENCIES}
ENTRY_KINDS: Names = {
    "taken": ("客户来询", "From the customer"),
    "imported": ("从文件导入", "Imported from a file"),
    "incoming": ("客户来信", "From the customer"),
    "reply": ("回复客户", "To the customer"),
    "answer": ("最终答复", "Final answer to the customer"),
    "note": ("内部进展", "Note"),
    "solution": ("解决方案", "Solution"),
    "transfer": ("转办", "Transfer"),
    "level": ("重新分级", "Level changed"),
    "group": ("专项对接小组", "Contact group"),
    "meeting": ("协调会议纪要", "Meeting minutes"),
    "wait": ("开始等待", "Waiting"),
    "resume": ("结束等待", "Wait over"),
    "reminded": ("催问提醒", "Reminder to ask again"),
    "satisfaction": ("满意度回访", "Satisfaction"),
    "case": ("案例", "Case"),
    "reopened": ("重新处理", "Reopened"),
    "corrected": ("更正", "Corrected"),
    "file": ("附件", "File"),
    "warned": ("期限提醒", "Due soon"),
    "missed": ("逾期", "Missed"),
    "escalated": ("逐级上报", "Told the next person up"),
    "merged": ("合并工单", "Merged"),
    "unmerged": ("撤销合并", "Merge undone"),
    "split": ("拆分", "Split off"),
    "unsplit": ("收回拆分", "Split undone"),
    "linked": ("关联主工单", "Linked"),
    "unlinked": ("解除关联", "Link taken off"),
    "offered": ("交给有空的同事", "Offered to whoever is free"),
    "claimed": ("领取", "Claimed"),
    "assigned": ("分派", "Assigned"),
    "handed": ("交接", "Handed over"),
    "kept": ("交班时保留", "Kept over a change of shift"),
    "undone": ("撤销批量修改", "Change of many undone"),
}
TOWARDS = {"taken": "incoming", "incoming": "incoming", "reply": "outgoing", "answer": "outgoing", "note": "note"}
TOWARDS |= {"solution": "note", "meeting": "note", "case": "note", "transfer": "note", "satisfaction": "incoming"}


def name(names: Names, key: object) -> str:
    """The word for a key in the reader's language; the key itself when it is not in the table."""
    pair = names.get(str(key))
    return both(*pair) if pair else str(key)


def fact(field: str, value: str) -> str:
    """The value of a fact (a key of FACTS) in the reader's language; a title is what it is."""
    return name(VALUES[field], value) if field in VALUES else value


def urgency(rank: int) -> str:
    """The word for a ticket's rank."""
    return name(URGENCIES, "normal" if rank else "urgent")


def choices(names: Names, keys: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """(key, word) pairs for a select field."""
    return [(key, name(names, key)) for key in (keys or names)]
