"""/admin/staff: who works here, filtered, page by page."""

import pytest
from playhouse.test_utils import count_queries

from portal.access import actions
from tests import make


def names(reply) -> list[str]:
    return [cell.text.split()[0] for cell in reply.soup.select("#people tbody th")]


def test_the_list_is_by_user_name(browse, cast):
    shown = names(browse(cast.admin).get("/admin/staff"))
    assert shown == sorted(shown)
    assert {"agent.eu", "manager", "admin"} <= set(shown)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("region=us", ["agent.us"]),
        ("role=supervisor", ["supervisor.eu"]),
        ("region=eu&role=engineer", ["tech.eu"]),
        ("state=left", ["gone"]),
        ("region=us&state=all", ["agent.us", "gone"]),
    ],
)
def test_it_can_be_narrowed(browse, cast, query, found):
    gone = make.staff("gone", region="us")
    actions.deactivate(gone, by=cast.admin, reason="moved away")
    assert names(browse(cast.admin).get(f"/admin/staff?{query}")) == found


@pytest.mark.parametrize("query", ["region=atlantis", "role=%00", "state=%27", "after=%00", "after=bm9wZQ", "region="])
def test_nonsense_in_the_address_is_passed_over(browse, cast, query):
    assert "agent.eu" in names(browse(cast.admin).get(f"/admin/staff?{query}"))


def test_nobody_fitting_says_what_to_do(browse, cast):
    page = browse(cast.admin).get("/admin/staff?region=jk")
    assert page.text_of(".empty__title") == "Nobody fits this"


def test_a_long_list_goes_on_after_the_last_name_and_costs_no_more(browse, cast):
    for number in range(60):
        make.staff(f"many{number:02}", region="sea")
    browser = browse(cast.admin)
    with count_queries() as first:
        page = browser.get("/admin/staff?region=sea")
    following = page.soup.select_one("a[rel=next]")["href"]
    with count_queries() as second:
        rest = browser.get(following)
    assert names(page)[-1] == "many49"
    assert names(rest) == [f"many{number}" for number in range(50, 60)]
    assert second.count <= first.count <= 8


def test_others_may_look_but_find_no_way_in(browse, cast):
    page = browse(cast.clerk).get("/admin/staff")
    assert page.status == 200
    assert not page.has("#people a")
    assert not page.has("a[href='/admin/staff/new']")


def test_nobody_signed_in_is_asked_to(browse):
    assert browse().get("/admin/staff").place.startswith("/login")
