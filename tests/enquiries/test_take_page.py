"""/enquiries/new and POST /enquiries: taking an enquiry in."""

from datetime import timedelta
from io import BytesIO

import pytest

from portal.archive.models import Customer
from portal.audit.models import JournalRow
from portal.core import time
from portal.tickets.models import Attachment, Entry, Ticket
from tests import make
from tests.make import TUESDAY


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(TUESDAY):
        yield


def fields(**changes) -> dict:
    typed = {
        "customer": "Müller Maschinenbau GmbH",
        "country": "DE",
        "channel": "email",
        "received_at": "2026-11-24T09:45",
        "kind": "business",
        "subject": "product",
        "level": "2",
        "urgency": "normal",
        "title": "Lieferzeit der Pumpe",
        "text": "Wann kann die Pumpe geliefert werden?",
    }
    return typed | changes


@pytest.mark.rule("CR-3", "CS-3.1b", "TM-4.4")
def test_an_enquiry_is_taken_in(browse, cast):
    reply = browse(cast.clerk).post("/enquiries", **fields())
    ticket = Ticket.get()
    assert (reply.status, reply.place) == (303, f"/enquiries/{ticket.number}")
    assert (ticket.title, ticket.clerk, ticket.region, ticket.language) == ("Lieferzeit der Pumpe", cast.clerk, "eu", "de")
    assert ticket.received_at == TUESDAY - timedelta(minutes=15)
    assert Entry.get().text == "Wann kann die Pumpe geliefert werden?"


def test_with_htmx_it_leads_to_the_enquiry(browse, cast):
    reply = browse(cast.clerk).post("/enquiries", htmx=True, **fields())
    assert (reply.status, reply.place) == (204, f"/enquiries/{Ticket.get().number}")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_form_is_shown_in_both_languages(browse, cast, language):
    reply = browse(cast.clerk, language=language).get("/enquiries/new")
    assert reply.status == 200
    assert reply.value_of("received_at") == "2026-11-24T10:00"


def test_a_known_customer_is_used_again_and_a_new_one_registered(browse, cast):
    known = make.customer("Müller Maschinenbau GmbH")
    browser = browse(cast.clerk)
    browser.post("/enquiries", **fields(customer="müller  maschinenbau gmbh", country=""))
    browser.post("/enquiries", **fields(customer="Neue Werke AG"))
    assert Ticket.select().order_by(Ticket.id).first().customer == known.id
    assert Customer.select().count() == 2


def test_a_new_customer_needs_a_country(browse, cast):
    reply = browse(cast.clerk).post("/enquiries", **fields(country=""))
    assert reply.status == 422 and reply.has("#country-error")
    assert not Ticket.select().exists()


def test_the_customers_page_fills_the_form(browse, cast):
    card = make.customer("Müller Maschinenbau GmbH")
    reply = browse(cast.clerk).get(f"/enquiries/new?customer={card.id}")
    assert reply.value_of("customer") == "Müller Maschinenbau GmbH"
    american = make.customer("Acme Inc.", country="US")
    assert browse(cast.clerk).get(f"/enquiries/new?customer={american.id}").status == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("customer", ""),
        ("country", "XX"),
        ("channel", "pigeon"),
        ("received_at", ""),
        ("received_at", "yesterday"),
        ("received_at", "2026-11-24T10:02"),
        ("received_at", "2024-01-01T10:00"),
        ("received_at", "99999-01-01T10:00"),
        ("kind", ""),
        ("subject", "weather"),
        ("level", "5"),
        ("urgency", "very"),
        ("language", "klingon"),
        ("title", ""),
        ("title", "x" * 151),
        ("title", "two\nlines"),
        ("text", ""),
        ("text", "x" * 20_001),
        ("text", "bell \x07"),
        ("text", "not \u202egnp.exe"),
        ("waited_s", "-1"),
        ("waited_s", "soon"),
        ("email", "not an address"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(browse, cast, field, value):
    reply = browse(cast.clerk).post("/enquiries", **fields(**{field: value}))
    assert reply.status == 422
    assert reply.has(f"#{field}-error"), "the field says what is wrong"
    assert reply.value_of("text") or field == "text"
    if value and field in ("title", "text", "customer", "waited_s", "received_at") and "\n" not in value:
        assert reply.value_of(field).strip("\n") == value
    assert not Ticket.select().exists() and not Entry.select().exists() and not Customer.select().exists()


@pytest.mark.parametrize("text", ["😀 🚚 ok", "أين شحنتي؟", "איפה המשלוח", "退款", "a‍b", "x" * 20_000])
def test_every_script_is_welcome(browse, cast, text):
    assert browse(cast.clerk).post("/enquiries", **fields(text=text)).status == 303
    assert Entry.get().text == text


@pytest.mark.rule("TM-4.5d")
def test_level_4_without_deadline_is_refused_with_its_rule(browse, cast):
    reply = browse(cast.clerk).post("/enquiries", **fields(level="4"))
    assert reply.status == 422 and "TM-4.5d" in reply.text_of(".message")
    assert reply.value_of("title") == "Lieferzeit der Pumpe"
    assert not Ticket.select().exists() and not Customer.select().exists()


def test_files_come_along_and_are_sealed(browse, cast, app):
    pdf = b"%PDF-1.7\nsecret drawing\n%%EOF"
    reply = browse(cast.clerk).post("/enquiries", **fields(files=(BytesIO(pdf), "Zeichnung 图纸.pdf")))
    assert reply.status == 303
    kept = Attachment.get()
    assert (kept.name, kept.size, kept.media_type) == ("Zeichnung 图纸.pdf", len(pdf), "application/pdf")
    on_disk = b"".join(path.read_bytes() for path in app.extensions["settings"].files.rglob("*") if path.is_file())
    assert b"secret drawing" not in on_disk
    page = browse(cast.clerk).get(reply.place)
    download = browse(cast.clerk).get(page.soup.select_one(".files a")["href"], check=False)
    assert download.data == pdf
    assert download.headers["Content-Disposition"].startswith("attachment;")
    assert browse(cast.stranger).get(page.soup.select_one(".files a")["href"]).status == 404
    assert JournalRow.select().where(JournalRow.what == "ticket.file_read", JournalRow.who == "agent.eu").count() == 1
    other = make.enquiry(by=cast.clerk, at=TUESDAY)
    assert browse(cast.clerk).get(f"/tickets/{other.number}/files/{kept.id}").status == 404


@pytest.mark.rule("TM-4.2a", "TM-4.2b")
@pytest.mark.parametrize("channel", ["phone", "chat"])
def test_a_call_or_chat_says_how_long_the_customer_waited(browse, cast, channel):
    reply = browse(cast.clerk).post("/enquiries", **fields(channel=channel))
    assert reply.status == 422 and reply.has("#waited_s-error")
    assert browse(cast.clerk).post("/enquiries", **fields(channel=channel, waited_s="12")).status == 303
    assert Ticket.get().first_answer_at == TUESDAY - timedelta(minutes=15) + timedelta(seconds=12)


def test_a_call_nobody_has_answered_keeps_its_limit_running(browse, cast):
    assert browse(cast.clerk).post("/enquiries", **fields(channel="phone", unanswered="y")).status == 303
    assert Ticket.get().first_answer_at is None


def test_an_answer_in_the_future_is_refused(browse, cast):
    reply = browse(cast.clerk).post("/enquiries", **fields(channel="phone", waited_s="86400"))
    assert reply.status == 422 and reply.has("#waited_s-error")


@pytest.mark.parametrize(
    ("name", "data"), [("a.pdf", b"MZ\x90\x00 an exe"), ("a.exe", b"MZ"), ("a.png", b"<html>"), ("a.csv", b"")]
)
def test_a_file_that_lies_is_refused(browse, cast, name, data):
    reply = browse(cast.clerk).post("/enquiries", **fields(files=(BytesIO(data), name)))
    assert reply.status == 422 and name in reply.text_of("#files-error")
    assert not Ticket.select().exists()


def test_a_stale_page_comes_back_filled(browse, cast):
    reply = browse(cast.clerk).post("/enquiries", token="stale", **fields())
    assert reply.status == 422
    assert reply.value_of("title") == "Lieferzeit der Pumpe"
    assert "open too long" in reply.text
    assert not Ticket.select().exists()


@pytest.mark.parametrize("part", ["auditor", "admin", "engineer"])
def test_the_wrong_role_is_refused(browse, cast, part):
    browser = browse(getattr(cast, part))
    assert browser.get("/enquiries/new").status == 403
    assert browser.post("/enquiries", **fields()).status == 403


def test_a_stranger_signs_in_first_and_loses_nothing(browse, cast):
    assert browse().get("/enquiries/new").place.startswith("/login")
    reply = browse().post("/enquiries", **fields())
    assert reply.status == 422 and "Wann kann die Pumpe geliefert werden?" in reply.text
    assert not Ticket.select().exists()


def test_of_two_namesakes_the_one_is_meant_whose_page_it_began_on(browse, cast):
    first, second = make.customer("Zwilling GmbH"), make.customer("Zwilling GmbH")
    browser = browse(cast.clerk)
    assert browser.post("/enquiries", **fields(customer="Zwilling GmbH")).status == 422
    page = browser.get(f"/enquiries/new?customer={second.id}")
    assert browser.post("/enquiries", **fields(customer="Zwilling GmbH", customer_id=page.value_of("customer_id"))).status == 303
    assert Ticket.get().customer == second.id != first.id


def test_somebody_elses_customer_is_not_chosen_by_its_number(browse, cast):
    american = make.customer("Acme Inc.", country="US")
    reply = browse(cast.clerk).post("/enquiries", **fields(customer="Acme Inc.", country="US", customer_id=str(american.id)))
    assert reply.status == 404


def test_a_customer_served_elsewhere_is_booked_not_registered_again(browse, cast):
    american = make.customer("Acme Inc.", country="US")
    browser = browse(cast.clerk)
    for _again in range(2):
        assert browser.post("/enquiries", **fields(customer="Acme Inc.", country="US")).status == 303
    assert Customer.select().count() == 1
    assert {(ticket.customer, ticket.region, ticket.owner) for ticket in Ticket.select()} == {(american.id, "us", cast.clerk)}


def test_files_of_a_step_that_fails_do_not_stay(browse, cast, app, monkeypatch):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    folder = app.extensions["settings"].files
    before = {path for path in folder.rglob("*") if path.is_file()}
    kept = Attachment.create.__func__
    calls = []

    def second_fails(model, **fields):
        calls.append(fields)
        if len(calls) == 2:
            raise OSError("No space left on device")
        return kept(model, **fields)

    monkeypatch.setattr(Attachment, "create", classmethod(second_fails))
    files = [(BytesIO(b"%PDF-1.7 one"), "one.pdf"), (BytesIO(b"%PDF-1.7 two"), "two.pdf")]
    reply = browse(cast.clerk).post(f"/enquiries/{ticket.number}/moves/note", text="Both drawings.", seen="999", files=files)
    assert reply.status == 503 and not Attachment.select().exists()
    assert len({path for path in folder.rglob("*") if path.is_file()} - before) <= 1, "at most the one that failed"
