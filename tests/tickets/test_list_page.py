"""/tickets, as list and as board, /tickets/search, /: lists that look again by themselves."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from portal.core import time
from portal.enquiries import actions
from tests import make
from tests.make import TUESDAY

PAGES = ("/tickets", "/tickets?shape=board")


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
    assert ticket.number in browse(cast.clerk).get("/tickets?state=closed").text
    assert ticket.number not in browse(cast.stranger).get("/tickets?state=closed").text


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
    assert (ticket.number in browse(cast.clerk).get(f"/tickets?{query}").text) is shown


def test_an_empty_list_says_what_to_do_next(browse, cast):
    reply = browse(cast.clerk).get("/tickets")
    assert reply.has(".empty a[href='/enquiries/new']")


@pytest.mark.rule("TM-4.2e")
def test_urgent_matters_stand_first(browse, cast, ticket):
    urgent = make.enquiry(by=cast.clerk, at=TUESDAY, urgency="urgent", channel="online")
    text = browse(cast.clerk).get("/tickets").text
    assert text.index(urgent.number) < text.index(ticket.number)


def test_more_than_a_page_is_paged_by_key(browse, cast):
    buyer = make.customer()
    for _number in range(51):
        make.enquiry(by=cast.clerk, at=TUESDAY, customer=buyer)
    browser = browse(cast.clerk)
    first = browser.get("/tickets")
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
    assert shown in browse(cast.colleague, language=language).get("/tickets", htmx=htmx).text


@pytest.mark.parametrize(("language", "shown", "joined"), [("en", "Wang Fang", ", "), ("zh", "王芳", "、")])
def test_so_are_those_of_the_group_and_who_is_waited_for(browse, cast, ticket, language, shown, joined):
    type(cast.clerk).update(name_en="Wang Fang").execute()
    actions.make(ticket, "group", {"members": [cast.clerk.id, cast.engineer.id]}, by=cast.supervisor)
    actions.make(ticket, "wait", {"reason": "colleague", "colleague": cast.clerk.id}, by=cast.clerk)
    page = browse(cast.colleague, language=language).get(f"/enquiries/{ticket.number}")
    assert f"{shown}{joined}" in page.text_of("[aria-labelledby=people-title]")
    assert shown in page.text_of("[aria-labelledby=waiting-title]")


def test_addresses_of_old_lead_here_with_what_they_narrowed_to(browse, cast):
    browser = browse(cast.clerk)
    assert browser.get("/enquiries?level=3&owner=me").place == "/tickets?level=3&owner=me&desk=enquiry"
    assert browser.get("/enquiries/board").place == "/tickets?desk=enquiry&shape=board"


def heads(page):
    return [tag.text for tag in page.soup.select("thead th")]


def test_the_columns_are_chosen(browse, cast, ticket):
    page = browse(cast.clerk, language="en").get("/tickets?columns=owner&columns=region&columns=language")
    assert heads(page) == ["Chosen", "Due", "Ticket", "Region", "Language", "Owner", "Change"]
    assert page.text_of("[data-label=Region]") == "Europe" and page.text_of("[data-label=Language]") == "German"


@pytest.mark.parametrize("group", ["stage", "level", "region", "channel", "owner", "urgency"])
def test_a_list_is_grouped_and_each_group_leads_to_all_of_it(browse, cast, group):
    buyer = make.customer()
    for _number in range(13):
        make.enquiry(by=cast.clerk, customer=buyer)
    make.enquiry(by=cast.colleague, customer=buyer, level=3, channel="social", urgency="urgent")
    page = browse(cast.clerk, language="en").get(f"/tickets?group={group}")
    counts = [tag.text for tag in page.soup.select(".group-title .count")]
    assert counts in (["14"], ["13", "1"], ["1", "13"])
    rows = [len(table.select("tbody tr")) for table in page.soup.select("table")]
    assert sorted(rows) in ([12], [1, 12])
    whole = page.soup.select_one("section p a")["href"]
    assert len(browse(cast.clerk).get(whole).soup.select("tbody tr")) == int(max(counts, key=int))


def test_a_board_has_the_columns_of_its_field(browse, cast, ticket):
    page = browse(cast.clerk, language="en").get("/tickets?shape=board&group=level")
    names = [tag.find(string=True).strip()[:7] for tag in page.soup.select(".board__title")]
    assert names == ["Level 1", "Level 2", "Level 3", "Level 4"]
    assert [tag.text for tag in page.soup.select(".board__title .count")] == ["0", "1", "0", "0"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("due=today", True),
        ("urgency=normal", True),
        ("urgency=urgent", False),
        ("kind=business", True),
        ("kind=proposal", False),
        ("subject=product", True),
        ("language=de", True),
        ("language=fr", False),
        ("owner=agent.eu", True),
        ("owner=agent2.eu", False),
        ("owner=nobody.here", False),
        ("region=me", True),
        ("state=offered", False),
        ("region=eu&level=2&channel=email&owner=me", True),
    ],
)
def test_more_filters(browse, cast, ticket, query, shown):
    assert (ticket.number in browse(cast.clerk).get(f"/tickets?{query}").text) is shown


def test_a_day_ends_on_the_reader_s_clock(browse, cast, ticket):
    """09:00 UTC is 10:00 in Berlin and 17:00 in Shanghai; eight hours later it is tomorrow there."""
    with time.frozen(TUESDAY + timedelta(hours=5)):
        late = make.enquiry(by=cast.clerk, level=3)
    due = late.next_due
    assert due > TUESDAY + timedelta(hours=5)
    with time.frozen(due.replace(hour=17, minute=0)):
        pages = {part: browse(getattr(cast, part)).get("/tickets?due=today").text for part in ("clerk", "manager")}
    assert (late.number in pages["clerk"], late.number in pages["manager"]) == (due.hour < 23, True)


def test_a_row_says_who_is_there_and_a_poll_hears_of_it(browse, cast, ticket):
    clerk = browse(cast.clerk, language="en")
    first = clerk.get("/tickets", htmx=True)
    asked = {"If-None-Match": first.headers["ETag"]}
    assert not first.has("[data-doing]")
    browse(cast.colleague).post(f"/tickets/{ticket.number}/presence", doing="answering")
    second = clerk.get("/tickets", htmx=True, headers=asked)
    assert second.status == 200 and "is answering" in second.text_of(f"#t-{ticket.number} [data-doing=answering]")
    browse(cast.colleague).post(f"/tickets/{ticket.number}/presence", doing="gone")
    assert not clerk.get("/tickets", htmx=True).has("[data-doing]")
    assert not browse(cast.stranger).get("/tickets").has("[data-doing]")


def version(page, ticket):
    return page.soup.select_one(f"#t-{ticket.number}")["data-version"]


def test_a_row_is_another_one_when_its_ticket_is_and_not_because_time_goes_by(browse, cast, ticket):
    browser = browse(cast.clerk)
    before = version(browser.get("/tickets"), ticket)
    with time.frozen(TUESDAY + timedelta(minutes=3)):
        assert version(browser.get("/tickets"), ticket) == before
        handed = {"to": cast.colleague.id, "text": "Kunde fragt nach Ersatzteilen, bitte heute."}
        actions.make(ticket, "transfer", handed, by=cast.clerk)
        assert version(browser.get("/tickets"), ticket) != before


def test_a_row_changed_in_its_place_has_the_columns_and_the_way_of_its_list(browse, cast, ticket):
    here = {"HX-Current-URL": "http://localhost/tickets?owner=me&columns=owner.region"}
    row = browse(cast.clerk).get(f"/tickets/{ticket.number}/row?shown=1", htmx=True, headers=here, check=False)
    assert len(row.soup.select("td")) == 5 and "in=owner%3Dme" in row.soup.select_one("[data-row]")["href"]


def test_what_a_person_writes_into_a_title_cannot_fill_the_gaps_of_a_row(browse, cast):
    make.enquiry(by=cast.clerk, title="<way><others>\"'><script>")
    page = browse(cast.clerk).get("/tickets")
    assert page.status == 200 and "<way><others>" in page.text_of("[data-row]")


def searching(text):
    return f"/tickets/search?{urlencode({'q': text})}"


@pytest.mark.parametrize(
    ("typed", "hit"),
    [
        ("+49 30 1234567", True),
        ("030 1234567", True),
        ("0049301234567", True),
        ("1234567", True),
        ("30/123-4567", True),
        ("7654321", False),
        ("4567", False),
    ],
)
def test_a_ticket_is_found_by_the_customer_s_telephone(browse, cast, typed, hit):
    found = make.enquiry(by=cast.clerk, customer=make.customer(phone="+49 (30) 1234-567"))
    make.enquiry(by=cast.clerk, customer=make.customer("Andere GmbH", phone="+49 30 999999"))
    rows = [tag["id"] for tag in browse(cast.clerk).get(searching(typed)).soup.select("[data-row]")]
    assert rows == ([f"row-{found.number}"] if hit else [])


def test_nobody_finds_by_telephone_what_they_may_not_see(browse, cast):
    make.enquiry(by=cast.clerk, customer=make.customer(phone="+49 (30) 1234-567"))
    assert not browse(cast.stranger).get(searching("1234567")).has("[data-row]")


@pytest.mark.parametrize(
    ("typed", "hit"),
    [
        ("owner:me", True),
        ("owner:me Pumpe", True),
        ("Pumpe 负责人:我 地区:欧洲", True),
        ("level:3 Pumpe", False),
        ("state:closed", False),
        ("owner:agent2.eu Pumpe", False),
        ("due:today", True),
    ],
)
def test_words_narrow_what_is_found(browse, cast, ticket, typed, hit):
    page = browse(cast.clerk).get(searching(typed))
    assert page.has(f"#row-{ticket.number}") is hit
    assert not browse(cast.stranger).get(searching(typed)).has(f"#row-{ticket.number}")


def test_the_page_completes_the_words(browse, cast):
    reply = browse(cast.clerk, language="en").get("/tickets/search/words?q=Pumpe+ow", htmx=True, check=False)
    assert [tag["value"] for tag in reply.soup.select("option")] == ["Pumpe owner:", "Pumpe owner:me"]
    assert browse(cast.clerk).get("/tickets").has("#bar-search[list=search-words]")
