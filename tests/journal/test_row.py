"""One row: the sentence, before and after, as it is recorded, and what else there is of it."""

from __future__ import annotations

import pytest

from portal.audit.actions import record
from tests.audit.tampering import tamper
from tests.make import TUESDAY


@pytest.fixture
def row(cast):
    changes = {"level": [2, 3], "owner_id": [cast.clerk.id, cast.engineer.id]}
    return record("enquiry.classify", "E26-00012", by=cast.clerk, at=TUESDAY, reason="He complained again", changes=changes)


def test_it_says_who_did_what_when_and_why(browse, cast, row):
    reply = browse(cast.manager).get(f"/audit/{row.id}")
    assert reply.text_of("#sentence") == (
        "王芳 (agent.eu) classified ticket E26-00012 anew on 2026-11-24 17:00:00: level changed from Level 2 · ordinary to "
        "Level 3 · complex; owner changed from 王芳 (agent.eu) to 陈工 (tech.eu). Reason: He complained again"
    )
    assert [cell.text for cell in reply.soup.select("#changes del, #changes ins")] == [
        "Level 2 · ordinary", "Level 3 · complex", "王芳 (agent.eu)", "陈工 (tech.eu)"
    ]  # fmt: skip
    assert row.digest in reply.text
    assert "enquiry.classify" in reply.text


def test_it_leads_to_its_neighbours_and_to_more_of_its_kind(browse, cast, row):
    record("a.b", "x", by=cast.clerk)
    links = {tag["href"] for tag in browse(cast.manager).get(f"/audit/{row.id}").soup.select("main a")}
    assert {f"/audit/{row.id - 1}", f"/audit/{row.id + 1}", f"/audit?same={row.id}", "/audit?who=agent.eu"} <= links
    assert "/audit?what=enquiry.classify" in links


def test_a_number_is_withheld_from_who_may_not_open_tickets(browse, cast, row):
    text = browse(cast.auditor).get(f"/audit/{row.id}").text
    assert "E26" not in text
    assert "He complained again" in text


def test_an_unknown_verb_is_shown_raw(browse, cast):
    row = record("ship.sunk", "Titanic", by="captain", at=TUESDAY, changes={"iceberg": [None, 1]})
    assert browse(cast.manager).get(f"/audit/{row.id}").text_of("#sentence") == (
        "captain ship.sunk Titanic on 2026-11-24 17:00:00: iceberg set to 1."
    )


def test_a_row_that_somebody_spoilt_can_still_be_read(browse, cast, row):
    tamper("UPDATE journal SET changes = 'oops' WHERE id = ?", row.id)
    assert "classified ticket" in browse(cast.manager).get(f"/audit/{row.id}").text_of("#sentence")


def test_no_such_row(browse, cast):
    assert browse(cast.manager).get("/audit/2147483647").status == 404


def test_who_may_not_read_it(browse, cast, row):
    assert browse(cast.clerk).get(f"/audit/{row.id}").status == 403
