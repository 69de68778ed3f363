"""/tickets/<number>/presence, and what the page of a ticket says of it."""

from datetime import timedelta

import pytest

from portal.access.models import Session
from portal.audit import queries as journal
from portal.core import time
from portal.tickets.models import Presence
from tests import make
from tests.make import TUESDAY


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(TUESDAY):
        yield


@pytest.fixture
def ticket(cast):
    return make.enquiry(by=cast.clerk, at=TUESDAY - timedelta(minutes=5))


def signs(ticket):
    return f"/tickets/{ticket.number}/presence"


@pytest.mark.parametrize(
    ("language", "doing", "said"),
    [
        ("en", "looking", "is looking"), ("en", "answering", "is answering"),
        ("zh", "looking", "正在查看"), ("zh", "answering", "正在回复"), ("en", "dancing", "is looking"),
    ],
)  # fmt: skip
def test_a_colleague_is_named_on_the_page(browse, cast, ticket, language, doing, said):
    browse(cast.colleague).post(signs(ticket), doing=doing)
    reply = browse(cast.clerk, language=language).get(f"/enquiries/{ticket.number}")
    assert said in reply.text_of("#presence") and "李娜" in reply.text_of("#presence")
    assert reply.soup.select_one("#presence")["role"] == "status"


def test_the_answer_names_the_others_and_not_oneself(browse, cast, ticket):
    clerk = browse(cast.clerk)
    assert clerk.post(signs(ticket), doing="answering").text.strip() == ""
    assert "王芳" in browse(cast.colleague).post(signs(ticket), doing="looking").text
    assert "李娜" in clerk.post(signs(ticket), doing="looking").text


def test_opening_the_page_counts_without_a_script(browse, cast, ticket):
    browse(cast.clerk).get(f"/enquiries/{ticket.number}")
    assert "王芳 is looking" in browse(cast.colleague).get(f"/enquiries/{ticket.number}").text_of("#presence")


def test_a_piece_of_the_page_is_no_sign_of_life(browse, cast, ticket):
    browse(cast.clerk).get(f"/enquiries/{ticket.number}?do=note", htmx=True)
    assert Presence.select().count() == 0


def test_leaving_is_told(browse, cast, ticket):
    clerk = browse(cast.clerk)
    clerk.post(signs(ticket), doing="looking")
    assert clerk.post(signs(ticket), doing="gone").status == 204
    assert Presence.select().count() == 0


@pytest.mark.parametrize(("part", "status"), [("stranger", 404), ("admin", 403), ("auditor", 403)])
def test_who_does_not_see_the_ticket_is_not_at_it(browse, cast, ticket, part, status):
    assert browse(getattr(cast, part)).post(signs(ticket), doing="looking").status == status
    assert Presence.select().count() == 0


def test_signs_of_life_keep_no_session_alive_and_no_journal(browse, cast, ticket):
    clerk = browse(cast.clerk)
    before = journal.head()
    with time.frozen(TUESDAY + timedelta(minutes=30)):
        clerk.post(signs(ticket), doing="looking")
    assert Session.get().seen_at == TUESDAY
    assert journal.head() == before
