"""Searching in the real index: every piece of a Chinese text of one or two characters is found, and nothing else."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.core import db, search
from portal.tickets.actions.entries import add_words, forget_words
from portal.tickets.queries import finding
from tests import make

CHARACTERS = "退款发票物流清关水泵"
HAN = st.text(alphabet=CHARACTERS, min_size=1, max_size=12)
MIXED = st.lists(st.one_of(HAN, st.sampled_from([" ", "，", "P-200 ", "invoice ", "。"])), max_size=6).map("".join)
IDS = (9_000_001, 9_000_002)
MATCH = "SELECT rowid FROM ticket_search WHERE words MATCH ?"
MATCH_POSTGRESQL = "SELECT rowid FROM ticket_search WHERE words @@ CAST(? AS tsquery)"


def found(query: str) -> set[int]:
    """The ids the index gives for a query."""
    if db.is_postgresql():
        return {row[0] for row in db.select(MATCH_POSTGRESQL, search.tsquery(query))}
    return {row[0] for row in db.select(MATCH, search.fts5(query))}


def pieces(text: str) -> set[str]:
    """All runs of one and two characters of a text."""
    return {text[place : place + length] for length in (1, 2) for place in range(len(text) - length + 1)}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MIXED, MIXED, HAN)
@example("退款", "发票", "款发")
def test_a_piece_of_a_text_is_found_and_what_is_not_there_is_not(database, first, second, sought):
    add_words(IDS[0], first)
    add_words(IDS[0], second)
    add_words(IDS[1], "发票已寄出")
    try:
        for piece in pieces(first) | pieces(second):
            if set(piece) <= set(CHARACTERS):
                assert IDS[0] in found(piece), piece
        for piece in pieces(sought):
            assert (IDS[0] in found(piece)) == (piece in first or piece in second), piece
            assert (IDS[1] in found(piece)) == (piece in "发票已寄出"), piece
        assert (IDS[0] in found(sought)) == (sought in first or sought in second)
    finally:
        for number in IDS:
            forget_words(number)


@pytest.mark.parametrize(("query", "hit"), [("退款", True), ("款发", False), ("发票", True), ("退票", False), ("票", True)])
def test_a_phrase_does_not_run_from_one_text_into_the_next(cast, query, hit):
    ticket = make.enquiry(by=cast.clerk, title="申请退款", text="发票在哪里")
    assert [line.id for line in finding.found_page(cast.clerk, query, None).rows] == ([ticket.id] if hit else [])


def test_more_than_two_hundred_are_not_counted(cast, monkeypatch):
    monkeypatch.setattr(finding, "MANY_FOUND", 2)
    for _ in range(3):
        make.enquiry(by=cast.clerk, title="退款")
    assert finding.found_page(cast.clerk, "退款", None).count == "2+"
    assert finding.found_page(cast.stranger, "退款", None).count == "0"
