"""The list, next due first, and the board by stage. Both look again by themselves and cost nothing while nothing moved."""

from __future__ import annotations

from datetime import datetime

from flask import request, url_for

from portal.access import Permission, may, queries, requires, staff
from portal.core import time
from portal.core.i18n import _, both
from portal.core.paging import unmark
from portal.core.web import not_modified, page, tagged, wants_fragment
from portal.enquiries.procedure import ENQUIRY
from portal.enquiries.views.blueprint import blueprint, freshness, stage_names
from portal.tickets import words
from portal.tickets.queries import lists
from portal.tickets.queries.lists import Filter
from portal.tickets.views.lines import lines_shown

CARDS = 12
STATES = {
    "open": ("进行中", "Open"),
    "late": ("已逾期", "Late"),
    "waiting": ("等待中", "Waiting"),
    "closed": ("已归档", "Archived"),
}


@blueprint.get("")
@requires(Permission.ENQUIRIES_VIEW, polled=wants_fragment)
def index():
    now = time.now()
    tag = freshness(now)
    if unchanged := not_modified(tag):
        return unchanged
    chosen = _chosen()
    found = _page(chosen, now)
    answer = page(
        "enquiries/index.html",
        fragment="enquiries/_list.html",
        polled=True,
        lines=lines_shown(found.rows, now),
        here=request.full_path.rstrip("?"),
        first_url=_url(after=None) if "after" in request.args else None,
        next_url=_url(after=found.after) if found.after else None,
        chosen=chosen,
        filters=_filters,
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
        columns=[_column(stage, now) for stage in ENQUIRY.stages.values() if stage.open],
        may_take=may(staff(), Permission.ENQUIRIES_TAKE),
    )
    return tagged(answer, tag)


def _column(stage, now: datetime) -> dict:
    cards, count = lists.column(staff(), Filter(desk=ENQUIRY.key, stage=stage.key), CARDS)
    return {
        "key": stage.key,
        "name": both(stage.zh, stage.en),
        "cards": lines_shown(cards, now),
        "count": count,
        "all_url": url_for(".index", stage=stage.key) if count != str(len(cards)) else None,
    }


def _page(chosen: Filter, now: datetime):
    if chosen.state == "closed":
        return lists.closed_page(staff(), chosen, unmark(request.args.get("after"), (int,)))
    return lists.open_page(staff(), chosen, unmark(request.args.get("after"), (int, int, int)), now)


def _chosen() -> Filter:
    """What the address narrows the list to; a word that means nothing narrows nothing."""
    asked = request.args
    level = asked.get("level", "")
    return Filter(
        desk=ENQUIRY.key,
        state=_one_of(STATES, asked.get("state")) or "open",
        stage=_one_of(ENQUIRY.stages, asked.get("stage")),
        level=int(level) if level in words.LEVELS else None,
        channel=_one_of(words.CHANNELS, asked.get("channel")),
        region=_one_of({region.code for region in queries.regions()}, asked.get("region")) if "region" in asked else "",
        owner=staff().id if asked.get("owner") == "me" else None,
    )


def _one_of(known, asked: str | None) -> str:
    return asked if asked in known else ""


def _url(**changes: object) -> str:
    kept = {name: value for name, value in request.args.items() if value}
    return url_for(".index", **kept | changes)


def _filters(chosen: Filter) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """The selects above the list: (name, label, what is chosen, choices); built only for the whole page."""
    regions = [(region.code, both(region.name_zh, region.name_en)) for region in queries.regions()]
    return [
        ("state", _("State"), chosen.state, words.choices(STATES)),
        ("stage", _("Stage"), chosen.stage, [("", _("All")), *stage_names().items()]),
        ("level", _("Level"), str(chosen.level or ""), [("", _("All")), *words.choices(words.LEVELS)]),
        ("channel", _("Channel"), chosen.channel, [("", _("All")), *words.choices(words.CHANNELS)]),
        ("region", _("Region"), chosen.region, [("", _("All")), *regions]),
        ("owner", _("Owner"), "me" if chosen.owner else "", [("", _("Everybody")), ("me", _("Me"))]),
    ]
