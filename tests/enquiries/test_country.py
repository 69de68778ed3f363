"""/enquiries/new/country: the country fills itself in for a known customer, and never takes a choice away."""

import pytest

from tests import make

NAME = "Müller Maschinenbau GmbH"


def asked(browser, **typed):
    query = "&".join(f"{name}={value}" for name, value in typed.items())
    return browser.get(f"/enquiries/new/country?{query}", htmx=True)


@pytest.mark.parametrize("written", [NAME, "müller  maschinenbau gmbh"])
def test_the_country_of_a_known_customer_is_chosen(browse, cast, written):
    make.customer(NAME)
    reply = asked(browse(cast.clerk), customer=written, country="")
    assert (reply.status, reply.value_of("country")) == (200, "DE")


@pytest.mark.parametrize("typed", [{}, {"customer": "Niemand"}, {"customer": NAME, "country": "AT"}])
def test_otherwise_the_field_is_left_alone(browse, cast, typed):
    make.customer(NAME)
    reply = asked(browse(cast.clerk), **typed)
    assert (reply.status, reply.text) == (204, "")


def test_a_name_known_in_two_countries_decides_nothing(browse, cast):
    make.customer(NAME), make.customer(NAME, country="AT")
    assert asked(browse(cast.clerk), customer=NAME).status == 204


def test_customers_of_another_region_are_not_told(browse, cast):
    make.customer(NAME)
    assert asked(browse(cast.stranger), customer=NAME).status == 204


def test_a_plain_browser_gets_the_whole_form(browse, cast):
    make.customer(NAME)
    reply = browse(cast.clerk).get(f"/enquiries/new/country?customer={NAME}")
    assert (reply.value_of("customer"), reply.value_of("country")) == (NAME, "DE")


def test_whoever_takes_nothing_in_is_refused(browse, cast):
    assert asked(browse(cast.auditor), customer=NAME).status == 403


def test_a_form_that_comes_back_has_the_country_of_a_known_customer(browse, cast):
    make.customer(NAME)
    reply = browse(cast.clerk).post("/enquiries", customer=NAME, country="", title="")
    assert (reply.status, reply.value_of("country")) == (422, "DE")
