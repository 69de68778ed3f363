"""Telling people and their reading of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playhouse.test_utils import assert_query_count

from portal.core import db
from portal.core.errors import Missing
from portal.core.time import frozen
from portal.messages import actions, queries
from portal.messages.models import Notice
from tests import make

LATER = make.TUESDAY + timedelta(hours=1)


def tell(people, occasion: str = "EQ-1:late", **more) -> int:
    said = {"text_zh": "已超时", "text_en": "Overdue", "url": "/tickets/EQ-1", "at": make.TUESDAY} | more
    return actions.tell(people, occasion, **said)


def test_each_person_is_told(cast):
    assert tell([cast.clerk, cast.supervisor]) == 2
    notice = queries.notices_of(cast.clerk, None).rows[0]
    assert (notice.text_zh, notice.text_en, notice.url) == ("已超时", "Overdue", "/tickets/EQ-1")
    assert (notice.at, notice.kind, notice.read_at) == (make.TUESDAY, "note", None)


def test_the_same_occasion_is_told_a_person_once(cast):
    assert tell([cast.clerk, cast.clerk]) == 1
    assert tell([cast.clerk, cast.supervisor], text_en="Again") == 1
    assert [notice.text_en for notice in Notice.select().where(Notice.staff == cast.clerk)] == ["Overdue"]
    assert tell([cast.clerk], "EQ-1:missed") == 1


def test_what_was_read_is_not_told_again(cast):
    tell([cast.clerk])
    actions.read_all(by=cast.clerk)
    assert tell([cast.clerk]) == 0
    assert queries.bell(cast.clerk) == ""


def test_nobody_to_tell_is_no_error(database):
    assert tell([]) == 0


def test_a_notice_that_makes_no_sense_is_an_error(cast):
    with pytest.raises(ValueError, match="not a path of the portal"):
        tell([cast.clerk], url="https://elsewhere.example/")
    assert not Notice.select().exists()


def test_the_first_look_counts(cast):
    tell([cast.clerk])
    notice = Notice.get()
    for moment in (make.TUESDAY, LATER):
        with frozen(moment):
            actions.read(notice, by=cast.clerk)
    assert Notice.get().read_at == make.TUESDAY


def test_nobody_reads_for_another(cast):
    tell([cast.clerk])
    actions.read(Notice.get(), by=cast.colleague)
    assert actions.read_all(by=cast.colleague) == 0
    assert Notice.get().read_at is None
    with pytest.raises(Missing):
        queries.found(cast.colleague, Notice.get().id)


def test_reading_all_reads_ones_own(cast):
    tell([cast.clerk, cast.colleague]), tell([cast.clerk], "EQ-2:late")
    assert actions.read_all(by=cast.clerk) == 2
    assert (queries.bell(cast.clerk), queries.bell(cast.colleague)) == ("", "1")


def test_the_bell_stops_at_99(cast):
    for number in range(100):
        tell([cast.clerk], f"EQ-{number}:late")
    assert queries.bell(cast.clerk) == "99+"
    actions.read(queries.notices_of(cast.clerk, None).rows[0], by=cast.clerk)
    assert queries.bell(cast.clerk) == "99"


def test_the_bell_is_one_look_at_an_index(cast):
    with assert_query_count(1):
        queries.bell(cast.clerk)
    if not db.is_postgresql():
        plan = " ".join(str(row[3]) for row in db.select(f"EXPLAIN QUERY PLAN {queries.UNREAD}", cast.clerk.id, 0, 100))
        assert "USING COVERING INDEX notice_unread" in plan


def test_pages_run_from_the_newest_to_the_oldest(cast):
    for number in range(51):
        tell([cast.clerk, cast.colleague], f"EQ-{number}:late", text_en=str(number))
    first = queries.notices_of(cast.clerk, None)
    second = queries.notices_of(cast.clerk, first.after)
    assert [notice.text_en for notice in (*first.rows, *second.rows)] == [str(number) for number in range(50, -1, -1)]
    assert second.after is None
