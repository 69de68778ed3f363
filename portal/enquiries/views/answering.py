"""Writing to the customer: what stands beside the box, and canned answers put into it.

Opened dozens of times a day, in a hurry: whom one writes to stands above the box, and a text is two clicks away. What
somebody typed is never lost: a canned answer comes below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import request

from portal.access import Permission, requires, staff
from portal.archive import queries as customers
from portal.archive.cards import CustomerCard
from portal.archive.languages import LANGUAGES
from portal.core import time
from portal.core.errors import Missing
from portal.core.i18n import both
from portal.core.web import page, takes_form
from portal.enquiries.actions import SPOKEN
from portal.enquiries.procedure import ENQUIRY
from portal.enquiries.views.blueprint import blueprint
from portal.enquiries.views.offers import form_for
from portal.knowledge.choices import SCENARIOS
from portal.knowledge.models import CannedAnswer
from portal.knowledge.queries import answers as handbook
from portal.knowledge.rules import filling
from portal.knowledge.views.countries import beside
from portal.tickets.engine import Move
from portal.tickets.models import Ticket
from portal.tickets.queries import one

LONGEST_SEARCH = 80


@blueprint.get("/<number>/canned/<key>")
@requires(Permission.ENQUIRIES_ANSWER)
def canned(number: str, key: str):
    """The canned answers that hold the words looked for; a fragment alone."""
    ticket = one.numbered(staff(), number)
    chooser = chooser_shown(ticket, _spoken_move(key))
    return page("enquiries/_canned.html", fragment="enquiries/_canned.html", chooser=chooser)


@blueprint.post("/<number>/moves/<key>/canned")
@takes_form
@requires(Permission.ENQUIRIES_ANSWER)
def insert(number: str, key: str):
    """The box with a canned answer below what was typed; nothing is kept."""
    ticket = one.numbered(staff(), number)
    form = form_for(_spoken_move(key), ticket)
    promised = form.promised_at.data if "promised_at" in form else None
    more = text_of(ticket, request.form.get("canned", ""), promised=promised)
    form.text.data = filling.appended(form.text.data or "", more)
    return page("enquiries/_box.html", fragment="enquiries/_box.html", form=form, left_open=filling.left_open(form.text.data))


def _spoken_move(key: str) -> Move:
    if key not in SPOKEN:
        raise Missing
    return ENQUIRY.moves[key]


def text_of(ticket: Ticket, number: str, *, promised: datetime | None = None) -> str:
    """The text of a canned answer with what is known of the ticket, in the answer's language and by the customer's clock.
    Raises Missing when the number that was sent is none of an answer that is offered."""
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Missing
    canned = handbook.one_offered(int(number))
    customer = customers.cards([ticket.customer])[ticket.customer]
    return filling.filled(canned.text, values_of(ticket, customer, canned.language, promised or ticket.promised_at))


def values_of(ticket: Ticket, customer: CustomerCard, language: str, promised: datetime | None) -> Mapping[str, str]:
    """What the variables of a canned answer stand for, in its language; "" for what is not known."""
    return {
        "customer": customer.name,
        "number": ticket.number,
        "title": ticket.title,
        "owner": ticket.owner.name_in("zh" if language == "zh" else "en"),
        "promised": filling.hour(promised, language, customer.zone) if promised else "",
        "today": filling.day(time.now(), language, customer.zone),
    }


def answering(ticket: Ticket, customer: CustomerCard, move: Move | None, form, now: datetime) -> dict | None:
    """What stands around the box of a reply or an answer; None beside any other form."""
    if move is None or move.key not in SPOKEN:
        return None
    return {
        "beside": beside(customer, ticket.language, now),
        "chooser": chooser_shown(ticket, move),
        "left_open": filling.left_open(form.text.data or "") if form else [],
    }


def chooser_shown(ticket: Ticket, move: Move) -> dict:
    """The canned answers to choose from, by scenario, with the addresses that put them into the box."""
    words = request.args.get("find", "")[:LONGEST_SEARCH].strip()
    rows = handbook.by_scenario(handbook.offered(ticket.language, words))
    return {
        "words": words,
        "key": move.key,
        "number": ticket.number,
        "language": both(*LANGUAGES[ticket.language]) if ticket.language in LANGUAGES else ticket.language,
        "groups": [(both(*SCENARIOS[key]), [_choice(ticket, row) for row in found]) for key, found in rows.items()],
    }


def _choice(ticket: Ticket, row: CannedAnswer) -> dict:
    return {
        "id": row.id,
        "title": row.title,
        "code": row.language,
        "language": both(*LANGUAGES[row.language]) if row.language != ticket.language else "",
    }
