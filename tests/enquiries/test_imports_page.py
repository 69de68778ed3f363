"""/enquiries/imports: bring a file, look at it, confirm, take it back."""

import io
import os
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from portal.audit.models import JournalRow
from portal.core import time
from portal.enquiries import actions as enquiries
from portal.enquiries.imports.staging import Staging
from portal.enquiries.models import Import
from portal.tickets.models import Ticket
from tests.enquiries import sheets
from tests.make import TUESDAY

PLACE = "/enquiries/imports"


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(TUESDAY):
        yield


def upload(browser, data: bytes, name: str = "file.csv", **more):
    return browser.post(PLACE, file=(io.BytesIO(data), name), **more)


def fields(reply) -> dict[str, str]:
    """What the confirming form would send."""
    hidden = {each["name"]: each.get("value", "") for each in reply.soup.select("#confirm input[type=hidden]")}
    return {name: value for name, value in hidden.items() if name != "csrf_token"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_file_is_looked_at_confirmed_and_listed(browse, cast, language):
    browser = browse(cast.manager, language=language)
    sent = upload(browser, sheets.complaints())
    assert sent.status == 303 and sent.place.startswith(f"{PLACE}/drafts/")
    seen = browser.get(sent.place)
    assert seen.text_of(".figures dd") == "3" and "Sample Bank" in seen.text_of("#first-rows")
    assert Ticket.select().count() == 0
    done = browser.post(sent.place, **fields(seen))
    assert (done.status, done.place) == (303, PLACE)
    assert Ticket.select().count() == 3
    listed = browser.get(PLACE)
    assert "file.csv" in listed.text_of("#imports") and "3" in listed.text_of("#imports td.num")
    assert JournalRow.select().where(JournalRow.what == "enquiries.imported", JournalRow.who == "manager").count() == 1


def test_a_workbook_comes_in_too(browse, cast):
    browser = browse(cast.supervisor)
    sent = upload(browser, sheets.workbook(sheets.ZH, sheets.ROW), "客户.xlsx")
    assert browser.post(sent.place, **fields(browser.get(sent.place))).status == 303
    assert Ticket.get().owner == cast.supervisor


def test_bad_rows_are_told_and_left_out_only_knowingly(browse, cast):
    browser = browse(cast.manager)
    sent = upload(browser, sheets.csv_bytes(sheets.ROW, sheets.row(c2="<b>pigeon", c5="9")))
    seen = browser.get(sent.place)
    told = seen.text_of("#faults tbody")
    assert told.startswith("3") and "<b>pigeon" in told and "“9”" in told and "<b>pigeon" not in seen.text
    refused = browser.post(sent.place, **fields(seen))
    assert refused.status == 409 and "1 rows cannot be brought in" in refused.text_of(".errors")
    assert Ticket.select().count() == 0
    assert browser.post(sent.place, skip_bad="y", **fields(seen)).status == 303
    assert Ticket.select().count() == 1


def test_columns_are_chosen_where_the_headers_do_not_tell(browse, cast):
    browser = browse(cast.manager)
    place = upload(browser, sheets.csv_bytes(("Süd AG", "Wo ist die Pumpe?"), headers=("Firma", "Frage"))).place
    seen = browser.get(place)
    assert seen.has("#sources .tag") and not seen.has("#confirm")
    chosen = {
        "from-customer": "0",
        "from-text": "1",
        "from-country": "value",
        "value-country": "Germany",
        "value-channel": "email",
    }
    chosen |= {
        "from-kind": "value",
        "value-kind": "Business",
        "from-subject": "value",
        "value-subject": "order",
        "from-level": "77",
    }
    again = browser.get(f"{place}?{urlencode(chosen)}")
    assert "Süd AG" in again.text_of("#first-rows") and again.value_of("value-country") == "Germany"
    assert browser.post(place, **fields(again)).status == 303
    ticket = Ticket.get()
    assert (ticket.customer_name, ticket.channel, ticket.subject, ticket.level) == ("Süd AG", "email", "order", 2)


def test_a_profile_may_be_overruled(browse, cast):
    browser = browse(cast.manager)
    place = upload(browser, sheets.complaints()).place
    chosen = fields(browser.get(place)) | {"from-level": "value", "value-level": "3"}
    assert browser.post(place, **chosen).status == 303
    assert {ticket.level for ticket in Ticket.select()} == {3}


@pytest.mark.parametrize(
    ("name", "data"),
    [("empty.csv", b""), ("lies.xlsx", b"a,b\n1,2\n"), ("a.exe", b"MZ"), ("", b"a,b\n1,2\n"), ("picture.csv", b"\x89PNG\0\0")],
)
def test_a_file_that_cannot_be_read_comes_back_with_a_sentence(browse, cast, name, data):
    reply = upload(browse(cast.manager), data, name)
    assert reply.status == 422 and reply.text_of("#upload .field__error")
    assert Import.select().count() == 0


def test_an_expired_page_says_so(browse, cast):
    browser = browse(cast.manager)
    assert upload(browser, sheets.complaints(), token="old").status == 422
    place = upload(browser, sheets.complaints()).place
    reply = browser.post(place, token="old", **fields(browser.get(place)))
    assert reply.status == 422 and reply.has("#confirm") and Ticket.select().count() == 0


def test_the_same_file_is_refused(browse, cast):
    browser = browse(cast.manager)
    for status in (303, 409):
        place = upload(browser, sheets.complaints()).place
        reply = browser.post(place, **fields(browser.get(place)))
        assert reply.status == status
    assert "already" in reply.text_of(".errors") and Ticket.select().count() == 3


@pytest.fixture
def imported(browse, cast):
    browser = browse(cast.manager)
    place = upload(browser, sheets.complaints()).place
    browser.post(place, **fields(browser.get(place)))
    return Import.get()


def test_an_import_is_taken_back(browse, cast, imported):
    reply = browse(cast.manager).post(f"{PLACE}/{imported.id}/reversal")
    assert (reply.status, reply.place) == (303, PLACE)
    assert Ticket.select().count() == 0
    assert "manager" in browse(cast.manager).get(PLACE).text_of("#imports")
    assert JournalRow.select().where(JournalRow.what == "enquiries.import_reverted").count() == 1


@pytest.mark.parametrize("htmx", [False, True])
def test_an_import_that_is_worked_on_stays(browse, cast, imported, htmx):
    ticket = Ticket.get()
    enquiries.make(ticket, "note", {"text": "Called them."}, by=cast.manager)
    reply = browse(cast.manager).post(f"{PLACE}/{imported.id}/reversal", htmx=htmx)
    assert reply.status == 409 and ticket.number in reply.text
    assert Ticket.select().count() == 3


@pytest.mark.parametrize("part", ["clerk", "senior", "engineer", "auditor", "admin"])
def test_who_may_not_import_is_told_so(browse, cast, imported, part):
    browser = browse(getattr(cast, part))
    assert browser.get(PLACE).status == 403
    assert upload(browser, sheets.complaints()).status == 403
    assert browser.post(f"{PLACE}/{imported.id}/reversal").status == 403


def test_an_import_of_somebody_else_is_not_there(browse, cast, imported):
    browser = browse(cast.supervisor)
    assert "file.csv" not in browser.get(PLACE).text
    assert browser.post(f"{PLACE}/{imported.id}/reversal").status == 404
    assert browse(cast.manager).post(f"{PLACE}/9999/reversal").status == 404


def test_a_file_waits_for_whoever_brought_it_and_for_a_day(app, browse, cast):
    place = upload(browse(cast.manager), sheets.complaints()).place
    staging, token = Staging(app.extensions["settings"]), place.rsplit("/", 1)[1]
    sealed = staging.folder / token
    assert b"Sample Bank" not in sealed.read_bytes() and sealed.stat().st_mode & 0o077 == 0
    assert browse(cast.supervisor).get(place).status == 404
    assert browse(cast.manager).get(f"{PLACE}/drafts/..%2f..%2fkeys").status == 404
    old = sealed.stat().st_mtime - timedelta(hours=25).total_seconds()
    os.utime(sealed, (old, old))
    browse(cast.manager).get(PLACE)
    assert not sealed.exists() and browse(cast.manager).get(place).status == 404


def test_the_list_leads_here_who_may_import(browse, cast):
    assert browse(cast.manager).get("/tickets").has(f"a[href='{PLACE}']")
    assert not browse(cast.clerk).get("/tickets").has(f"a[href='{PLACE}']")
