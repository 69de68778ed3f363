"""POST /logout."""

from portal.access.models import Session


def test_signing_out_ends_the_session_for_good(door, journal):
    browser = door()
    browser.sign_in("agent.eu")
    stolen = browser.cookie()["_user_id"]
    reply = browser.post("/logout")
    assert (reply.status, reply.place) == (303, "/login")
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = stolen
    assert browser.get("/me").status == 303
    assert Session.get().revoked_by == "agent.eu"
    assert [row.subject for row in journal("staff.signed_out")] == ["agent.eu"]


def test_htmx_leaves_the_page(browse, cast):
    reply = browse(cast.clerk).post("/logout", htmx=True)
    assert (reply.status, reply.headers["HX-Redirect"]) == (204, "/login")


def test_other_browsers_stay(browse, cast):
    here, there = browse(cast.clerk), browse(cast.clerk)
    here.post("/logout")
    assert there.get("/me").status == 200


def test_without_a_token_nobody_is_signed_out(browse, cast):
    browser = browse(cast.clerk)
    assert browser.post("/logout", token="forged").status == 422
    assert browser.get("/me").status == 200


def test_it_is_no_link(browse, cast):
    assert browse(cast.clerk).get("/logout").status == 405
