"""The handover of a shift from its preparation to the second signature, and what is refused on the way."""

from datetime import datetime, timedelta

import pytest
from peewee import IntegrityError

from portal.audit.models import JournalRow
from portal.core import db, time
from portal.handover.models import Handover, Item
from portal.messages.models import Notice
from portal.signing.models import Certificate, Document
from portal.tickets.models import Entry, Ticket
from tests import make
from tests.handover.conftest import BEFORE, CHANGE

WORDS = {f"words_{key}": "无特殊情况。" for key in ("customers", "work", "exceptions", "knowledge", "personal")}


@pytest.fixture
def at_the_desk(shifts, cast):
    """Half an hour before the change; two tickets of the clerk are open."""
    with time.frozen(BEFORE):
        yield [make.enquiry(by=cast.clerk, title=f"Pumpe {number}", at=BEFORE - timedelta(hours=2)) for number in (1, 2)]


def prepared(browser, day: str = "") -> Handover:
    """The handover of a turn: the last one, or that of a day."""
    keys = [field["value"] for field in browser.get("/handovers").soup.select("[name=turn]")]
    key = next(key for key in keys if key.endswith(day))
    assert browser.post("/handovers", turn=key).status == 303
    return Handover.select().order_by(Handover.id.desc()).get()


def said(handover, taker, *, outcomes=("hand", "keep"), note="Der Kunde wartet auf Maße.", **changes):
    """What the outgoing clerk types."""
    items = Item.select().where(Item.handover == handover).order_by(Item.ticket)
    fields = {f"outcome-{item.id}": outcome for item, outcome in zip(items, outcomes, strict=True)}
    fields |= {f"note-{item.id}": note for item in items}
    return WORDS | fields | {"incoming": str(taker.id), "revision": str(handover.revision)} | changes


def frozen(browser, taker, *, day="", **changes) -> Handover:
    handover = prepared(browser, day)
    reply = browser.post(f"/handovers/{handover.id}", confirm="1", **said(handover, taker, **changes))
    assert reply.status == 303, reply.text_of("main")
    return Handover.get_by_id(handover.id)


def sign(browser, handover, place):
    return browser.post(f"/forms/{handover.document.number}/signature", place=str(place), password=make.PASSWORD)


def accept_all(browser, handover):
    assert browser.post(f"/handovers/{handover.id}/acceptance", all="1").status == 303


def owners(tickets) -> list[str]:
    return [Ticket.get_by_id(one.id).owner.username for one in tickets]


@pytest.mark.rule("DM-H3", "DM-H4")
def test_responsibility_moves_with_the_second_signature(browse, cast, at_the_desk):
    giver, taker = browse(cast.clerk), browse(cast.colleague)
    handover = frozen(giver, cast.colleague)
    assert sign(giver, handover, 0).status == 303
    assert owners(at_the_desk) == ["agent.eu", "agent.eu"], "one signature moves nothing"
    accept_all(taker, handover)
    assert sign(taker, handover, 1).status == 303
    assert owners(at_the_desk) == ["agent2.eu", "agent.eu"], "what is kept stays"
    done = Handover.get_by_id(handover.id)
    assert done.done_at is not None and done.document.state == "done"
    entry = Entry.get(Entry.kind == "handed")
    assert (entry.ticket_id, entry.facts["paper"], entry.text) == (
        at_the_desk[0].id, handover.document.number, "Der Kunde wartet auf Maße.",
    )  # fmt: skip
    verbs = [row.what for row in JournalRow.select().order_by(JournalRow.id)]
    assert verbs.count("handover.done") == 1 and verbs.count("ticket.handed") == 1


@pytest.mark.rule("DM-H1")
def test_the_record_has_five_sections_and_both_times(browse, cast, at_the_desk):
    handover = frozen(browse(cast.clerk), cast.colleague)
    facts = handover.document.facts
    assert [key for key in facts if key.endswith("_words")] == [
        "customers_words", "exceptions_words", "knowledge_words", "personal_words", "work_words",
    ]  # fmt: skip
    assert facts["change"] == "2026-11-26 14:00 UTC+01:00" and facts["change_hq"] == "2026-11-26 21:00 UTC+08:00"
    assert [row[0] for row in facts["items"]] == [one.number for one in at_the_desk]
    assert [row[3:] for row in facts["items"]] == [
        ["Hand over", "Der Kunde wartet auf Maße."], ["Keep", "Der Kunde wartet auf Maße."],
    ]  # fmt: skip
    assert facts["customers_lines"] == "Business · Taken in: 2"


@pytest.mark.rule("DM-H4")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"outcomes": ("hand", "")}, "Nothing is said about these tickets"),
        ({"note": " "}, "A note is missing for"),
        ({"outcomes": ("hand", "close")}, "Said to be closed, but still open"),
        ({"words_personal": ""}, "Nothing stands in these sections"),
        ({"words_knowledge": "  "}, "Nothing stands in these sections"),
        ({"incoming": ""}, "Nobody is named who takes over"),
    ],
    ids=["unaccounted", "no note", "not closed", "no summary", "an empty section", "nobody"],
)
def test_what_is_not_complete_is_not_frozen(browse, cast, at_the_desk, changes, sentence):
    browser = browse(cast.clerk)
    handover = prepared(browser)
    reply = browser.post(f"/handovers/{handover.id}", confirm="1", **said(handover, cast.colleague, **changes))
    assert reply.status == 409 and sentence in reply.text_of(".message")
    assert Document.select().count() == 0
    assert reply.value_of("words_work") == "无特殊情况。", "what was typed stands there"


@pytest.mark.rule("DM-H4")
def test_a_ticket_that_came_in_after_the_freeze_keeps_the_outgoing_clerk_from_signing(browse, cast, at_the_desk):
    giver = browse(cast.clerk)
    handover = frozen(giver, cast.colleague)
    late = make.enquiry(by=cast.clerk, title="Noch eine")
    reply = sign(giver, handover, 0)
    assert reply.status == 409 and late.number in reply.text
    assert giver.post(f"/handovers/{handover.id}/withdrawal", text="Noch ein Vorgang.").status == 303
    again = Handover.get_by_id(handover.id)
    giver.get(f"/handovers/{again.id}")
    given = said(again, cast.colleague, outcomes=("hand", "keep", "hand"), confirm="1")
    assert giver.post(f"/handovers/{again.id}", **given).status == 303
    fresh = Handover.get_by_id(handover.id)
    assert (fresh.document.number, fresh.document.version) == (handover.document.number, 2)
    assert sign(giver, fresh, 0).status == 303


def test_a_ticket_that_came_in_after_the_signature_stays(browse, cast, at_the_desk):
    giver, taker = browse(cast.clerk), browse(cast.colleague)
    handover = frozen(giver, cast.colleague)
    sign(giver, handover, 0)
    late = make.enquiry(by=cast.clerk, title="Noch eine")
    accept_all(taker, handover)
    assert sign(taker, handover, 1).status == 303
    assert owners([*at_the_desk, late]) == ["agent2.eu", "agent.eu", "agent.eu"]


def test_a_ticket_that_changed_hands_meanwhile_is_not_taken_from_its_new_owner(browse, cast, at_the_desk):
    giver, taker = browse(cast.clerk), browse(cast.colleague)
    handover = frozen(giver, cast.colleague)
    sign(giver, handover, 0)
    Ticket.update(owner=cast.senior).where(Ticket.id == at_the_desk[0].id).execute()
    accept_all(taker, handover)
    assert sign(taker, handover, 1).status == 303
    assert owners(at_the_desk) == ["senior.eu", "agent.eu"]
    assert Item.get(Item.ticket == at_the_desk[0]).moved_at is None


@pytest.mark.rule("DM-H3")
def test_the_incoming_clerk_accepts_item_by_item_or_asks(browse, cast, at_the_desk):
    giver, taker = browse(cast.clerk), browse(cast.colleague)
    handover = frozen(giver, cast.colleague)
    sign(giver, handover, 0)
    reply = sign(taker, handover, 1)
    assert reply.status == 409 and "Accept each item first" in reply.text
    first, second = Item.select().where(Item.handover == handover).order_by(Item.ticket)
    page = f"/handovers/{handover.id}"
    assert taker.post(f"{page}/items/{first.id}/query", text="Welche Maße?").status == 303
    assert taker.post(f"{page}/acceptance", all="1").status == 303
    assert Item.get_by_id(first.id).accepted_at is None, "what was asked about is not accepted along with the rest"
    assert Item.get_by_id(second.id).accepted_at is not None
    assert giver.post(f"{page}/items/{second.id}/reply", text="?").status == 409, "nobody asked"
    assert giver.post(f"{page}/items/{first.id}/reply", text="40 × 60.").status == 303
    assert "40 × 60." in taker.get(page).text_of(f"#item-{first.id}")
    assert sign(taker, handover, 1).status == 409
    assert taker.post(f"{page}/acceptance", item=str(first.id)).status == 303
    assert sign(taker, handover, 1).status == 303


def test_the_two_may_not_do_each_others_part(browse, cast, at_the_desk):
    giver, taker, other = browse(cast.clerk), browse(cast.colleague), browse(cast.senior)
    handover = frozen(giver, cast.colleague)
    item = Item.get(Item.handover == handover)
    page = f"/handovers/{handover.id}"
    for browser in (giver, other):
        assert browser.post(f"{page}/acceptance", all="1").status == 409
        assert browser.post(f"{page}/items/{item.id}/query", text="Warum?").status == 409
    assert taker.post(f"{page}/items/{item.id}/reply", text="Darum.").status == 409
    assert other.post(f"{page}/withdrawal", text="Weg damit.").status == 409
    assert sign(taker, handover, 0).status == 409 and sign(giver, handover, 1).status == 409, "nobody signs for another"
    assert taker.post(page, **said(handover, cast.senior)).status == 409
    assert Item.select().where(Item.accepted_at.is_null(False)).count() == 0


def test_sent_back_with_a_reason_it_is_changed_and_signed_anew(browse, cast, at_the_desk):
    giver, taker = browse(cast.clerk), browse(cast.colleague)
    handover = frozen(giver, cast.colleague)
    sign(giver, handover, 0)
    number = handover.document.number
    assert taker.post(f"/forms/{number}/refusal", reason="Pumpe 2 fehlt.").status == 303
    assert "Pumpe 2 fehlt." in giver.get(f"/handovers/{handover.id}").text_of("main")
    fresh = Handover.get_by_id(handover.id)
    given = said(fresh, cast.colleague, outcomes=("hand", "hand"), confirm="1")
    assert giver.post(f"/handovers/{fresh.id}", **given).status == 303
    fresh = Handover.get_by_id(handover.id)
    assert (fresh.document.number, fresh.document.version) == (number, 2)
    sign(giver, fresh, 0)
    accept_all(taker, fresh)
    assert sign(taker, fresh, 1).status == 303
    assert owners(at_the_desk) == ["agent2.eu", "agent2.eu"]
    assert Entry.select().where(Entry.kind == "handed").count() == 2


@pytest.mark.rule("DM-H5")
def test_once_signed_it_never_changes_and_is_found_by_any_word(browse, cast, at_the_desk):
    giver, taker = browse(cast.clerk), browse(cast.colleague)
    handover = frozen(giver, cast.colleague)
    sign(giver, handover, 0)
    accept_all(taker, handover)
    sign(taker, handover, 1)
    page = f"/handovers/{handover.id}"
    for browser, url, given in (
        (giver, page, said(Handover.get_by_id(handover.id), cast.senior)),
        (giver, f"{page}/withdrawal", {"text": "Doch nicht."}),
        (taker, f"{page}/acceptance", {"all": "1"}),
        (taker, f"{page}/items/{Item.get().id}/query", {"text": "Warum?"}),
    ):
        assert browser.post(url, **given).status == 409, url
    assert giver.get("/forms/new/F-12").status == 404, "no record is written by hand"
    assert giver.post(f"/forms/{handover.document.number}/renewal").status == 409
    with time.frozen(CHANGE + timedelta(days=40)):
        reader = browse(cast.supervisor)
        assert reader.get("/handovers?q=maße+pumpe").has("#handovers tbody tr")
        assert reader.get("/handovers?q=2026-11-26&since=2026-11-26&until=2026-11-26").has("#handovers tbody tr")
        assert not reader.get("/handovers?q=nirgends").has("#handovers tbody tr")
        assert not reader.get("/handovers?q=%25").has("#handovers tbody tr"), "a sign of patterns is a sign"
        assert not reader.get("/handovers?since=2026-11-27").has("#handovers tbody tr")


def test_written_after_the_fact_it_is_marked(browse, cast, at_the_desk):
    with time.frozen(CHANGE + timedelta(hours=20)):
        browser = browse(cast.clerk)
        assert "after the fact" in browser.get("/handovers").text_of("main")
        handover = frozen(browser, cast.colleague, day="2026-11-26")
        assert handover.document.facts["written"] == "2026-11-27 10:00 UTC+01:00 (after the fact)"
        assert "after the fact" in browser.get(f"/handovers/{handover.id}").text_of(".page-head")


def test_what_is_put_off_again_and_again_shows_its_way(browse, cast, shifts):
    with time.frozen(BEFORE - timedelta(days=1)):
        ticket = make.enquiry(by=cast.clerk, title="Alte Sache")
        giver, taker = browse(cast.clerk), browse(cast.colleague)
        handover = frozen(giver, cast.colleague, outcomes=("keep",), note="Wartet auf den Hersteller.")
        sign(giver, handover, 0)
        accept_all(taker, handover)
        sign(taker, handover, 1)
    with time.frozen(BEFORE):
        browser = browse(cast.clerk)
        second = prepared(browser)
        shown = browser.get(f"/handovers/{second.id}").text_of(".handover-item")
        assert ticket.number in shown and "Put off since 2026-11-25 · 1×" in shown
        assert "Keep Wartet auf den Hersteller." in shown


def test_what_was_closed_while_it_was_prepared(browse, cast, at_the_desk):
    browser = browse(cast.clerk)
    handover = prepared(browser)
    Ticket.update(closed_at=time.now(), stage="archived").where(Ticket.id == at_the_desk[1].id).execute()
    given = said(handover, cast.colleague, outcomes=("hand", "keep"), confirm="1")
    reply = browser.post(f"/handovers/{handover.id}", **given)
    assert reply.status == 409 and "Closed meanwhile" in reply.text
    given = said(Handover.get_by_id(handover.id), cast.colleague, outcomes=("hand", "close"), confirm="1")
    assert browser.post(f"/handovers/{handover.id}", **given).status == 303
    assert "Closed " in Handover.get_by_id(handover.id).document.facts["work_lines"]


def test_two_windows_do_not_overwrite_each_other(browse, cast, at_the_desk):
    browser = browse(cast.clerk)
    handover = prepared(browser)
    first = said(handover, cast.colleague, words_personal="Aus dem ersten Fenster.")
    second = said(handover, cast.colleague, words_personal="Aus dem zweiten Fenster.")
    assert browser.post(f"/handovers/{handover.id}", **first).status == 303
    reply = browser.post(f"/handovers/{handover.id}", **second)
    assert reply.status == 409 and reply.value_of("words_personal") == "Aus dem zweiten Fenster."
    assert Handover.get_by_id(handover.id).words["personal"] == "Aus dem ersten Fenster."


def test_others(browse, cast, at_the_desk):
    handover = frozen(browse(cast.clerk), cast.colleague)
    assert browse(cast.stranger).get(f"/handovers/{handover.id}").status == 404
    assert browse(cast.admin).get("/handovers").status == 403
    assert browse(cast.engineer).get(f"/handovers/{handover.id}").status == 403
    assert browse(cast.manager).get(f"/handovers/{handover.id}").status == 200
    plain = browse(cast.clerk, language="zh").get(f"/handovers/{handover.id}")
    assert plain.status == 200 and "待签收" in plain.text


def test_an_unsigned_handover_is_told_to_the_superior_and_signed_later_all_the_same(browse, cast, at_the_desk):
    from portal.handover.jobs import tell_of_unsigned_handovers

    frozen(browse(cast.clerk), cast.colleague)
    told = lambda: Notice.select().where(Notice.staff == cast.supervisor, Notice.text_zh.contains("尚未双方签字")).count()  # noqa: E731
    for minutes, expected in ((29, 0), (30, 1), (31, 1)):
        now = CHANGE + timedelta(minutes=minutes)
        with time.frozen(now):
            tell_of_unsigned_handovers(now=now)
        assert told() == expected, minutes


@pytest.mark.rule("DM-H2")
@pytest.mark.parametrize(("minutes", "made"), [(-11, 0), (-10, 1), (0, 1), (239, 2), (719, 2)])
def test_it_is_prepared_ten_minutes_before_the_shift_ends(cast, shifts, minutes, made):
    """That of the late shift, which ends four hours later, is the second one."""
    from portal.handover.jobs import prepare_handovers

    now = CHANGE + timedelta(minutes=minutes)
    with time.frozen(BEFORE):
        make.enquiry(by=cast.clerk, at=BEFORE)
    with time.frozen(now):
        assert prepare_handovers(now=now) == made
        assert prepare_handovers(now=now) == 0, "once"
    mine = min(made, 1)
    assert Item.select().count() == mine, "the ticket of the clerk"
    told = [row.text_zh for row in Notice.select().where(Notice.staff == cast.clerk)]
    assert [text for text in told if "准备交班" in text] == ["请准备交班：系统已汇总您的未结工单"] * mine


def test_a_region_with_one_shift_has_nothing_to_hand_over(cast):
    from portal.handover.jobs import prepare_handovers

    make.shift(people=[cast.clerk])
    with time.frozen(CHANGE):
        assert prepare_handovers(now=CHANGE) == 0


def test_the_signed_record_stands_its_verification(browse, cast, at_the_desk, app):
    from portal.signing import pades, verifying
    from portal.signing.actions import files
    from portal.signing.keyring import certificate_of

    giver, taker = browse(cast.clerk), browse(cast.colleague)
    handover = frozen(giver, cast.colleague)
    sign(giver, handover, 0)
    accept_all(taker, handover)
    sign(taker, handover, 1)
    document = Document.get_by_id(handover.document_id)
    data = files.content(document, store=app.extensions["store"])
    root = pades.as_asn1(certificate_of(Certificate.get(Certificate.use == "root")))
    found = verifying.report(data, root)
    assert found.state.name == "SOUND" and len(found.people) == 2


def test_holidays_move_the_relief_to_the_next_working_day(cast, shifts):
    """Christmas Eve's late shift hands over to the first early shift after the holidays."""
    from portal.team.queries.shifts import schedule
    from portal.team.rules import relief_of

    late = datetime.fromisoformat("2026-12-24T17:00+01:00")
    found = schedule("eu", late)
    turn = next(one for one in found if one.start <= late < one.end)
    assert relief_of(turn, found).start == datetime.fromisoformat("2026-12-28T09:00+01:00")


CHANGES = {
    "what stands in it": "UPDATE handover SET words = '{}' WHERE id = ?",
    "that both signed": "UPDATE handover SET done_at = NULL WHERE id = ?",
    "the whole": "DELETE FROM handover WHERE id = ?",
    "an outcome": "UPDATE handover_item SET outcome = 'keep' WHERE handover_id = ?",
    "an item": "DELETE FROM handover_item WHERE handover_id = ?",
    "its tickets": "DELETE FROM ticket WHERE id IN (SELECT ticket_id FROM handover_item WHERE handover_id = ?)",
}


@pytest.mark.rule("DM-H5")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_database_itself_keeps_what_both_have_signed(browse, cast, at_the_desk, change):
    giver, taker = browse(cast.clerk), browse(cast.colleague)
    handover = frozen(giver, cast.colleague)
    sign(giver, handover, 0)
    with db.atomic() as before:
        db.run("UPDATE handover_item SET note = note WHERE handover_id = ?", handover.id)  # until then it may change
        before.rollback()
    accept_all(taker, handover)
    sign(taker, handover, 1)
    kept = db.select("SELECT * FROM handover"), db.select("SELECT * FROM handover_item ORDER BY id")
    with pytest.raises(IntegrityError), db.atomic():
        db.run(change, handover.id)
    assert kept == (db.select("SELECT * FROM handover"), db.select("SELECT * FROM handover_item ORDER BY id"))


@pytest.mark.rule("DM-H5")
def test_no_item_is_added_to_what_both_have_signed(browse, cast, at_the_desk):
    giver, taker = browse(cast.clerk), browse(cast.colleague)
    handover = frozen(giver, cast.colleague)
    sign(giver, handover, 0)
    accept_all(taker, handover)
    sign(taker, handover, 1)
    other = make.enquiry(by=cast.clerk)
    with pytest.raises(IntegrityError), db.atomic():
        Item.create(handover=handover, ticket=other)


def test_what_is_kept_is_told_on_the_ticket(browse, cast, at_the_desk):
    giver, taker = browse(cast.clerk), browse(cast.colleague)
    handover = frozen(giver, cast.colleague)
    sign(giver, handover, 0)
    assert Entry.select().where(Entry.kind == "kept").count() == 0
    accept_all(taker, handover)
    sign(taker, handover, 1)
    entry = Entry.get(Entry.kind == "kept")
    assert (entry.ticket_id, entry.text) == (at_the_desk[1].id, "Der Kunde wartet auf Maße.")
    page = giver.get(f"/tickets/{at_the_desk[1].number}")
    assert handover.document.number in (page if page.status == 200 else giver.get(page.place)).text_of("main")


def test_what_came_in_meanwhile_is_gathered_once_and_in_the_journal(browse, cast, at_the_desk):
    browser = browse(cast.clerk)
    handover = prepared(browser)
    browser.get(f"/handovers/{handover.id}")
    make.enquiry(by=cast.clerk, title="Neu")
    for _look in (1, 2):
        browser.get(f"/handovers/{handover.id}")
    rows = JournalRow.select().where(JournalRow.what == "handover.gathered")
    assert [row.changes for row in rows] == [{"items": [2, 3]}]


def test_only_the_clerk_and_leaders_of_the_region_take_it_back(browse, cast, at_the_desk):
    handover = frozen(browse(cast.clerk), cast.colleague)
    assert browse(cast.colleague).post(f"/handovers/{handover.id}/withdrawal", text="Weg damit.").status == 409
    assert browse(cast.stranger).post(f"/handovers/{handover.id}/withdrawal", text="Weg damit.").status == 404
    assert browse(cast.supervisor).post(f"/handovers/{handover.id}/withdrawal", text="Andere Ablösung.").status == 303
