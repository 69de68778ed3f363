"""How many statements a page may cost: its stated number, whether there is little to show or much."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from portal.core import time
from portal.enquiries import actions as enquiries
from portal.handover.actions import violations
from portal.handover.measures import Decision
from portal.handover.models import Gap, Handover
from portal.openings.papers import OPINION
from portal.signing.actions import documents
from portal.signing.models import Document
from tests import make

FEW, MANY = 10, 50
MORNING = datetime.fromisoformat("2026-11-26T09:00+00:00")  # a Thursday; which desks are open now is asked, too
# The session is one, the bell is one; the rest is the page's own.
MOST = {
    "/": 6,
    "/tickets": 8,  # one of them for a leader alone: whose tickets the list may be narrowed to
    "/tickets?state=closed": 8,
    "/tickets?owner=me&level=2": 8,
    "/tickets?shape=board": 9,
    "/tickets/views/tabs?in=": 5,
    "/tickets/views": 5,
    "/enquiries/{number}": 19,  # one for an English reader alone (names of colleagues), four around the box of a reply
    "/enquiries/new": 3,
    "/tickets/search?q=Pumpe": 4,
    "/archive": 4,
    "/forms": 6,
    "/handovers": 12,
    "/handovers/{handover}": 27,  # of the outgoing clerk: their tickets are gathered anew, in a transaction
    "/handovers/duty": 12,  # one for who is at the desk of Europe, which is open then
    "/handovers/violations": 9,
    "/team": 8,
    "/team/departures": 4,
    "/forms/{form}": 6,
    "/notices": 3,
    "/reports": 8,
    "/reports?by=person&period=quarter": 8,
    "/reports/tickets?kind=taken": 4,
    "/policy": 4,
    "/policy/CP-15.1": 4,
    "/admin/staff": 5,
    "/me": 6,
    "/me/factor": 5,
    "/me/absences": 6,
    "/audit": 9,
    "/audit?what=enquiry": 9,
}


@contextmanager
def statements():
    """The statements carried out inside the block, in order."""
    told = []
    handler = logging.Handler()
    handler.emit = lambda record: told.append(record.msg[0])
    logger = logging.getLogger("peewee")
    before = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    try:
        yield told
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


@pytest.fixture
def cost(browse, cast):
    """`cost(address, rows)`: the statements of a second visit with so many of everything."""

    def of(address: str, rows: int) -> list[str]:
        buyer = make.customer()
        tickets = [make.enquiry(by=cast.manager, customer=buyer) for _ in range(rows)]
        for number in range(rows):
            make.customer(f"Kunde {number}")
            enquiries.make(tickets[0], "note", {"text": f"note {number}"}, by=cast.manager)
        enquiries.make(tickets[0], "transfer", {"to": cast.engineer.id, "text": "Needs the production plan."}, by=cast.manager)
        forms = [_frozen(cast) for _ in range(rows if "/forms" in address else 0)]
        if "/handovers" in address:
            _duty(cast, rows)
        browser = browse(cast.manager)
        own = Handover.get_or_none(Handover.outgoing == cast.manager)
        url = address.format(number=tickets[0].number, form=forms[0].number if forms else "", handover=own.id if own else "")
        assert browser.get(url).status == 200
        with statements() as told:
            browser.get(url)
        return told

    return of


def _duty(cast, rows: int) -> None:
    """So many handovers, posts that stood empty with somebody who stands in, and violations, half of them undecided."""
    shift, now = make.shift(people=[cast.clerk]), time.now()
    for number in range(rows):
        ends = now - timedelta(days=number, hours=2)
        moments = {"starts_at": ends, "change_at": ends, "next_at": ends, "next_ends_at": ends, "prepared_at": ends}
        people = {"outgoing": cast.clerk if number else cast.manager, "incoming": cast.colleague}
        Handover.create(shift=shift, day=ends.date(), region="eu", words={}, **people, **moments)
        post = {"post": Gap.RELIEF, "region": "eu", "staff": cast.colleague, "due_at": ends, "noted_at": ends}
        filled = {"came": cast.clerk, "came_at": now, "stand_in": cast.senior, "arranged_by": cast.manager, "arranged_at": now}
        gap = Gap.create(occasion=f"relief:{number}", **post, **filled)
        decided = Decision("late", ends.date(), "…", "warning", None)
        violations.record(cast.colleague, "eu", decided, about=gap if number % 2 else None, by=cast.supervisor, at=now)


def _frozen(cast):
    """An opinion that waits for the manager's signature after the clerk's."""
    facts = {"customer": "Kunde", "opinion": "pass", "reason": "Gut."}
    made = documents.begin(OPINION, facts, region="eu", language="zh", by=cast.clerk, at=time.now())
    Document.update(state="signing", frozen_at=time.now()).where(Document.id == made.id).execute()
    return made


@pytest.mark.parametrize(("address", "most"), MOST.items())
@pytest.mark.parametrize("rows", [FEW, MANY])
def test_a_page_costs_no_more_than_its_number(cost, address, most, rows):
    with time.frozen(MORNING):
        told = cost(address, rows)
    assert len(told) <= most, "\n".join(told)


def test_a_poll_that_finds_nothing_new_costs_next_to_nothing(browse, cast):
    make.enquiry(by=cast.clerk)
    browser = browse(cast.clerk)
    tag = browser.get("/tickets", htmx=True).headers["ETag"]
    with statements() as told:
        assert browser.get("/tickets", htmx=True, headers={"If-None-Match": tag}).status == 304
    assert len(told) <= 2, "\n".join(told)


def test_statements_are_counted(database):
    with statements() as told:
        make.cast()
    assert len(told) == 1 and told[0].startswith("SELECT")
