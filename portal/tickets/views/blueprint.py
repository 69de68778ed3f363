"""The blueprint that the pages of tickets hang on, and what a list that looks again depends on."""

from __future__ import annotations

import zlib
from datetime import datetime

from flask import Blueprint, request

from portal.access import staff
from portal.core.htmx import wants_fragment
from portal.core.i18n import language
from portal.tickets.queries import presence

blueprint = Blueprint("tickets", __name__, url_prefix="/tickets")


def freshness(now: datetime) -> str:
    """What a polled page depends on: the journal's head, who came to a ticket or went, the minute (pills count down), who
    reads, what is asked, and whether the whole page or its piece is wanted: a browser keeps both under one address."""
    asked_for, reader = zlib.crc32(request.full_path.encode()), staff()
    seen_by = f"{reader.id}.{reader.version}.{language()}"
    head, beats = presence.cursor()
    return f"{head}.{beats}.{int(now.timestamp()) // 60}.{seen_by}.{asked_for:x}.{wants_fragment():d}"
