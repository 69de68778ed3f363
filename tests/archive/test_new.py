"""Recording a customer."""

from __future__ import annotations

import pytest

from portal.archive.models import Customer
from portal.audit.models import JournalRow
from tests import make

GIVEN = {"name": "Müller GmbH", "country": "DE", "language": "", "zone": "", "contact": "", "email": "", "phone": ""}


def test_the_form_is_there(browse, cast):
    reply = browse(cast.clerk).get("/archive/new")
    assert reply.status == 200
    assert reply.has("form[action='/archive'] select[name=country] option[value=DE]")


def test_a_customer_is_recorded_and_shown(browse, cast):
    reader = browse(cast.clerk)
    reply = reader.post("/archive", **GIVEN)
    row = Customer.get()
    assert (reply.status, reply.place) == (303, f"/archive/{row.id}")
    assert (row.name, row.region, row.language, row.zone) == ("Müller GmbH", "eu", "de", "Europe/Berlin")
    assert "Müller GmbH is recorded." in reader.get(reply.place).text_of("#flashes")


def test_it_is_in_the_journal(browse, cast):
    browse(cast.clerk).post("/archive", **GIVEN)
    assert JournalRow.get(JournalRow.what == "customer.registered").who == "agent.eu"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", ""),
        ("name", "x" * 300),
        ("name", "M\u202eller"),
        ("country", ""),
        ("country", "XX"),
        ("language", "xx"),
        ("zone", "Mars/Base"),
        ("email", "nowhere"),
        ("phone", "call me"),
    ],
)
def test_a_wrong_field_is_named_and_the_rest_stays_filled(browse, cast, field, text):
    reply = browse(cast.clerk).post("/archive", **GIVEN | {"contact": "Eva 😀 شركة", field: text})
    assert reply.status == 422
    assert reply.has(f".errors a[href='#{field}']")
    assert len(reply.soup.select(".errors a")) == 1
    assert reply.value_of("contact") == "Eva 😀 شركة"
    assert not Customer.select().exists()


def test_an_empty_post_is_a_form_with_errors(browse, cast):
    reply = browse(cast.clerk).post("/archive")
    assert reply.status == 422
    assert reply.has(".errors a[href='#name']")


def test_a_namesake_is_shown_and_recorded_only_when_meant(browse, cast):
    twin = make.customer("Müller GmbH")
    reply = browse(cast.clerk).post("/archive", **GIVEN | {"name": "MÜLLER  gmbh"})
    assert reply.status == 422
    assert reply.has(f".message a[href='/archive/{twin.id}']")
    assert reply.value_of("name") == "MÜLLER  gmbh"
    assert browse(cast.clerk).post("/archive", **GIVEN, namesake="y").status == 303
    assert Customer.select().count() == 2


def test_a_customer_of_another_region_is_left_to_that_region(browse, cast):
    reader = browse(cast.clerk)
    reply = reader.post("/archive", **GIVEN | {"country": "US"})
    assert (reply.status, reply.place) == (303, "/archive")
    assert "Americas" in reader.get("/archive").text_of("#flashes")
    assert Customer.get().region == "us"


def test_an_expired_token_brings_the_form_back_filled(browse, cast):
    reply = browse(cast.clerk).post("/archive", token="old", **GIVEN)
    assert reply.status == 422
    assert reply.value_of("name") == "Müller GmbH"
    assert not Customer.select().exists()


def test_the_wrong_role_is_refused(browse, cast):
    assert browse(cast.engineer).get("/archive/new").status == 403
    assert browse(cast.engineer).post("/archive", **GIVEN).status == 403
    assert not Customer.select().exists()
