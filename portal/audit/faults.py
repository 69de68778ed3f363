"""What can be wrong with the journal, in words: a sentence for each kind, with the place put in."""

from __future__ import annotations

from portal.core.i18n import both

FAULTS = {
    "row_missing": ("第 {place} 行：缺失。", "row {place}: the row is missing."),
    "row_changed": ("第 {place} 行：写入后被改动。", "row {place}: the row was changed after it was written."),
    "row_rewritten": (
        "第 {place} 行：与锚点记载不符，日志被整体改写。",
        "row {place}: it is not the row that was anchored; the journal was rewritten.",
    ),
    "anchor_beyond": (
        "{place} 的锚点记载的行号大于现有最新一行，最新的若干行已被删除。",
        "the anchor of {place} speaks of a later row than the newest one; the newest rows were taken out.",
    ),
    "anchor_unreadable": ("锚点文件第 {place} 行不是锚点。", "line {place} of the anchors is no anchor."),
    "anchor_not_signed": (
        "{place} 的锚点被改动，或由别的密钥签名。",
        "the anchor of {place} was altered, or signed with another key.",
    ),
    "anchor_out_of_line": (
        "{place} 的锚点与前一条不衔接，有锚点被改动或删除。",
        "the anchor of {place} does not follow the line before it; a line was changed or taken out.",
    ),
    "anchor_out_of_order": ("{place} 的锚点早于前一条。", "the anchor of {place} does not come after the one before it."),
    "anchor_lost": (
        "{place} 的锚点在日志中有记载，锚点文件中却没有。",
        "the anchor of {place} stands in the journal, and not in the file of anchors.",
    ),
    "anchor_copy": ("{place} 中的锚点副本与原件不一致。", "the copy of the anchors, {place}, says something else."),
}


def pair(kind: str, place: str) -> tuple[str, str]:
    """What is wrong and where, in Chinese and English; it begins with the place."""
    zh, en = FAULTS.get(kind, (f"{kind} {{place}}", f"{kind} {{place}}"))
    return zh.replace("{place}", place), en.replace("{place}", place)


def sentence(kind: str, place: str) -> str:
    """The same in the reader's language."""
    return both(*pair(kind, place))
