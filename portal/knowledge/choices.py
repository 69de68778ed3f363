"""What a phrase may be, as data for selects: key to (Chinese, English)."""

from __future__ import annotations

from portal.archive.languages import LANGUAGES as SPOKEN
from portal.knowledge.rules import BLOCK, WARN

SEVERITIES = {BLOCK: ("禁止发出", "Never leaves"), WARN: ("发出前确认", "Look twice")}
KINDS = {
    "promise": ("违规承诺", "Unlawful promise"),
    "misleading": ("误导性表述", "Misleading"),
    "exaggerated": ("夸大性表述", "Exaggerated"),
    "tone": ("不当用语", "Wrong tone"),
}
LANGUAGES = {"": ("不限", "Any")} | SPOKEN
