"""/tickets/<number>/merging: choosing, preview, confirmation, undoing, and whoever had the merged ticket's page open."""

from datetime import timedelta

import pytest

from portal.audit.models import JournalRow
from portal.core import time
from portal.tickets.actions import merging
from portal.tickets.models import Entry, Regrouping, Ticket
from tests import make
from tests.make import TUESDAY

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(TUESDAY + 20 * MINUTE):
        yield


@pytest.fixture
def pair(cast):
    buyer = make.customer()
    older = make.enquiry(by=cast.clerk, at=TUESDAY, customer=buyer)
    at = TUESDAY + 10 * MINUTE
    return older, make.enquiry(by=cast.clerk, at=at, customer=buyer, title="Nachfrage", text="Und die Dichtung?")


def url(ticket):
    return f"/tickets/{ticket.number}/merging"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_preview_changes_nothing(browse, cast, pair, language):
    older, newer = pair
    browser = browse(cast.clerk, language=language)
    assert older.number in browser.get(url(newer)).text_of("#alike + ul")
    reply = browser.get(f"{url(newer)}?into={older.number}")
    assert reply.status == 200 and reply.value_of("into") == older.number
    assert Regrouping.select().count() == 0


def test_merged_by_plain_form_and_undone(browse, cast, pair):
    older, newer = pair
    browser = browse(cast.clerk)
    reply = browser.post(url(newer), into=older.number.lower())
    assert (reply.status, reply.place) == (303, f"/tickets/{older.number}")
    shown = browser.get(f"/enquiries/{older.number}")
    assert "Und die Dichtung?" in shown.text_of("#timeline") and newer.number in shown.text_of("#timeline")
    left = browser.get(f"/enquiries/{newer.number}")
    assert older.number in left.text_of(".message") and not left.has("#moves")
    assert browser.get(f"/tickets/search?q={newer.number}").place == f"/enquiries/{newer.number}"
    assert browser.get("/tickets?state=closed").status == 200
    assert browser.post(f"/tickets/{older.number}/merges/{Regrouping.get().id}/undoing").status == 303
    assert "Und die Dichtung?" in browser.get(f"/enquiries/{newer.number}").text_of("#timeline")
    told = [row.what for row in JournalRow.select().where(JournalRow.what.startswith("ticket."))]
    assert sorted(told) == ["ticket.merged", "ticket.merged", "ticket.unmerged", "ticket.unmerged"]
    assert browse(cast.manager).get("/audit?what=ticket").status == 200


@pytest.mark.parametrize("htmx", [False, True])
def test_words_for_a_merged_ticket_lead_to_the_other_and_are_kept(browse, cast, pair, htmx):
    older, newer = pair
    merging.merge(newer, older, by=cast.colleague)
    browser, before = browse(cast.clerk), Entry.select().count()
    reply = browser.post(f"/enquiries/{newer.number}/moves/note", htmx=htmx, text="Lager gefragt", seen="999")
    assert reply.status == 409 and reply.value_of("text") == "Lager gefragt" and Entry.select().count() == before
    action = reply.soup.select_one("#move-note")["action"]
    assert action == f"/enquiries/{older.number}/moves/note"
    assert browser.post(action, text="Lager gefragt", seen=reply.value_of("seen")).status == 303


@pytest.mark.parametrize("into", ["", "E26-99999", "x" * 300])
def test_a_form_that_names_no_ticket(browse, cast, pair, into):
    reply = browse(cast.clerk).post(url(pair[1]), into=into)
    assert reply.status == 422 and reply.has(".errors")


def test_what_is_refused(browse, cast, pair):
    older, newer = pair
    assert "earlier limit" in browse(cast.clerk).get(f"{url(older)}?into={newer.number}").text_of(".message")
    assert browse(cast.clerk).post(url(older), into=newer.number).status == 409
    made = merging.merge(newer, older, by=cast.colleague)
    assert browse(cast.clerk).post(url(newer), into=older.number).status == 409
    merging.undo(made, by=cast.colleague)
    assert browse(cast.clerk).post(f"/tickets/{older.number}/merges/{made.id}/undoing").status == 409


@pytest.mark.parametrize(("part", "status"), [("stranger", 404), ("engineer", 403), ("admin", 403)])
def test_who_may_not(browse, cast, pair, part, status):
    browser, made = browse(getattr(cast, part)), merging.merge(pair[1], pair[0], by=cast.clerk)
    assert browser.get(url(pair[0])).status == status
    assert browser.post(url(pair[0]), into=pair[1].number).status == status
    assert browser.post(f"/tickets/{pair[0].number}/merges/{made.id}/undoing").status == status
    assert Ticket.get_by_id(pair[1].id).stage == "merged"
