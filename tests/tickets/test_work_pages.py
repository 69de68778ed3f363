"""/tickets/claims, a ticket's claim and assignment, its row as a form: by each kind of browser and person."""

from datetime import timedelta

import pytest

from portal.audit.models import JournalRow
from portal.core import time
from portal.tickets.models import Ticket
from tests import make
from tests.make import TUESDAY

HANDOVER = "Asked for the delivery date; the stock list was checked; production has to answer."


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(TUESDAY):
        yield


@pytest.fixture
def offered(cast):
    return make.enquiry(by=cast.clerk, at=TUESDAY - timedelta(minutes=10), offered=True)


@pytest.fixture
def ticket(cast):
    return make.enquiry(by=cast.clerk, at=TUESDAY - timedelta(minutes=10))


def owner(ticket):
    return Ticket.get_by_id(ticket.id).owner.username


# Claiming.


@pytest.mark.parametrize("htmx", [False, True])
def test_the_next_one_is_claimed_and_opened(browse, cast, offered, htmx):
    reply = browse(cast.colleague).post("/tickets/claims", htmx=htmx)
    assert (reply.status, reply.place) == (204 if htmx else 303, f"/tickets/{offered.number}")
    assert owner(offered) == "agent2.eu"
    assert JournalRow.get(JournalRow.what == "enquiry.claim").who == "agent2.eu"


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(("language", "said"), [("en", "Nothing is on offer for you now"), ("zh", "现在没有可供您领取")])
def test_where_nothing_is_on_offer_that_is_said(browse, cast, ticket, htmx, language, said):
    reply = browse(cast.colleague, language=language).post("/tickets/claims", htmx=htmx)
    assert reply.status == 409 and said in reply.text and owner(ticket) == "agent.eu"


def test_this_one_is_claimed_and_late_comers_are_told(browse, cast, offered):
    url = f"/tickets/{offered.number}/claim"
    assert browse(cast.colleague).post(url).place == f"/tickets/{offered.number}"
    late = browse(cast.senior).post(url)
    assert late.status == 409 and "somebody has claimed it" in late.text and owner(offered) == "agent2.eu"


@pytest.mark.parametrize("action", ["claims", "{}/claim"])
@pytest.mark.parametrize(("part", "status"), [("engineer", 403), ("admin", 403), ("auditor", 403)])
def test_who_does_not_claim(browse, cast, offered, action, part, status):
    assert browse(getattr(cast, part)).post(f"/tickets/{action.format(offered.number)}").status == status


def test_a_stranger_finds_none(browse, cast, offered):
    assert browse(cast.stranger).post(f"/tickets/{offered.number}/claim").status == 404
    assert browse(cast.stranger).get(f"/tickets/{offered.number}/assignment").status == 404


@pytest.mark.rule("DM-H4")
@pytest.mark.parametrize(("language", "said"), [("en", "王芳 stays responsible"), ("zh", "王芳")])
def test_the_page_of_the_ticket_says_that_it_is_on_offer(browse, cast, offered, language, said):
    reply = browse(cast.colleague, language=language).get(f"/enquiries/{offered.number}")
    assert said in reply.text and reply.has("[data-key=c]") and not reply.has("a[data-key=a]")
    assert browse(cast.supervisor).get(f"/enquiries/{offered.number}").has("a[data-key=a]")


def test_it_is_offered_at_take_in_and_by_a_step(browse, cast, ticket):
    browser = browse(cast.clerk)
    fields = {"customer": "Alpina AG", "country": "DE", "channel": "email", "kind": "business", "subject": "product"}
    fields |= {"level": "2", "urgency": "normal", "title": "Katalog", "text": "Bitte senden.", "offered": "y"}
    assert browser.post("/enquiries", received_at="2026-11-24T10:00", **fields).status == 303
    assert Ticket.get(Ticket.title == "Katalog").offered_at == TUESDAY
    assert browser.post(f"/enquiries/{ticket.number}/moves/offer", text="", seen="999").status == 303
    assert Ticket.get_by_id(ticket.id).offered_at == TUESDAY
    assert browser.post(f"/enquiries/{ticket.number}/moves/offer", text="", seen="999").status == 409


# Assigning.


@pytest.mark.rule("TM-3.3a")
@pytest.mark.parametrize(("language", "said"), [("en", "on shift"), ("zh", "当班")])
def test_the_proposal_comes_with_its_reasons(browse, cast, offered, language, said):
    reply = browse(cast.supervisor, language=language).get(f"/tickets/{offered.number}/assignment")
    assert reply.status == 200 and said in reply.text_of("#places") and reply.has("input[name=to][checked]")
    assert "李娜" in reply.text_of("#places tbody tr:first-child")


def test_the_proposal_is_confirmed(browse, cast, offered):
    reply = browse(cast.supervisor).post(f"/tickets/{offered.number}/assignment", to=cast.senior.id, text="")
    assert (reply.status, reply.place) == (303, f"/tickets/{offered.number}") and owner(offered) == "senior.eu"
    assert JournalRow.get(JournalRow.what == "enquiry.assign").who == "supervisor.eu"


@pytest.mark.rule("CR-8")
def test_without_an_offer_a_handover_is_asked_for(browse, cast, ticket):
    browser, url = browse(cast.clerk), f"/tickets/{ticket.number}/assignment"
    refused = browser.post(url, to=cast.colleague.id, text="short")
    assert refused.status == 409 and "CR-8" in refused.text_of(".message") and refused.value_of("text") == "short"
    assert browser.post(url, to=cast.colleague.id, text=HANDOVER).status == 303 and owner(ticket) == "agent2.eu"


def test_nobody_chosen_is_said(browse, cast, offered):
    reply = browse(cast.supervisor).post(f"/tickets/{offered.number}/assignment", text="")
    assert reply.status == 422 and reply.has(".errors") and owner(offered) == "agent.eu"


def test_a_colleague_does_not_assign_what_others_own(browse, cast, offered):
    assert browse(cast.colleague).get(f"/tickets/{offered.number}/assignment").status == 403
    assert browse(cast.colleague).post(f"/tickets/{offered.number}/assignment", to=cast.senior.id).status == 403


# The row.


def seen(browser, ticket):
    """What the reader of a row's form sees, as the form sends it along."""
    return browser.get(f"/tickets/{ticket.number}/row", htmx=True).value_of("before")


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(browse, cast, ticket):
    """One changes the level while the other has the row open to make it urgent: both hold."""
    first, second = browse(cast.clerk), browse(cast.supervisor)
    fields = {"owner": cast.clerk.id, "level": "2", "urgency": "normal", "text": "Kunde hat angerufen."}
    fields["before"] = seen(first, ticket)
    assert second.post(f"/tickets/{ticket.number}/row", htmx=True, **fields | {"level": "3"}).status == 200
    assert first.post(f"/tickets/{ticket.number}/row", htmx=True, **fields | {"urgency": "urgent"}).status == 200
    now = Ticket.get_by_id(ticket.id)
    assert (now.level, now.urgent) == (3, True)


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(("language", "said"), [("en", "Level"), ("zh", "级别")])
def test_of_two_who_change_the_same_the_second_is_asked_again(browse, cast, ticket, htmx, language, said):
    first, second = browse(cast.clerk, language=language), browse(cast.supervisor)
    fields = {"owner": cast.clerk.id, "level": "2", "urgency": "normal", "text": "Eilt nicht mehr."}
    fields["before"] = seen(first, ticket)
    assert second.post(f"/tickets/{ticket.number}/row", htmx=True, **fields | {"level": "3"}).status == 200
    asked = fields | {"level": "1", "urgency": "urgent"}
    reply = first.post(f"/tickets/{ticket.number}/row", htmx=htmx, **asked)
    assert reply.status == 409 and said in reply.text_of("[role=alert]")
    assert (reply.value_of("level"), reply.value_of("urgency"), reply.value_of("text")) == ("3", "urgent", "Eilt nicht mehr.")
    assert not Ticket.get_by_id(ticket.id).urgent, "nothing of it was written"
    asked |= {"level": "1", "before": reply.value_of("before")}
    assert first.post(f"/tickets/{ticket.number}/row", htmx=htmx, **asked).status in (200, 303)
    assert Ticket.get_by_id(ticket.id).level == 1


@pytest.mark.parametrize("before", ["", "{", "[]", "[" * 9000, '{"level": 2}', "null"])
def test_a_row_whose_past_nobody_knows_overwrites_nothing(browse, cast, ticket, before):
    fields = {"owner": cast.clerk.id, "level": "3", "urgency": "normal", "text": "x", "before": before}
    assert browse(cast.clerk).post(f"/tickets/{ticket.number}/row", **fields).status == 409
    assert Ticket.get_by_id(ticket.id).level == 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_row_is_a_form_on_a_page_and_alone(browse, cast, ticket, language):
    browser = browse(cast.clerk, language=language)
    whole, alone = (browser.get(f"/tickets/{ticket.number}/row", htmx=htmx) for htmx in (False, True))
    assert whole.status == alone.status == 200 and "<html" not in alone.text and alone.text.lstrip().startswith("<tr")
    assert (alone.value_of("owner"), alone.value_of("level")) == (str(cast.clerk.id), "2")
    back = browser.get(f"/tickets/{ticket.number}/row?shown=1", htmx=True)
    assert back.has("tr [data-row]") and ticket.number in back.text


def test_what_differs_is_changed_and_the_row_comes_back(browse, cast, ticket):
    fields = {"owner": cast.clerk.id, "level": "3", "urgency": "urgent", "text": ""}
    known = {"before": seen(browse(cast.clerk), ticket)}
    reply = browse(cast.clerk).post(f"/tickets/{ticket.number}/row", htmx=True, **fields, **known)
    assert reply.status == 200 and reply.has("tr [data-level='3']") and reply.has("tr [data-urgency=urgent]")
    told = [row.what for row in JournalRow.select().order_by(JournalRow.id.desc()).limit(2)]
    assert told == ["enquiry.classify", "enquiry.describe"]
    known = {"before": seen(browse(cast.clerk), ticket)}
    plain = browse(cast.clerk).post(f"/tickets/{ticket.number}/row", **fields | {"urgency": "normal"} | known)
    assert (plain.status, plain.place) == (303, f"/tickets/{ticket.number}")


@pytest.mark.rule("CR-8", "TM-4.6")
@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("change", "rule"), [({"owner": "agent2.eu"}, "CR-8"), ({"level": "1"}, "TM-4.6"), ({"level": "4"}, "TM-4.5d")]
)
def test_a_gate_refuses_in_the_row_and_nothing_changes(browse, cast, ticket, htmx, change, rule):
    fields = {"owner": cast.clerk.id, "level": "2", "urgency": "urgent", "text": ""} | change
    fields["owner"] = cast.colleague.id if "owner" in change else cast.clerk.id
    fields["before"] = seen(browse(cast.clerk), ticket)
    reply = browse(cast.clerk).post(f"/tickets/{ticket.number}/row", htmx=htmx, **fields)
    assert reply.status == 409 and rule in reply.text_of("[role=alert]")
    assert not Ticket.get_by_id(ticket.id).urgent and owner(ticket) == "agent.eu"


def test_nonsense_in_the_row_is_said(browse, cast, ticket):
    reply = browse(cast.clerk).post(f"/tickets/{ticket.number}/row", owner="9999999", level="7", urgency="x", text="")
    assert reply.status == 422 and reply.has(".errors")


@pytest.mark.parametrize(("part", "status"), [("stranger", 404), ("admin", 403)])
def test_who_sees_no_row(browse, cast, ticket, part, status):
    browser = browse(getattr(cast, part))
    assert browser.get(f"/tickets/{ticket.number}/row").status == status
    assert browser.post(f"/tickets/{ticket.number}/row", owner="1", level="3", urgency="normal").status == status
