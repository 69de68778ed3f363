"""/me/password: the old one is asked for, the new one checked, every other browser signed out."""

import pytest

from portal.access.models import Staff
from tests import make

NEW = "seven green kites"


def send(browser, old=make.PASSWORD, new=NEW, again=None):
    return browser.post("/me/password", old_password=old, new_password=new, again_password=again or new)


def test_the_new_password_holds_from_now_on(browse, door, cast, journal):
    browser, elsewhere = browse(cast.clerk), browse(cast.clerk)
    assert send(browser).place == "/me"
    assert browser.get("/me").status == 200
    assert elsewhere.get("/me").status == 303
    assert door().sign_in("agent.eu", make.PASSWORD).status == 422
    assert door().sign_in("agent.eu", NEW).status == 303
    (row,) = journal("staff.password_changed")
    assert (row.who, row.subject, row.changes) == ("agent.eu", "agent.eu", {"sessions_ended": [None, 1]})


@pytest.mark.parametrize(
    ("old", "new", "again", "field", "says"),
    [
        ("wrong", NEW, NEW, "old_password", "not your present"),
        (make.PASSWORD, "short", "short", "new_password", "at least 10"),
        (make.PASSWORD, "supervisor.eu", "supervisor.eu", "new_password", "user name"),
        (make.PASSWORD, NEW, "another one", "again_password", "differ"),
        (make.PASSWORD, make.PASSWORD, make.PASSWORD, "new_password", "present one"),
        (make.PASSWORD, "x" * 300, "x" * 300, "new_password", "too long"),
        ("", NEW, NEW, "old_password", "fill"),
    ],
)
def test_what_will_not_do_is_said_beside_its_field(browse, cast, old, new, again, field, says):
    before = cast.supervisor.password_hash
    reply = send(browse(cast.supervisor), old, new, again)
    assert reply.status == 422
    assert says in reply.text_of(f"#{field}-error")
    assert reply.value_of("new_password") == ""
    assert Staff.get_by_id(cast.supervisor.id).password_hash == before


def test_a_stale_token_changes_nothing(browse, cast):
    reply = browse(cast.clerk).post(
        "/me/password", token="stale", old_password=make.PASSWORD, new_password=NEW, again_password=NEW
    )
    assert reply.status == 422


def test_a_one_time_password_is_used_up(door):
    make.staff("newcomer", password_hash=None, password="one-time-pass")
    Staff.update(must_change_password=True).where(Staff.username == "newcomer").execute()
    browser = door()
    assert browser.sign_in("newcomer", "one-time-pass").status == 303
    assert browser.get("/me").place == "/me/password"
    assert send(browser, old="one-time-pass").place == "/me"
    assert browser.get("/me").status == 200
