"""The list and the board of all desks. Both look again by themselves and cost nothing while nothing moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from flask import Response, request
from markupsafe import Markup

from portal.access import Permission, may, requires, staff
from portal.access import queries as access
from portal.core import time
from portal.core.i18n import both
from portal.core.paging import unmark
from portal.core.web import not_modified, page, tagged, wants_fragment
from portal.tickets import procedures, words
from portal.tickets.models import NORMAL, URGENT
from portal.tickets.queries import lists, presence
from portal.tickets.queries.filters import Filter
from portal.tickets.queries.lists import Line
from portal.tickets.queries.owners import owners
from portal.tickets.view import ME, View
from portal.tickets.views import filters, saved
from portal.tickets.views.asked import asked, filter_of, link
from portal.tickets.views.blueprint import blueprint, freshness
from portal.tickets.views.lines import TICK, heads, lines_shown

CARDS, MOST_OWNERS = 12, 12
PLACE = (int, int, int)


class Part(NamedTuple):
    """What a list is divided into: the value in the database, the key in the address, and the name."""

    value: str | int
    key: str
    name: str


class Group(NamedTuple):
    """One column of a board, or one part of a grouped list."""

    key: str
    name: str
    lines: Markup
    count: str
    all_url: str | None


@blueprint.get("")
@requires(Permission.TICKETS_VIEW, polled=wants_fragment)
def index() -> Response:
    now = time.now()
    tag = freshness(now)
    if unchanged := not_modified(tag):
        return unchanged
    view = asked()
    chosen, may_change = filter_of(view, staff(), now), may(staff(), Permission.TICKETS_BULK)
    show = partial(
        lines_shown,
        now=now,
        template="tickets/_card.html" if view.shape == "board" else "tickets/_line.html",
        columns=(*view.columns, TICK) if may_change and view.shape == "list" else view.columns,
        view=view.address,
        present=presence.others_at(staff(), now),
    )
    shown = _grouped(view, chosen, show, now) if view.grouped_by else _paged(view, chosen, show, now)
    answer = page(
        "tickets/index.html",
        fragment="tickets/_board.html" if view.shape == "board" else "tickets/_list.html",
        polled=True,
        view=view,
        may_change=may_change and view.shape == "list",
        heads=heads(view.columns),
        other_shape=link(replace(view, shape="list" if view.shape == "board" else "board", group="")),
        here=request.full_path.rstrip("?"),
        filters=partial(filters.bar, view),
        tabs=partial(saved.tabs, view),
        may_take=may(staff(), Permission.ENQUIRIES_TAKE),
        may_import=may(staff(), Permission.ENQUIRIES_IMPORT),
        **shown,
    )
    return tagged(answer, tag)


def _paged(view: View, chosen: Filter, show: partial, now: datetime) -> dict[str, Any]:
    after = unmark(request.args.get("after"), PLACE)
    found = lists.page_of(staff(), chosen, now, order=view.order, after=after)
    return {
        "lines": show(found.rows),
        "first_url": link(view) if after else None,
        "next_url": link(view, after=found.after) if found.after else None,
    }


def _grouped(view: View, chosen: Filter, show: partial, now: datetime) -> dict[str, Any]:
    by = view.grouped_by
    parts = _parts(view)
    field = {"urgency": "rank"}.get(by, by)
    found = lists.grouped(
        staff(), chosen, now, by=field, values=[part.value for part in parts], most=CARDS, order=view.order
    )
    return {"groups": [_group(view, part, *found[part.value], show) for part in parts]}


def _group(view: View, part: Part, lines: list[Line], count: str, show: partial) -> Group:
    whole = replace(view, shape="list", group="", **{view.grouped_by: part.key})
    return Group(part.key, part.name, show(lines), count, link(whole) if count != str(len(lines)) else None)


def _parts(view: View) -> list[Part]:
    """What a list is grouped by, but for what is filtered away."""
    wanted = getattr(view, view.grouped_by)
    mine = {"owner": staff().username, "region": staff().region}.get(view.grouped_by)
    kept = mine if wanted == ME else wanted
    found = (Part(*part) for part in PARTS[view.grouped_by](view))
    return [part for part in found if kept in ("", part.key)]


def _stages(view: View) -> Iterable[tuple[str, str, str]]:
    desks = [desk for desk in procedures.every() if view.desk in ("", desk.key)]
    stages = {stage.key: stage for desk in desks for stage in desk.stages.values()}
    return [
        (key, key, both(stage.zh, stage.en)) for key, stage in stages.items() if stage.open is not (view.state == "closed")
    ]


def _regions(_view: View) -> Iterable[tuple[str, str, str]]:
    seen = access.regions_seen_by(staff())
    return [(code, code, both(zh, en)) for code, zh, en in access.region_names() if seen is None or code in seen]


def _owners(_view: View) -> Iterable[tuple[int, str, str]]:
    return [(number, name, both(zh, en or zh)) for number, name, zh, en in owners(staff(), MOST_OWNERS)]


PARTS = {
    "stage": _stages,
    "level": lambda _view: [(int(key), key, name) for key, name in words.choices(words.LEVELS)],
    "region": _regions,
    "channel": lambda _view: [(key, key, name) for key, name in words.choices(words.CHANNELS)],
    "owner": _owners,
    "urgency": lambda _view: [
        (rank, key, words.name(words.URGENCIES, key)) for rank, key in ((URGENT, "urgent"), (NORMAL, "normal"))
    ],
}
