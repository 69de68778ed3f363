"""/enquiries, /enquiries/board, /tickets/search, /: lists that look again by themselves."""

from datetime import timedelta

import pytest

from portal.core import time
from portal.enquiries import actions
from tests import make
from tests.make import TUESDAY

PAGES = ("/enquiries", "/enquiries/board")


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(TUESDAY):
        yield


@pytest.fixture
def ticket(cast):
    return make.enquiry(by=cast.clerk, at=TUESDAY - timedelta(minutes=50))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("url", [*PAGES, "/", "/tickets/search?q=Pumpe"])
def test_each_shows_the_enquiry_with_its_pill(browse, cast, ticket, url, language):
    reply = browse(cast.clerk, language=language).get(url)
    assert reply.status == 200
    assert ticket.number in reply.text and reply.has(".pill[data-state=soon] time")


@pytest.mark.parametrize("url", [*PAGES, "/tickets/search?q=Pumpe"])
@pytest.mark.parametrize(("part", "shown"), [("colleague", True), ("manager", True), ("stranger", False)])
def test_each_shows_only_what_the_person_may_see(browse, cast, ticket, url, part, shown):
    assert (ticket.number in browse(getattr(cast, part)).get(url).text) is shown


@pytest.mark.parametrize("url", [*PAGES, "/tickets/search?q=Pumpe"])
def test_the_wrong_role_is_refused(browse, cast, url):
    assert browse(cast.admin).get(url).status == 403
    assert browse().get(url).place.startswith("/login")


@pytest.mark.parametrize("url", PAGES)
def test_a_poll_costs_nothing_until_something_moves(browse, cast, ticket, url):
    browser = browse(cast.clerk)
    first = browser.get(url, htmx=True)
    asked = {"If-None-Match": first.headers["ETag"]}
    assert browser.get(url, htmx=True, headers=asked).status == 304
    actions.make(ticket, "note", {"text": "Called them."}, by=cast.colleague)
    assert browser.get(url, htmx=True, headers=asked).status == 200


@pytest.mark.parametrize("url", PAGES)
def test_the_page_is_not_taken_for_its_piece(browse, cast, ticket, url):
    """A browser keeps both under one address; the page's mark must never bring a 304 for the piece."""
    browser = browse(cast.clerk)
    asked = {"If-None-Match": browser.get(url).headers["ETag"]}
    assert browser.get(url, htmx=True, headers=asked).status == 200


def test_what_is_over_is_shown_to_its_region_alone(browse, cast, ticket):
    given = [("answer", {"text": "x"}), ("follow", {"score": 5, "text": ""}), ("archive", {"cause": "x", "text": "x"})]
    for key, fields in given:
        actions.make(ticket, key, fields, by=cast.clerk)
    assert ticket.number in browse(cast.clerk).get("/enquiries?state=closed").text
    assert ticket.number not in browse(cast.stranger).get("/enquiries?state=closed").text


@pytest.mark.parametrize("url", PAGES)
def test_a_poll_counts_down_with_the_minute(browse, cast, ticket, url):
    browser = browse(cast.clerk)
    asked = {"If-None-Match": browser.get(url, htmx=True).headers["ETag"]}
    with time.frozen(TUESDAY + timedelta(minutes=1)):
        assert browser.get(url, htmx=True, headers=asked).status == 200


@pytest.mark.parametrize("url", PAGES)
def test_one_persons_answer_is_nobody_elses(browse, cast, ticket, url):
    asked = {"If-None-Match": browse(cast.clerk).get(url, htmx=True).headers["ETag"]}
    assert browse(cast.stranger).get(url, htmx=True, headers=asked).status == 200


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("stage=taken", True),
        ("stage=answered", False),
        ("level=2", True),
        ("level=3", False),
        ("channel=email", True),
        ("channel=phone", False),
        ("region=eu", True),
        ("region=us", False),
        ("owner=me", True),
        ("state=late", False),
        ("state=waiting", False),
        ("state=closed", False),
        ("level=x&stage=y&state=z&region=q&after=%%%", True),
    ],
)
def test_filters(browse, cast, ticket, query, shown):
    assert (ticket.number in browse(cast.clerk).get(f"/enquiries?{query}").text) is shown


def test_an_empty_list_says_what_to_do_next(browse, cast):
    reply = browse(cast.clerk).get("/enquiries")
    assert reply.has(".empty a[href='/enquiries/new']")


@pytest.mark.rule("TM-4.2e")
def test_urgent_matters_stand_first(browse, cast, ticket):
    urgent = make.enquiry(by=cast.clerk, at=TUESDAY, urgency="urgent", channel="online")
    text = browse(cast.clerk).get("/enquiries").text
    assert text.index(urgent.number) < text.index(ticket.number)


def test_more_than_a_page_is_paged_by_key(browse, cast):
    buyer = make.customer()
    for _number in range(51):
        make.enquiry(by=cast.clerk, at=TUESDAY, customer=buyer)
    browser = browse(cast.clerk)
    first = browser.get("/enquiries")
    second = browser.get(first.soup.select_one("a[rel=next]")["href"])
    assert (len(first.soup.select("tbody tr")), len(second.soup.select("tbody tr"))) == (50, 1)
    assert not second.has("a[rel=next]")


def test_a_whole_number_leads_straight_there(browse, cast, ticket):
    assert browse(cast.clerk).get(f"/tickets/search?q={ticket.number.lower()}").place == f"/enquiries/{ticket.number}"
    assert browse(cast.stranger).get(f"/tickets/search?q={ticket.number}").status == 200
    assert browse(cast.clerk).get(f"/tickets/{ticket.number}").place == f"/enquiries/{ticket.number}"
    assert browse(cast.stranger).get(f"/tickets/{ticket.number}").status == 404


@pytest.mark.parametrize(("language", "shown"), [("en", "Wang Fang"), ("zh", "王芳")])
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "piece"])
def test_people_are_called_in_the_reader_s_language(browse, cast, language, shown, htmx):
    type(cast.clerk).update(name_en="Wang Fang").execute()
    make.enquiry(by=cast.clerk)
    assert shown in browse(cast.colleague, language=language).get("/enquiries", htmx=htmx).text


@pytest.mark.parametrize(("language", "shown", "joined"), [("en", "Wang Fang", ", "), ("zh", "王芳", "、")])
def test_so_are_those_of_the_group_and_who_is_waited_for(browse, cast, ticket, language, shown, joined):
    type(cast.clerk).update(name_en="Wang Fang").execute()
    actions.make(ticket, "group", {"members": [cast.clerk.id, cast.engineer.id]}, by=cast.supervisor)
    actions.make(ticket, "wait", {"reason": "colleague", "colleague": cast.clerk.id}, by=cast.clerk)
    page = browse(cast.colleague, language=language).get(f"/enquiries/{ticket.number}")
    assert f"{shown}{joined}" in page.text_of("[aria-labelledby=people-title]")
    assert shown in page.text_of("[aria-labelledby=waiting-title]")
