"""The guard: who is sent to sign in, who is refused, and that nothing typed is lost on the way."""

import pytest

from portal.access import Permission, regions_seen_by
from portal.access.guard import requires
from portal.audit.actions import origin
from tests import make


def test_a_plain_browser_is_sent_to_sign_in_and_back(browse):
    reply = browse().get("/me?x=1&y=%E4%B8%AD")
    assert reply.status == 303
    assert reply.place.startswith("/login?next=")
    assert "x%3D1" in reply.place or "x=1" in reply.place


def test_after_signing_in_the_person_is_back(door):
    browser = door()
    sent = browser.get("/me").place
    assert sent == "/login?next=/me"
    assert browser.sign_in("agent.eu", next=browser.get(sent).soup.select_one("#next")["value"]).place == "/me"


def test_htmx_leaves_for_the_sign_in_page_and_back_to_the_page_it_was_on(browse):
    reply = browse().get("/notices/bell", htmx=True, headers={"HX-Current-URL": "http://localhost/enquiries?stage=x"})
    assert reply.status == 204
    assert reply.place.startswith("/login?next=/enquiries")
    assert "bell" not in reply.place


@pytest.mark.parametrize("header", ["HX-Current-URL", "Referer", "Origin"])
def test_a_header_that_cannot_be_read_harms_nothing(browse, header):
    reply = browse().post("/me/interface", token="none", htmx=header.startswith("HX"), headers={header: "http://["})
    assert reply.place == "/login"


def test_the_wrong_role_is_refused(browse, cast):
    assert browse(cast.clerk).get("/admin/staff/new").status == 403
    assert browse(cast.clerk).get("/admin/staff/new", htmx=True).status == 403


def test_the_permission_can_be_read_back_from_a_view():
    assert requires(Permission.HOME_VIEW)(lambda: "").permission is Permission.HOME_VIEW


def test_what_was_typed_survives_the_end_of_a_session(door):
    browser = door()
    kept = browser.post("/me/interface", language="en", zone="Europe/Paris", seen="4711")
    assert kept.status == 422
    assert "What you typed is kept" in kept.text_of("[role=alert]")
    fields = {field["name"]: field["value"] for field in kept.soup.select("main form input[type=hidden]")}
    assert fields["kept_action"] == "/me/interface"
    assert (fields["kept-language"], fields["kept-zone"]) == ("en", "Europe/Paris")

    del fields["csrf_token"]
    again = browser.post("/login", username="agent.eu", password="portal-demo", **fields)
    assert again.status == 200
    form = again.soup.select_one("main form")
    assert form["action"] == "/me/interface"
    assert "Paris" in again.text_of(".typed") and "4711" not in again.text_of(".typed")
    sent = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    done = browser.post(form["action"], token=sent.pop("csrf_token"), **sent)
    assert (done.status, done.place) == (303, "/me")
    assert browser.get("/me").value_of("zone") == "Europe/Paris"


def test_it_survives_a_wrong_password_too(door):
    browser = door()
    kept = {"kept_action": "/tickets/1/note", "kept-text": "Hallo"}
    reply = browser.post("/login", username="agent.eu", password="wrong", **kept)
    assert reply.status == 422
    assert reply.value_of("kept-text") == "Hallo"


def test_several_values_of_one_name_are_all_kept(door):
    browser = door()
    reply = browser.post("/admin/staff", roles=["clerk", "senior"], name="李娜")
    assert [field["value"] for field in reply.soup.select("[name=kept-roles]")] == ["clerk", "senior"]


def test_passwords_are_never_carried(door):
    secrets = {"old_password": "old-secret", "new_password": "new-secret", "again_password": "new-secret"}
    reply = door().post("/me/password", reason="because", **secrets)
    assert reply.value_of("kept-reason") == "because"
    assert "secret" not in reply.text


def test_htmx_gets_the_sign_in_page_in_place_of_the_page(door):
    reply = door().post("/me/interface", htmx=True, language="en", zone="Europe/Paris")
    assert reply.status == 422
    assert (reply.headers["HX-Retarget"], reply.headers["HX-Reswap"]) == ("body", "innerHTML")
    assert reply.value_of("kept-zone") == "Europe/Paris"


def test_what_another_site_posts_is_not_offered_for_sending_again(door):
    reply = door().post("/me/interface", token="none", headers={"Origin": "https://evil.example"}, zone="Europe/Paris")
    assert (reply.status, reply.place) == (303, "/login")


def test_another_site_cannot_lay_words_into_the_sign_in_page(door):
    """One click on "send" afterwards would have sent them in the name of whoever signs in."""
    kept = {"kept_action": "/tickets/1/note", "kept-text": "Hallo"}
    foreign = {"headers": {"Origin": "https://evil.example"}, "token": "none"}
    for password in ("portal-demo", "wrong"):
        reply = door().post("/login", username="agent.eu", password=password, **foreign, **kept)
        assert reply.status == 422
        assert not reply.has("[name^=kept]") and "Hallo" not in reply.text


def test_what_is_journaled_after_a_request_does_not_come_from_its_address(door):
    before = origin.get()
    assert door().get("/login").status == 200
    assert door().get("/nowhere").status == 404
    assert origin.get() == before == ""


def test_nothing_is_sent_to_another_site(door):
    kept = {"kept_action": "https://evil.example/", "kept-text": "Hallo"}
    reply = door().post("/login", username="agent.eu", password="portal-demo", **kept)
    assert (reply.status, reply.place) == (303, "/")


def test_a_one_time_password_leads_to_a_new_one_first(browse):
    person = make.staff("newcomer", password_hash=None)
    browser = browse(person)
    assert browser.get("/").place == "/me/password"
    assert browser.get("/enquiries", htmx=True).headers["HX-Redirect"] == "/me/password"
    assert browser.get("/me/password").status == 200


@pytest.mark.parametrize(
    ("roles", "seen"),
    [
        (["clerk"], ("eu",)),
        (["supervisor"], ("eu",)),
        (["manager"], None),
        (["admin"], ()),
        (["legal"], ()),
        (["clerk", "analyst"], None),
    ],
)
def test_which_regions_a_person_sees(database, roles, seen):
    assert regions_seen_by(make.staff("somebody", roles=roles)) == seen
