"""/me: what is kept about oneself, language and zone, other browsers."""

import pytest

from portal.access.models import Session, Staff


def test_the_page_tells_what_is_kept(browse, cast):
    page = browse(cast.clerk).get("/me")
    assert page.text_of("h1") == "王芳"
    assert "Service clerk" in page.text_of(".facts")
    assert "Secret" in page.text_of(".facts")
    assert "This browser" in page.text_of("#sessions")


def test_language_and_zone_are_one_s_own_choice(browse, cast, journal):
    browser = browse(cast.clerk)
    reply = browser.post("/me/interface", language="zh", zone="Asia/Tokyo")
    assert (reply.status, reply.place) == (303, "/me")
    person = Staff.get_by_id(cast.clerk.id)
    assert (person.language, person.zone) == ("zh", "Asia/Tokyo")
    (row,) = journal("staff.changed")
    assert (row.who, row.changes) == ("agent.eu", {"language": ["en", "zh"], "zone": ["Europe/Berlin", "Asia/Tokyo"]})
    assert browser.get("/me").soup.html["lang"] == "zh-Hans"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"language": "en", "zone": "Mars/Base"}, "zone"),
        ({"language": "en", "zone": ""}, "zone"),
        ({"language": "en", "zone": "../../etc/passwd"}, "zone"),
        ({"language": "en", "zone": "Europe/\x07Berlin"}, "zone"),
        ({"language": "tlh", "zone": "Europe/Berlin"}, "language"),
        ({}, "zone"),
    ],
)
def test_a_choice_that_does_not_exist_comes_back_filled(browse, cast, form, field):
    reply = browse(cast.clerk).post("/me/interface", **form)
    assert reply.status == 422
    assert reply.text_of(f"#{field}-error")
    assert reply.value_of("zone") == form.get("zone", "")
    assert Staff.get_by_id(cast.clerk.id).zone == "Europe/Berlin"


def test_another_browser_of_one_s_own_can_be_signed_out(browse, cast, journal):
    here, there = browse(cast.clerk), browse(cast.clerk)
    action = here.get("/me").soup.select_one("#sessions form")["action"]
    reply = here.post(action)
    assert (reply.status, reply.place) == (303, "/me")
    assert there.get("/me").status == 303
    assert here.get("/me").status == 200
    assert [row.who for row in journal("session.revoked")] == ["agent.eu"]


def test_the_session_of_somebody_else_is_not_there(browse, cast):
    browser = browse(cast.clerk)
    browse(cast.colleague)
    theirs = Session.get(Session.staff == cast.colleague)
    assert browser.post(f"/me/sessions/{theirs.id}/revocation").status == 404
    assert Session.get_by_id(theirs.id).revoked_at is None


@pytest.mark.parametrize("path", ["/me", "/me/password"])
def test_nobody_signed_in_is_asked_to(browse, path):
    assert browse().get(path).status == 303
