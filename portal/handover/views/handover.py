"""One handover: prepared by the outgoing clerk, accepted by the incoming one, read by everybody afterwards.

The outgoing clerk has ten minutes: every open ticket is a line with a choice and a note, and what is missing is said in one
sentence. The incoming clerk reads line by line and either accepts or asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Response, flash, request, url_for

from portal.access import Permission, may, requires, staff
from portal.access import queries as access
from portal.access.models import Staff
from portal.core import time
from portal.core.errors import Refused
from portal.core.i18n import HEADQUARTERS, _, both, language
from portal.core.web import go, page, takes_form
from portal.handover import rules
from portal.handover.actions import handovers as actions
from portal.handover.forms import FillForm, TextForm, fill_form
from portal.handover.models import Handover, Item
from portal.handover.queries import handovers as queries
from portal.handover.queries.handovers import Standing
from portal.handover.queries.prepared import prepared
from portal.handover.queries.violations import may_decide
from portal.handover.views.blueprint import ONE, blueprint, store
from portal.handover.views.index import line
from portal.signing.models import Document
from portal.signing.queries import documents as papers
from portal.tickets.models import NEVER, Ticket

GROUPS = {
    "due": ("下一班到期", "Due in the next shift"),
    "promised": ("已承诺答复", "An answer is promised"),
    "waiting": ("等待中", "Waiting"),
}


@blueprint.get(ONE)
@requires(Permission.HANDOVER_VIEW)
def show(number: int) -> Response:
    return shown(queries.one(staff(), number))


@blueprint.post(ONE)
@takes_form
@requires(Permission.HANDOVER_GIVE)
def fill(number: int) -> Response:
    """Keep what was typed; with `confirm`, freeze it for both signatures."""
    found = queries.one(staff(), number)
    form = _form(found)
    if not form.validate_on_submit():
        return shown(found, form=form, status=422)
    try:
        filled, revision = form.filled(found.items, _takers(found.handover)), form.revision.data or 0
        if "confirm" in request.form:
            actions.confirm(found, filled, revision=revision, store=store(), by=staff(), at=time.now())
            flash(_("Frozen. Sign it now; then whoever takes over accepts it."), "success")
        else:
            actions.fill(found, filled, revision=revision, by=staff(), at=time.now())
            flash(_("Saved."), "success")
    except Refused as refusal:
        return _again(number, form, refusal)
    return _to(number)


@blueprint.post(f"{ONE}/withdrawal")
@takes_form
@requires(Permission.HANDOVER_GIVE)
def withdraw(number: int) -> Response:
    found, form = queries.one(staff(), number), TextForm()
    if not form.validate_on_submit():
        return shown(found, withdrawal=form, status=422)
    actions.withdraw(found, form.text.data, by=staff(), at=time.now())
    flash(_("Taken back; it can be changed now."), "success")
    return _to(number)


def _again(number: int, form: FillForm, refusal: Refused) -> Response:
    """The page with what was typed, on the handover as it is now."""
    fresh = queries.one(staff(), number)
    kept = _form(fresh, formdata=None) if rules.may_change(fresh.state) else None
    if kept is not None:
        for field in form:
            if field.name in kept and field.name not in ("csrf_token", "revision"):
                kept[field.name].data = field.data
    return shown(fresh, form=kept, refusal=refusal, status=409)


def _to(number: int) -> Response:
    return go(url_for(".show", number=number))


def _takers(handover: Handover) -> list[Staff]:
    """Who may take over: whoever prepares and accepts handovers and sees the region; those of the next shift first."""
    people = [one for one in access.holders_of(Permission.HANDOVER_GIVE) if access.sees_region(one, handover.region)]
    others = [one for one in people if one.id != handover.outgoing_id]
    return sorted(others, key=lambda one: (one.region != handover.region, one.username))


def _form(found: Standing, **given) -> FillForm:
    form = fill_form(found.items, _takers(found.handover))(**given)
    if "formdata" in given:
        form.begin_with(found.handover, found.items)
    return form


def shown(
    found: Standing, *, form: FillForm | None = None, refusal: Refused | None = None, withdrawal: TextForm | None = None,
    question: tuple[int, TextForm] | None = None, status: int = 200,
) -> Response:
    """The page of a handover, with the forms as they were sent."""
    now, mine = time.now(), found.handover.outgoing_id == staff().id
    fills = mine and rules.may_change(found.state) and may(staff(), Permission.HANDOVER_GIVE)
    if fills and form is None:
        found = actions.gather(found, by=staff(), at=now)
        form = _form(found, formdata=None)
    handover, document = found.handover, found.handover.document if found.handover.document_id else None
    names = {code: both(zh, en) for code, zh, en in access.region_names()}
    answers = found.state == rules.SIGNING and handover.incoming_id == staff().id
    return page(
        "handover/show.html",
        status=status,
        handover=handover,
        line=line(handover, names),
        state=found.state,
        zone=access.region(handover.region).zone,
        hq_zone=HEADQUARTERS,
        form=form if fills else None,
        refusal=refusal,
        withdrawal=withdrawal or TextForm(formdata=None),
        may_withdraw=found.state == rules.SIGNING and queries.may_take_back(staff(), handover),
        decide_url=_decide_url(handover),
        returned=_returned(document) if found.state == rules.RETURNED else None,
        answers=answers,
        replies=found.state == rules.SIGNING and mine,
        question=question,
        text_form=TextForm(formdata=None),
        sections=_sections(found, now),
        items=_items(found),
        left=sum(1 for item in found.items if item.accepted_at is None),
        unaccounted=queries.unaccounted(handover) if found.state == rules.SIGNING and mine else [],
        paper_url=url_for("signing.show", number=document.number) if document else None,
    )


def _decide_url(handover: Handover) -> str | None:
    decides = may_decide(staff(), handover.outgoing, handover.region)
    return url_for(".new_violation", handover=handover.id) if decides else None


def _returned(document: Document) -> tuple[str, str] | None:
    """Who sent it back, and why; nothing where it was taken back."""
    refused = next((one for one in papers.standing(document).signatures if one.refused_at), None)
    return (refused.staff.name_in(language()), refused.reason) if refused else None


def _sections(found: Standing, now: datetime) -> list[dict[str, Any]]:
    """The five sections (DM-H1): what the portal put there, frozen or as it is now, and the clerk's words."""
    frozen = found.handover.document.facts if found.state in (rules.SIGNING, rules.DONE) else None
    live = {} if frozen else prepared(found.handover, [item.ticket for item in found.items], now)
    return [
        {
            "key": key,
            "name": both(*names),
            "lines": [("", text) for text in frozen.get(f"{key}_lines", "").splitlines()] if frozen else live[key],
            "words": found.handover.words.get(key, ""),
        }
        for key, names in rules.SECTIONS.items()
    ]


def _items(found: Standing) -> list[dict[str, Any]]:
    earlier = queries.earlier([item.ticket_id for item in found.items], found.handover)
    return [_item(item, found.handover, earlier) for item in found.items]


def _item(item: Item, handover: Handover, earlier: Mapping[int, Sequence[Item]]) -> dict[str, Any]:
    ticket = item.ticket
    return {
        "row": item,
        "ticket": ticket,
        "url": url_for("tickets.show", number=ticket.number),
        "due": None if ticket.next_due >= NEVER else ticket.next_due,
        "groups": [both(*GROUPS[group]) for group in _groups(ticket, handover)],
        "outcome": both(*rules.OUTCOMES[item.outcome]) if item.outcome else "",
        "chain": [_link(before) for before in earlier.get(item.ticket_id, ())],
    }


def _groups(ticket: Ticket, handover: Handover) -> list[str]:
    holds = {
        "due": ticket.next_due <= handover.next_ends_at,
        "promised": ticket.promised_at is not None and ticket.answered_at is None,
        "waiting": ticket.waiting is not None,
    }
    return [group for group in GROUPS if holds[group]] if ticket.is_open else []


def _link(before: Item) -> dict[str, Any]:
    """An earlier handover of the same ticket."""
    past = before.handover
    return {
        "url": url_for(".show", number=past.id),
        "day": past.day.isoformat(),
        "shift": both(past.shift.name_zh, past.shift.name_en),
        "outgoing": past.outgoing.name_in(language()),
        "outcome": both(*rules.OUTCOMES[before.outcome]),
        "note": before.note,
    }
