"""How the journal's rows about reports that were taken away are told."""

from __future__ import annotations

from portal.audit.words import Field, Kind, Verb, Words, enter

WORDS = enter(
    Words(
        topics={"reports": ("统计报表", "Reports")},
        kinds={"report": Kind("统计报表", "a report", pattern="report()")},
        verbs={"reports.exported": Verb("导出了{subject}", "exported {subject}")},
        fields={
            "reports.period": Field("期间", "period"),
            "reports.by": Field("分组", "grouped by"),
            "reports.time": Field("计时方式", "time counted"),
            "reports.from": Field("起", "from"),
            "reports.until": Field("止", "until"),
            "reports.region": Field("区域", "region"),
        },
    )
)
