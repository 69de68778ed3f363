"""Whose turn it is, as a table: presence first, then language, load, turn; with the reasons in words."""

from datetime import UTC, datetime

import pytest

from portal.tickets.assigning import Candidate, chosen, ranked

LONG_AGO, LATELY = datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 24, 8, tzinfo=UTC)


def person(number, **changes):
    known = {"serves_language": True, "on_shift": True, "active": True, "on_leave": False, "load": 3, "last": LATELY}
    return Candidate(id=number, **known | changes)


CASES = [
    # the first, the second, why the second is not first
    ({}, {"active": False, "load": 0}, "on shift, away from the desk"),
    ({"active": False}, {"on_shift": False, "load": 0}, "not on shift"),
    ({"on_shift": False}, {"on_leave": True, "load": 0}, "on leave"),
    ({"active": False, "serves_language": False}, {"on_shift": False, "active": True}, "not on shift"),
    ({"serves_language": False, "load": 9}, {"active": False}, "on shift, away from the desk"),
    ({"load": 9}, {"serves_language": False, "load": 0}, "does not serve the customer's language"),
    ({"load": 9, "serves_language": False}, {"leads": True, "load": 0}, "leads others, who come first"),
    ({"active": False}, {"leads": True, "load": 0}, "leads others, who come first"),
    ({"leads": True, "active": False}, {"on_shift": False}, "not on shift"),
    ({"load": 2}, {"load": 3, "last": None}, "has more to do: 3 against 2"),
    ({"last": LONG_AGO}, {"last": LATELY}, "was given a ticket more recently"),
    ({"last": None}, {"last": LONG_AGO}, "was given a ticket more recently"),
]


@pytest.mark.rule("TM-3.3a", "TM-4.2e")
@pytest.mark.parametrize(("first", "second", "behind"), CASES)
def test_the_first_thing_that_differs_decides_and_is_said(first, second, behind):
    places = ranked([person(1, **second), person(2, **first)])
    assert [place.candidate.id for place in places] == [2, 1]
    assert (str(places[0].behind), str(places[1].behind)) == ("", behind)


def test_equals_go_by_their_accounts():
    assert [str(place.behind) for place in ranked([person(2), person(1)])] == ["", "stands equal; the order of accounts decides"]
    assert chosen([person(2), person(1)]).candidate.id == 1


def test_what_speaks_for_somebody_is_said():
    facts = chosen([person(1, serves_language=False, load=4)]).facts
    assert list(map(str, facts)) == ["on shift, at the desk", "does not serve the customer's language", "load 4"]
    away = ranked([person(1, on_leave=True, deputy="李娜")])[0].facts
    assert str(away[0]) == "on leave; 李娜 stands in"


def test_nobody_is_chosen_where_nobody_may_hold_it_or_all_are_on_leave():
    assert chosen([]) is None
    assert chosen([person(1, on_leave=True)]) is None
