"""Drafts on the server: kept while somebody types, offered to them alone, put back, thrown away, done with when sent."""

import json
from datetime import timedelta

import pytest

from portal.audit import queries as journal
from portal.core import time
from portal.tickets import jobs
from portal.tickets.models import Draft, Ticket
from tests import make
from tests.make import TUESDAY

WORDS = "Guten Tag, wir prüfen die Lieferzeit der Pumpe."


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(TUESDAY):
        yield


@pytest.fixture
def ticket(cast):
    return make.enquiry(by=cast.clerk, at=TUESDAY - timedelta(minutes=5))


def reply_of(ticket):
    return f"/enquiries/{ticket.number}/moves/reply"


def keep(browser, address, texts=None, draft="", version="", **more):
    sent = {"address": address, "texts": json.dumps(texts or {"text": WORDS}), "draft": draft, "version": version}
    return browser.post("/tickets/drafts", **sent | more)


def kept(browser, address, **more):
    """Keep it, and what the answer says: the draft's number and version."""
    reply = keep(browser, address, **more)
    assert reply.status == 200
    answer = json.loads(reply.text)
    return answer["id"], answer["version"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_was_typed_is_offered_and_put_back(browse, cast, ticket, language):
    clerk = browse(cast.clerk, language=language)
    kept(clerk, reply_of(ticket))
    page = clerk.get(f"/enquiries/{ticket.number}?do=note")
    offer = page.text_of("#drafts")
    for piece in {"en": ("Reply", "10:00", "Put it back"), "zh": ("回复客户", "10:00", "放回")}[language]:
        assert piece in offer
    assert WORDS in offer and page.value_of("text") == ""
    back = clerk.get(page.soup.select_one("#drafts a")["href"])
    assert back.has("#move-reply") and back.value_of("text") == WORDS and not back.has("#drafts")
    assert Draft.select().count() == 1, "looking takes nothing away"


def test_of_what_is_being_taken_in_every_text_comes_back(browse, cast):
    clerk, texts = browse(cast.clerk), {"customer": "Hansa Pumpen GmbH", "title": "P-300", "text": WORDS, "email": ""}
    number, _version = kept(clerk, "/enquiries", texts=texts)
    page = clerk.get("/enquiries/new")
    assert "P-300" in page.text_of("#drafts") and page.value_of("title") == ""
    back = clerk.get(f"/enquiries/new?draft={number}")
    assert {name: back.value_of(name) for name in texts} == texts
    taken = clerk.post(
        "/enquiries", draft=str(number), country="DE", channel="email", kind="business", subject="product", level="2",
        urgency="normal", received_at="2026-11-24T09:55", **texts,
    )  # fmt: skip
    assert taken.status == 303 and Draft.select().count() == 0


def test_one_window_writes_on_in_its_own_draft(browse, cast, ticket):
    clerk = browse(cast.clerk)
    number, version = kept(clerk, reply_of(ticket), texts={"text": "Guten"})
    assert kept(clerk, reply_of(ticket), texts={"text": "Guten Tag"}, draft=number, version=version) == (number, version + 1)
    assert [draft.texts for draft in Draft.select()] == [{"text": "Guten Tag"}]


def test_two_windows_with_the_same_draft_both_keep_theirs(browse, cast, ticket):
    clerk = browse(cast.clerk)
    number, version = kept(clerk, reply_of(ticket))
    kept(clerk, reply_of(ticket), texts={"text": "im ersten Fenster"}, draft=number, version=version)
    other, _version = kept(clerk, reply_of(ticket), texts={"text": "im zweiten Fenster"}, draft=number, version=version)
    assert other != number
    offers = clerk.get(f"/enquiries/{ticket.number}").text_of("#drafts")
    assert offers.index("im zweiten Fenster") < offers.index("im ersten Fenster"), "the newest first"


def test_of_one_form_no_more_are_kept_than_five(browse, cast, ticket):
    clerk = browse(cast.clerk)
    for turn in range(7):
        kept(clerk, reply_of(ticket), texts={"text": f"Fenster {turn}"})
    kept(clerk, f"/enquiries/{ticket.number}/moves/note")
    assert [draft.texts["text"] for draft in Draft.select().order_by(Draft.id)] == [*(f"Fenster {n}" for n in range(2, 7)), WORDS]


def test_a_step_that_succeeds_is_done_with_its_draft_and_no_other(browse, cast, ticket):
    clerk, colleague = browse(cast.clerk), browse(cast.colleague)
    number, _version = kept(clerk, reply_of(ticket), texts={"text": "Guten Tag"})
    kept(clerk, reply_of(ticket), texts={"text": WORDS.replace(" ", "\n")})
    other, _version = kept(clerk, reply_of(ticket), texts={"text": "Etwas anderes."})
    theirs, _version = kept(colleague, reply_of(ticket))
    reply = clerk.post(reply_of(ticket), text=WORDS, promised_at="2026-11-25T12:00", seen="999", draft=str(number))
    assert reply.status == 303
    assert {draft.id for draft in Draft.select()} == {other, theirs}


@pytest.mark.parametrize("htmx", [False, True])
def test_a_step_that_is_refused_keeps_it_and_knows_it(browse, cast, ticket, htmx):
    clerk = browse(cast.clerk)
    number, version = kept(clerk, reply_of(ticket))
    reply = clerk.post(reply_of(ticket), htmx=htmx, text=f"{WORDS} Ja.", seen="999", draft=str(number))
    assert reply.status == 409 and reply.value_of("text") == f"{WORDS} Ja.", "what was sent, not what was kept"
    field = reply.soup.select_one("#move-reply [name=draft]")
    assert (field["value"], field["data-version"]) == (str(number), str(version)) and not reply.has("#drafts")


@pytest.mark.parametrize("htmx", [False, True])
def test_it_is_thrown_away(browse, cast, ticket, htmx):
    clerk = browse(cast.clerk)
    kept(clerk, reply_of(ticket))
    form = clerk.get(f"/enquiries/{ticket.number}").soup.select_one("#drafts form")
    reply = clerk.post(form["action"], htmx=htmx)
    assert (reply.status, reply.place) == ((200, None) if htmx else (303, f"/enquiries/{ticket.number}?do=reply"))
    assert Draft.select().count() == 0
    assert clerk.post(form["action"], htmx=htmx).status == 404
    assert keep(clerk, reply_of(ticket), draft=form["action"].split("/")[3]).status == 404, "the window is told"


def test_nobody_else_is_ever_given_it(browse, cast, ticket):
    number, _version = kept(browse(cast.clerk), reply_of(ticket))
    for part in ("colleague", "supervisor", "manager"):
        other = browse(getattr(cast, part))
        page = other.get(f"/enquiries/{ticket.number}?do=reply&draft={number}")
        assert WORDS not in page.text and page.value_of("draft") == ""
        assert other.post(f"/tickets/drafts/{number}/discarding").status == 404
        assert keep(other, reply_of(ticket), texts={"text": "x"}, draft=number, version=1).status == 404
    assert Draft.get().texts == {"text": WORDS}


def test_who_has_lost_sight_of_the_ticket_reads_it_no_more(browse, cast, ticket):
    clerk = browse(cast.clerk)
    number, version = kept(clerk, reply_of(ticket))
    away = {"region": "us", "owner": cast.stranger, "clerk": cast.stranger}
    Ticket.update(**away).where(Ticket.id == ticket.id).execute()
    assert clerk.get(f"/enquiries/{ticket.number}?do=reply&draft={number}").status == 404
    assert keep(clerk, reply_of(ticket), draft=number, version=version).status == 404
    assert WORDS not in clerk.get(f"/enquiries/new?draft={number}").text


def test_a_draft_stands_in_its_own_form_only(browse, cast, ticket):
    clerk = browse(cast.clerk)
    number, _version = kept(clerk, reply_of(ticket))
    page = clerk.get(f"/enquiries/{ticket.number}?do=note&draft={number}")
    assert page.value_of("text") == "" and WORDS in page.text_of("#drafts")
    assert clerk.get(f"/enquiries/new?draft={number}").value_of("text") == ""


def test_what_can_not_be_done_any_more_can_still_be_read(browse, cast, ticket):
    clerk = browse(cast.clerk)
    kept(clerk, f"/enquiries/{ticket.number}/moves/follow")
    offer = clerk.get(f"/enquiries/{ticket.number}")
    assert WORDS in offer.text_of("#drafts") and not offer.has("#drafts a") and offer.has("#drafts form")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("", 404), ("/", 404), ("/enquiries/new", 404), ("/archive", 404), ("/enquiries/E26-99999/moves/reply", 404),
        ("/enquiries/{number}/moves/nonsense", 404), ("/enquiries/{number}/moves/reply/", 404), ("x" * 900, 404),
    ],
)  # fmt: skip
def test_an_address_that_is_no_form(browse, cast, ticket, address, status):
    assert keep(browse(cast.clerk), address.format(number=ticket.number)).status == status
    assert Draft.select().count() == 0


@pytest.mark.parametrize(
    "texts",
    [
        "", "nonsense", "[]", "1", "null", '{"text": 1}', '{"text": null}', '{"text": "\\ud800"}', '{"text": "\\u0000"}',
        json.dumps({"x" * 41: "a"}), json.dumps({"text": "x" * 20_001}),
        json.dumps({str(n): "" for n in range(13)}), "[" * 90_000,
    ],
)  # fmt: skip
def test_what_is_no_form_s_text_is_not_kept(browse, cast, ticket, texts):
    reply = browse(cast.clerk).post("/tickets/drafts", address=reply_of(ticket), texts=texts)
    assert reply.status == 400 and Draft.select().count() == 0


def test_as_much_as_a_field_takes_is_kept(browse, cast, ticket):
    kept(browse(cast.clerk), reply_of(ticket), texts={"text": "退" * 20_000})
    assert len(Draft.get().texts["text"]) == 20_000


@pytest.mark.parametrize(("part", "status"), [("stranger", 404), ("admin", 403), ("auditor", 403)])
def test_who_may_not(browse, cast, ticket, part, status):
    assert keep(browse(getattr(cast, part)), reply_of(ticket)).status == status
    assert Draft.select().count() == 0


def test_nothing_of_it_is_journaled_nor_logged(browse, cast, ticket, caplog):
    clerk, before = browse(cast.clerk), journal.head()
    with caplog.at_level("DEBUG", logger="portal"):
        number, _version = kept(clerk, reply_of(ticket))
        clerk.post(f"/tickets/drafts/{number}/discarding")
    assert journal.head() == before and WORDS not in caplog.text


def test_it_is_forgotten_after_a_fortnight(browse, cast, ticket):
    kept(browse(cast.clerk), reply_of(ticket))
    fortnight = timedelta(days=14)
    assert jobs.forget_drafts(now=TUESDAY + fortnight) == 0
    assert jobs.forget_drafts(now=TUESDAY + fortnight + timedelta(seconds=1)) == 1
    assert Draft.select().count() == 0


def test_what_was_wiped_out_again_is_not_offered(browse, cast, ticket):
    clerk = browse(cast.clerk)
    number, version = kept(clerk, reply_of(ticket))
    kept(clerk, reply_of(ticket), texts={"text": " \n"}, draft=number, version=version)
    assert not clerk.get(f"/enquiries/{ticket.number}").has("#drafts")
