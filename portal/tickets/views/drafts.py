"""Drafts: kept while somebody types, offered when they come back, put into the form or thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import Response, abort, flash, jsonify, request
from wtforms import StringField, TextAreaField

from portal.access import Permission, requires, staff
from portal.core import i18n, time
from portal.core.errors import Missing
from portal.core.forms import Form
from portal.core.i18n import _, both
from portal.core.web import go, wants_fragment
from portal.tickets import procedures
from portal.tickets.actions import drafts as actions
from portal.tickets.forms import texts_in
from portal.tickets.models import Draft, Ticket
from portal.tickets.procedures import FormPlace
from portal.tickets.queries import drafts as queries
from portal.tickets.queries import one
from portal.tickets.views.blueprint import blueprint

TYPED = (StringField, TextAreaField)  # not what derives from them: moments, and what nobody sees


@blueprint.post("/drafts")
@requires(Permission.TICKETS_VIEW)
def keep() -> Response:
    """Keep what stands in a form (`address`, `texts` as JSON); the answer says which draft it is, and its version."""
    place, texts = _place(request.form.get("address", "")), texts_in(request.form.get("texts", ""))
    if texts is None:
        abort(400)
    ticket = one.numbered(staff(), place.number) if place.number else None
    known = {"draft": current(), "version": _number(request.form.get("version"))}
    if request.form.get("draft") and not known["draft"]:
        raise Missing
    draft = actions.keep(request.form["address"], texts, ticket=ticket, **known, by=staff(), at=time.now())
    return jsonify(id=draft.id, version=draft.version)


@blueprint.post("/drafts/<int(max=2147483647):draft_id>/discarding")
@requires(Permission.TICKETS_VIEW)
def discard(draft_id: int) -> Response:
    draft = actions.discard(draft_id, by=staff())
    if wants_fragment():
        return Response("")
    flash(_("The draft is thrown away."), "success")
    return go(_place(draft.address).page)


def _place(address: str) -> FormPlace:
    return procedures.form_at(address) or abort(404)


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def current() -> Draft | None:
    """The draft that the request names as the one in its form, if it is this person's."""
    number = _number(request.values.get("draft"))
    return queries.own(staff(), number) if number else None


class Offer(NamedTuple):
    """A draft that can be put back: which step it is for, when it was saved, what it says, and where it is put back
    ("" when that step is not possible any more)."""

    id: int
    step: str
    when: str
    texts: list[str]
    url: str


@dataclass(frozen=True)
class Shown:
    """The draft that stands in the form (None), and what else is offered."""

    draft: Draft | None
    offers: list[Offer]


def of_ticket(ticket: Ticket, address: str, possible: Sequence[str]) -> Shown:
    """Drafts for the page of a ticket: `address` is where the open form goes, `possible` the steps that can be made now."""
    return _shown(queries.of_ticket(staff(), ticket), address, possible)


def of_form(address: str) -> Shown:
    """Drafts for a form that stands on a page of its own."""
    return _shown(queries.of_form(staff(), address), address, [_place(address).move.key])


def _shown(found: Sequence[Draft], address: str, possible: Sequence[str]) -> Shown:
    number = _number(request.values.get("draft"))
    inside = next((draft for draft in found if draft.id == number and draft.address == address), None)
    others = [draft for draft in found if draft is not inside and procedures.form_at(draft.address)]
    offers = (_offer(draft, possible) for draft in others)
    return Shown(inside, [offer for offer in offers if offer.texts])


def _offer(draft: Draft, possible: Sequence[str]) -> Offer:
    place = _place(draft.address)
    url = f"{place.page}{'&' if '?' in place.page else '?'}draft={draft.id}" if place.move.key in possible else ""
    texts = [text for text in draft.texts.values() if text.strip()]
    return Offer(draft.id, both(place.move.zh, place.move.en), i18n.local(draft.saved_at, style="short"), texts, url)


def put_back(form: Form, draft: Draft | None) -> None:
    """Put a draft's texts into the fields of a form that nobody has sent."""
    for name, text in (draft.texts if draft and request.method == "GET" else {}).items():
        if name in form and type(form[name]) in TYPED:
            form[name].data = text


def sent(address: str, form: Form) -> None:
    """A form has been sent and taken: its draft is done with."""
    texts = {field.name: field.data or "" for field in form if type(field) in TYPED}
    actions.sent(address, current(), texts, by=staff())
