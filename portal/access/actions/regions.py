"""Regions: a market the department serves begins here."""

from __future__ import annotations

from portal.access.models import Region
from portal.audit.actions import record
from portal.core.db import atomic


def open_region(code: str, *, name_zh: str, name_en: str, zone: str, calendar: str, by) -> Region:
    """A new region; `zone` is an IANA name, `calendar` the code of its working calendar."""
    with atomic():
        region = Region.create(code=code, name_zh=name_zh, name_en=name_en, zone=zone, calendar=calendar)
        record("region.opened", region, by=by)
    return region
