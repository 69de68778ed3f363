"""How the journal's rows about enquiries and their imports are told."""

from __future__ import annotations

from portal.archive.languages import LANGUAGES
from portal.audit.words import Field, Kind, Verb, Words, enter
from portal.core.i18n import both
from portal.enquiries.procedure import ENQUIRY
from portal.tickets.telling import enter_desk

MOVES = {
    "take": ("受理了{subject}", "took {subject} in"),
    "reply": ("就{subject}回复了客户", "replied to the customer of {subject}"),
    "incoming": ("记录了{subject}的客户来信", "recorded what the customer of {subject} wrote"),
    "answer": ("就{subject}向客户作了最终答复", "gave the final answer on {subject}"),
    "note": ("为{subject}写了内部进展", "wrote a note on {subject}"),
    "transfer": ("转办了{subject}", "transferred {subject}"),
    "solve": ("为{subject}提交了解决方案", "gave the solution of {subject}"),
    "classify": ("重新分级了{subject}", "classified {subject} anew"),
    "describe": ("更正了{subject}的要素", "corrected the facts of {subject}"),
    "offer": ("把{subject}交给有空的同事", "offered {subject} to whoever is free"),
    "claim": ("领取了{subject}", "claimed {subject}"),
    "assign": ("分派了{subject}", "assigned {subject}"),
    "group": ("为{subject}设了专项对接小组", "set up a contact group for {subject}"),
    "meeting": ("为{subject}写了协调会议纪要", "wrote the minutes of a meeting on {subject}"),
    "wait": ("让{subject}进入等待", "let {subject} wait"),
    "resume": ("结束了{subject}的等待", "ended the wait of {subject}"),
    "follow": ("为{subject}做了满意度回访", "asked for satisfaction with {subject}"),
    "archive": ("把{subject}写成案例并归档", "wrote {subject} up and archived it"),
    "reopen": ("重新处理{subject}", "reopened {subject}"),
}



def _language(key: str) -> str:
    return both(*LANGUAGES[key]) if key in LANGUAGES else key


WORDS = (
    enter_desk(ENQUIRY, MOVES),
    enter(
        Words(
            topics={"enquiries": ("咨询导入", "Imports of enquiries")},
            kinds={
                "import": Kind("导入", "import", pattern=r"import:(\d+)"),
                "load": Kind("性能测试数据", "the load of benchmarks", pattern="load()"),
            },
            verbs={
                "enquiry.language_left": Verb(
                    "就{subject}用另一种语言答复了客户", "wrote to the customer of {subject} in another language"
                ),
                "enquiries.imported": Verb("从文件读入了一批咨询（{subject}）", "brought enquiries in from a file ({subject})"),
                "enquiries.import_reverted": Verb("撤回了读入的咨询（{subject}）", "took imported enquiries back ({subject})"),
                "enquiries.seeded": Verb("写入了{subject}", "loaded {subject}"),
            },
            fields={
                "enquiry.language": Field("语言", "language", _language),
                "enquiries.file": Field("文件", "file"),
                "enquiries.rows": Field("行数", "rows"),
                "enquiries.left_out": Field("未读入的行数", "rows left out"),
                "enquiries.numbers": Field("编号", "numbers"),
                "enquiries.sha256": Field("文件的 SHA-256", "SHA-256 of the file"),
                "enquiries.enquiries": Field("咨询数", "enquiries"),
                "enquiries.customers": Field("客户数", "customers"),
            },
        )
    ),
)
