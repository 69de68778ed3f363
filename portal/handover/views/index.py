"""/handovers: what I have to hand over or to accept, the exchange's hours, and every handover there was.

Opened by a clerk ten minutes before going home, in a hurry, and by whoever takes over: their own handover stands first.
By a leader in the morning: who has not signed. By an inspector months later: the list finds it by any word in it.
"""

from __future__ import annotations

from datetime import date, datetime

from flask import Response, request, url_for

from portal.access import Permission, may, requires, staff
from portal.access import queries as access
from portal.core import time
from portal.core.errors import Missing
from portal.core.i18n import both, language
from portal.core.web import go, page
from portal.handover import rules
from portal.handover.actions import handovers as actions
from portal.handover.forms import Search
from portal.handover.models import Handover
from portal.handover.queries import handovers as queries
from portal.handover.views.blueprint import blueprint
from portal.handover.views.duty import trading_now
from portal.team.models import Shift
from portal.team.rules import Turn


@blueprint.get("")
@requires(Permission.HANDOVER_VIEW)
def index() -> Response:
    now = time.now()
    names = {code: both(zh, en) for code, zh, en in access.region_names()}
    seen = {code: name for code, name in names.items() if access.sees_region(staff(), code)}
    search, after = Search(request.args, seen), request.args.get("after")
    found = queries.listed(
        staff(), words=search.words, region=search.region, since=search.since, until=search.until, after=after
    )
    gives = may(staff(), Permission.HANDOVER_GIVE)
    return page(
        "handover/index.html",
        fragment="handover/_list.html",
        mine=[line(one.handover, names) for one in queries.open_of(staff())] if gives else [],
        turns=[_turn(*one, now) for one in queries.to_prepare(staff(), now)] if gives else [],
        trading=trading_now(now),
        rows=[line(row, names) for row in found.rows],
        regions=seen,
        search=search,
        first_url=url_for(".index", **search.address) if after else None,
        next_url=url_for(".index", **search.address, after=found.after) if found.after else None,
    )


@blueprint.post("")
@requires(Permission.HANDOVER_GIVE)
def prepare() -> Response:
    """Begin the handover of one of my turns; the one there is where it was begun."""
    now = time.now()
    for shift, turn, relief in queries.to_prepare(staff(), now):
        if _key(turn) == request.form.get("turn", ""):
            return _to(actions.prepare(staff(), shift.region, turn, relief, by=staff(), at=now))
    raise Missing


def line(row: Handover, names: dict[str, str]) -> dict:
    """A handover in a list."""
    state = queries.state_of(row)
    return {
        "row": row,
        "region": names[row.region],
        "shift": both(row.shift.name_zh, row.shift.name_en),
        "outgoing": row.outgoing.name_in(language()),
        "incoming": row.incoming.name_in(language()) if row.incoming_id else "",
        "state": state,
        "state_name": both(*rules.STATES[state]),
        "late": rules.is_after_the_fact(row.change_at, _written(row)),
        "mine": row.outgoing_id == staff().id,
    }


def _written(row: Handover) -> datetime:
    """When it was frozen; while it is not, now."""
    return row.document.frozen_at if row.document_id and row.document.frozen_at else time.now()


def _turn(shift: Shift, turn: Turn, relief: Turn, now: datetime) -> dict:
    return {
        "key": _key(turn),
        "name": both(shift.name_zh, shift.name_en),
        "turn": turn,
        "relief": relief,
        "over": turn.end <= now,
    }


def _key(turn: Turn) -> str:
    day: date = turn.day
    return f"{turn.shift}:{day.isoformat()}"


def _to(handover: Handover) -> Response:
    return go(url_for(".show", number=handover.id))
