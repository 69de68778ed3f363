"""Claiming: which ticket comes next, for whom it is left, how many one may hold; giving back; what the portal assigns."""

from datetime import timedelta

import pytest

from portal.access.actions import enter_absence
from portal.audit.models import JournalRow
from portal.clocks import queries as clocks
from portal.core import time
from portal.core.errors import Refused
from portal.enquiries import actions
from portal.messages.models import Notice
from portal.tickets import jobs
from portal.tickets.actions import assigning, offering
from portal.tickets.actions.offering import NothingToClaim, claim_next, claim_this
from portal.tickets.models import Assignment, Entry, Ticket
from tests import make
from tests.make import TUESDAY

HANDOVER = "Asked for the delivery date; the stock list was checked; production has to answer."


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(TUESDAY):
        yield


@pytest.fixture
def offered(cast):
    """`offered(...)`: a ticket that the clerk took in and offers."""

    def one(**changes):
        return make.enquiry(by=cast.clerk, at=changes.pop("at", TUESDAY), offered=True, **changes)

    return one


def speaks(person, *languages):
    person.languages = list(languages)
    person.save()
    return person


@pytest.mark.rule("DM-H4")
def test_an_offered_ticket_keeps_its_owner_until_somebody_claims_it(cast, offered):
    ticket = Ticket.get_by_id(offered().id)
    assert ticket.offered_at == TUESDAY and ticket.owner == cast.clerk
    first = clocks.running(ticket, "first-response")
    claimed = claim_next(cast.colleague, at=TUESDAY)
    assert claimed == ticket and claimed.owner == cast.colleague and claimed.clerk == cast.clerk
    assert claimed.offered_at is None and claimed.stage == "taken" and claimed.first_answer_at is None
    assert clocks.running(ticket, "first-response") == first and not clocks.running(ticket, "progress")
    entry = Entry.get(Entry.kind == "claimed")
    assert entry.by == cast.colleague and entry.facts == {"from": "王芳", "to": "李娜"}
    assert JournalRow.select().where(JournalRow.what == "enquiry.claim", JournalRow.who == "agent2.eu").count() == 1
    assert [notice.staff for notice in Notice.select().where(Notice.occasion.contains("claimed:"))] == [cast.clerk]


@pytest.mark.rule("TM-4.2e")
def test_urgent_comes_first_then_what_is_due_next(cast, offered):
    late = offered(at=TUESDAY - timedelta(minutes=30))
    later = offered(at=TUESDAY - timedelta(minutes=5))
    urgent = offered(urgency="urgent")
    assert [claim_next(cast.colleague).id for _ in range(3)] == [urgent.id, late.id, later.id]


def test_of_those_due_in_the_same_minute_ones_own_language_comes_first(cast, offered):
    german, french = offered(language="de"), offered(language="fr")
    assert claim_next(speaks(cast.colleague, "fr")).id == french.id
    assert claim_next(cast.colleague).id == german.id


def test_what_only_others_serve_is_left_to_them_while_one_is_on_duty(cast, offered):
    ticket = offered(language="fr")
    speaks(cast.senior, "fr")
    speaks(cast.colleague, "de")
    with pytest.raises(NothingToClaim):
        claim_next(cast.colleague)
    day = TUESDAY.date()
    enter_absence(cast.senior, first_day=day, last_day=day, deputy=None, by=cast.manager)
    assert claim_next(cast.colleague) == ticket


def test_nobody_gets_what_they_do_not_see_or_own_already(cast, offered):
    offered()
    for person in (cast.stranger, cast.clerk):
        with pytest.raises(NothingToClaim):
            claim_next(person)


def test_who_holds_many_claimed_tickets_finishes_one_first(cast, offered):
    tickets = [offered() for _ in range(22)]
    for _ in range(20):
        claim_next(cast.colleague)
    with pytest.raises(Refused, match="20 claimed tickets"):
        claim_next(cast.colleague)
    with pytest.raises(Refused, match="20 claimed tickets"):
        claim_this(tickets[-1], by=cast.colleague)
    mine = Ticket.select().where(Ticket.owner == cast.colleague).get()
    actions.make(mine, "answer", {"text": "It leaves on Friday."}, by=cast.colleague)
    assert claim_next(cast.colleague)


def test_this_one_is_claimed_once(cast, offered):
    ticket = offered()
    claim_this(ticket, by=cast.colleague)
    with pytest.raises(Refused, match="not on offer any more"):
        claim_this(ticket, by=cast.senior)
    assert Assignment.select().count() == 1


def test_the_owner_may_keep_what_was_offered(cast, offered):
    kept = claim_this(offered(), by=cast.clerk)
    assert kept.owner == cast.clerk and kept.offered_at is None


@pytest.mark.rule("CR-8")
def test_what_was_begun_is_given_back_with_a_handover_only(cast, offered):
    ticket = claim_this(offered(), by=cast.colleague)
    with pytest.raises(Refused, match="Say why"):
        actions.make(ticket, "offer", {}, by=cast.colleague)
    ticket = actions.make(ticket, "reply", {"text": "We look.", "promised_at": TUESDAY + timedelta(days=1)}, by=cast.colleague)
    with pytest.raises(Refused) as no:
        actions.make(ticket, "offer", {"text": "ill"}, by=cast.colleague)
    assert no.value.rule == "CR-8"
    back = actions.make(ticket, "offer", {"text": HANDOVER}, by=cast.colleague)
    assert back.offered_at and back.owner == cast.colleague


def test_only_the_owner_and_who_assigns_may_offer(cast):
    ticket = make.enquiry(by=cast.clerk)
    with pytest.raises(Refused, match="responsible"):
        actions.make(ticket, "offer", {}, by=cast.colleague)
    assert actions.make(ticket, "offer", {}, by=cast.supervisor).offered_at


def test_what_is_answered_is_on_offer_no_more(cast, offered):
    answered = actions.make(offered(), "answer", {"text": "It leaves on Friday."}, by=cast.clerk)
    assert answered.offered_at is None


@pytest.mark.rule("TM-3.3a")
def test_what_nobody_claims_is_assigned_to_who_is_on_shift(cast, offered):
    ticket = offered()
    speaks(cast.senior, "de")
    assert jobs.assign(now=TUESDAY + timedelta(minutes=29)) == 0
    assert jobs.assign(now=TUESDAY + timedelta(minutes=30)) == 1
    assert jobs.assign(now=TUESDAY + timedelta(minutes=31)) == 0
    ticket = Ticket.get_by_id(ticket.id)
    assert ticket.owner == cast.senior and ticket.offered_at is None
    assert Entry.get(Entry.kind == "assigned").by is None
    assert JournalRow.get(JournalRow.what == "enquiry.assign").who == "system"
    told = {notice.staff.username for notice in Notice.select().where(Notice.occasion.contains("assigned:"))}
    assert told == {"senior.eu", "agent.eu"}


@pytest.mark.rule("DM-H4")
def test_at_night_it_stays_on_offer_with_its_owner(cast, offered):
    ticket = offered()
    assert jobs.assign(now=TUESDAY + timedelta(hours=11)) == 0
    assert Ticket.get_by_id(ticket.id).owner == cast.clerk


def test_each_gets_a_turn(cast, offered):
    for _ in range(4):
        offered()
    jobs.assign(now=TUESDAY + timedelta(hours=1))
    owners = [row.staff.username for row in Assignment.select()]
    assert sorted(owners) == ["agent2.eu", "agent2.eu", "senior.eu", "senior.eu"]


@pytest.mark.rule("CR-8", "CS-3.1c")
def test_what_is_not_on_offer_is_assigned_as_a_transfer(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    with pytest.raises(Refused) as no:
        assigning.assign(ticket, cast.colleague.id, "short", by=cast.supervisor)
    assert no.value.rule == "CR-8"
    assigned = assigning.assign(ticket, cast.colleague.id, HANDOVER, by=cast.supervisor)
    assert assigned.owner == cast.colleague and clocks.running(ticket, "progress")
    assert Entry.select().where(Entry.kind == "transfer").count() == 1


def test_what_is_on_offer_is_handed_out_as_it_is(cast, offered):
    ticket = offered(level=1)
    assigned = assigning.assign(ticket, cast.colleague.id, "", by=cast.supervisor)
    assert assigned.owner == cast.colleague and assigned.stage == "taken" and not clocks.running(ticket, "progress")


def test_the_proposal_weighs_who_is_busy(cast, offered):
    ticket = offered()
    make.enquiry(by=cast.colleague, urgency="urgent")
    make.enquiry(by=cast.senior)
    proposed = [(person.username, place.candidate.load) for person, place in assigning.proposal(ticket, at=TUESDAY)]
    assert proposed[:2] == [("senior.eu", 1), ("agent2.eu", 3)]
    assert "agent.us" not in dict(proposed) and "agent.eu" not in dict(proposed)


def test_claims_of_nobody_are_not_counted(cast):
    assert offering.offered.claimed_by(cast.clerk, "enquiry") == 0
