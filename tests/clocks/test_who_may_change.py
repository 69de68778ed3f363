"""Whose calendar it is: read by all who keep calendars, changed by those who see its region."""

import pytest

from portal.clocks import queries, rules
from tests import make
from tests.clocks.test_set_day import HALF_DAY


@pytest.fixture
def at_head_office(database):
    """A supervisor of the region the head office serves."""
    return make.staff("supervisor.hq", roles=["supervisor"], region="hq")


def changes(browser, code: str) -> list[int]:
    """What the three ways to change a calendar are answered."""
    year = f"/calendars/{code}/2026"
    first = browser.post(f"{year}/days", **HALF_DAY)
    if first.place:
        browser.post(f"{first.place}/confirmation", then="save")
    return [
        first.status,
        browser.post(f"{year}/days/2026-12-24/removal").status,
        browser.post(f"{year}/import").status,
    ]


@pytest.mark.parametrize(
    ("code", "of_regions", "administers", "expected"),
    [
        ("eu", {"eu"}, False, True),
        ("us", {"eu"}, False, False),
        ("hq", {"hq"}, False, False),
        ("hq", None, False, True),
        ("us", None, False, True),
        ("eu", set(), False, False),
        ("hq", set(), True, True),
    ],
)
def test_the_rule(code, of_regions, administers, expected):
    assert rules.may_change(code, of_regions=of_regions, administers=administers) is expected


@pytest.mark.parametrize(
    ("part", "code"), [("supervisor", "eu"), ("manager", "us"), ("manager", "hq"), ("admin", "hq")]
)
def test_who_may_change_it(browse, cast, part, code):
    assert changes(browse(getattr(cast, part)), code) == [303, 303, 303]


@pytest.mark.parametrize("code", ["us", "hq", "jk"])
def test_a_supervisor_leaves_the_other_regions_alone(browse, cast, code):
    before = queries.calendar_for(code).version
    assert changes(browse(cast.supervisor), code) == [403, 403, 403]
    assert queries.calendar_for(code).version == before


def test_the_head_office_s_is_no_region_s_own(browse, at_head_office):
    assert changes(browse(at_head_office), "hq") == [403, 403, 403]


def test_a_calendar_that_is_not_there_is_not_found_by_them_either(browse, cast):
    assert changes(browse(cast.supervisor), "moon") == [404, 404, 404]


def test_it_is_read_without_what_would_change_it(browse, cast):
    for code, forms in (("us", False), ("eu", True)):
        page = browse(cast.supervisor).get(f"/calendars/{code}/2026")
        assert page.status == 200
        assert page.has(f"form[action^='/calendars/{code}']") is forms
        assert page.has("tbody tr")
