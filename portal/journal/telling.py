"""How the journal's rows about itself are told."""

from __future__ import annotations

from portal.audit.faults import FAULTS
from portal.audit.words import Field, Kind, Verb, Words, enter
from portal.core.i18n import both


def _verdict(kind: str) -> str:
    return both("完好", "whole") if kind == "whole" else both(*FAULTS[kind]).replace("{place}", "…")


WORDS = enter(
    Words(
        topics={"journal": ("审计日志", "Journal")},
        kinds={
            "journal": Kind("审计日志", "the journal", pattern="journal()"),
            "check": Kind("校验", "check", pattern=r"check:(\d+)"),
        },
        verbs={
            "journal.anchored": Verb("写下了{subject}的每日锚点", "wrote the daily anchor of {subject}"),
            "journal.restored": Verb("声明恢复过备份，由此继续{subject}", "accepted a restored backup: {subject} goes on"),
            "journal.check_begun": Verb("开始校验审计日志（{subject}）", "began to verify the journal ({subject})"),
            "journal.checked": Verb("校验完审计日志（{subject}）", "finished verifying the journal ({subject})"),
            "journal.exported": Verb("导出了{subject}的若干行", "exported rows of {subject}"),
        },
        fields={
            "journal.day": Field("日期", "day"),
            "journal.number": Field("行号", "row"),
            "journal.line": Field("锚点的 SHA-256", "SHA-256 of the anchor"),
            "journal.rows": Field("行数", "rows"),
            "journal.verdict": Field("结论", "verdict", _verdict),
            "journal.place": Field("位置", "place"),
            "journal.format": Field("格式", "format"),
            "journal.asked": Field("筛选条件", "narrowed to"),
        },
    )
)
