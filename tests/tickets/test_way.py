"""The way from a ticket back to the list one came from, and on to its neighbours there."""

from datetime import timedelta

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
def three(cast):
    """Three tickets of the clerk, the first due first, and one of a colleague between them."""
    buyer = make.customer()
    moments = [TUESDAY - timedelta(minutes=minutes) for minutes in (50, 40, 20)]
    own = [make.enquiry(by=cast.clerk, customer=buyer, at=moment) for moment in moments]
    make.enquiry(by=cast.colleague, customer=buyer, at=TUESDAY - timedelta(minutes=30))
    return own


def links(page):
    return {tag["rel"][0]: tag["href"] for tag in page.soup.select("nav.way a[rel]")}


def row(page, ticket):
    return page.soup.select_one(f"#row-{ticket.number}, #card-{ticket.number}")["href"]


@pytest.mark.parametrize("address", ["/tickets?owner=me", "/tickets?owner=me&shape=board"])
def test_one_walks_the_tickets_of_the_list_one_came_from(browse, cast, three, address):
    browser = browse(cast.clerk)
    first, second, third = three
    page = browser.get(row(browser.get(address), first))
    assert set(links(page)) == {"next"}
    page = browser.get(links(page)["next"])
    assert second.number in page.text_of("main h1 + p") and set(links(page)) == {"prev", "next"}
    page = browser.get(links(page)["next"])
    assert third.number in page.text_of("main h1 + p") and set(links(page)) == {"prev"}
    back = page.soup.select_one("nav.way a")["href"]
    assert first.number in browser.get(back).text and "owner=me" in back


def test_who_comes_from_elsewhere_has_no_neighbours(browse, cast, three):
    page = browse(cast.clerk).get(f"/enquiries/{three[0].number}")
    assert links(page) == {} and page.soup.select_one("nav.way a")["href"] == "/tickets"


def test_a_ticket_that_left_the_list_still_leads_on(browse, cast, three):
    """It is answered, so it is due no more: its place in the list is where one came to it."""
    browser = browse(cast.clerk)
    first, second, third = three
    here = row(browser.get("/tickets?owner=me"), second)
    actions.make(second, "answer", {"text": "Ja, das geht so."}, by=cast.clerk)
    found = links(browser.get(here))
    assert first.number in found["prev"] and third.number in found["next"]


def test_a_step_made_by_htmx_keeps_the_way(browse, cast, three):
    browser = browse(cast.clerk)
    here = row(browser.get("/tickets?owner=me"), three[1])
    url = f"/enquiries/{three[1].number}/moves/note"
    reply = browser.post(url, htmx=True, text="Angerufen.", seen="999", headers={"HX-Current-URL": f"http://localhost{here}"})
    assert reply.status == 200 and set(links(reply)) == {"prev", "next"}


def test_a_plain_form_keeps_the_way_too(browse, cast, three):
    browser = browse(cast.clerk)
    here = row(browser.get("/tickets?owner=me"), three[1])
    page = browser.get(f"/enquiries/{three[1].number}", headers={"Referer": f"http://localhost{here}"})
    assert set(links(page)) == {"prev", "next"}


@pytest.mark.parametrize("order", ["due", "newest", "oldest"])
def test_neighbours_are_those_of_the_order(browse, cast, three, order):
    browser = browse(cast.clerk)
    shown = [tag["id"].removeprefix("row-") for tag in browser.get(f"/tickets?order={order}").soup.select("[data-row]")]
    page = browser.get(browser.get(f"/tickets?order={order}").soup.select_one("[data-row]")["href"])
    walked = [shown[0]]
    while "next" in (found := links(page)):
        walked.append(found["next"].partition("?")[0].rpartition("/")[2])
        page = browser.get(found["next"])
    assert walked == shown


def test_nobody_is_led_to_what_they_do_not_see(browse, cast, three):
    stranger = browse(cast.stranger)
    own = make.enquiry(by=cast.stranger, customer=make.customer("Ohio Pumps", country="US"))
    page = stranger.get(f"/enquiries/{own.number}?in=")
    assert links(page) == {}


@pytest.mark.parametrize("query", ["in=%00&at=%FF", "in=level%3D9&at=eyJ", "at=WzEsMl0&in=", "in=" + "x" * 3000])
def test_a_way_that_makes_no_sense_is_the_usual_one(browse, cast, three, query):
    assert browse(cast.clerk).get(f"/enquiries/{three[0].number}?{query}").status == 200
