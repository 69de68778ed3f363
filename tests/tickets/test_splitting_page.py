"""/tickets/<number>/splitting and /tickets/<number>/parent: forms, plain browser, who may not, what is refused, the journal."""

from datetime import timedelta

import pytest

from portal.core import time
from portal.enquiries import actions as enquiries
from portal.tickets.actions import linking, splitting
from portal.tickets.models import Entry, Link, Regrouping, Ticket
from tests import make
from tests.make import TUESDAY

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(TUESDAY + 30 * MINUTE):
        yield


@pytest.fixture
def ticket(cast):
    found = make.enquiry(by=cast.clerk, at=TUESDAY)
    enquiries.make(found, "incoming", {"text": "Und die Rechnung?"}, by=cast.clerk, at=TUESDAY + 10 * MINUTE)
    return found


@pytest.fixture
def word(ticket):
    return Entry.get(Entry.ticket == ticket, Entry.kind == "incoming")


def url(ticket, page="splitting"):
    return f"/tickets/{ticket.number}/{page}"


def typed(*entries, **changes):
    known = {"title": "Rechnung", "kind": "business", "subject": "order", "level": "2", "urgency": "normal"}
    return known | {"entries": [str(entry.id) for entry in entries]} | changes


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_form_is_filled_with_what_the_ticket_says(browse, cast, ticket, word, language):
    browser = browse(cast.clerk, language=language)
    begin = browser.get(f"/enquiries/{ticket.number}").soup.select_one(f"#entry-{word.id} a[href*=splitting]")
    page = browser.get(begin["href"])
    assert page.status == 200 and page.value_of("title") == ticket.title
    assert [box["value"] for box in page.soup.select("[name=entries][checked]")] == [str(word.id)]
    assert "Und die Rechnung?" in page.text_of("#entries")


def test_split_by_plain_form_told_in_both_and_undone(browse, cast, ticket, word):
    browser = browse(cast.clerk)
    reply = browser.post(url(ticket), **typed(word))
    new = Regrouping.get().target
    assert (reply.status, reply.place) == (303, f"/tickets/{new.number}")
    shown = browser.get(f"/enquiries/{new.number}")
    assert "Und die Rechnung?" in shown.text_of("#timeline") and ticket.number in shown.text_of("#timeline")
    left = browser.get(f"/enquiries/{ticket.number}")
    assert new.number in left.text_of("#timeline") and "Und die Rechnung?" not in left.text_of("#timeline")
    undoing = left.soup.select_one("form[action$=undoing]")["action"]
    assert browser.post(undoing).status == 303
    assert "Und die Rechnung?" in browser.get(f"/enquiries/{ticket.number}").text_of("#timeline")
    over = browser.get(f"/enquiries/{new.number}")
    assert ticket.number in over.text_of(".message") and not over.has("#moves")
    assert browse(cast.manager).get("/audit?what=ticket").status == 200
    assert browse(cast.manager, language="en").get("/audit?what=ticket").status == 200


def test_the_second_of_two_who_split_the_same_is_told(browse, cast, ticket, word):
    splitting.split(ticket, [word.id], typed() | {"level": 2}, by=cast.colleague)
    reply = browse(cast.clerk).post(url(ticket), **typed(word))
    assert reply.status == 409 and "moved it meanwhile" in reply.text_of(".errors, .message")
    assert Ticket.select().count() == 2


@pytest.mark.parametrize("wrong", [{"title": ""}, {"entries": []}, {"kind": "x"}, {"level": "9"}, {"deadline_at": "morgen"}])
def test_what_is_wrong_stands_at_its_field(browse, cast, ticket, word, wrong):
    reply = browse(cast.clerk).post(url(ticket), **typed(word) | wrong)
    assert reply.status == 422 and reply.has(".errors") and Regrouping.select().count() == 0


@pytest.mark.rule("TM-4.5d")
def test_a_gate_that_refuses_is_named(browse, cast, ticket, word):
    reply = browse(cast.clerk).post(url(ticket), **typed(word, level="4"))
    assert reply.status == 409 and "TM-4.5d" in reply.text_of(".message")


def test_nothing_to_split_says_what_to_do(browse, cast):
    page = browse(cast.clerk).get(url(make.enquiry(by=cast.clerk, at=TUESDAY)))
    assert page.has(".message") and not page.has("#main form")


def test_linked_by_plain_form_and_taken_off(browse, cast, ticket):
    parent, browser = make.enquiry(by=cast.clerk, at=TUESDAY), browse(cast.clerk)
    assert browser.get(url(ticket, "parent")).status == 200
    reply = browser.post(url(ticket, "parent"), parent=parent.number.lower())
    assert (reply.status, reply.place) == (303, f"/tickets/{parent.number}")
    assert ticket.number in browser.get(f"/enquiries/{parent.number}").text_of("#kin-children + ul")
    assert parent.number in browser.get(f"/enquiries/{ticket.number}").text_of("#timeline")
    assert browser.post(url(ticket, "parent"), parent=parent.number).status == 409
    assert browser.post(f"{url(ticket, 'parent')}/removal").status == 303 and Link.select().count() == 0
    assert browser.post(f"{url(ticket, 'parent')}/removal").status == 409


@pytest.mark.parametrize("parent", ["", "E26-99999", "x" * 300])
def test_a_form_that_names_no_parent(browse, cast, ticket, parent):
    reply = browse(cast.clerk).post(url(ticket, "parent"), parent=parent)
    assert reply.status == 422 and reply.has(".errors")


@pytest.mark.parametrize(("part", "status"), [("stranger", 404), ("engineer", 403), ("admin", 403)])
def test_who_may_not(browse, cast, ticket, word, part, status):
    browser, parent = browse(getattr(cast, part)), make.enquiry(by=cast.clerk, at=TUESDAY)
    linking.link(ticket, parent, by=cast.clerk)
    for address in (url(ticket), url(ticket, "parent")):
        assert browser.get(address).status == status
    assert browser.post(url(ticket), **typed(word)).status == status
    assert browser.post(url(ticket, "parent"), parent=parent.number).status == status
    assert browser.post(f"{url(ticket, 'parent')}/removal").status == status
    assert Link.select().count() == 1 and Regrouping.select().count() == 0
