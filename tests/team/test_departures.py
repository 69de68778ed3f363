"""Somebody leaves: four groups, three signatures; on the last one everything has a new owner and the account is shut."""

from datetime import date, timedelta

import pytest

from portal.access.models import Session, Staff
from portal.access.queries import seen_since
from portal.archive import queries as archive
from portal.archive.models import Customer
from portal.audit.models import JournalRow
from portal.core import time
from portal.signing.models import Certificate, Document
from portal.team.models import Departure, Member
from portal.tickets.models import Entry, Ticket
from tests import make

LISTS = {
    "papers-0-what": "客户往来函件", "papers-0-where": "3 个文件夹，档案柜 B",
    "accounts-0-what": "企业邮箱 agent.eu@", "accounts-0-where": "停用",
    "equipment-0-what": "笔记本电脑 NB-0231", "equipment-0-where": "完好",
}  # fmt: skip


@pytest.fixture
def in_hand(cast):
    """Two open tickets and one archived of the clerk's, two customers they look after, a shift they work."""
    buyer, other = make.customer("Müller GmbH"), make.customer("Bauer AG")
    Customer.update(owner=cast.clerk).where(Customer.id.in_([buyer.id, other.id])).execute()
    tickets = [make.enquiry(by=cast.clerk, title=f"Pumpe {number}", customer=buyer) for number in (1, 2, 3)]
    Ticket.update(closed_at=time.now(), stage="archived").where(Ticket.id == tickets[2].id).execute()
    make.shift(people=[cast.clerk, cast.colleague])
    return tickets, [buyer, other]


def begun(browse, cast) -> Departure:
    given = {"person": cast.clerk.id, "successor": cast.colleague.id, "last_day": "2026-12-31"}
    assert browse(cast.supervisor).post("/team/departures", **{k: str(v) for k, v in given.items()}).status == 303
    return Departure.get()


def filled(browse, cast, departure, **changes):
    given = {"successor": str(cast.colleague.id), "last_day": "2026-12-31", "revision": str(departure.revision)}
    url, browser = f"/team/departures/{departure.id}", browse(cast.supervisor)
    selects = [field["name"] for field in browser.get(url).soup.select("select[name^=taker-]")]
    return browser.post(url, **dict.fromkeys(selects, "") | given | LISTS | changes)


def frozen(browse, cast, **changes) -> Document:
    departure = begun(browse, cast)
    assert filled(browse, cast, departure, **changes).status == 303
    assert browse(cast.supervisor).post(f"/team/departures/{departure.id}/freeze").status == 303
    return Document.get_by_id(Departure.get().document_id)


def sign(browser, document, place):
    return browser.post(f"/forms/{document.number}/signature", place=str(place), password=make.PASSWORD)


@pytest.mark.rule("TM-3.4b", "TM-3.4c")
def test_the_third_signature_hands_everything_over_and_shuts_the_account(browse, cast, in_hand):
    tickets, customers = in_hand
    leaver = browse(cast.clerk)
    document = frozen(browse, cast, **{f"taker-ticket-{tickets[1].id}": str(cast.senior.id)})
    assert [len(document.facts[group]) for group in ("customers", "papers", "accounts", "equipment")] == [4, 1, 1, 1]
    assert sign(leaver, document, 0).status == 303
    assert sign(browse(cast.colleague), document, 1).status == 303
    late = make.enquiry(by=cast.clerk, title="Kam zuletzt")
    assert Staff.get_by_id(cast.clerk.id).active, "two signatures shut nothing off"
    assert sign(browse(cast.supervisor), document, 2).status == 303

    gone = Staff.get_by_id(cast.clerk.id)
    assert not gone.active and Departure.get().done_at is not None
    assert Session.select().where(Session.staff == gone, Session.revoked_at.is_null()).count() == 0
    assert gone.id not in seen_since(time.now() - timedelta(days=1))
    assert leaver.get("/tickets").status == 303, "sent to the door"
    assert Certificate.select().where(Certificate.staff == gone, Certificate.revoked_at.is_null()).count() == 0
    owners = [Ticket.get_by_id(one.id).owner.username for one in (*tickets, late)]
    assert owners == ["agent2.eu", "senior.eu", "agent.eu", "agent2.eu"], "the archived one stays; what came last has an owner"
    assert Ticket.get_by_id(tickets[0].id).clerk.username == "agent2.eu", "the contact goes along"
    assert {archive.owner_of(card.id).username for card in customers} == {"agent2.eu"}
    assert Ticket.select().where(Ticket.owner == gone, Ticket.closed_at.is_null()).count() == 0
    assert [row.staff.username for row in Member.select()] == ["agent2.eu"]
    assert Entry.get(Entry.kind == "handed").facts["paper"] == document.number
    row = JournalRow.get(JournalRow.what == "departure.done")
    assert row.changes == {"tickets": [None, 3], "customers": [None, 2]}


@pytest.mark.rule("TM-3.4b")
def test_a_group_in_which_nothing_stands_is_refused(browse, cast, in_hand):
    departure = begun(browse, cast)
    filled(browse, cast, departure, **{"equipment-0-what": "", "equipment-0-where": ""})
    reply = browse(cast.supervisor).post(f"/team/departures/{departure.id}/freeze")
    assert reply.status == 409 and "Equipment" in reply.text_of(".message") and Document.select().count() == 0


@pytest.mark.rule("TM-3.4b")
def test_nobody_signs_for_another(browse, cast, in_hand):
    document = frozen(browse, cast)
    assert sign(browse(cast.colleague), document, 0).status == 409
    assert sign(browse(cast.supervisor), document, 2).status == 409, "the two come first"
    sign(browse(cast.clerk), document, 0)
    assert sign(browse(cast.senior), document, 1).status == 409
    sign(browse(cast.colleague), document, 1)
    assert sign(browse(cast.senior), document, 2).status in (404, 409)
    assert Staff.get_by_id(cast.clerk.id).active


def test_taken_back_changed_and_signed_anew(browse, cast, in_hand):
    document = frozen(browse, cast)
    sign(browse(cast.clerk), document, 0)
    departure, boss = Departure.get(), browse(cast.supervisor)
    assert filled(browse, cast, departure).status == 409, "frozen"
    assert boss.post(f"/team/departures/{departure.id}/withdrawal", reason="Anderer Nachfolger.").status == 303
    departure = Departure.get()
    assert filled(browse, cast, departure, successor=str(cast.senior.id)).status == 303
    assert boss.post(f"/team/departures/{departure.id}/freeze").status == 303
    fresh = Document.get_by_id(Departure.get().document_id)
    assert (fresh.number, fresh.version) == (document.number, 2)
    sign(browse(cast.clerk), fresh, 0)
    assert sign(browse(cast.colleague), fresh, 1).status == 409, "not the successor any more"
    sign(browse(cast.senior), fresh, 1)
    assert sign(boss, fresh, 2).status == 303
    assert Ticket.get_by_id(in_hand[0][0].id).owner.username == "senior.eu"


def test_called_off(browse, cast, in_hand):
    departure, boss = begun(browse, cast), browse(cast.supervisor)
    again = {"person": str(cast.clerk.id), "successor": str(cast.colleague.id), "last_day": "2026-12-31"}
    assert boss.post("/team/departures", **again).status == 409, "one at a time"
    assert boss.post(f"/team/departures/{departure.id}/drop", reason="").status == 422
    assert boss.post(f"/team/departures/{departure.id}/drop", reason="Bleibt doch.").status == 303
    assert filled(browse, cast, departure).status == 409
    assert boss.post("/team/departures", **again).status == 303
    assert Staff.get_by_id(cast.clerk.id).active


def test_a_successor_who_has_left_meanwhile(browse, cast, in_hand):
    from portal.access.actions import staff as people

    document = frozen(browse, cast)
    sign(browse(cast.clerk), document, 0)
    sign(browse(cast.colleague), document, 1)
    people.deactivate(cast.colleague, by=cast.admin, reason="Kündigung")
    reply = sign(browse(cast.supervisor), document, 2)
    assert reply.status == 409 and "has left" in reply.text
    assert Staff.get_by_id(cast.clerk.id).active and Departure.get().done_at is None


def test_two_leaders_do_not_overwrite_each_other(browse, cast, in_hand):
    departure = begun(browse, cast)
    assert filled(browse, cast, departure).status == 303
    reply = filled(browse, cast, departure, **{"papers-0-what": "Andere Papiere"})
    assert reply.status == 409 and reply.value_of("papers-0-what") == "Andere Papiere"
    assert Departure.get().lists["papers"][0][0] == "客户往来函件"


def test_who_sees_it(browse, cast, in_hand):
    departure = begun(browse, cast)
    url = f"/team/departures/{departure.id}"
    assert browse(cast.clerk).get(url).status == 200 and browse(cast.colleague).get(url).status == 200
    assert browse(cast.senior).get(url).status == 404 and browse(cast.stranger).get(url).status == 404
    assert browse(cast.admin).get(url).status == 404
    assert browse(cast.clerk).post(f"{url}/freeze").status == 403
    assert "离职" in browse(cast.manager, language="zh").get(url).text_of("h1")
    assert departure.last_day == date(2026, 12, 31)


def test_nobody_changes_their_own(browse, cast):
    given = {"person": str(cast.supervisor.id), "successor": str(cast.senior.id), "last_day": "2026-12-31"}
    assert browse(cast.manager).post("/team/departures", **given).status == 303
    url, own = f"/team/departures/{Departure.get().id}", browse(cast.supervisor)
    assert not own.get(url).has("form[action*=freeze]")
    assert own.post(f"{url}/freeze").status == 409
    assert own.post(f"{url}/drop", reason="Bleibe.").status == 409
    assert own.post(url, **{key: given[key] for key in ("successor", "last_day")}, revision="1").status == 409
    assert Departure.get().revision == 1 and Departure.get().is_open


def test_nobody_arranges_their_own(browse, cast):
    given = {"person": str(cast.supervisor.id), "successor": str(cast.senior.id), "last_day": "2026-12-31"}
    assert browse(cast.supervisor).post("/team/departures", **given).status == 422
    assert browse(cast.manager).post("/team/departures", **given).status == 303


@pytest.mark.rule("TM-3.4b", "TM-3.4c")
@pytest.mark.parametrize("role", ["auditor", "hr", "admin", "quality", "trainer", "analyst", "keeper", "legal"])
def test_whoever_it_is_leaves_by_three_signatures(browse, cast, role):
    """Also who sees no business at all: they read and sign what names them."""
    leaver, successor = (make.staff(f"{role}.{name}", name=name, roles=[role], region="hq") for name in ("old", "new"))
    leader = browse(cast.manager)
    given = {"person": str(leaver.id), "successor": str(successor.id), "last_day": "2026-12-31"}
    assert leader.post("/team/departures", **given).status == 303
    url = f"/team/departures/{Departure.get().id}"
    reply = leader.post(url, **given, revision=str(Departure.get().revision), **LISTS)
    assert reply.status == 303, reply.text_of("main")
    assert leader.post(f"{url}/freeze").status == 303
    document = Document.get()
    for place, person in enumerate((leaver, successor, cast.manager)):
        assert browse(person).get(f"/forms/{document.number}").status == 200
        assert sign(browse(person), document, place).status == 303
    assert not Staff.get_by_id(leaver.id).active and Staff.get_by_id(successor.id).active
    assert Departure.get().done_at is not None


def test_customers_are_not_handed_to_who_answers_none(browse, cast, in_hand):
    given = {"person": str(cast.clerk.id), "successor": str(cast.auditor.id), "last_day": "2026-12-31"}
    reply = browse(cast.manager).post("/team/departures", **given)
    assert reply.status == 409 and "answers customers" in reply.text_of("main")
    departure = begun(browse, cast)
    assert filled(browse, cast, departure, successor=str(cast.auditor.id)).status == 422
    page = browse(cast.supervisor).get(f"/team/departures/{departure.id}")
    assert str(cast.auditor.id) not in [one["value"] for one in page.soup.select("#successor option")]
