"""The view that a request asks for, and what it means for the person who reads it."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from flask import request

from portal.access import queries as access
from portal.access.models import Staff
from portal.core import time
from portal.core.web import address
from portal.tickets import procedures
from portal.tickets import view as views
from portal.tickets.models import RANKS
from portal.tickets.queries.filters import Filter
from portal.tickets.view import ME, View

NOBODY = 0
DAYS = {"today": lambda _day: 1, "tomorrow": lambda _day: 2, "week": lambda day: 8 - day.isoweekday()}


def asked() -> View:
    """The view that the address of this request asks for."""
    columns = ".".join(request.args.getlist("columns"))
    return views.read(request.args.to_dict() | ({"columns": columns} if columns else {}))


def way() -> dict[str, str]:
    """What the address that somebody came by says of the list they came from: `in`, its address, and `at`, their place in
    it. A piece of a page is asked for from the page's own address; a form that was sent brings it as its referrer."""
    for came_by in (request.full_path, request.headers.get("HX-Current-URL", ""), request.referrer or ""):
        carried = dict(parse_qsl(urlsplit(came_by).query, keep_blank_values=True))
        if "in" in carried:
            return carried
    return {}


def list_behind() -> View:
    """The list in which a row is changed: its page's own address says it."""
    return views.read_address(urlsplit(request.headers.get("HX-Current-URL", "")).query)


def filter_of(view: View, reader: Staff, now: datetime) -> Filter:
    """What a view leaves of all tickets for this reader. What nobody knows narrows
    nothing; but an owner nobody knows has nothing."""
    return Filter(
        desk=view.desk if view.desk in {desk.key for desk in procedures.every()} else "",
        state=view.state,
        stage=view.stage if view.stage in {stage for desk in procedures.every() for stage in desk.stages} else "",
        level=int(view.level) if view.level else None,
        rank=RANKS.get(view.urgency),
        channel=view.channel,
        region=_region(view.region, reader),
        kind=view.kind,
        subject=view.subject,
        language=view.language,
        owner=_owner(view.owner, reader),
        due_before=_end_of(view.due, reader, now),
    )


def _region(code: str, reader: Staff) -> str:
    if code == ME:
        return reader.region
    return code if code and code in {known for known, _zh, _en in access.region_names()} else ""


def _owner(name: str, reader: Staff) -> int | None:
    if not name:
        return None
    if name == ME:
        return reader.id
    person = access.staff_named(name)
    return person.id if person else NOBODY


def _end_of(due: str, reader: Staff, now: datetime) -> int | None:
    """The end of the day or week that is meant, on the reader's own clock, in milliseconds."""
    if not due:
        return None
    today = now.astimezone(ZoneInfo(reader.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return time.to_ms(today + timedelta(days=DAYS[due](today)))


def link(view: View, **more: str) -> str:
    """The address of a view."""
    query = "&".join(filter(None, [view.address, *(f"{name}={value}" for name, value in more.items())]))
    return address("tickets.index") + (f"?{query}" if query else "")
