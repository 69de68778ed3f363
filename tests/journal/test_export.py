"""The export: two kinds of files, limited, for who may, and journaled before a byte leaves (TM-4.8e)."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from portal.audit import actions, queries
from portal.audit.actions import origin, record
from portal.audit.models import JournalRow
from portal.core import db
from portal.journal import exporting
from tests.make import TUESDAY

HERE = "/audit/export?origin=10.9.8.7"


@pytest.fixture
def rows(cast):
    token = origin.set("10.9.8.7")
    made = [
        record("enquiry.classify", "E26-00012", by=cast.clerk, at=TUESDAY, changes={"level": [2, 3]}, reason='=HYPERLINK("x")'),
        record("staff.hired", cast.engineer, by=cast.admin, at=TUESDAY, reason='"quoted", 王\nnext'),
    ]
    origin.reset(token)
    return made


def take(browse, person, url=HERE, **fields):
    return browse(person).post(url, **({"format": "csv", "why": "Quarterly audit"} | fields))


def table(reply) -> list[list[str]]:
    return list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"))))


@pytest.mark.rule("TM-4.8e")
def test_a_table_for_excel(browse, cast, rows):
    reply = take(browse, cast.manager)
    assert reply.status == 200
    assert reply.data.startswith(b"\xef\xbb\xbf")
    assert reply.headers["Content-Disposition"].startswith("attachment; filename=journal-")
    head, second, first = table(reply)
    assert head[:3] == ["Row", "Time (Asia/Shanghai)", "Who"]
    assert first[:6] == [str(rows[0].id), "2026-11-24 17:00:00", "agent.eu", "10.9.8.7", "enquiry.classify", "ticket E26-00012"]
    assert first[6].startswith("王芳 (agent.eu) classified ticket E26-00012 anew on 2026-11-24 17:00:00")
    assert first[8] == "'=HYPERLINK(\"x\")"
    assert second[8] == '"quoted", 王\nnext'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"])
def test_nothing_in_a_cell_is_carried_out(text):
    assert exporting.harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["1-1", "a=b", "", "王", "E26-00012"])
def test_other_cells_stay_as_they_are(text):
    assert exporting.harmless(text) == text


@pytest.mark.rule("TM-4.8e")
def test_it_is_in_the_journal_with_what_was_asked_and_how_many(browse, cast, rows):
    take(browse, cast.manager, HERE + "&who=agent.eu")
    row = JournalRow.select().order_by(JournalRow.id.desc()).get()
    assert (row.what, row.who, row.reason) == ("journal.exported", "manager", "Quarterly audit")
    assert row.changes == {"rows": [None, 1], "format": [None, "csv"], "asked": [None, "who=agent.eu&origin=10.9.8.7"]}


def test_lines_from_which_each_row_can_be_verified_elsewhere(browse, cast, rows):
    reply = take(browse, cast.auditor, "/audit/export", format="jsonl")
    head, *lines = map(json.loads, reply.data.decode().splitlines())
    told = [line for line in lines if "row" in line]
    assert head["format"] == "portal-journal-1"
    assert sorted(line["row"]["number"] for line in told) == list(range(1, rows[1].id + 1))
    for line in told:
        text = json.dumps(line["row"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(f"{line['before']}\n{text}".encode()).hexdigest() == line["digest"]


def test_the_anchors_and_the_key_are_in_the_lines(browse, cast, rows, monkeypatch):
    monkeypatch.setattr(type(db.database.obj), "in_transaction", lambda self: False)
    actions.anchor(now=TUESDAY)
    monkeypatch.undo()
    try:
        _check_the_anchor(browse, cast)
    finally:
        (db.settings().anchors / "anchors.jsonl").unlink()  # the row it speaks of is taken back after the test


def _check_the_anchor(browse, cast) -> None:
    head, *lines = map(json.loads, take(browse, cast.auditor, "/audit/export", format="jsonl").data.decode().splitlines())
    anchor = json.loads(lines[-1]["anchor"])
    signature = bytes.fromhex(anchor.pop("signature"))
    signed = json.dumps(anchor, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    load_pem_public_key(head["public_key"].encode()).verify(signature, signed)
    digests = {line["row"]["number"]: line["digest"] for line in lines if "row" in line}
    assert digests[anchor["number"]] == anchor["digest"]


def test_rows_come_in_order_over_many_heaps(browse, cast, rows, monkeypatch):
    monkeypatch.setattr(queries.journal, "HEAP", 3)
    for _ in range(10):
        record("enquiry.note", "E26-00900", by=cast.clerk, at=TUESDAY)
    numbers = [int(line[0]) for line in table(take(browse, cast.manager, "/audit/export?subject=E26-00900"))[1:]]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 10


@pytest.mark.rule("TM-4.8e")
def test_too_much_is_refused_with_the_limit_and_leaves_no_trace(browse, cast, rows, monkeypatch):
    monkeypatch.setattr(exporting, "MOST", 1)
    before = queries.head()
    reply = take(browse, cast.manager)
    assert reply.status == 409
    assert "More than 1 rows fit this" in reply.text
    assert queries.head() == before


@pytest.mark.parametrize("fields", [{"why": ""}, {"why": "  "}, {"format": "exe"}, {"why": "x" * 201}])
def test_a_wrong_form_comes_back_and_takes_nothing_out(browse, cast, rows, fields):
    before = queries.head()
    reply = take(browse, cast.manager, **fields)
    assert reply.status == 422
    assert reply.has("#export[open]")
    assert queries.head() == before


def test_ticket_numbers_are_withheld_in_the_table_too(browse, cast, rows):
    assert b"E26" not in take(browse, cast.auditor).data


@pytest.mark.parametrize("part", ["admin", "clerk", "supervisor"])
def test_who_may_not_take_rows_out(browse, cast, rows, part):
    before = queries.head()
    assert take(browse, getattr(cast, part)).status == 403
    assert queries.head() == before


def test_who_may_not_is_not_offered_it(browse, cast, rows):
    assert not browse(cast.admin).get("/audit").has("#export")
    assert browse(cast.auditor).get("/audit").has("#export")
