"""Correcting the facts of a ticket: what is written, told and set anew."""

from datetime import timedelta

import pytest

from portal.audit.models import JournalRow
from portal.clocks import queries as clocks
from portal.core import time
from portal.core.errors import Missing, Refused
from portal.enquiries import actions as enquiries
from portal.tickets.actions import facts
from portal.tickets.actions.facts import Clashing, Correction
from portal.tickets.models import Entry, Ticket
from portal.tickets.queries import finding, lists
from portal.tickets.queries.facts import correctors, facts_of
from tests import make
from tests.make import TUESDAY

MINUTE = timedelta(minutes=1)


@pytest.fixture
def ticket(cast):
    return make.enquiry(by=cast.clerk, at=TUESDAY)


def correct(ticket, by, at=TUESDAY + MINUTE, before=None, **changes):
    before = before or facts_of(Ticket.get_by_id(ticket.id))
    return facts.correct(ticket, Correction(before, before | changes), by=by, at=at)


def now(ticket):
    return Ticket.get_by_id(ticket.id)


@pytest.mark.rule("TM-4.4")
def test_what_was_there_stays_in_the_timeline(cast, ticket):
    changed = correct(ticket, cast.colleague, title="Lieferzeit der Pumpe P-210", channel="online")
    assert changed == {"title": ["Lieferzeit der Pumpe P-200", "Lieferzeit der Pumpe P-210"], "channel": ["email", "online"]}
    assert (now(ticket).title, now(ticket).channel) == ("Lieferzeit der Pumpe P-210", "online")
    entry = Entry.select().order_by(Entry.id.desc()).get()
    assert (entry.kind, entry.by, entry.text) == (
        "corrected", cast.colleague, "Lieferzeit der Pumpe P-200 → Lieferzeit der Pumpe P-210",
    )  # fmt: skip
    assert entry.facts == {"changes": {"title": [], "channel": ["email", "online"]}}


def test_the_journal_tells_the_values_but_not_the_title(cast, ticket):
    correct(ticket, cast.colleague, title="Geheim", language="fr")
    row = JournalRow.select().where(JournalRow.what == "enquiry.corrected").get()
    assert row.who == "agent2.eu" and row.subject == ticket.number
    assert row.changes == {"title": ["…", "…"], "language": ["de", "fr"]} and "Geheim" not in str(row.changes)


def test_a_corrected_title_is_found_and_so_is_the_former_one(cast, ticket):
    correct(ticket, cast.clerk, title="Kreiselverdichter")
    for word in ("Kreiselverdichter", "Lieferzeit"):
        assert [line.number for line in finding.found_page(cast.clerk, word, None).rows] == [ticket.number], word


@pytest.mark.rule("TM-4.2e")
def test_what_becomes_urgent_comes_first(cast, ticket):
    first = make.enquiry(by=cast.clerk, at=TUESDAY - 5 * MINUTE)
    order = lambda: [line.number for line in lists.page_of(cast.clerk, lists.Filter(), TUESDAY).rows]  # noqa: E731
    assert order() == [first.number, ticket.number]
    correct(ticket, cast.clerk, urgency="urgent")
    assert order() == [ticket.number, first.number]


@pytest.mark.rule("CR-10")
def test_another_channel_has_its_own_limit_from_the_beginning(cast, ticket):
    """CS-3.1a gives an e-mail an hour; TM-4.2b gives a chat five minutes, from when the customer's word came in."""
    assert clocks.running(ticket, "first-response").due == TUESDAY + 60 * MINUTE
    correct(ticket, cast.clerk, channel="chat")
    running = clocks.running(ticket, "first-response")
    assert (running.started, running.due, running.rule) == (TUESDAY, TUESDAY + 5 * MINUTE, "TM-4.2b")
    assert now(ticket).next_due == TUESDAY + 5 * MINUTE


def test_no_stopwatch_begins_again_that_was_stopped(cast, ticket):
    enquiries.make(ticket, "reply", {"text": "Bald.", "promised_at": TUESDAY + 300 * MINUTE}, by=cast.clerk, at=TUESDAY + MINUTE)
    correct(ticket, cast.clerk, at=TUESDAY + 2 * MINUTE, channel="chat")
    assert clocks.running(ticket, "first-response") is None


def test_different_fields_of_two_people_both_stand(cast, ticket):
    before = facts_of(ticket)
    correct(ticket, cast.clerk, before=before, channel="online")
    correct(ticket, cast.colleague, before=before, language="fr")
    assert (now(ticket).channel, now(ticket).language) == ("online", "fr")


def test_the_same_field_of_two_people_is_asked_and_nothing_is_written_meanwhile(cast, ticket):
    before = facts_of(ticket)
    correct(ticket, cast.clerk, before=before, channel="online")
    with pytest.raises(Clashing) as clash:
        correct(ticket, cast.colleague, before=before, channel="social", language="fr")
    assert clash.value.clashes["channel"] == ("social", "online", "email")
    assert (now(ticket).channel, now(ticket).language) == ("online", "de")
    assert correctors(ticket, ["channel", "language"])["channel"].person == cast.clerk
    assert "language" not in correctors(ticket, ["channel", "language"])


def test_a_step_that_changed_the_matter_is_named_too(cast, ticket):
    given = {"level": 2, "subject": "order", "text": "", "deadline_at": None}
    enquiries.make(ticket, "classify", given, by=cast.colleague, at=TUESDAY + MINUTE)
    assert correctors(ticket, ["subject"])["subject"] == (cast.colleague, TUESDAY + MINUTE)


def test_nothing_another_leaves_no_trace(cast, ticket):
    entries = Entry.select().count()
    assert correct(ticket, cast.clerk) == {}
    assert Entry.select().count() == entries and now(ticket).updated_at == ticket.updated_at


def test_a_closed_ticket_and_one_out_of_sight(cast, ticket):
    with pytest.raises(Missing):
        correct(ticket, cast.stranger, title="x")
    Ticket.update(closed_at=time.now()).where(Ticket.id == ticket.id).execute()
    with pytest.raises(Refused) as no:
        correct(ticket, cast.clerk, title="x")
    assert no.value.rule == "TM-4.4"
