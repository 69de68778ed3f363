"""Two people at the same tickets at the same moment, on each database, with real connections: one of them succeeds."""

from datetime import timedelta

import pytest

from portal.core import time
from portal.core.errors import Refused
from portal.enquiries import actions as enquiries
from portal.tickets.actions import joint, linking, merging, splitting
from portal.tickets.actions.joint import Part
from portal.tickets.models import Entry, Link, Regrouping, Relocation, Ticket
from portal.tickets.queries import one
from tests import make
from tests.tickets.test_claim_race import at_once, home

__all__ = ["home"]
pytestmark = pytest.mark.once("runs on all three databases the first time")
GIVEN = {"title": "Teil", "kind": "business", "subject": "order", "level": 2, "urgency": "normal"}


def outcome(work):
    """What somebody's work came to: true, or false where it was refused."""
    try:
        work()
    except Refused:
        return False
    return True


def shown_once(*entries):
    shown = [entry.id for ticket in Ticket.select() for entry in one.timeline(ticket)]
    return all(shown.count(number) == 1 for number in entries)


def test_two_split_the_same_word_off_and_one_of_them_is_told(home):
    cast = make.cast()
    ticket = make.enquiry(by=cast.clerk)
    enquiries.make(ticket, "incoming", {"text": "Und die Rechnung?"}, by=cast.clerk)
    word = Entry.get(Entry.kind == "incoming")
    people = [make.staff(f"splitter{number}.eu", name=f"拆{number}") for number in range(6)]
    told = at_once(people, lambda person: outcome(lambda: splitting.split(ticket, [word.id], GIVEN, by=person)))
    assert sorted(told) == [False] * 5 + [True]
    assert Ticket.select().count() == 2 and Relocation.select().count() == 1 and shown_once(word.id)


def test_each_merged_into_the_other_at_once_leaves_one_open(home):
    """The same limits on both, so that either way is allowed: as they were received at one moment."""
    cast, buyer, at = make.cast(), make.customer(), time.now() - timedelta(minutes=5)
    one_of_them, other = (make.enquiry(by=cast.clerk, at=at, customer=buyer, text=text) for text in ("alpha", "bravo"))
    pairs = {cast.clerk: (one_of_them, other), cast.colleague: (other, one_of_them)}
    told = at_once(list(pairs), lambda person: outcome(lambda: merging.merge(*pairs[person], by=person)))
    assert sorted(told) == [False, True]
    assert sorted(row.stage for row in Ticket.select()) == ["merged", "taken"]
    made = Regrouping.get()
    assert Ticket.get_by_id(made.target_id).is_open and shown_once(*(entry.id for entry in Entry.select()))
    assert Entry.select().where(Entry.ticket == made.source_id).count() == 1  # that it was merged


def test_undone_by_two_at_once_is_undone_once(home):
    cast = make.cast()
    ticket = make.enquiry(by=cast.clerk)
    enquiries.make(ticket, "incoming", {"text": "Und die Rechnung?"}, by=cast.clerk)
    made = splitting.split(ticket, [Entry.get(Entry.kind == "incoming").id], GIVEN, by=cast.clerk)
    told = at_once([cast.clerk, cast.colleague], lambda person: outcome(lambda: splitting.undo(made, by=person)))
    assert sorted(told) == [False, True] and Relocation.select().count() == 2


def test_each_made_the_child_of_the_other_at_once_makes_one_link(home):
    cast, buyer = make.cast(), make.customer()
    one_of_them, other = (make.enquiry(by=cast.clerk, customer=buyer) for _ in range(2))
    pairs = {cast.clerk: (one_of_them, other), cast.colleague: (other, one_of_them)}
    told = at_once(list(pairs), lambda person: outcome(lambda: linking.link(*pairs[person], by=person)))
    assert sorted(told) == [False, True] and Link.select().count() == 1


def test_one_answer_sent_from_many_windows_at_once_reaches_each_once(home):
    cast, buyer = make.cast(), make.customer()
    tickets = [make.enquiry(by=cast.clerk, customer=buyer) for _ in range(4)]
    given = {"text": "Wir arbeiten daran.", "promised_at": time.now() + timedelta(days=2)}
    parts = [Part(ticket, given) for ticket in tickets]

    def send(_window):
        return [part.state for part in joint.answer_all(parts, "reply", "c" * 32, by=cast.clerk)]

    told = at_once([1, 2, 3, 4], send)
    assert sorted(state for states in told for state in states) == ["already"] * 12 + ["sent"] * 4
    assert Entry.select().where(Entry.kind == "reply").count() == 4
