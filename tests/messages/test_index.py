"""The list of notices."""

from __future__ import annotations

from playhouse.test_utils import count_queries

from portal.messages import actions
from portal.messages.models import Notice
from tests import make


def tell(people, occasion: str = "EQ-1:late", **more) -> None:
    said = {"text_zh": "已超时", "text_en": "Overdue", "url": "/archive", "at": make.TUESDAY, "kind": "late"} | more
    actions.tell(people, occasion, **said)


def test_notices_are_listed_newest_first_and_unread_ones_stand_out(browse, cast):
    tell([cast.clerk], text_en="Old")
    actions.read_all(by=cast.clerk)
    tell([cast.clerk], "EQ-2:late", text_en="New")
    rows = browse(cast.clerk).get("/notices").soup.select("#notices .notice")
    assert [row.select_one(".row-link").text.split()[-1] for row in rows] == ["New", "Old"]
    assert [row.get("data-state") for row in rows] == ["unread", None]
    assert rows[1].select_one(".row-link")["href"] == "/archive"
    assert "2026-11-24 10:00" in rows[0].text


def test_each_reader_reads_the_own_language(browse, cast):
    tell([cast.clerk])
    assert "已超时" in browse(cast.clerk, language="zh").get("/notices").text_of("#notices")


def test_what_is_told_is_only_text(browse, cast):
    tell([cast.clerk], text_en="<b>bold</b>")
    assert "<b>bold</b>" in browse(cast.clerk).get("/notices").text_of("#notices")


def test_nothing_told_says_so(browse, cast):
    tell([cast.colleague])
    reply = browse(cast.clerk).get("/notices")
    assert reply.text_of(".empty__title") == "No notices"
    assert not reply.has("form[action='/notices/readings']")


def test_the_next_page_follows(browse, cast):
    for number in range(51):
        tell([cast.clerk], f"EQ-{number}:late", text_en=f"Nr-{number}")
    reader = browse(cast.clerk)
    second = reader.get(reader.get("/notices").soup.select_one("a[rel=next]")["href"])
    assert [row.text.split()[-1] for row in second.soup.select(".notice .row-link")] == ["Nr-0"]


def test_a_mark_somebody_tampered_with_begins_at_the_start(browse, cast):
    tell([cast.clerk])
    assert browse(cast.clerk).get("/notices?after=WyJhIl0").has(".notice")


def test_a_stranger_is_sent_to_sign_in(browse):
    assert browse().get("/notices").status == 303


def test_the_list_costs_the_same_for_few_and_many(browse, cast):
    reader = browse(cast.clerk)
    tell([cast.clerk])
    reader.get("/notices")
    with count_queries() as few:
        reader.get("/notices")
    for number in range(20):
        tell([cast.clerk], f"EQ-{number}:late")
    with count_queries() as many:
        reader.get("/notices")
    assert few.count == many.count <= 3
    assert Notice.select().count() == 20
