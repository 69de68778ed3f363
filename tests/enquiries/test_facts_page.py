"""/enquiries/<number>/facts: the form, what is wrong with it, and the choice between two people's corrections."""

import json
from datetime import timedelta

import pytest

from portal.audit.models import JournalRow
from portal.core import time
from portal.tickets.models import Entry, Ticket
from tests import make
from tests.make import TUESDAY


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(TUESDAY):
        yield


@pytest.fixture
def ticket(cast):
    return make.enquiry(by=cast.clerk, at=TUESDAY - timedelta(minutes=5))


def facts(ticket):
    return f"/enquiries/{ticket.number}/facts"


def sent(reply, **changes):
    """The fields of the form as they stand on a page, with some typed over."""
    names = ("before", "seen", "title", "channel", "kind", "subject", "urgency")
    return {name: reply.value_of(name) for name in names} | {"language": language_of(reply)} | changes


def language_of(reply):
    """The customer's language: the foot of each page has a field of that name too."""
    field = reply.soup.select_one("#facts [name=language] option[selected]") or reply.soup.select_one("#facts [name=language]")
    return field["value"]


def stands(ticket, *names):
    now = Ticket.get_by_id(ticket.id)
    return tuple(getattr(now, name) for name in names)


@pytest.mark.rule("TM-4.4")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_correction_by_plain_form(browse, cast, ticket, language):
    clerk = browse(cast.clerk, language=language)
    assert clerk.get(f"/enquiries/{ticket.number}").has(f"a[href='{facts(ticket)}']")
    page = clerk.get(facts(ticket))
    reply = clerk.post(facts(ticket), **sent(page, title="Lieferzeit P-210", urgency="urgent"))
    assert (reply.status, reply.place) == (303, f"/enquiries/{ticket.number}")
    assert stands(ticket, "title", "rank") == ("Lieferzeit P-210", 0)
    told = clerk.get(f"/enquiries/{ticket.number}").text_of("#timeline")
    assert "Lieferzeit der Pumpe P-200 → Lieferzeit P-210" in told
    assert {"en": "Urgency from Normal to Urgent", "zh": "紧急程度由一般改为紧急"}[language] in told
    assert JournalRow.select().where(JournalRow.what == "enquiry.corrected", JournalRow.who == "agent.eu").count() == 1


def test_nothing_changed_is_said_and_leaves_no_trace(browse, cast, ticket):
    clerk = browse(cast.clerk)
    assert clerk.post(facts(ticket), **sent(clerk.get(facts(ticket)))).status == 303
    assert "Nothing was another" in clerk.get(f"/enquiries/{ticket.number}").text
    assert Entry.select().count() == 1


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"title": "x" * 151}, {"channel": "pigeon"}, {"language": "xx"}, {"urgency": ""}], ids=str
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(browse, cast, ticket, wrong):
    clerk = browse(cast.clerk)
    reply = clerk.post(facts(ticket), **sent(clerk.get(facts(ticket)), kind="proposal") | wrong)
    assert reply.status == 422 and reply.has(f"[name={next(iter(wrong))}][aria-invalid]")
    assert reply.value_of("kind") == "proposal" and stands(ticket, "kind") == ("business",)


@pytest.mark.parametrize(("part", "status"), [("stranger", 404), ("admin", 403), ("auditor", 403)])
def test_who_may_not(browse, cast, ticket, part, status):
    someone = browse(getattr(cast, part))
    assert someone.get(facts(ticket)).status == status
    assert someone.post(facts(ticket), title="x").status == status


def test_a_closed_enquiry_is_not_corrected(browse, cast, ticket):
    clerk = browse(cast.clerk)
    page = clerk.get(facts(ticket))
    Ticket.update(closed_at=time.now(), stage="archived").where(Ticket.id == ticket.id).execute()
    for reply in (clerk.get(facts(ticket)), clerk.post(facts(ticket), **sent(page, title="x"))):
        assert reply.status == 409 and "TM-4.4" in reply.text and "Take it up again" in reply.text
    assert not clerk.get(f"/enquiries/{ticket.number}").has(f"a[href='{facts(ticket)}']")


@pytest.fixture
def clash(browse, cast, ticket):
    """The clerk and the colleague have both had the form open; the colleague was quicker with channel and language, and
    the clerk wants another channel and another kind."""
    clerk, colleague = browse(cast.clerk), browse(cast.colleague)
    mine, theirs = clerk.get(facts(ticket)), colleague.get(facts(ticket))
    assert colleague.post(facts(ticket), **sent(theirs, channel="online", language="fr")).status == 303
    return clerk, clerk.post(facts(ticket), **sent(mine, channel="social", kind="proposal"))


@pytest.mark.rule("TM-4.4")
def test_two_people_at_one_field_are_asked_in_plain_words(clash, ticket):
    _clerk, reply = clash
    assert reply.status == 409
    told = reply.text_of("#choice_channel")
    for piece in ("李娜", "10:00", "Mine", "Social media", "Online platform", "As it was before", "E-mail"):
        assert piece in told, piece
    assert not reply.has("#choice_kind") and not reply.has("#choice_language")
    assert reply.value_of("kind") == "proposal" and language_of(reply) == "fr"
    assert stands(ticket, "channel", "kind", "language") == ("online", "business", "fr"), "nothing is saved by halves"


@pytest.mark.parametrize(("choice", "channel"), [("mine", "social"), ("theirs", "online"), ("before", "email")])
def test_the_choice_is_what_stands(clash, ticket, choice, channel):
    clerk, reply = clash
    assert clerk.post(facts(ticket), **sent(reply, channel="social", choice_channel=choice)).status == 303
    assert stands(ticket, "channel", "kind", "language") == (channel, "proposal", "fr")


def test_without_a_choice_it_is_asked_again(clash, ticket):
    clerk, reply = clash
    again = clerk.post(facts(ticket), **sent(reply, channel="social"))
    assert again.status == 409 and again.has("#choice_channel") and stands(ticket, "kind") == ("business",)


def test_a_third_change_while_one_chooses_is_asked_again(clash, browse, cast, ticket):
    clerk, reply = clash
    third = browse(cast.senior)
    third.post(facts(ticket), **sent(third.get(facts(ticket)), channel="phone", title="Andere Pumpe"))
    again = clerk.post(facts(ticket), **sent(reply, channel="social", choice_channel="mine"))
    assert again.status == 409 and "张伟" in again.text_of("#choice_channel") and "Phone" in again.text_of("#choice_channel")
    assert again.value_of("title") == "Andere Pumpe", "who did not touch the title keeps the other one's"
    assert clerk.post(facts(ticket), **sent(again, channel="social", choice_channel="mine")).status == 303
    assert stands(ticket, "channel", "title") == ("social", "Andere Pumpe")


@pytest.mark.parametrize("held", ["", "nonsense", "[]", "1", "null", json.dumps({"channel": 5}), "{" * 9_000, "[" * 9_000])
def test_who_tampers_with_what_was_seen_is_asked_and_overwrites_nothing(browse, cast, ticket, held):
    clerk = browse(cast.clerk)
    reply = clerk.post(facts(ticket), **sent(clerk.get(facts(ticket)), channel="chat", before=held, seen=held))
    assert reply.status == 409 and stands(ticket, "channel") == ("email",)
