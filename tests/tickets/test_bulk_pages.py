"""/tickets/bulk: from the ticked rows over the preview to the undoing, and for whom."""

import pytest

from portal.audit.models import JournalRow
from portal.core import time
from portal.tickets.models import BulkRun, Ticket
from tests import make
from tests.make import TUESDAY


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(TUESDAY):
        yield


@pytest.fixture
def tickets(cast):
    buyer = make.customer()
    return [make.enquiry(by=cast.clerk, at=TUESDAY, customer=buyer, level=level) for level in (2, 2, 1)]


@pytest.fixture
def numbers(tickets):
    return [ticket.number for ticket in tickets]


def levels():
    return [ticket.level for ticket in Ticket.select().order_by(Ticket.id)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_way(browse, cast, numbers, language):
    browser = browse(cast.supervisor, language=language)
    assert "3" in browser.post("/tickets/bulk", ticket=numbers).text_of("h1")
    place = browser.post("/tickets/bulk/previews", ticket=numbers, level="3").place
    shown = browser.get(place)
    assert shown.status == 200 and levels() == [2, 2, 1] and len(shown.soup.select("#changes tbody tr")) == 3
    assert browser.post(f"{place}/confirmation").place == place and levels() == [3, 3, 3]
    done = browser.get(place)
    assert done.has(".button--danger") and "10" in done.text_of(".message")
    assert browser.post(f"{place}/undoing").place == place and levels() == [2, 2, 1]
    assert browser.get(place).status == browser.get(f"{place}?only=left").status == 200
    assert browser.get("/tickets/bulk").has("#runs")
    told = [row.what for row in JournalRow.select() if row.what.startswith("ticket.bulk")]
    assert told == ["ticket.bulk_done", "ticket.bulk_undone"]


def test_what_is_left_says_why(browse, cast, numbers):
    browser = browse(cast.supervisor)
    place = browser.post("/tickets/bulk/previews", ticket=numbers, owner=cast.colleague.id, text="Please see to this one.").place
    shown = browser.get(f"{place}?only=left")
    assert "CS-3.1b" in shown.text_of("#changes") and len(shown.soup.select("#changes tbody tr")) == 1


def test_all_of_a_filter(browse, cast, numbers):
    browser = browse(cast.supervisor)
    chosen = browser.post("/tickets/bulk", all="1", filter="level=2&state=open")
    assert chosen.status == 200 and len(chosen.soup.select("input[name=ticket]")) == 2
    assert browser.post("/tickets/bulk", all="1", filter="level=4").status == 409


def test_nothing_ticked_is_said(browse, cast, numbers):
    assert browse(cast.supervisor).post("/tickets/bulk").status == 409
    reply = browse(cast.supervisor).post("/tickets/bulk/previews", ticket=numbers)
    assert reply.status == 422 and "what is to change" in reply.text_of(".errors")
    reply = browse(cast.supervisor).post("/tickets/bulk/previews", ticket=numbers, level="9", owner="x")
    assert reply.status == 422 and BulkRun.select().count() == 0


def test_what_one_does_not_see_is_not_changed(browse, cast, numbers):
    assert browse(cast.stranger).post("/tickets/bulk", ticket=numbers).status == 409
    assert browse(cast.stranger).post("/tickets/bulk/previews", ticket=numbers, level="3").status == 422


def test_a_run_is_its_makers_alone(browse, cast, numbers):
    place = browse(cast.supervisor).post("/tickets/bulk/previews", ticket=numbers, level="3").place
    other = browse(cast.manager)
    assert other.get(place).status == 404
    for what in ("confirmation", "undoing", "discarding", "renewal"):
        assert other.post(f"{place}/{what}").status == 404
    assert browse(cast.engineer).get(place).status == browse(cast.engineer).post("/tickets/bulk").status == 403


def test_sent_again_and_out_of_turn(browse, cast, numbers):
    browser = browse(cast.supervisor)
    place = browser.post("/tickets/bulk/previews", ticket=numbers, level="3").place
    assert browser.post(f"{place}/undoing").status == 409
    for _ in range(2):
        assert browser.post(f"{place}/confirmation").status == 303
    assert browser.post(f"{place}/discarding").status == 409
    other = browser.post("/tickets/bulk/previews", ticket=numbers, level="2").place
    assert browser.post(f"{other}/discarding").place == "/tickets/bulk"
    assert browser.post(f"{other}/confirmation").status == 409 and levels() == [3, 3, 3]


def test_what_changed_meanwhile_is_shown_again(browse, cast, tickets, numbers):
    browser = browse(cast.supervisor)
    place = browser.post("/tickets/bulk/previews", ticket=numbers, level="3").place
    Ticket.update(updated_at=time.to_ms(TUESDAY) + 1).where(Ticket.id == tickets[0].id).execute()
    browser.post(f"{place}/confirmation")
    assert levels() == [2, 3, 3]
    again = browser.post(f"{place}/renewal").place
    assert again != place and len(browser.get(again).soup.select("#changes tbody tr")) == 1


def test_without_any_run_the_list_says_what_to_do(browse, cast):
    assert "Tick tickets" in browse(cast.supervisor).get("/tickets/bulk").text_of(".empty")
