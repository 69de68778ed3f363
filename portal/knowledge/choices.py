"""What a phrase may be, as data for selects: key to (Chinese, English)."""

from __future__ import annotations

from portal.archive.languages import LANGUAGES as SPOKEN
from portal.knowledge.rules.wording import BLOCK, WARN

SEVERITIES = {BLOCK: ("禁止发出", "Never leaves"), WARN: ("发出前确认", "Look twice")}
KINDS = {
    "promise": ("违规承诺", "Unlawful promise"),
    "misleading": ("误导性表述", "Misleading"),
    "exaggerated": ("夸大性表述", "Exaggerated"),
    "tone": ("不当用语", "Wrong tone"),
}
LANGUAGES = {"": ("不限", "Any")} | SPOKEN
SCENARIOS = {
    "receipt": ("确认收到", "Receipt"),
    "details": ("请补充资料", "Details asked for"),
    "progress": ("告知进展", "Progress"),
    "delay": ("延误致歉", "Apology for a delay"),
    "transfer": ("转交同事", "Handed to a colleague"),
    "solution": ("告知结果", "Result"),
    "refusal": ("婉言拒绝", "Refusal"),
    "payment": ("款项与费用", "Payment and fees"),
    "closing": ("结束", "Closing"),
}
TOPICS = {
    "greeting": ("称呼与问候", "Address and greeting"),
    "letters": ("书信与沟通", "Letters and talk"),
    "week": ("工作日与假日", "Week and holidays"),
    "faith": ("宗教与习俗", "Faith and custom"),
    "gifts": ("礼品", "Gifts"),
    "signs": ("数字、颜色与日期", "Numbers, colours, dates"),
    "taboo": ("避免谈及", "Better not"),
}
HOURS = {
    "holiday": ("当地假日", "Holiday there"),
    "rest": ("当地休息日", "Day of rest there"),
    "night": ("当地夜间", "Night there"),
    "closed": ("当地下班时间", "After hours there"),
    "open": ("当地办公时间", "Office hours there"),
    "day": ("当地白天", "Daytime there"),
}
