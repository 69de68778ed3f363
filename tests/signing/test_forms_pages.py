"""/forms: filled in, frozen, signed in order by those whose places they are, sent back, made anew."""

import pytest

from portal.access.actions import deactivate
from portal.audit.models import JournalRow
from portal.messages.models import Notice
from portal.signing.models import Certificate, Document, Signature
from tests import make

pytestmark = pytest.mark.rule("DM-O1")
SLIP = {
    "f_customer": "Kunde GmbH",
    "f_handed_on": "2026-11-26",
    "f_papers-0-paper": "Licence",
    "f_papers-0-copies": "2",
    "f_complete": "y",
    "language": "zh",
}


def newest() -> Document:
    return Document.select().order_by(Document.id.desc()).get()


def begun(browser, **more) -> Document:
    assert browser.post("/forms/new/F-03", **SLIP | more).status == 303
    return newest()


def frozen(browser, **more) -> Document:
    document = begun(browser, **more)
    assert browser.post(f"/forms/{document.number}/freeze").status == 303
    return newest()


def sign(browser, document: Document, place: int, password: str = make.PASSWORD):
    return browser.post(f"/forms/{document.number}/signature", place=str(place), password=password)


def journal(document: Document) -> list[str]:
    rows = JournalRow.select().where(JournalRow.subject == str(document)).order_by(JournalRow.id)
    return [row.what for row in rows]


def test_a_slip_goes_from_the_market_clerk_to_the_service_clerk(browse, cast, market):
    hands, takes = browse(market), browse(cast.clerk)
    document = begun(hands)
    assert document.number == "F03-2026-00001" and document.state == "draft"
    assert document.facts["papers"] == [["Licence", "2", "", ""]] and document.facts["complete"] is True
    assert hands.get("/forms").has("#filled") and not hands.get("/forms").has("#waiting")
    assert hands.post(f"/forms/{document.number}/freeze").status == 303
    assert document.number in hands.get("/forms").text_of("#waiting")
    assert not takes.get("/forms").has("#waiting"), "not before the market clerk has signed"
    assert sign(hands, document, 0).status == 303
    assert document.number in takes.get("/forms").text_of("#waiting")
    assert sign(takes, document, 1).status == 303
    document = newest()
    assert document.state == "done" and len(document.sha256) == 64
    assert journal(document) == ["form.begun", "form.frozen", "form.signed", "form.signed", "form.sealed"]
    file = takes.get(f"/forms/{document.number}/file.pdf")
    assert file.status == 200 and file.data.startswith(b"%PDF-") and journal(document)[-1] == "form.printed"
    page = takes.get(f"/forms/{document.number}")
    assert "林市场" in page.text_of(".signatures") and not page.has(".sign")


def test_the_password_is_asked_for_each_signature(browse, cast, market):
    hands = browse(market)
    document = frozen(hands)
    assert hands.get(f"/forms/{document.number}").has("[name=password]")
    for wrong in ("", "not it"):
        assert sign(hands, document, 0, wrong).status == 422
    assert not Signature.select().where(Signature.signed_at.is_null(False)).exists()
    assert not Certificate.select().where(Certificate.staff == market).exists()


def test_nobody_signs_for_another(browse, cast, market):
    hands, takes = browse(market), browse(cast.clerk)
    document = frozen(hands)
    assert sign(takes, document, 0).status == 409, "the place of the market clerk"
    assert sign(takes, document, 1).status == 409, "not before the other"
    assert sign(hands, document, 1).status == 409
    assert journal(document)[-3:] == ["form.signing_refused"] * 3
    reasons = JournalRow.select(JournalRow.reason).where(JournalRow.what == "form.signing_refused").order_by(JournalRow.id)
    assert [row.reason for row in reasons] == ["not_role", "not_yet", "not_role"]
    both = make.staff("both", name="双职", roles=["market", "clerk"])
    assert sign(browse(both), document, 0).status == 303
    assert sign(browse(both), document, 1).status == 409, "one person in two places"
    assert sign(hands, document, 0).status == 409, "signed already"


def test_incomplete_papers_are_not_frozen(browse, market):
    hands = browse(market)
    for missing in ({"f_customer": ""}, {"f_papers-0-paper": "", "f_papers-0-copies": ""}, {"f_handed_on": ""}):
        document = begun(hands, **missing)
        page = hands.post(f"/forms/{document.number}/freeze")
        assert page.status == 409 and newest().state == "draft"
        assert "Not complete yet" in page.text_of(".flashes") and page.has("[href$='/edit']"), "where it can be mended"
        assert "still missing" in hands.get(f"/forms/{document.number}").text_of("main")
    without = {name: value for name, value in SLIP.items() if name != "f_complete"}
    assert hands.post("/forms/new/F-03", **without).status == 303
    assert hands.post(f"/forms/{newest().number}/freeze").status == 409


def test_what_is_frozen_is_not_changed(browse, market):
    hands = browse(market)
    document = frozen(hands)
    assert hands.get(f"/forms/{document.number}/edit").status == 409
    assert hands.post(f"/forms/{document.number}", **SLIP, revision="1").status == 409
    assert hands.post(f"/forms/{document.number}/freeze").status == 409
    assert newest().facts["customer"] == "Kunde GmbH"


def test_a_draft_that_a_colleague_changed_meanwhile_is_not_overwritten(browse, cast, market):
    hands, colleague = browse(market), browse(cast.clerk)
    document = begun(hands)
    assert colleague.post(f"/forms/{document.number}", **SLIP | {"f_contact": "Frau Weiß"}, revision="1").status == 303
    page = hands.post(f"/forms/{document.number}", **SLIP | {"f_contact": "Herr Schwarz"}, revision="1")
    assert page.status == 409 and page.value_of("f_contact") == "Herr Schwarz", "typed text is kept"
    assert newest().facts["contact"] == "Frau Weiß"
    again = SLIP | {"f_contact": "Herr Schwarz", "revision": page.value_of("revision")}
    assert hands.post(f"/forms/{document.number}", **again).status == 303
    assert newest().facts["contact"] == "Herr Schwarz"


def test_sent_back_with_a_reason_it_comes_again_as_a_new_version(browse, cast, market):
    hands, takes = browse(market), browse(cast.clerk)
    document = frozen(hands)
    assert sign(hands, document, 0).status == 303
    url = f"/forms/{document.number}"
    assert takes.post(f"{url}/refusal", reason="").status == 422
    assert hands.post(f"{url}/refusal", reason="Wrong.").status == 409, "it is not the market clerk's turn"
    assert takes.post(f"{url}/refusal", reason="One copy is missing.").status == 303
    assert newest().state == "refused"
    assert "One copy is missing." in hands.get(url).text_of(".signatures")
    assert sign(takes, document, 1).status == 409, "nobody signs what was sent back"
    assert hands.post(f"{url}/renewal").status == 303
    again = newest()
    assert (again.number, again.version, again.state, again.facts) == (document.number, 2, "draft", document.facts)
    assert hands.post(f"{url}/renewal").status == 409, "one draft at a time"
    assert hands.post(f"{url}/freeze").status == 303
    old = Document.get(Document.number == document.number, Document.version == 1)
    assert old.state == "superseded" and newest().state == "signing"
    anew = Signature.select().where(Signature.document == newest(), Signature.signed_at.is_null(False))
    assert not anew.exists(), "it needs new signatures"
    page = hands.get(f"{url}?version=1")
    assert "does not count any more" in page.text_of("main") and page.has("[href$='copy.pdf?version=1']")
    assert hands.get(f"{url}/copy.pdf?version=1").data.startswith(b"%PDF-")


def test_prefilled_with_what_the_portal_knows(browse, cast, market):
    card = make.customer("Kowalski SA", country="PL", contact="Anna Nowak")
    page = browse(market, language="zh").get(f"/forms/new/F-03?about=customer:{card.id}")
    assert (page.value_of("f_customer"), page.value_of("f_contact")) == ("Kowalski SA", "Anna Nowak")
    assert page.value_of("f_country") == "波兰"
    assert browse(market).post(f"/forms/new/F-03?about=customer:{card.id}", **SLIP).status == 303
    assert (newest().about, newest().region) == (f"customer:{card.id}", card.region)
    assert browse(market).get(f"/archive/{card.id}").has(f"a[href='/forms/new/F-03?about=customer:{card.id}']")
    ticket = make.enquiry(by=cast.clerk)
    page = browse(cast.clerk).get(f"/enquiries/{ticket.number}")
    assert page.has(f"a[href='/forms/new/F-10?about=ticket:{ticket.number}']")
    page = browse(cast.clerk).get(f"/forms/new/F-10?about=ticket:{ticket.number}")
    assert page.value_of("f_number") == ticket.number and "Wann kann die Pumpe P-200 geliefert werden?" in page.value_of("f_text")
    for strange in ("customer:999999", "customer:x", "customer:²", "ticket:E26-99999", "nobody"):
        assert browse(market).get(f"/forms/new/F-03?about={strange}").status == 404


def test_who_may_not_see_it_finds_nothing(browse, cast, market):
    document = frozen(browse(market))
    stranger = browse(cast.stranger)
    url = f"/forms/{document.number}"
    for address in (url, f"{url}/file.pdf", "/forms/F03-2026-99999", f"{url}?version=9"):
        assert stranger.get(address).status == 404
    assert sign(stranger, document, 0).status == 404
    assert not stranger.get("/forms").has("#filled")
    auditor = browse(cast.auditor)
    assert not auditor.get("/forms").has("#filled") and auditor.get(url).status == 404
    assert auditor.post(f"/forms/{document.number}/freeze").status == 403
    assert auditor.post(f"/forms/{document.number}/signature", place="1", password=make.PASSWORD).status == 404
    assert browse(None).get("/forms").status == 303
    assert browse(market).get("/forms/new/F-99").status == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("f_handed_on", "yesterday"), ("language", "xx"), ("f_contact", "x" * 201), ("f_remark", "\u202eabc")],
)
def test_what_makes_no_sense_comes_back(browse, market, field, value):
    page = browse(market).post("/forms/new/F-03", **SLIP | {field: value})
    assert page.status == 422 and page.value_of("f_customer") == "Kunde GmbH"


@pytest.mark.rule("DM-O4")
def test_three_sign_the_opinion_in_their_order(browse, cast):
    settlement = make.staff("settle", name="郑结算", roles=["settlement"], region="hq", department="finance")
    clerk, manager = browse(cast.clerk), browse(cast.manager)
    given = {"f_customer": "Kunde GmbH", "f_opinion": "pass", "f_reason": "资料齐全，证照真实。", "language": "both"}
    assert clerk.post("/forms/new/F-04", **given).status == 303
    document = newest()
    assert clerk.post(f"/forms/{document.number}/freeze").status == 303
    assert sign(manager, document, 1).status == 409
    assert sign(clerk, document, 0).status == 303
    assert browse(settlement).get(f"/forms/{document.number}").status == 404, "settlement sees what was handed to them"
    assert sign(manager, document, 1).status == 303
    assert sign(browse(settlement), document, 2).status == 303
    assert newest().state == "done"


def told(person) -> list[str]:
    return [row.text_zh for row in Notice.select().where(Notice.staff == person).order_by(Notice.id)]


def test_who_has_to_sign_is_told_and_the_maker_what_became_of_it(browse, cast, market):
    hands = browse(market)
    document = frozen(hands)
    assert told(market) == [] == told(cast.clerk), "it is the market clerk's own turn, whom nobody has to tell"
    assert sign(hands, document, 0).status == 303
    waits = f"递交开户资料确认单 {document.number} 待您签名"
    assert told(cast.clerk) == told(cast.senior) == [waits] and told(cast.stranger) == []
    assert sign(browse(cast.clerk), document, 1).status == 303
    assert told(market) == [f"递交开户资料确认单 {document.number} 已全部签署"]


def test_who_leaves_signs_nothing_more(browse, cast, market):
    document = frozen(browse(market))
    assert sign(browse(market), document, 0).status == 303
    row = Certificate.get(Certificate.staff == market)
    deactivate(market, by=cast.admin, reason="离职")
    row = Certificate.get_by_id(row.id)
    assert row.revoked_at is not None and (row.revoked_by, row.reason) == ("admin", "离职")
