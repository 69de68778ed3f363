"""/tickets/views: saved views, kept, shared, pinned, and the tabs with their numbers."""

import pytest

from portal.audit.models import JournalRow
from portal.core import time
from portal.tickets.actions import saved as actions
from portal.tickets.models import Pin, SavedView
from tests import make
from tests.make import TUESDAY


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(TUESDAY):
        yield


def tabs(reply):
    return [tag.text.strip() for tag in reply.soup.select("nav.tabs > a[id^=view-]")]


def journaled():
    rows = JournalRow.select().where(JournalRow.what.startswith("view.")).order_by(JournalRow.id)
    return [(row.what, row.who, row.subject, row.changes) for row in rows]


def test_it_is_saved_from_the_list_and_is_a_tab_there(browse, cast):
    browser = browse(cast.clerk)
    form = browser.get("/tickets?level=3&channel=phone").soup.select_one("form.filters a[href*=views]")["href"]
    page = browser.get(form)
    assert page.value_of("view") == "level=3&channel=phone"
    reply = browser.post("/tickets/views", name="Telefon, schwierig", view=page.value_of("view"), scope="own", pinned="y")
    assert (reply.status, reply.place) == (303, "/tickets?level=3&channel=phone")
    here = browser.get(reply.place)
    assert tabs(here) == ["Telefon, schwierig"] and here.has("a[id^=view-][aria-current=page]")
    [row] = SavedView.select()
    assert journaled() == [("view.saved", "agent.eu", f"view:{row.id}", {"scope": ["", "own"]})]


def test_an_address_that_makes_no_sense_is_saved_as_what_it_means(cast):
    row = actions.save("x", "level=9&state=late&evil=<script>", "own", pin=False, by=cast.clerk)
    assert row.address == "state=late"


@pytest.mark.parametrize(("name", "scope"), [("", "own"), ("x" * 61, "own"), ("a\nb", "own"), ("fine", "nobody")])
def test_a_form_that_is_wrong_says_so_and_keeps_the_view(browse, cast, name, scope):
    reply = browse(cast.clerk).post("/tickets/views", name=name, view="level=3", scope=scope)
    assert reply.status == 422 and reply.value_of("view") == "level=3"
    assert not SavedView.select().exists()


@pytest.mark.parametrize(
    ("scope", "who", "sees"),
    [
        ("own", "colleague", False),
        ("team", "colleague", True),
        ("team", "stranger", False),
        ("all", "stranger", True),
    ],
)
def test_who_has_a_view(browse, cast, scope, who, sees):
    actions.save("Wichtig", "level=4", scope, pin=True, by=cast.supervisor)
    page = browse(getattr(cast, who)).get("/tickets/views")
    assert ("Wichtig" in page.text) is sees
    assert tabs(browse(cast.supervisor).get("/tickets")) == ["Wichtig"]


def test_sharing_belongs_to_leaders(browse, cast):
    browser = browse(cast.clerk)
    assert [tag["value"] for tag in browser.get("/tickets/views?view=").soup.select("[name=scope] option")] == ["own"]
    reply = browser.post("/tickets/views", name="x", view="", scope="all")
    assert reply.status == 409 and not SavedView.select().exists()


def test_a_shared_view_shows_each_reader_their_own(browse, cast):
    mine, theirs = make.enquiry(by=cast.clerk), make.enquiry(by=cast.colleague)
    row = actions.save("Meine", "owner=me", "all", pin=False, by=cast.supervisor)
    text = browse(cast.clerk).get(f"/tickets?{row.address}").text
    assert mine.number in text and theirs.number not in text


def test_it_is_pinned_and_taken_off_again(browse, cast):
    row = actions.save("Wichtig", "level=4", "all", pin=False, by=cast.supervisor)
    browser = browse(cast.clerk)
    for _twice in range(2):
        assert browser.post(f"/tickets/views/{row.id}/pin").status == 303
    assert tabs(browser.get("/tickets")) == ["Wichtig"] and Pin.select().count() == 1
    assert browser.post(f"/tickets/views/{row.id}/unpin").status == 303
    assert tabs(browser.get("/tickets")) == []


def test_what_is_not_shared_any_more_is_nobody_else_s_tab(browse, cast):
    row = actions.save("Wichtig", "level=4", "all", pin=False, by=cast.supervisor)
    actions.set_pin(row, by=cast.clerk)
    actions.change(row, name="Wichtig", scope="own", version=1, by=cast.supervisor)
    assert tabs(browse(cast.clerk).get("/tickets")) == []
    assert browse(cast.clerk).get(f"/tickets/views/{row.id}").status == 404


def test_it_gets_another_name_and_is_deleted(browse, cast):
    row = actions.save("Alt", "level=4", "own", pin=True, by=cast.clerk)
    browser = browse(cast.clerk)
    version = browser.get(f"/tickets/views/{row.id}").value_of("version")
    assert browser.post(f"/tickets/views/{row.id}", name="Neu", scope="own", version=version).status == 303
    assert tabs(browser.get("/tickets")) == ["Neu"]
    assert browser.post(f"/tickets/views/{row.id}", name="", scope="own", version="2").status == 422
    assert browser.post(f"/tickets/views/{row.id}/deletion").status == 303
    assert not SavedView.select().exists() and not Pin.select().exists()
    assert [row[0] for row in journaled()] == ["view.saved", "view.changed", "view.deleted"]


def test_of_two_who_change_one_view_the_second_is_told(browse, cast):
    row = actions.save("Alt", "", "all", pin=False, by=cast.supervisor)
    first, second = browse(cast.supervisor), browse(cast.manager)
    seen = [browser.get(f"/tickets/views/{row.id}").value_of("version") for browser in (first, second)]
    assert first.post(f"/tickets/views/{row.id}", name="Erste", scope="all", version=seen[0]).status == 303
    assert second.post(f"/tickets/views/{row.id}", name="Zweite", scope="all", version=seen[1]).status == 409
    assert SavedView.get().name == "Erste"


def test_a_clerk_does_not_change_what_a_leader_shares(browse, cast):
    row = actions.save("Wichtig", "", "all", pin=False, by=cast.supervisor)
    browser = browse(cast.clerk)
    assert browser.post(f"/tickets/views/{row.id}", name="Meins", scope="own", version="1").status == 409
    assert browser.post(f"/tickets/views/{row.id}/deletion").status == 409
    assert SavedView.get().name == "Wichtig"


@pytest.mark.parametrize("way", ["", "/pin", "/unpin", "/deletion"])
def test_a_view_of_somebody_else_is_not_there(browse, cast, way):
    row = actions.save("Geheim", "", "own", pin=False, by=cast.clerk)
    assert browse(cast.colleague).post(f"/tickets/views/{row.id}{way}", name="x", scope="own", version="1").status == 404


def test_the_wrong_role_is_refused(browse, cast):
    assert browse(cast.admin).get("/tickets/views").status == 403
    assert browse(cast.admin).post("/tickets/views", name="x", scope="own").status == 403
    assert browse().get("/tickets/views").place.startswith("/login")


def test_one_person_keeps_a_hundred(cast):
    for number in range(actions.MOST):
        actions.save(f"{number}", "", "own", pin=False, by=cast.clerk)
    with pytest.raises(actions.Refused, match="100"):
        actions.save("one more", "", "own", pin=False, by=cast.clerk)


def test_the_tabs_count_what_each_reader_sees_and_ask_for_nothing_twice(browse, cast):
    make.enquiry(by=cast.clerk)
    make.enquiry(by=cast.colleague, level=3)
    actions.save("Drei", "level=3", "own", pin=True, by=cast.clerk)
    browser = browse(cast.clerk)
    reply = browser.get("/tickets/views/tabs?in=owner%3Dme", htmx=True)
    assert [tag.text for tag in reply.soup.select(".count")] == ["2", "1", "0", "0", "1"]
    assert reply.soup.select_one("[aria-current=page]")["href"] == "/tickets?owner=me"
    asked = {"If-None-Match": reply.headers["ETag"]}
    assert browser.get("/tickets/views/tabs?in=owner%3Dme", htmx=True, headers=asked).status == 304
    elsewhere = browse(cast.stranger).get("/tickets/views/tabs?in=", htmx=True)
    assert [tag.text for tag in elsewhere.soup.select(".count")] == ["0"] * 4


def test_counting_stops_at_a_hundred(browse, cast):
    buyer = make.customer()
    for _number in range(101):
        make.enquiry(by=cast.clerk, customer=buyer)
    reply = browse(cast.clerk).get("/tickets/views/tabs?in=", htmx=True)
    assert [tag.text for tag in reply.soup.select(".count")] == ["99+", "99+", "0", "0"]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Enquiry · Open · Taken in · Level 3 · complex · Europe · Wang Fang · by Owner · Oldest first · Board"),
        ("zh", "咨询 · 进行中 · 已受理 · 三级·复杂 · 欧洲 · 王芳 · 按负责人 · 最早的在前 · 看板"),
    ],
)
def test_what_a_view_shows_is_told_in_the_reader_s_words(browse, cast, language, told):
    type(cast.clerk).update(name_en="Wang Fang").where(type(cast.clerk).id == cast.clerk.id).execute()
    address = "desk=enquiry&stage=taken&level=3&region=eu&owner=agent.eu&order=oldest&group=owner&shape=board"
    actions.save("x", address, "own", pin=False, by=cast.colleague)
    said = browse(cast.colleague, language=language).get("/tickets/views").text_of("tbody td")
    assert said == told


@pytest.mark.parametrize(("part", "others"), [("supervisor", ["王芳", "刘洋"]), ("clerk", [])])
def test_who_leads_others_chooses_among_them(browse, cast, part, others):
    make.enquiry(by=cast.clerk)
    make.enquiry(by=cast.supervisor)
    page = browse(getattr(cast, part)).get("/tickets")
    assert [tag.text for tag in page.soup.select("#filter-owner option")][2:] == others


def test_whom_the_address_names_is_called_by_name(browse, cast):
    page = browse(cast.clerk).get("/tickets?owner=agent2.eu")
    assert page.text_of("#filter-owner option[selected]") == "李娜"


def test_a_view_that_somebody_else_deleted_first_is_not_there(cast):
    row = actions.save("x", "", "all", pin=False, by=cast.supervisor)
    actions.delete(row, by=cast.manager)
    with pytest.raises(actions.Missing):
        actions.delete(row, by=cast.supervisor)
    assert [row[0] for row in journaled()] == ["view.saved", "view.deleted"]
