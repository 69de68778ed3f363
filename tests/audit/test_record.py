"""Writing the journal: in the transaction of what it tells."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import pytest

from portal.audit import SYSTEM, queries
from portal.audit.actions import origin, record
from portal.audit.models import JournalRow
from portal.core import db, time
from tests.make import TUESDAY


def test_a_row_says_who_when_from_where_what_to_which_and_why(cast):
    token = origin.set("10.0.0.1")
    row = record("enquiry.answer", "E26-00001", by=cast.clerk, at=TUESDAY, reason="asked", changes={"stage": ["a", "b"]})
    origin.reset(token)
    kept = JournalRow.get_by_id(row.id)
    assert (kept.who, kept.at, kept.origin, kept.what) == ("agent.eu", TUESDAY, "10.0.0.1", "enquiry.answer")
    assert (kept.subject, kept.reason, kept.changes) == ("E26-00001", "asked", {"stage": ["a", "b"]})


def test_the_portal_itself_acts_as_system_and_now_is_now(database):
    with time.frozen(TUESDAY):
        row = record("clock.missed", "E26-00001", by=SYSTEM)
    assert (row.who, row.at, row.origin, row.reason, row.changes) == ("system", TUESDAY, "", "", None)


def test_rows_are_numbered_without_gaps(database):
    before = queries.head()
    assert [record("a.b", "x", by=SYSTEM).id for _ in range(3)] == [before + 1, before + 2, before + 3]
    assert queries.head() == before + 3


def test_the_row_dies_with_the_transaction_of_the_change(database):
    before = queries.head()
    with pytest.raises(ZeroDivisionError), db.atomic():
        _record_and_fail()
    assert queries.head() == before
    assert record("a.b", "x", by=SYSTEM).id == before + 1


def _record_and_fail() -> None:
    record("a.b", "x", by=SYSTEM)
    raise ZeroDivisionError


def test_the_rows_of_one_subject_in_order(database):
    for subject in ("E1", "E2", "E1"):
        record("a.b", subject, by=SYSTEM)
    rows = list(queries.about("E1"))
    assert [row.subject for row in rows] == ["E1", "E1"]
    assert rows[0].id < rows[1].id


def test_the_origin_of_a_request_is_the_caller_s_address(browse, cast):
    browser = browse(cast.clerk)
    browser.post("/language", language="zh")
    assert JournalRow.select().order_by(JournalRow.id.desc()).get().origin == "127.0.0.1"


def reckoned(before: str, row: JournalRow) -> str:
    """The chain as its charter tells it, written a second time: sorted keys, no blanks, characters as they are."""
    milliseconds = round((row.at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000)
    parts = {
        "at": json.dumps(milliseconds),
        "changes": _compact(row.changes),
        "number": json.dumps(row.id),
        "origin": _compact(row.origin),
        "reason": _compact(row.reason),
        "subject": _compact(row.subject),
        "what": _compact(row.what),
        "who": _compact(row.who),
    }
    line = "{" + ",".join(f'"{name}":{value}' for name, value in parts.items()) + "}"
    return hashlib.sha256(before.encode() + b"\n" + line.encode()).hexdigest()


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_another_program_comes_to_the_same_digests(cast):
    record("a.b", '王 "quoted" \\ \n', by=cast.clerk, reason="😀 مرحبا", changes={"z": [None, 1], "a": [True, {"y": 1, "b": []}]})
    record("a.b", "", by=SYSTEM, at=datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=UTC))
    before = "0" * 64
    for row in JournalRow.select().order_by(JournalRow.id):
        before = reckoned(before, row)
        assert row.digest == before
