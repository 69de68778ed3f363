"""The days, the chain of deputies and who may stand in, as tables."""

from datetime import UTC, date, datetime

import pytest

from portal.access import rules
from portal.access.rules import Span

TODAY = date(2026, 11, 24)


def span(text: str) -> Span:
    """`24-26`: days of November 2026."""
    first, last = text.split("-")
    return Span(date(2026, 11, int(first)), date(2026, 11, int(last)))


@pytest.mark.parametrize(
    ("deputies", "found"),
    [
        ({}, None),
        ({2: 3}, None),
        ({1: None}, None),
        ({1: 2}, 2),
        ({1: 2, 2: 3}, 3),
        ({1: 2, 2: None}, None),
        ({1: 2, 2: 3, 3: 4}, 4),
        ({1: 1}, None),
        ({1: 2, 2: 1}, None),
        ({1: 2, 2: 3, 3: 2}, None),
    ],
)
def test_the_chain_of_deputies(deputies, found):
    assert rules.deputy_down_the_chain(1, deputies) == found


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Asia/Shanghai", 25), ("Europe/Berlin", 24), ("Pacific/Kiritimati", 25), ("America/New_York", 24)],
)
def test_today_is_the_date_on_the_person_s_wall(zone, day):
    assert rules.today_in(zone, datetime(2026, 11, 24, 16, 30, tzinfo=UTC)) == date(2026, 11, day)


@pytest.mark.parametrize(
    ("first", "last", "others", "words"),
    [
        ((2026, 11, 24), (2026, 11, 24), [], None),
        ((2026, 11, 20), (2026, 11, 24), [], None),
        ((2026, 11, 26), (2026, 11, 25), [], "before the first"),
        ((2026, 11, 20), (2026, 11, 23), [], "over"),
        ((2026, 11, 24), (2027, 11, 24), [], None),
        ((2026, 11, 24), (2027, 11, 25), [], "a year at most"),
        ((2028, 11, 25), (2028, 11, 25), [], None),
        ((2028, 11, 27), (2028, 11, 27), [], "two years ahead"),
        ((2026, 11, 24), (2026, 11, 26), ["26-28"], "Another absence"),
        ((2026, 11, 28), (2026, 11, 30), ["26-28"], "Another absence"),
        ((2026, 11, 27), (2026, 11, 27), ["26-28"], "Another absence"),
        ((2026, 11, 24), (2026, 11, 30), ["26-28"], "Another absence"),
        ((2026, 11, 24), (2026, 11, 25), ["26-28"], None),
        ((2026, 11, 29), (2026, 11, 30), ["26-28"], None),
    ],
)
def test_which_days_can_be_entered(first, last, others, words):
    fault = rules.fault_of_absence(Span(date(*first), date(*last)), [span(other) for other in others], today=TODAY)
    assert fault is None if words is None else words in str(fault)


@pytest.mark.parametrize(
    ("others", "throughout"),
    [
        ([], False),
        (["10-20"], True),
        (["12-15"], True),
        (["12-14"], False),
        (["13-15"], False),
        (["14-15", "10-13"], True),
        (["14-15", "10-12"], False),
        (["10-11", "16-20"], False),
    ],
)
def test_away_throughout(others, throughout):
    assert rules.is_away_throughout(span("12-15"), [span(other) for other in others]) is throughout


@pytest.mark.parametrize(("days", "left"), [("20-26", "20-23"), ("23-30", "23-23"), ("24-30", None), ("28-30", None)])
def test_what_is_left_when_somebody_is_back_today(days, left):
    assert rules.ended(span(days), TODAY) == (span(left) if left else None)


GOOD = {"oneself": False, "active": True, "cleared": True, "sees_as_far": True, "away_throughout": False}


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ({}, None),
        ({"oneself": True}, "for themselves"),
        ({"active": False}, "does not work here"),
        ({"cleared": False}, "cleared for less"),
        ({"sees_as_far": False}, "does not see the region"),
        ({"away_throughout": True}, "away all that time"),
    ],
)
def test_who_can_stand_in(fact, words):
    refusal = rules.refusal_of_deputy(**GOOD | fact)
    assert refusal is None if words is None else words in str(refusal)


@pytest.mark.parametrize(
    ("deputy", "person", "enough"),
    [(None, None, True), (None, ("eu",), True), (("eu",), ("eu",), True), (("us",), ("eu",), False),
     (("eu",), None, False), (("eu",), (), True), ((), ("eu",), False)],
)  # fmt: skip
def test_a_deputy_sees_as_far(deputy, person, enough):
    assert rules.sees_as_far(deputy, person) is enough


@pytest.mark.parametrize(
    ("manages", "seen", "arranges"), [(True, (), True), (False, None, True), (False, ("eu",), True), (False, ("us",), False)]
)
def test_for_whom_absences_are_arranged(manages, seen, arranges):
    assert rules.may_arrange(manages_accounts=manages, seen=seen, region="eu") is arranges
