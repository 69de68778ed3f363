"""One enquiry: where it stands, by when what is due, what was said, and what can be done next."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from flask import request, url_for

from portal.access import Permission, may, queries, requires, staff
from portal.access.models import Staff
from portal.archive import queries as customers
from portal.archive.languages import LANGUAGES
from portal.clocks import queries as clocks
from portal.core import time
from portal.core.errors import Missing
from portal.core.i18n import HEADQUARTERS, _, both, language
from portal.core.web import page, wants_fragment
from portal.enquiries.actions import SPOKEN
from portal.enquiries.forms import SCORES
from portal.enquiries.procedure import ENQUIRY
from portal.enquiries.views.answering import answering, text_of
from portal.enquiries.views.blueprint import blueprint
from portal.enquiries.views.offers import fresh_form, offered, usual
from portal.signing.views.about import forms_about
from portal.tickets import words
from portal.tickets.actions import reminders, stopwatches
from portal.tickets.engine import Move
from portal.tickets.models import Ticket
from portal.tickets.procedures import address_of
from portal.tickets.queries import one
from portal.tickets.views import drafts
from portal.tickets.views.kin import kin_shown
from portal.tickets.views.lanes import lanes_shown
from portal.tickets.views.offers import offer_shown
from portal.tickets.views.presence import others_shown
from portal.tickets.views.timeline import clocks_of, clocks_shown, entries_shown
from portal.tickets.views.way import way_shown


@blueprint.get("/<number>")
@requires(Permission.ENQUIRIES_VIEW)
def show(number: str):
    ticket = one.numbered(staff(), number)
    wanted = request.args.get("do", "")
    ready = wanted == "reply" and "ready" in request.args and ticket.waiting
    text = reminders.ready_text(ticket) if ready else ""
    if wanted in SPOKEN and "canned" in request.args:
        text = text_of(ticket, request.args["canned"])
    return page("enquiries/show.html", fragment="enquiries/_ticket.html", **shown(ticket, staff(), wanted, text=text))


@blueprint.get("/<number>/clocks/<int(max=2147483647):stopwatch_id>")
@requires(Permission.ENQUIRIES_VIEW)
def why(number: str, stopwatch_id: int):
    """Why this moment: the ledger day by day, in the customer's, the region's and headquarters' zone."""
    ticket = one.numbered(staff(), number)
    found = [stopwatch for stopwatch in clocks.stopwatches_of(ticket) if stopwatch.id == stopwatch_id]
    if not found:
        raise Missing
    limit = ENQUIRY.stopwatches[found[0].key]
    pauses = stopwatches.pauses_for(ENQUIRY, ticket, limit.key)
    customer = customers.cards([ticket.customer])[ticket.customer]
    zones = [("customer", customer.zone), ("region", queries.region(ticket.region).zone), ("hq", HEADQUARTERS)]
    return page(
        "enquiries/why.html",
        fragment="enquiries/_why.html",
        ticket=ticket,
        days_url=request.path if wants_fragment() else None,
        name=both(limit.zh, limit.en),
        explained=clocks.explanation(found[0], pauses, zones),
    )


class WaitShown(NamedTuple):
    """What a ticket waits for, from when on, and when somebody asks again. `ready` is the text for it, `reply_url` where it
    is written as a reply, "" for who may not."""

    reason: str
    since: datetime
    colleague: str
    ask_at: datetime | None
    by_hand: bool
    asked: int
    ready: str
    reply_url: str


def _wait_shown(ticket: Ticket, moves: list[Move]) -> WaitShown | None:
    wait = one.current_wait(ticket) if ticket.waiting else None
    if wait is None:
        return None
    may_reply = "reply" in {move.key for move in moves}
    return WaitShown(
        both_of(ENQUIRY.reasons[wait.reason]),
        wait.since,
        wait.colleague.name_in(language()) if wait.colleague else "",
        ticket.ask_at,
        bool(wait.ask_on and not wait.asked),
        wait.asked,
        reminders.ready_text(ticket),
        url_for(".show", number=ticket.number, do="reply", ready=1) if may_reply else "",
    )


def shown(ticket: Ticket, person: Staff, wanted: str = "", *, text: str = "", form=None, refusal=None) -> dict:
    """Everything the templates of an enquiry need; `wanted` names the step whose form is open, with `text` in it."""
    now = time.now()
    people = one.know_people(ticket)
    moves = offered(ticket, person)
    customer = customers.cards([ticket.customer])[ticket.customer]
    entries = entries_shown(ENQUIRY, ticket, customer.zone, people)
    found = clocks_of(ENQUIRY, ticket)
    asked = {move.key: move for move in moves}.get(wanted)
    chosen = asked or usual(ticket, moves, [entry.kind for entry in entries])
    seen = max((entry.id for entry in entries), default=0)
    form = form or (fresh_form(chosen, ticket, seen, text) if chosen else None)
    address = address_of(ENQUIRY, ticket.number, chosen.key) if chosen else ""
    kept = drafts.of_ticket(ticket, address, [move.key for move in moves])
    drafts.put_back(form, kept.draft)
    return {
        "ticket": ticket,
        "customer": customer,
        "stages": list(ENQUIRY.stages.values()),
        "passed": list(ENQUIRY.stages).index(ticket.stage) if ticket.stage in ENQUIRY.stages else 0,
        "entries": entries,
        "clocks": clocks_shown(ENQUIRY, ticket, found, now),
        "lanes": lanes_shown(ENQUIRY, ticket, found, now),
        "members": one.members(ticket),
        "facts": facts_of(ticket),
        "may_correct": ticket.is_open and may(person, Permission.ENQUIRIES_ANSWER),
        "now": now,
        "ticket_language": both(*LANGUAGES[ticket.language]) if ticket.language in LANGUAGES else ticket.language,
        "satisfaction": words.name(SCORES, ticket.satisfaction),
        "sees_contact": queries.sees_region(person, customer.region),
        "may_see_customer": may(person, Permission.ARCHIVE_VIEW) and queries.sees_region(person, customer.region),
        "moves": moves,
        "move": chosen,
        "form": form,
        "answering": answering(ticket, customer, chosen, form, now),
        "drafts": kept,
        "refusal": refusal or (ENQUIRY.refusal_of_state(chosen, ticket) if chosen else None),
        "wait": _wait_shown(ticket, moves),
        "waiting": both_of(ENQUIRY.reasons[ticket.waiting]) if ticket.waiting else None,
    } | _around(ticket, person, now)


def _around(ticket: Ticket, person: Staff, now: datetime) -> dict:
    """What stands around a ticket: who else is there, what it is merged with, whether it is on offer, the way back."""
    return {
        "papers": forms_about(f"ticket:{ticket.number}"),
        "others": others_shown(ticket, now),
        "kin": kin_shown(ticket, person, now),
        "answer_all_url": url_for(".answers", number=ticket.number) if may(person, Permission.ENQUIRIES_ANSWER) else "",
        "offer": offer_shown(ticket, person),
        "way": way_shown(ticket, person, now),
    }


def facts_of(ticket: Ticket) -> list[tuple[str, str]]:
    """The words of the side panel that come from tables."""
    region = queries.region(ticket.region)
    return [
        (_("Channel"), words.name(words.CHANNELS, ticket.channel)),
        (_("Kind"), words.name(words.KINDS, ticket.kind)),
        (_("About"), words.name(words.SUBJECTS, ticket.subject)),
        (_("Region"), both(region.name_zh, region.name_en)),
    ]


def both_of(named) -> str:
    return both(named.zh, named.en)

