"""Opening a notice, and marking all as read."""

from __future__ import annotations

import pytest

from portal.messages import actions, queries
from portal.messages.models import Notice
from tests import make


@pytest.fixture
def notice(cast) -> Notice:
    said = {"text_zh": "已超时", "text_en": "Overdue", "url": "/archive?q=a b", "at": make.TUESDAY}
    actions.tell([cast.clerk], "EQ-1:late", **said)
    return Notice.get()


def test_opening_marks_as_read_and_leads_to_the_thing(browse, cast, notice):
    reader = browse(cast.clerk)
    place = reader.get("/notices").soup.select_one(".notice form")["action"]
    reply = reader.post(place)
    assert (reply.status, reply.place) == (303, "/archive?q=a%20b")
    assert queries.bell(cast.clerk) == ""


def test_htmx_is_sent_there_too(browse, cast, notice):
    reply = browse(cast.clerk).post(f"/notices/{notice.id}/reading", htmx=True)
    assert (reply.status, reply.place) == (204, "/archive?q=a%20b")


def test_opening_twice_is_no_error(browse, cast, notice):
    reader = browse(cast.clerk)
    reader.post(f"/notices/{notice.id}/reading")
    assert reader.post(f"/notices/{notice.id}/reading").status == 303


def test_somebody_elses_notice_is_not_there(browse, cast, notice):
    assert browse(cast.colleague).post(f"/notices/{notice.id}/reading").status == 404
    assert queries.bell(cast.clerk) == "1"


@pytest.mark.parametrize("number", ["999999", "2147483648", "99999999999999999999", "x"])
def test_what_is_not_there_is_not_found(browse, cast, number):
    assert browse(cast.clerk).post(f"/notices/{number}/reading").status == 404


def test_an_old_token_marks_nothing(browse, cast, notice):
    assert browse(cast.clerk).post(f"/notices/{notice.id}/reading", token="old").status == 422
    assert browse(cast.clerk).post("/notices/readings", token="old").status == 422
    assert queries.bell(cast.clerk) == "1"


def test_all_are_marked_as_read(browse, cast, notice):
    reader = browse(cast.clerk)
    assert reader.get("/notices").has("form[action='/notices/readings']")
    reply = reader.post("/notices/readings")
    assert (reply.status, reply.place) == (303, "/notices")
    after = reader.get("/notices")
    assert "All notices are marked as read." in after.text_of("#flashes")
    assert not after.has(".notice[data-state=unread]")
    assert not after.has("form[action='/notices/readings']")


def test_a_stranger_is_sent_to_sign_in(browse, notice, cast):
    assert browse().post(f"/notices/{notice.id}/reading").status == 303
    assert queries.bell(cast.clerk) == "1"
