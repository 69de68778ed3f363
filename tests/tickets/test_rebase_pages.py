"""/calendars/rebases: the list, one run with its progress, preview, confirmation and undoing."""

from datetime import timedelta

import pytest

from portal.audit.models import JournalRow
from portal.clocks import queries as calendars
from portal.clocks.models import RebaseRun
from portal.core import time
from portal.policy import actions as policies
from portal.policy import in_force
from portal.tickets.actions import rebases
from tests import make

URL = "/calendars/rebases"
HOUR = timedelta(hours=1)


@pytest.fixture
def director(cast):
    return make.staff("director", roles=["operations"], region="hq")


@pytest.fixture
def version(cast, director):
    wanted = {"TM-4.5b": {"amount": 48, "unit": "h", "bound": False, "calendar": None}}
    made = policies.propose(wanted, effective=in_force.day_of(time.now()), reason="winter", by=cast.manager)
    return policies.approve(made, by=director)


@pytest.fixture
def tickets(cast, version):
    """Two in Europe, one in America; all were taken in before the version was in force."""
    at = time.now() - 23 * HOUR - 24 * HOUR
    yours = [make.enquiry(by=cast.clerk, title=f"Pumpe {number}", at=at) for number in range(2)]
    buyer = make.customer("Acme Pumps", country="US")
    return [*yours, make.enquiry(by=cast.stranger, title="American pump", customer=buyer, at=at)]


@pytest.fixture
def url(browse, director, version, tickets):
    """The page of a preview that has come to its end."""
    reply = browse(director).post(f"{URL}/versions/{version.number}")
    assert reply.status == 303
    browse(director).get(reply.place)
    return reply.place


def test_nothing_yet(browse, cast):
    page = browse(cast.manager).get(URL)
    assert "No open clock was ever re-based" in page.text_of(".empty")
    assert browse(cast.manager).get("/calendars").has(f"a[href='{URL}']")


def test_the_preview_lists_what_would_move(browse, director, url, tickets):
    page = browse(director).get(url)
    assert [tag.text for tag in page.soup.select(".figures dd")][:2] == ["3", "3"]
    rows = page.text_of("#rebase-moves")
    assert all(ticket.number in rows for ticket in tickets)
    assert [cell.text for cell in page.soup.select("#rebase-groups tbody tr > *")] == ["Solution", "TM-4.5b", "3", "0", "3", "0"]


def test_all_are_counted_and_only_those_that_one_may_see_are_listed(browse, cast, url, tickets):
    page = browse(cast.supervisor).get(url)
    assert [tag.text for tag in page.soup.select(".figures dd")][:2] == ["3", "3"]
    rows = page.text_of("#rebase-moves")
    assert tickets[0].number in rows and tickets[2].number not in rows
    assert "American pump" not in page.text
    admin = browse(cast.admin).get(url)
    assert "Nothing to list here" in admin.text and tickets[0].number not in admin.text


def test_confirming_re_bases_and_the_page_shows_it(browse, director, url, tickets):
    assert browse(director).post(f"{url}/confirmation", then="rebase").status == 303
    page = browse(director).get(url)
    assert page.text_of(".message[role=status]") == "Re-based" and "winter" in page.text
    begun = tickets[0].received_at
    assert calendars.running(tickets[0], "level").due == begun + 48 * HOUR
    what = [row.what for row in JournalRow.select().order_by(JournalRow.id.desc()).limit(2)]
    assert what == ["rebase.done", "rebase.confirmed"]


def test_undoing_needs_a_reason_and_puts_all_back(browse, director, url, tickets):
    browser = browse(director)
    browser.post(f"{url}/confirmation", then="rebase")
    browser.get(url)
    assert browser.post(f"{url}/undoing", reason="").status == 422
    assert browser.post(f"{url}/undoing", reason="wrong figure").status == 303
    assert "Undone" in browser.get(url).text_of(".message[role=status]")
    assert calendars.running(tickets[0], "level").due == tickets[0].received_at + 24 * HOUR
    assert browser.post(f"{url}/undoing", reason="again").status == 409


def test_a_stale_page_is_refused(browse, cast, director, url):
    browse(director).post(f"{url}/confirmation", then="rebase")
    for act in ("confirmation", "discarding"):
        assert browse(cast.manager).post(f"{url}/{act}", then="rebase").status == 409


def test_discarding_a_preview_changes_nothing(browse, director, url, tickets):
    assert browse(director).post(f"{url}/discarding").status == 303
    assert calendars.running(tickets[0], "level").due == tickets[0].received_at + 24 * HOUR
    assert "Discarded" in browse(director).get(url).text_of(".message[role=status]")


def test_the_bar_asks_again_until_it_is_done_and_then_stops(browse, director, version, tickets, monkeypatch):
    monkeypatch.setattr(rebases, "LOOKED_AT", 1)
    monkeypatch.setattr("portal.tickets.views.rebases.SECONDS_OF_A_VISIT", 0)
    place = browse(director).post(f"{URL}/versions/{version.number}").place
    plain = browse(director).get(place)
    assert plain.soup.select_one("progress")["value"] == "1"
    assert plain.has(f".cluster a[href='{place}']"), "without a script one refreshes by hand"
    root = plain.soup.select_one("main [hx-trigger]")
    assert (root["hx-get"], root["hx-trigger"]) == (place, "every 200ms")
    answers = [browse(director).get(place, htmx=True) for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 200, 286]
    assert not answers[-1].has("[hx-trigger]")


def test_who_may_what(browse, cast, url, version):
    assert browse(cast.clerk).get(URL).status == browse(cast.clerk).get(url).status == 403
    assert browse(cast.supervisor).post(f"{URL}/versions/{version.number}").status == 403
    for act in ("confirmation", "discarding", "undoing", "renewal"):
        assert browse(cast.supervisor).post(f"{url}/{act}", reason="x").status == 403
    assert browse(cast.supervisor).post(f"{URL}/calendars/us").status == 403
    assert browse(cast.supervisor).post(f"{URL}/calendars/eu").status == 303


def test_what_is_not_there_is_not_found(browse, director):
    for place in (f"{URL}/99", f"{URL}/99999999999"):
        assert browse(director).get(place).status == 404
    assert browse(director).post(f"{URL}/calendars/moon").status == 404
    assert browse(director).post(f"{URL}/versions/99").status == 404
    assert browse(director).post(f"{URL}/99/confirmation").status == 404


def test_looking_again_makes_a_new_preview(browse, director, url):
    reply = browse(director).post(f"{url}/renewal")
    assert reply.status == 303 and reply.place != url
    assert RebaseRun.select().count() == 2


def test_an_edit_of_a_calendar_can_be_saved_with_or_without_re_basing(browse, cast, tickets):
    fields = {"date": "2026-12-24", "kind": "off", "name_zh": "平安夜", "name_en": "Christmas Eve", "reason": "closed"}
    preview = browse(cast.supervisor).post("/calendars/eu/2026/days", **fields)
    page = browse(cast.supervisor).get(preview.place)
    assert "2026-12-24 becomes: Day off, Christmas Eve" in page.text_of(".page-head__meta")
    before = calendars.calendar_for("eu").version
    assert browse(cast.supervisor).post(f"{preview.place}/confirmation", then="save").status == 303
    assert calendars.calendar_for("eu").version == before + 1
    assert "Saved without a re-base" in browse(cast.supervisor).get(preview.place).text
