"""The blueprint that the pages of enquiries hang on, and what several of them need."""

from __future__ import annotations

import zlib
from datetime import datetime

from flask import Blueprint, request

from portal.access import staff
from portal.audit import queries as journal
from portal.core.htmx import wants_fragment
from portal.core.i18n import both, language
from portal.enquiries.procedure import ENQUIRY

blueprint = Blueprint("enquiries", __name__, url_prefix="/enquiries")


def stage_names() -> dict[str, str]:
    """The stages in the reader's language."""
    return {stage.key: both(stage.zh, stage.en) for stage in ENQUIRY.stages.values()}


def freshness(now: datetime) -> str:
    """What a polled page depends on: the journal's head, the minute (pills count down), who reads, what is asked, and
    whether the whole page or its piece is wanted: a browser keeps both under one address."""
    asked, reader = zlib.crc32(request.full_path.encode()), staff()
    seen_by = f"{reader.id}.{reader.version}.{language()}"
    return f"{journal.head()}.{int(now.timestamp()) // 60}.{seen_by}.{asked:x}.{wants_fragment():d}"
