"""Whom a ticket is shown: the condition of the lists and the predicate of the single ticket agree."""

import pytest

from portal.core import db
from portal.core.errors import Missing
from portal.enquiries import actions
from portal.tickets.queries import finding, lists, one
from portal.tickets.queries.filters import Filter
from portal.tickets.queries.visible import may_see
from tests import make
from tests.bench import floor
from tests.make import TUESDAY

DESK = Filter(desk="enquiry")


def sees(person, ticket):
    """By every way there is; all must say the same."""
    in_list = ticket.number in [line.number for line in lists.page_of(person, Filter(), TUESDAY).rows]
    column = lists.grouped(person, DESK, TUESDAY, by="stage", values=[ticket.stage], most=50)[ticket.stage][0]
    in_column = ticket.number in [line.number for line in column]
    found = ticket.number in [line.number for line in finding.found_page(person, "Pumpe", None).rows]
    counted = finding.found_page(person, "Pumpe", None).count != "0"
    alone = may_see(person, ticket, [member.id for member in one.members(ticket)])
    try:
        opened = one.numbered(person, ticket.number) == ticket
    except Missing:
        opened = False
    assert len({in_list, in_column, found, counted, alone, opened}) == 1
    return alone


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("clerk", True),
        ("colleague", True),
        ("engineer", True),
        ("supervisor", True),
        ("manager", True),
        ("stranger", False),
        ("auditor", False),
        ("admin", False),
    ],
)
def test_a_ticket_is_seen_in_its_region_and_by_those_who_see_all(cast, part, expected):
    assert sees(getattr(cast, part), make.enquiry(by=cast.clerk, at=TUESDAY)) is expected


def test_a_stranger_sees_what_was_handed_over(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    given = {"to": cast.stranger.id, "text": "The customer moved to the United States."}
    ticket = actions.make(ticket, "transfer", given, by=cast.clerk, at=TUESDAY)
    assert sees(cast.stranger, ticket)


def test_a_stranger_in_the_contact_group_sees_the_ticket(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    members = [cast.stranger.id, cast.engineer.id]
    ticket = actions.make(ticket, "group", {"members": members}, by=cast.clerk, at=TUESDAY)
    assert sees(cast.stranger, ticket)


FOUND = ["泵", "退款", "户退", "客户退款", "CT-2026", "müller", "MÜLLER"]
BEGUN = ["p-200", "e26-00001", "müll", "cust", "customs tro"]


@pytest.mark.parametrize("query", FOUND + BEGUN)
def test_words_of_one_and_two_characters_are_found(cast, query):
    make.enquiry(by=cast.clerk, at=TUESDAY, title="客户退款：水泵 P-200", text="合同 CT-2026-118, customs trouble")
    assert [line.number for line in finding.found_page(cast.clerk, query, None).rows] == ["E26-00001"]


@pytest.mark.parametrize("query", ["款客", "退户", "款合同", "pump", "", "   ", "！？", '"', "AND", "*", "(", "NEAR(a b)"])
def test_what_is_not_written_is_not_found(cast, query):
    make.enquiry(by=cast.clerk, at=TUESDAY, title="客户退款：水泵 P-200", text="合同 CT-2026-118")
    assert finding.found_page(cast.clerk, query, None).rows == []
    assert finding.found_page(cast.clerk, query, None).count == "0"


def test_what_is_said_later_is_found_and_newest_comes_first(cast):
    first = make.enquiry(by=cast.clerk, at=TUESDAY)
    second = make.enquiry(by=cast.clerk, at=TUESDAY)
    actions.make(first, "note", {"text": "仓库说下周到货"}, by=cast.clerk, at=TUESDAY)
    assert [line.id for line in finding.found_page(cast.clerk, "到货", None).rows] == [first.id]
    assert [line.id for line in finding.found_page(cast.clerk, "Pumpe", None).rows] == [second.id, first.id]


def test_pages_by_key_show_everything_once_in_order(cast):
    buyer = make.customer()
    for number in range(110):
        urgency = "urgent" if number % 3 == 0 else "normal"
        make.enquiry(by=cast.clerk, at=TUESDAY, urgency=urgency, customer=buyer)
    seen, after = [], None
    while True:
        rows = lists.page_of(cast.clerk, Filter(), TUESDAY, after=after)
        seen += rows.rows
        if rows.after is None:
            break
        after = [seen[-1].rank, seen[-1].due, seen[-1].id]
    assert seen == sorted(seen, key=lambda line: (line.rank, line.due, line.id))
    assert len({line.id for line in seen}) == 110


@pytest.mark.rule("TM-4.2e")
def test_urgent_matters_come_first(cast):
    calm = make.enquiry(by=cast.clerk, at=TUESDAY)
    urgent = make.enquiry(by=cast.clerk, at=TUESDAY, urgency="urgent", channel="online")
    lines = lists.page_of(cast.clerk, Filter(), TUESDAY).rows
    assert [line.id for line in lines] == [urgent.id, calm.id]
    column = lists.grouped(cast.clerk, DESK, TUESDAY, by="stage", values=["taken"], most=5)["taken"][0]
    assert [line.id for line in column] == [urgent.id, calm.id]


real = db.select
FOUR = Filter(region="eu", level=2, channel="email", kind="business")
OVER = Filter(desk="enquiry", state="closed")


def board(person, by, values):
    return lists.grouped(person, Filter(desk="enquiry"), TUESDAY, by=by, values=values, most=12)


HOT = {
    "the list": ("ticket_due", lambda person: lists.page_of(person, Filter(), TUESDAY)),
    "the list of a desk": ("ticket_open", lambda person: lists.page_of(person, DESK, TUESDAY)),
    "its next page": ("ticket_open", lambda person: lists.page_of(person, DESK, TUESDAY, after=[1, 0, 0])),
    "the board": ("ticket_stage", lambda person: board(person, "stage", ["taken", "treating"])),
    "the board by level": ("ticket_", lambda person: board(person, "level", [1, 2, 3, 4])),
    "a region": ("ticket_region", lambda person: lists.page_of(person, Filter(region="eu"), TUESDAY)),
    "four filters": ("ticket_region", lambda person: lists.page_of(person, FOUR, TUESDAY)),
    "somebody's": ("ticket_owner", lambda person: lists.page_of(person, Filter(owner=person.id), TUESDAY)),
    "what waits": ("ticket_waiting", lambda person: lists.page_of(person, Filter(state="waiting"), TUESDAY)),
    "what is on offer": ("ticket_offered", lambda person: lists.page_of(person, Filter(state="offered"), TUESDAY)),
    "what is over": ("ticket_closed", lambda person: lists.page_of(person, OVER, TUESDAY, order="newest")),
    "the floor of the benchmark": ("ticket_open", lambda _person: db.select(floor.ROWS)),
    "what is found": ("", lambda person: finding.found_page(person, "退款", None)),
}


@pytest.mark.parametrize("what", HOT)
@pytest.mark.parametrize("part", ["clerk", "manager"])
def test_the_hot_queries_are_answered_by_indexes(cast, monkeypatch, part, what):
    if db.is_postgresql():
        pytest.skip("plans of PostgreSQL depend on statistics")
    make.enquiry(by=cast.clerk, at=TUESDAY, title="退款")
    index, ask = HOT[what]
    assert_indexed(monkeypatch, index, lambda: ask(getattr(cast, part)))


def assert_indexed(monkeypatch, index, ask):
    """Every statement of `ask` is read off an index in its order: nothing is sorted, no table walked through."""
    asked = []
    with monkeypatch.context() as patch:
        patch.setattr(db, "select", lambda sql, *values: asked.append((sql, values)) or real(sql, *values))
        ask()
    assert asked
    plans = [" / ".join(row[3] for row in real(f"EXPLAIN QUERY PLAN {sql}", *values)) for sql, values in asked]
    for plan in plans:
        assert index in plan and "SCAN t /" not in plan and "TEMP B-TREE" not in plan, plan


def test_a_ticket_takes_any_amount_of_text(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    for part in range(12):
        text = "".join(chr(0x4E00 + (number * 7919 + part * 104_729) % 20_000) for number in range(20_000))
        actions.make(ticket, "note", {"text": text}, by=cast.clerk, at=TUESDAY)
    assert len(one.timeline(ticket)) == 13
