"""The list of customers."""

from __future__ import annotations

import pytest
from playhouse.test_utils import count_queries

from portal.core import paging
from tests import make


def shown(reply) -> list[str]:
    return [link.text for link in reply.soup.select("#customers .row-link")]


def searched(reply) -> str:
    return reply.soup.select_one("#customer-filters [name=q]")["value"]


def test_the_list_shows_the_customers_of_the_own_region(browse, cast):
    make.customer("Müller GmbH", contact="Eva"), make.customer("Acme Inc.", country="US")
    reply = browse(cast.clerk).get("/archive")
    assert reply.status == 200
    assert shown(reply) == ["Müller GmbH"]
    assert "Germany" in reply.text_of("#customers tbody tr")
    assert "Eva" in reply.text_of("#customers tbody tr")


def test_htmx_gets_the_list_alone(browse, cast):
    make.customer("Müller GmbH")
    reply = browse(cast.clerk).get("/archive?q=mül", htmx=True)
    assert reply.status == 200
    assert "<html" not in reply.text
    assert shown(reply) == ["Müller GmbH"]
    assert "HX-Request" in reply.headers["Vary"]


def test_the_filters_narrow_and_stay_filled(browse, cast):
    make.customer("Müller GmbH"), make.customer("Müller SA", country="FR"), make.customer("Bauer AG")
    reply = browse(cast.manager).get("/archive?q=m%C3%BCller&country=FR&region=eu")
    assert shown(reply) == ["Müller SA"]
    assert (searched(reply), reply.value_of("country"), reply.value_of("region")) == ("müller", "FR", "eu")


def test_whoever_sees_one_region_has_none_to_choose(browse, cast):
    assert not browse(cast.clerk).get("/archive").has("#customer-filters [name=region]")
    assert browse(cast.manager).get("/archive").has("#customer-filters [name=region] option[value=us]")


@pytest.mark.parametrize("query", ["country=XX", "region=mars", "after=nonsense", "q=%00", "q=%20", "after=WyJhIl0"])
def test_a_filter_that_means_nothing_filters_nothing(browse, cast, query):
    make.customer("Müller GmbH")
    assert shown(browse(cast.clerk).get(f"/archive?{query}")) == ["Müller GmbH"]


def test_a_very_long_search_is_only_a_search(browse, cast):
    reply = browse(cast.clerk).get("/archive?q=" + "x" * 5_000)
    assert reply.status == 200
    assert reply.text_of(".empty__title") == "No customer fits this"


def test_nothing_yet_says_what_to_do(browse, cast):
    reply = browse(cast.clerk).get("/archive")
    assert reply.text_of(".empty__title") == "No customers yet"
    assert reply.has("a[href='/archive/new']")


def test_whoever_may_only_look_is_not_offered_to_write(browse, cast):
    assert not browse(cast.engineer).get("/archive").has("a[href='/archive/new']")


def test_the_next_page_keeps_the_filters(browse, cast, monkeypatch):
    monkeypatch.setattr(paging, "SIZE", 2)
    monkeypatch.setattr(paging.cut, "__defaults__", (2,))
    for number in range(3):
        make.customer(f"Müller {number}")
    first = browse(cast.clerk).get("/archive?q=müller")
    second = browse(cast.clerk).get(first.soup.select_one("a[rel=next]")["href"])
    assert shown(first) == ["Müller 0", "Müller 1"]
    assert shown(second) == ["Müller 2"]
    assert searched(second) == "müller"
    assert not second.has("a[rel=next]")


def test_the_wrong_role_is_refused(browse, cast):
    assert browse(cast.admin).get("/archive").status == 403
    assert browse(cast.auditor).get("/archive").status == 403


def test_a_stranger_is_sent_to_sign_in(browse):
    assert browse().get("/archive").status == 303


def test_the_list_costs_the_same_for_few_and_many(browse, cast):
    reader = browse(cast.clerk)
    reader.get("/archive")
    make.customer("First GmbH")
    with count_queries() as few:
        reader.get("/archive")
    for number in range(20):
        make.customer(f"Müller {number}")
    with count_queries() as many:
        reader.get("/archive")
    assert few.count == many.count <= 4
