"""Which form stands open on an enquiry, and how its story is laid out."""

import pytest

from portal.core import time
from portal.enquiries import actions
from tests import make
from tests.make import TUESDAY


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(TUESDAY):
        yield


@pytest.fixture
def ticket(cast):
    return make.enquiry(by=cast.clerk, at=TUESDAY)


@pytest.fixture
def page(browse, cast, ticket):
    return lambda person=None: browse(person or cast.clerk).get(f"/enquiries/{ticket.number}")


def handed_to_the_engineer(ticket, cast):
    given = {"text": "Kunde fragt die Lieferzeit.", "to": cast.engineer.id}
    return actions.make(ticket, "transfer", given, by=cast.clerk)


def test_a_new_enquiry_wants_a_reply_and_a_simple_one_the_answer(browse, cast, page):
    assert page().has("#move-reply")
    simple = make.enquiry(by=cast.clerk, level=1)
    assert browse(cast.clerk).get(f"/enquiries/{simple.number}").has("#move-answer")


def test_the_engineer_is_asked_for_the_solution_and_then_the_clerk_for_the_answer(cast, ticket, page):
    handed = handed_to_the_engineer(ticket, cast)
    assert page(cast.engineer).has("#move-solve") and page().has("#move-reply")
    solved = actions.make(handed, "solve", {"text": "Ab 15. Dezember."}, by=cast.engineer)
    actions.make(solved, "note", {"text": "Der Kunde ist heute im Haus."}, by=cast.clerk)
    assert page().has("#move-answer"), "a note of colleagues changes nothing about whose turn it is"


def test_what_the_customer_said_comes_before_the_form(page):
    text = page().text
    assert text.index("Wann kann die Pumpe P-200") < text.index('id="moves"')


@pytest.mark.parametrize(("notes", "folded"), [(6, 0), (7, 3), (20, 16)])
def test_the_middle_of_a_long_story_is_folded(cast, ticket, page, notes, folded):
    for number in range(notes):
        actions.make(ticket, "note", {"text": f"Stand {number}"}, by=cast.clerk)
    shown = page().soup
    assert len(shown.select("details .entry")) == folded
    entries = shown.select("#timeline .entry")
    assert len(entries) == notes + 1
    assert not entries[0].find_parent("details") and not entries[-1].find_parent("details")


def test_the_customers_clock_is_beside_ours_only_where_it_differs(browse, cast):
    paris = make.enquiry(by=cast.clerk, customer=make.customer("Pompes du Rhône", country="FR"))
    assert "10:00" in browse(cast.clerk).get(f"/enquiries/{paris.number}").text_of(".entry__when")
    assert not browse(cast.clerk).get(f"/enquiries/{paris.number}").has(".entry__when .zone")
    london = make.enquiry(by=cast.clerk, customer=make.customer("Thames Pumps", country="GB"))
    assert "09:00" in browse(cast.clerk).get(f"/enquiries/{london.number}").text_of(".entry__when .zone")
