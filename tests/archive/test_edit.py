"""Correcting a customer's record."""

from __future__ import annotations

import pytest

from portal.archive.models import Customer
from portal.audit.models import JournalRow
from tests import make


@pytest.fixture
def card(database):
    return make.customer("Müller GmbH", contact="Eva")


def opened(browser, card) -> dict[str, str]:
    """The form as a browser would send it back untouched."""
    form = browser.get(f"/archive/{card.id}/edit").soup.select_one(f"form[action='/archive/{card.id}']")
    typed = {field["name"]: field.get("value", "") for field in form.select("input:not([name=csrf_token])")}
    return typed | {chosen.parent["name"]: chosen["value"] for chosen in form.select("option[selected]")}


def test_the_form_shows_what_is_recorded(browse, cast, card):
    form = opened(browse(cast.clerk), card)
    assert form == {
        "name": "Müller GmbH",
        "country": "DE",
        "language": "de",
        "zone": "Europe/Berlin",
        "contact": "Eva",
        "email": "",
        "phone": "",
        "version": "1",
    }


def test_a_correction_is_saved_and_shown(browse, cast, card):
    reader = browse(cast.clerk)
    reply = reader.post(f"/archive/{card.id}", **opened(reader, card) | {"email": "eva@mueller.de"})
    assert (reply.status, reply.place) == (303, f"/archive/{card.id}")
    assert Customer.get().email == "eva@mueller.de"


def test_it_is_in_the_journal(browse, cast, card):
    reader = browse(cast.clerk)
    reader.post(f"/archive/{card.id}", **opened(reader, card) | {"contact": "Otto"})
    row = JournalRow.get(JournalRow.what == "customer.corrected")
    assert (row.who, row.subject, row.changes) == ("agent.eu", f"customer {card.id}", {"contact": ["…", "…"]})


def test_a_wrong_field_is_named_and_nothing_saved(browse, cast, card):
    reader = browse(cast.clerk)
    reply = reader.post(f"/archive/{card.id}", **opened(reader, card) | {"phone": "call me", "contact": "Otto"})
    assert reply.status == 422
    assert reply.has(".errors a[href='#phone']")
    assert (reply.value_of("phone"), reply.value_of("contact")) == ("call me", "Otto")
    assert Customer.get().contact == "Eva"


def test_whoever_was_slower_keeps_what_was_typed_and_sees_what_is_recorded_now(browse, cast, card):
    first, second = browse(cast.clerk), browse(cast.colleague)
    slow = opened(second, card)
    first.post(f"/archive/{card.id}", **opened(first, card) | {"contact": "Otto"})
    reply = second.post(f"/archive/{card.id}", **slow | {"contact": "Anna"})
    assert reply.status == 409
    assert "Somebody else corrected this customer" in reply.text_of("#moved-on")
    assert "Now: Otto" in reply.text_of("#moved-on")
    assert reply.value_of("contact") == "Anna"
    assert Customer.get().contact == "Otto"
    again = slow | {"contact": "Anna", "version": reply.value_of("version")}
    assert second.post(f"/archive/{card.id}", **again).status == 303
    assert Customer.get().contact == "Anna"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "²"])
def test_a_version_that_makes_no_sense_is_a_stale_one(browse, cast, card, version):
    reader = browse(cast.clerk)
    form = opened(reader, card) | {"contact": "Otto", "version": version}
    assert reader.post(f"/archive/{card.id}", **form).status == 409
    assert Customer.get().contact == "Eva"


def test_a_customer_that_moves_away_is_left_to_its_new_region(browse, cast, card):
    reader = browse(cast.clerk)
    reply = reader.post(f"/archive/{card.id}", **opened(reader, card) | {"country": "US"})
    assert (reply.status, reply.place) == (303, "/archive")
    assert Customer.get().region == "us"


def test_an_expired_token_brings_the_form_back_filled(browse, cast, card):
    reader = browse(cast.clerk)
    reply = reader.post(f"/archive/{card.id}", token="old", **opened(reader, card) | {"contact": "Otto"})
    assert reply.status == 422
    assert reply.value_of("contact") == "Otto"


def test_a_stranger_does_not_learn_that_it_exists(browse, cast, card):
    form = opened(browse(cast.clerk), card)
    assert browse(cast.stranger).get(f"/archive/{card.id}/edit").status == 404
    assert browse(cast.stranger).post(f"/archive/{card.id}", **form).status == 404


def test_the_wrong_role_is_refused(browse, cast, card):
    form = opened(browse(cast.clerk), card) | {"contact": "Otto"}
    assert browse(cast.engineer).get(f"/archive/{card.id}/edit").status == 403
    assert browse(cast.engineer).post(f"/archive/{card.id}", **form).status == 403
    assert Customer.get().contact == "Eva"
