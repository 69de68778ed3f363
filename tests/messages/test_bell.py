"""The bell: on every page, and asked for again and again."""

from __future__ import annotations

from portal.messages import actions
from tests import make


def tell(person, occasion: str = "EQ-1:late") -> None:
    actions.tell([person], occasion, text_zh="已超时", text_en="Overdue", url="/archive", at=make.TUESDAY)


def test_every_page_shows_how_many_are_unread(browse, cast):
    tell(cast.clerk), tell(cast.clerk, "EQ-2:late")
    assert browse(cast.clerk).get("/archive").text_of("#bell") == "Notices 2"


def test_it_leads_to_the_list_and_asks_each_minute(browse, cast):
    bell = browse(cast.clerk).get("/archive").soup.select_one("#bell")
    assert (bell["href"], bell["hx-get"], bell["hx-trigger"]) == ("/notices", "/notices/bell", "every 60s")
    assert bell["hx-swap"] == "outerHTML"


def test_the_page_and_the_poll_show_the_same_bell(browse, cast):
    tell(cast.clerk)
    reader = browse(cast.clerk)
    page, poll = reader.get("/archive"), reader.get("/notices/bell", htmx=True)
    assert (poll.status, poll.text_of("#bell")) == (200, "Notices 1")
    assert poll.soup.select_one("#bell").attrs == page.soup.select_one("#bell").attrs


def test_nothing_new_is_not_sent_again(browse, cast):
    reader = browse(cast.clerk)
    tag = reader.get("/notices/bell", htmx=True).headers["ETag"]
    again = reader.get("/notices/bell", htmx=True, headers={"If-None-Match": tag})
    assert (again.status, again.data) == (304, b"")
    tell(cast.clerk)
    fresh = reader.get("/notices/bell", htmx=True, headers={"If-None-Match": tag})
    assert (fresh.status, fresh.text_of("#bell")) == (200, "Notices 1")


def test_another_language_is_another_bell(browse, cast):
    tag = browse(cast.clerk).get("/notices/bell", htmx=True).headers["ETag"]
    reader = browse(cast.clerk, language="zh")
    assert reader.get("/notices/bell", htmx=True, headers={"If-None-Match": tag}).status == 200


def test_a_browser_that_comes_here_sees_the_list(browse, cast):
    reply = browse(cast.clerk).get("/notices/bell")
    assert (reply.status, reply.place) == (303, "/notices")


def test_a_stranger_is_sent_to_sign_in(browse):
    assert browse().get("/notices/bell", htmx=True).status == 204
