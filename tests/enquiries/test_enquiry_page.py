"""/enquiries/<number>: what is shown, each step by form, why it is due when it is."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.audit.models import JournalRow
from portal.clocks import queries as clocks
from portal.core import time
from portal.enquiries import actions
from portal.tickets.models import Entry, Ticket
from tests import make
from tests.make import TUESDAY


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(TUESDAY):
        yield


@pytest.fixture
def ticket(cast):
    return make.enquiry(by=cast.clerk, at=TUESDAY - timedelta(minutes=50))


def move(ticket, key):
    return f"/enquiries/{ticket.number}/moves/{key}"


def stage(ticket):
    return Ticket.get_by_id(ticket.id).stage


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_shows_what_matters(browse, cast, ticket, language):
    reply = browse(cast.clerk, language=language).get(f"/enquiries/{ticket.number}")
    assert reply.status == 200
    assert reply.text_of("h1") == "Lieferzeit der Pumpe P-200"
    assert "Wann kann die Pumpe P-200 geliefert werden?" in reply.text_of("#timeline")
    assert "CS-3.1a" in reply.text_of(".clock") and reply.has(".pill[data-state=soon]")


def test_with_htmx_only_the_ticket_comes(browse, cast, ticket):
    reply = browse(cast.clerk).get(f"/enquiries/{ticket.number}?do=note", htmx=True)
    assert "<html" not in reply.text and reply.has("main#main") and reply.has("#move-note")


@pytest.mark.parametrize(("part", "status"), [("colleague", 200), ("manager", 200), ("stranger", 404), ("admin", 403)])
def test_who_sees_it(browse, cast, ticket, part, status):
    assert browse(getattr(cast, part)).get(f"/enquiries/{ticket.number}").status == status


@pytest.mark.parametrize("number", ["E26-99999", "0", "E26-00001'--", "../etc", "退款", "x" * 300])
def test_a_number_that_is_none_is_not_found(browse, cast, number):
    assert browse(cast.clerk).get(f"/enquiries/{number}").status == 404


@pytest.mark.rule("CS-3.1a")
def test_the_ledger_says_why_in_three_zones(browse, cast):
    buyer = make.customer("Lisboa Lda", country="PT")
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY, customer=buyer)
    clock = clocks.running(ticket, "first-response")
    reply = browse(cast.clerk).get(f"/enquiries/{ticket.number}/clocks/{clock.id}")
    assert reply.status == 200
    for piece in ("CS-3.1a", "TM-4.2c", "10:00", "11:00", "18:00", "Lisbon", "Berlin", "Shanghai"):
        assert piece in reply.text, piece
    assert browse(cast.stranger).get(f"/enquiries/{ticket.number}/clocks/{clock.id}").status == 404
    assert browse(cast.clerk).get(f"/enquiries/{ticket.number}/clocks/999999").status == 404


@pytest.mark.rule("CS-3.1a")
def test_a_reply_by_plain_form(browse, cast, ticket):
    reply = browse(cast.clerk).post(move(ticket, "reply"), text="We look into it.", promised_at="2026-11-25T12:00", seen="999")
    assert (reply.status, reply.place) == (303, f"/enquiries/{ticket.number}")
    assert stage(ticket) == "treating"
    assert JournalRow.select().where(JournalRow.what == "enquiry.reply", JournalRow.who == "agent.eu").count() == 1


def test_a_reply_by_htmx_swaps_the_ticket_and_says_so(browse, cast, ticket):
    reply = browse(cast.clerk).post(
        move(ticket, "reply"), htmx=True, text="We look into it.", promised_at="2026-11-25T12:00", seen="999"
    )
    assert reply.status == 200 and "<html" not in reply.text
    assert "We look into it." in reply.text_of("#timeline") and "Done: Reply" in reply.text


@pytest.mark.rule("CS-3.1a")
@pytest.mark.parametrize("htmx", [False, True])
def test_a_first_reply_that_does_not_say_when_is_refused_and_kept(browse, cast, ticket, htmx):
    reply = browse(cast.clerk).post(move(ticket, "reply"), htmx=htmx, text="We look into it.", seen="999")
    assert reply.status == 409 and "CS-3.1a" in reply.text_of(".message")
    assert reply.value_of("text") == "We look into it."
    assert stage(ticket) == "taken"


@pytest.mark.parametrize("key", ["reply", "answer", "note", "transfer", "classify", "group", "wait"])
def test_an_empty_form_says_what_is_missing(browse, cast, ticket, key):
    reply = browse(cast.clerk).post(move(ticket, key), seen="999")
    assert reply.status in (409, 422) and (reply.has(".errors") or reply.has(".message"))
    assert stage(ticket) == "taken" and Entry.select().count() == 1


@pytest.mark.parametrize(
    ("key", "status"), [("archive", 409), ("follow", 409), ("resume", 409), ("take", 404), ("nonsense", 404)]
)
def test_a_step_that_is_not_possible_now_is_refused(browse, cast, ticket, key, status):
    reply = browse(cast.clerk).post(move(ticket, key), text="x", cause="x", score="5", seen="999")
    assert reply.status == status
    assert stage(ticket) == "taken"


@pytest.mark.parametrize("key", ["transfer", "group"])
def test_nobody_is_chosen_who_was_not_offered(browse, cast, ticket, key):
    """The auditor sees no enquiries and takes none over."""
    forged = {"to": str(cast.auditor.id), "members": [str(cast.auditor.id), str(cast.clerk.id)]}
    reply = browse(cast.clerk).post(move(ticket, key), text="Please take this over now.", seen="999", **forged)
    assert reply.status == 422 and Ticket.get_by_id(ticket.id).owner == cast.clerk


def test_the_explained_moment_is_the_stored_one_after_a_wait(browse, cast, ticket):
    actions.make(ticket, "wait", {"reason": "customer", "text": ""}, by=cast.clerk, at=TUESDAY)
    later = TUESDAY + timedelta(hours=5)
    ticket_now = actions.make(ticket, "resume", {"text": ""}, by=cast.clerk, at=later)
    clock = clocks.running(ticket_now, "level")
    reply = browse(cast.clerk).get(f"/enquiries/{ticket.number}/clocks/{clock.id}")
    assert clock.due.astimezone(ZoneInfo("Europe/Berlin")).strftime("%Y-%m-%d %H:%M") in reply.text


def test_two_people_answer_at_once(browse, cast, ticket):
    """The second one is told who was first, keeps the text, and may send again."""
    seen = browse(cast.colleague).get(f"/enquiries/{ticket.number}?do=reply").value_of("seen")
    actions.make(ticket, "reply", {"text": "First.", "promised_at": TUESDAY + timedelta(days=1)}, by=cast.clerk)
    reply = browse(cast.colleague).post(move(ticket, "reply"), text="Second.", promised_at="2026-11-26T12:00", seen=seen)
    assert reply.status == 409 and "王芳" in reply.text_of(".errors")
    assert reply.value_of("text") == "Second."
    again = browse(cast.colleague).post(
        move(ticket, "reply"), text="Second.", promised_at="2026-11-26T12:00", seen=reply.value_of("seen")
    )
    assert again.status == 303


@pytest.mark.parametrize("part", ["stranger", "auditor", "admin"])
def test_whoever_may_not_see_it_cannot_move_it(browse, cast, ticket, part):
    reply = browse(getattr(cast, part)).post(move(ticket, "note"), text="Hello", seen="0")
    assert reply.status in (403, 404)
    assert Entry.select().count() == 1


@pytest.mark.rule("CS-3.1d")
def test_a_clerk_does_not_minute_the_coordination_meeting(browse, cast, ticket):
    reply = browse(cast.clerk).post(move(ticket, "meeting"), text="Agreed", present="All", seen="999")
    assert reply.status == 409
    assert browse(cast.supervisor).post(move(ticket, "meeting"), text="Agreed", present="All", seen="999").status == 303


def test_a_stale_page_comes_back_filled(browse, cast, ticket):
    reply = browse(cast.clerk).post(move(ticket, "note"), token="stale", text="Called them.", seen="1")
    assert reply.status == 422 and reply.value_of("text") == "Called them."
    assert Entry.select().count() == 1


def test_whoever_hands_a_ticket_out_of_sight_is_led_to_the_list(browse, cast):
    american = make.customer("Acme Inc.", country="US")
    ticket = make.enquiry(by=cast.stranger, at=TUESDAY, customer=american)
    given = {"to": cast.manager.id, "text": "Needs a decision on the contract."}
    actions.make(ticket, "transfer", given, by=cast.stranger)
    reply = browse(cast.stranger).get(f"/enquiries/{ticket.number}")
    assert reply.status == 200


def test_text_of_customers_is_never_markup(browse, cast):
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY, title=nasty, text=nasty, customer=make.customer(nasty))
    for url in (f"/enquiries/{ticket.number}", "/tickets", "/tickets?shape=board", "/tickets/search?q=script"):
        reply = browse(cast.clerk).get(url)
        assert not reply.has("img[src=x]") and "<script>alert" not in reply.text


@pytest.mark.rule("CR-4.1", "CS-3.1e", "CS-3.1c", "CR-8")
@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_way_by_forms(browse, cast, ticket, htmx, language):
    clerk, engineer = browse(cast.clerk, language=language), browse(cast.engineer, language=language)

    def send(browser, key, **fields):
        reply = browser.post(move(ticket, key), htmx=htmx, seen="999", **fields)
        assert reply.status == (200 if htmx else 303), reply.text

    send(clerk, "reply", text="Wir melden uns.", promised_at="2026-11-25T12:00")
    send(clerk, "transfer", to=str(cast.engineer.id), text="Kunde fragt nach P-200, bitte Produktionsplan.")
    send(engineer, "solve", text="Ab 15.12. lieferbar.")
    send(clerk, "answer", text="Die Pumpe ist ab 15.12. lieferbar.")
    send(clerk, "follow", score="5", text="Danke!")
    send(clerk, "archive", cause="Kein Liefertermin im Shop", text="Termin vom Werk geholt")
    assert stage(ticket) == "archived"
    assert ticket.number in clerk.get("/tickets?state=closed").text
    assert ticket.number not in clerk.get("/tickets").text
