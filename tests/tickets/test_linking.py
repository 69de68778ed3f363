"""Parent and children: made, taken off, refused, and one answer to all of them."""

from datetime import timedelta

import pytest

from portal.audit.models import JournalRow
from portal.core.errors import Missing, Refused
from portal.enquiries import actions as enquiries
from portal.tickets.actions import joint, linking, merging
from portal.tickets.actions.joint import ALREADY, REFUSED, SENT, Part
from portal.tickets.models import Entry, Link, Ticket
from portal.tickets.queries import kin, one
from tests import make
from tests.make import TUESDAY

pytestmark = pytest.mark.usefixtures("database")
MINUTE = timedelta(minutes=1)
AT = TUESDAY + 30 * MINUTE
PROMISED = TUESDAY + timedelta(hours=90)


@pytest.fixture
def tickets(cast):
    """One failure, three customers."""
    return [
        make.enquiry(by=cast.clerk, at=TUESDAY + place * MINUTE, customer=make.customer(name), text=name)
        for place, name in enumerate(("Müller GmbH", "Schmidt AG", "Weber KG"))
    ]


@pytest.fixture
def family(cast, tickets):
    for child in tickets[1:]:
        linking.link(child, tickets[0], by=cast.clerk, at=TUESDAY + 10 * MINUTE)
    return tickets


def replies(ticket):
    return [entry.text for entry in one.timeline(ticket) if entry.kind == "reply"]


def test_linked_and_taken_off(cast, tickets):
    parent, child, _other = tickets
    linking.link(child, parent, by=cast.clerk, at=AT)
    assert [each.id for each in kin.children(cast.clerk, parent)] == [child.id]
    assert kin.parent(cast.colleague, child).id == parent.id
    linking.unlink(child, by=cast.colleague, at=AT + MINUTE)
    assert Link.select().count() == 0
    told = [(entry.ticket_id, entry.kind, entry.facts) for entry in Entry.select().where(Entry.kind.contains("linked"))]
    assert told == [
        (child.id, "linked", {"parent": parent.number}), (parent.id, "linked", {"child": child.number}),
        (child.id, "unlinked", {"parent": parent.number}), (parent.id, "unlinked", {"child": child.number}),
    ]  # fmt: skip
    what = [row.what for row in JournalRow.select().where(JournalRow.what.contains("linked"))]
    assert what == ["ticket.linked"] * 2 + ["ticket.unlinked"] * 2
    with pytest.raises(Refused):
        linking.unlink(child, by=cast.clerk, at=AT + 2 * MINUTE)


def test_one_level_no_circle_and_not_itself(cast, family):
    parent, child, other = family
    alone = make.enquiry(by=cast.clerk, at=TUESDAY + 20 * MINUTE)
    for below, above in ((parent, parent), (parent, child), (alone, child), (parent, alone), (child, alone), (child, other)):
        with pytest.raises(Refused):
            linking.link(below, above, by=cast.clerk, at=AT)
    assert Link.select().count() == 2


def test_a_merged_ticket_is_not_linked_and_a_parent_not_merged(cast, family):
    parent, child, _other = family
    again = make.enquiry(by=cast.clerk, at=TUESDAY + 20 * MINUTE)
    target = make.enquiry(by=cast.clerk, at=TUESDAY + 19 * MINUTE, level=2)
    with pytest.raises(Refused):
        merging.merge(parent, target, by=cast.clerk, at=AT, reason="gleich")
    merging.merge(again, target, by=cast.clerk, at=AT, reason="gleich")
    with pytest.raises(Refused):
        linking.link(again, parent, by=cast.clerk, at=AT + MINUTE)
    assert kin.parent_of(child) == parent.id


def test_who_may_not_link(cast, tickets):
    with pytest.raises(Missing):
        linking.link(tickets[1], tickets[0], by=cast.stranger, at=AT)
    with pytest.raises(Refused):
        linking.link(tickets[1], tickets[0], by=cast.engineer, at=AT)


def test_what_a_person_does_not_see_is_neither_shown_nor_answered(cast, tickets):
    abroad = make.enquiry(by=cast.stranger, at=TUESDAY, customer=make.customer("Acme Inc", country="US"), language="en")
    linking.link(abroad, tickets[0], by=cast.manager, at=AT)
    assert kin.children(cast.clerk, tickets[0]) == []
    assert joint.family(cast.clerk, tickets[0]) == [tickets[0]]
    assert kin.parent(cast.stranger, abroad) is None
    part = Part(abroad, {"text": "Hello", "promised_at": PROMISED})
    (outcome,) = joint.answer_all([part], "reply", "t" * 32, by=cast.clerk, at=AT)
    assert outcome.state == REFUSED and replies(abroad) == []


def test_each_ticket_makes_its_own_step_the_parent_first(cast, family):
    whom = joint.family(cast.clerk, family[0])
    said = [Part(each, {"text": f"An {each.customer_name}", "promised_at": PROMISED}) for each in whom]
    outcomes = joint.answer_all(said, "reply", "a" * 32, by=cast.clerk, at=AT)
    assert [(outcome.ticket.id, outcome.state) for outcome in outcomes] == [(each.id, SENT) for each in family]
    assert [replies(each) for each in family] == [["An Müller GmbH"], ["An Schmidt AG"], ["An Weber KG"]]
    assert [Ticket.get_by_id(each.id).stage for each in family] == ["treating"] * 3
    assert JournalRow.select().where(JournalRow.what == "enquiry.reply").count() == 3


def test_sent_twice_each_is_reached_once(cast, family):
    said = [Part(each, {"text": "Wir arbeiten daran", "promised_at": PROMISED}) for each in family]
    joint.answer_all(said, "reply", "a" * 32, by=cast.clerk, at=AT)
    again = joint.answer_all(said, "reply", "a" * 32, by=cast.clerk, at=AT + MINUTE)
    assert {outcome.state for outcome in again} == {ALREADY}
    assert [len(replies(each)) for each in family] == [1, 1, 1]
    other = joint.answer_all(said, "reply", "b" * 32, by=cast.clerk, at=AT + MINUTE)
    assert {outcome.state for outcome in other} == {SENT}


@pytest.mark.rule("TM-4.5a")
def test_one_that_is_refused_holds_nobody_back_and_is_tried_again(cast, family):
    """A simple enquiry is solved in the same contact; a reply to it is refused until the level is raised."""
    enquiries.make(family[1], "classify", {"level": 1, "subject": "product", "text": "einfach"}, by=cast.clerk, at=AT)
    said = [Part(each, {"text": "Wir arbeiten daran", "promised_at": PROMISED}) for each in family]
    outcomes = joint.answer_all(said, "reply", "a" * 32, by=cast.clerk, at=AT + MINUTE)
    assert [outcome.state for outcome in outcomes] == [SENT, REFUSED, SENT] and outcomes[1].rule == "TM-4.5a"
    enquiries.make(family[1], "classify", {"level": 2, "subject": "product"}, by=cast.clerk, at=AT + 2 * MINUTE)
    outcomes = joint.answer_all(said, "reply", "a" * 32, by=cast.clerk, at=AT + 3 * MINUTE)
    assert [outcome.state for outcome in outcomes] == [ALREADY, SENT, ALREADY]
    assert [len(replies(each)) for each in family] == [1, 1, 1]
