"""The names offered while somebody types a customer's name."""

from __future__ import annotations

from tests import make


def offered(reply) -> list[tuple[str, str]]:
    return [(option["value"], option.text) for option in reply.soup.select("datalist#customer-names option")]


def test_names_are_offered_with_their_country(browse, cast):
    make.customer("Müller GmbH"), make.customer("Bauer AG", country="AT")
    reply = browse(cast.clerk).get("/archive/suggestions?customer=m%C3%BCl", htmx=True)
    assert offered(reply) == [("Müller GmbH", "Germany")]


def test_customers_of_another_region_are_not_offered(browse, cast):
    make.customer("Müller GmbH")
    assert offered(browse(cast.stranger).get("/archive/suggestions?customer=m", htmx=True)) == []


def test_names_are_only_text(browse, cast):
    make.customer('<b>"Müller"</b>')
    reply = browse(cast.clerk).get("/archive/suggestions?customer=b", htmx=True)
    assert offered(reply) == [('<b>"Müller"</b>', "Germany")]


def test_nothing_typed_offers_nothing(browse, cast):
    make.customer("Müller GmbH")
    assert offered(browse(cast.clerk).get("/archive/suggestions", htmx=True)) == []


def test_the_wrong_role_is_refused(browse, cast):
    assert browse(cast.admin).get("/archive/suggestions?customer=m", htmx=True).status == 403
