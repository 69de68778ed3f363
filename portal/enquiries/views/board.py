"""The list, next due first, and the board by stage. Both look again by themselves and cost nothing while nothing moved."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from flask import request, url_for

from portal.access import Permission, may, requires, staff
from portal.core import time
from portal.core.i18n import both
from portal.core.paging import unmark
from portal.core.web import not_modified, page, tagged, wants_fragment
from portal.enquiries.procedure import ENQUIRY
from portal.enquiries.views import filters
from portal.enquiries.views.blueprint import blueprint, freshness
from portal.tickets.engine import Stage
from portal.tickets.queries import lists
from portal.tickets.queries.lists import Filter, Line
from portal.tickets.views.lines import lines_shown

CARDS = 12


@blueprint.get("")
@requires(Permission.ENQUIRIES_VIEW, polled=wants_fragment)
def index():
    now = time.now()
    tag = freshness(now)
    if unchanged := not_modified(tag):
        return unchanged
    chosen = filters.chosen()
    found = _page(chosen, now)
    answer = page(
        "enquiries/index.html",
        fragment="enquiries/_list.html",
        polled=True,
        lines=lines_shown(found.rows, now),
        here=request.full_path.rstrip("?"),
        first_url=_url(after=None) if "after" in request.args else None,
        next_url=_url(after=found.after) if found.after else None,
        filters=partial(filters.bar, chosen),
        may_take=may(staff(), Permission.ENQUIRIES_TAKE),
        may_import=may(staff(), Permission.ENQUIRIES_IMPORT),
    )
    return tagged(answer, tag)


@blueprint.get("/board")
@requires(Permission.ENQUIRIES_VIEW, polled=wants_fragment)
def board():
    now = time.now()
    tag = freshness(now)
    if unchanged := not_modified(tag):
        return unchanged
    answer = page(
        "enquiries/board.html",
        fragment="enquiries/_board.html",
        polled=True,
        columns=_columns(now),
        may_take=may(staff(), Permission.ENQUIRIES_TAKE),
    )
    return tagged(answer, tag)


def _columns(now: datetime) -> list[dict]:
    stages = [stage for stage in ENQUIRY.stages.values() if stage.open]
    found = lists.columns(staff(), ENQUIRY.key, [stage.key for stage in stages], CARDS)
    return [_column(stage, *found[stage.key], now) for stage in stages]


def _column(stage: Stage, cards: list[Line], count: str, now: datetime) -> dict:
    return {
        "key": stage.key,
        "name": both(stage.zh, stage.en),
        "cards": lines_shown(cards, now, "enquiries/_card.html"),
        "count": count,
        "all_url": url_for(".index", stage=stage.key) if count != str(len(cards)) else None,
    }


def _page(chosen: Filter, now: datetime):
    if chosen.state == "closed":
        return lists.closed_page(staff(), chosen, unmark(request.args.get("after"), (int,)))
    return lists.open_page(staff(), chosen, unmark(request.args.get("after"), (int, int, int)), now)


def _url(**changes: object) -> str:
    kept = {name: value for name, value in request.args.items() if value}
    return url_for(".index", **kept | changes)
