"""One answer to a parent and its children, in each customer's language.

Opened when one failure has reached many customers: in a hurry, and what leaves cannot be called back. Who gets which text
stands beside its box; what was refused is told with its rule, and the same form sent again reaches only those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import Response, flash, url_for

from portal.access import Permission, requires, staff
from portal.archive import queries as customers
from portal.archive.languages import LANGUAGES
from portal.core.i18n import _, both
from portal.core.web import go, page, takes_form
from portal.enquiries.actions import SPOKEN
from portal.enquiries.forms.joint import JointForm, joint_form
from portal.enquiries.procedure import ENQUIRY
from portal.enquiries.views.answering import values_of
from portal.enquiries.views.blueprint import blueprint
from portal.knowledge.queries import answers as handbook
from portal.knowledge.queries import wording as listed
from portal.knowledge.rules import filling
from portal.knowledge.rules.wording import signature
from portal.knowledge.views import wording
from portal.tickets.actions import joint
from portal.tickets.actions.joint import Outcome, Part
from portal.tickets.models import Ticket
from portal.tickets.queries import one

ANSWERABLE = frozenset.union(*(ENQUIRY.moves[key].from_ for key in SPOKEN))
LANGUAGE_RULE, WORDING_RULE = "CP-15.3", "TM-4.3"


@blueprint.get("/<number>/answers")
@requires(Permission.ENQUIRIES_ANSWER)
def answers(number: str) -> Response:
    """Write one answer to all."""
    ticket = one.numbered(staff(), number)
    tickets = joint.family(staff(), ticket)
    form = _form(tickets, formdata=None, seen=str(max(map(one.last_entry, tickets))))
    form.renew()
    return _page(ticket, tickets, form)


@blueprint.post("/<number>/answers/canned")
@takes_form
@requires(Permission.ENQUIRIES_ANSWER)
def put_canned(number: str) -> Response:
    """The boxes with the chosen canned answers below what was typed; nothing is sent or kept."""
    ticket = one.numbered(staff(), number)
    tickets = joint.family(staff(), ticket)
    form = _form(tickets)
    if not form.validate_on_submit():
        return _page(ticket, tickets, form, status=422)
    for code in _languages(tickets):
        chosen = form[f"canned_{code}"].data or ""
        text = next((row.text for row in handbook.offered(code) if str(row.id) == chosen), "")
        box = form[f"text_{code}"]
        box.data = filling.appended(box.data or "", text) if text else box.data
        form[f"canned_{code}"].data = ""
    return _page(ticket, tickets, form)


@blueprint.post("/<number>/answers")
@takes_form
@requires(Permission.ENQUIRIES_ANSWER)
def answer_all(number: str) -> Response:
    ticket = one.numbered(staff(), number)
    tickets = joint.family(staff(), ticket)
    form = _form(tickets)
    if not form.validate_on_submit():
        return _page(ticket, tickets, form, status=422)
    reached = joint.reached(form.token.data)
    parts = [Part(each, _given(form, each)) for each in tickets if _is_asked(each, reached)]
    outcomes = joint.answer_all(parts, form.key.data, form.token.data, by=staff())
    if any(outcome.state == joint.REFUSED for outcome in outcomes):
        form.seen.raw_data = form.seen.data = str(max(map(one.last_entry, tickets)))
        again = joint.family(staff(), one.numbered(staff(), number))
        return _page(ticket, again, form, outcomes, status=409)
    flash(_("Sent to %(numbers)s.", numbers=both("、", ", ").join(outcome.ticket.number for outcome in outcomes)), "success")
    return go(url_for(".show", number=number))


def _is_asked(ticket: Ticket, reached: set[int]) -> bool:
    return ticket.stage in ANSWERABLE or ticket.id in reached


def _languages(tickets: Sequence[Ticket]) -> list[str]:
    return list(dict.fromkeys(ticket.language for ticket in tickets))


def _form(tickets: Sequence[Ticket], **given: Any) -> JointForm:
    moves = [(key, both(ENQUIRY.moves[key].zh, ENQUIRY.moves[key].en)) for key in SPOKEN]
    form = joint_form(_languages(tickets), moves, **given)
    for code in _languages(tickets):
        found = [(str(row.id), row.title) for row in handbook.offered(code)]
        form[f"canned_{code}"].choices = [("", _("Choose …")), *found]
    return form


def _given(form: JointForm, ticket: Ticket) -> dict[str, Any]:
    """What the step of one ticket is given: the text of its language with what is known of the ticket, and of the warnings
    that were looked at the one about this text."""
    text = _filled(form, ticket)
    said = signature(listed.said_in(text))
    given = {
        "text": text,
        "in_language": form[f"why_{ticket.language}"].data or "",
        "wording": said if said in (form.wording.data or []) else "",
        "seen": form.seen_entry,
    }
    return given | ({"promised_at": form.promised_at.data} if form.key.data == "reply" else {})


def _filled(form: JointForm, ticket: Ticket) -> str:
    card = customers.cards([ticket.customer])[ticket.customer]
    promised = form.promised_at.data or ticket.promised_at
    return filling.filled(form[f"text_{ticket.language}"].data or "", values_of(ticket, card, ticket.language, promised))


def _page(
    ticket: Ticket, tickets: Sequence[Ticket], form: JointForm, outcomes: Sequence[Outcome] = (), *, status: int = 200
) -> Response:
    told = {outcome.ticket.id: outcome for outcome in outcomes}
    return page(
        "enquiries/answers.html",
        status=status,
        ticket=ticket,
        form=form,
        alone=len(tickets) < 2,
        groups=list(_groups(tickets, form, told)),
        refused=sum(outcome.state == joint.REFUSED for outcome in outcomes),
        sent=sum(outcome.state != joint.REFUSED for outcome in outcomes),
    )


def _groups(tickets: Sequence[Ticket], form: JointForm, told: Mapping[int, Outcome]) -> Iterator[dict[str, Any]]:
    """For each language: its box, who gets it, and what there is to confirm."""
    reached = joint.reached(form.token.data or "")
    for code in _languages(tickets):
        mine = [ticket for ticket in tickets if ticket.language == code]
        rules = {told[ticket.id].rule for ticket in mine if ticket.id in told}
        yield {
            "code": code,
            "language": both(*LANGUAGES[code]) if code in LANGUAGES else code,
            "text": form[f"text_{code}"],
            "why": form[f"why_{code}"] if LANGUAGE_RULE in rules or form[f"why_{code}"].data else None,
            "canned": form[f"canned_{code}"],
            "wording": wording.shown(form[f"text_{code}"].data or "") if WORDING_RULE in rules else None,
            "tickets": [(each, _state(each, reached, told.get(each.id))) for each in mine],
        }


def _state(ticket: Ticket, reached: set[int], outcome: Outcome | None) -> dict[str, str]:
    """What stands beside a ticket: whether it was reached, and if not why."""
    if ticket.id in reached:
        return {"kind": "sent", "words": _("Sent")}
    if outcome:
        return {"kind": "refused", "words": outcome.reason, "rule": outcome.rule}
    if ticket.stage not in ANSWERABLE:
        return {"kind": "left", "words": _("Answered already; gets nothing.")}
    return {"kind": "", "words": ""}
