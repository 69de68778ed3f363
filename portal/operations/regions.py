"""The regions a new home begins with; each works by the calendar of its own code."""

from __future__ import annotations

REGIONS = tuple(
    {"code": code, "name_zh": zh, "name_en": en, "zone": zone, "calendar": code}
    for code, zh, en, zone in (
        ("hq", "总部（中国大陆）", "Headquarters (mainland China)", "Asia/Shanghai"),
        ("eu", "欧洲", "Europe", "Europe/Berlin"),
        ("us", "美洲", "Americas", "America/New_York"),
        ("sea", "东南亚", "South-East Asia", "Asia/Singapore"),
        ("me", "中东", "Middle East", "Asia/Riyadh"),
        ("jk", "日本与韩国", "Japan and Korea", "Asia/Tokyo"),
    )
)
